from . import test_access
from . import test_cron
from . import test_ladder
from . import test_plan
from . import test_promise
from . import test_query_count
from . import test_tours
from . import test_translation

from . import galloper_schedule_lifeless
from . import galloper_schedule_promise
from . import galloper_schedule_reassign
from . import galloper_schedule_reassign_line
from . import galloper_schedule_rescue
from . import galloper_schedule_rescue_line
from . import galloper_strategy_assistant
from . import mail_activity_schedule

from . import galloper_report_aggregates
from . import galloper_report_values
from . import galloper_contact_report
from . import galloper_day_report
from . import galloper_opportunity_report
from . import galloper_promise_report
from . import galloper_customer_report
from . import galloper_lead_report

from . import galloper_schedule_promise
from . import mail_activity_schedule

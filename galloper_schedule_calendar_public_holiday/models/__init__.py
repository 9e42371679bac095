from . import calendar_public_holiday, calendar_public_holiday_line, resource_calendar

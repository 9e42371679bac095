"""Why a time that was promised, or pinned by hand, is a difficult one."""

from collections.abc import Iterable
from datetime import datetime

from .call_hours import CallHours, Window, lies_inside, overlaps

MEETING, TIME_OFF, OFF_HOURS = "meeting", "time_off", "off_hours"
#: Outside the hours in which the customer is to be called; and not in working hours.
NIGHT, OFF_NIGHT = "night", "off_night"


def of_time(
    start: datetime,
    stop: datetime,
    busy: Iterable[Window],
    free: Iterable[Window],
    hours: CallHours | None,
    time_off: Iterable[Window] = (),
) -> str | None:
    """What stands against this time; None: nothing.

    :param busy: the meetings
    :param free: working hours without meetings
    :param hours: those of the customer; None: any
    :param time_off: those of the meetings that are a leave
    """
    if overlaps(start, stop, time_off):
        return TIME_OFF
    if overlaps(start, stop, busy):
        return MEETING
    is_night = hours and hours.why_not(start, stop)
    if not lies_inside(start, stop, free):
        return OFF_NIGHT if is_night else OFF_HOURS
    return NIGHT if is_night else None

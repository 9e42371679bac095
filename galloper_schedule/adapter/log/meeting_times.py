"""When a meeting is, as a promise is; and what puts it to another time."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

from odoo.models import BaseModel

from ...planner.local_time import local_day, shifted
from ...planner.promise import Promise
from ..facts.meetings import own_time
from ..tools.asked import is_usable

# An all-day meeting ends with the last minute of its day, not with the next day.
_MINUTE = timedelta(minutes=1)


class Times(NamedTuple):
    """What a meeting says about its time, by its fields."""

    active: bool
    allday: bool
    start: datetime
    stop: datetime
    start_date: date | bool
    stop_date: date | bool


def times_of(event: BaseModel) -> Times:
    """The same of one meeting, which the caller may read."""
    return Times(*(event[name] for name in Times._fields))


def time_of(times: Times, tz: tzinfo) -> Promise | None:
    """When a meeting is; None: it was called off, or is at no time at all.

    :param tz: of whoever goes there: an all-day meeting is by everybody's own calendar
    """
    _active, allday, start, stop, *days = times
    if not times.active or not start or not stop:
        return None
    start, stop = own_time(start, stop, allday, *days, tz)
    if allday:
        stop = shifted(stop, -_MINUTE)
    if not is_usable(start) or not is_usable(stop):
        return None
    return Promise(start, stop if stop > start else None)


def moved(event: BaseModel, start: datetime, tz: tzinfo) -> dict[str, Any]:
    """The values that move a meeting, as long as it is; nothing if it is there already.

    :param start: naive UTC; an all-day meeting goes to its day in ``tz``
    """
    if not event.allday:
        stop = shifted(start, event.stop - event.start)
        return {} if start == event.start else {"start": start, "stop": stop}
    day = local_day(start, tz)
    last = shifted(day, event.stop_date - event.start_date)
    same = day == event.start_date
    return {} if same else {"start_date": day, "stop_date": last}

"""Snoozed: when an activity comes back the same day.

Read aloud, the rule is:

1. It comes back so many minutes later.
2. But early enough for the rest of the working day to hold it,
3. and for its promise to be kept.
4. If neither leaves any time, it comes back after those minutes all the same, at the
   latest at the end of the day: a snoozed activity never goes to tomorrow by itself.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from .call_hours import Window
from .local_time import round_down, round_up, shifted

_MINUTE = timedelta(minutes=1)


def comes_back_at(
    now: datetime,
    minutes: int,
    working: Iterable[Window],
    tomorrow: datetime,
    length: int = 15,
    promise_end: datetime | None = None,
) -> datetime:
    """The naive UTC moment, in whole minutes, before which it is not called again.

    :param now: naive UTC
    :param minutes: after how many of them it usually comes back
    :param working: the salesperson's working hours of the day, naive UTC, sorted
    :param tomorrow: the naive UTC moment at which their day ends
    :param length: how many minutes the activity takes
    :param promise_end: until when (naive UTC) it is promised

    >>> def at(hour, minute=0):
    ...     return datetime(2026, 3, 4, hour, minute)
    >>> def skipped(*when, promise_end=None):
    ...     hours = [(at(9), at(13)), (at(14), at(18))]
    ...     back = comes_back_at(
    ...         at(*when), 60, hours, at(0) + timedelta(days=1), 15, promise_end
    ...     )
    ...     return f"{back:%H:%M}"
    >>> skipped(10), skipped(17, 20), skipped(17, 50)
    ('11:00', '17:45', '18:50')
    >>> skipped(10, promise_end=at(10, 30)), skipped(11, promise_end=at(10, 30))
    ('10:30', '12:00')
    >>> skipped(23, 30)
    '23:45'
    """
    moment, room = round_up(now), length * _MINUTE
    limits = [promise_end] if promise_end else []
    if ends := [end for _begin, end in working]:
        limits.append(shifted(max(ends), -room))
    in_time = [whole for limit in limits if (whole := round_down(limit)) > now]
    last = max(shifted(tomorrow, -room), shifted(moment, minutes=1))
    return min(shifted(moment, minutes=minutes), last, *in_time)

"""Shifts: which working hours belong to which planning day.

Read aloud, the rule is:

1. Working hours with a break of up to two hours between them are one shift.
2. A shift belongs to the local day on which it begins, also what of it is after
   midnight.
3. While a shift goes on that began yesterday it is the planning day, until it ends.
4. Who works for longer than a day on end has no shifts: their days end at midnight.

A night shift from 22 to 6 with a break at 2 o'clock, on Wednesday and on Thursday:

>>> from datetime import timezone
>>> def at(day, hour):
...     return datetime(2026, 3, day, hour)
>>> hours = [
...     (at(4, 22), at(5, 2)), (at(5, 3), at(5, 6)), (at(5, 22), at(6, 6))
... ]
>>> def show(today, now):
...     found = of_planning_day(hours, date(2026, 3, today), now, timezone.utc)
...     return [[f"{a:%a %H} to {b:%a %H}" for a, b in one] for one in found]
>>> show(4, at(4, 23))
[['Wed 22 to Thu 02', 'Thu 03 to Thu 06'], []]
>>> show(5, at(5, 1))
[['Wed 22 to Thu 02', 'Thu 03 to Thu 06'], ['Thu 22 to Fri 06']]
>>> show(5, at(5, 6))
[['Thu 22 to Fri 06'], []]
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta, tzinfo

from .call_hours import Window
from .local_time import by_local_day, local_day

#: The local day and the working hours.
Shift = tuple[date, list[Window]]

# So long a break ends no shift.
_BREAK = timedelta(hours=2)
# A day and what a change of the clocks may add to it.
_LONGEST = timedelta(hours=26)


def by_shift(windows: Iterable[Window], tz: tzinfo) -> Iterator[Shift]:
    """The shifts that these working hours are.

    :param windows: naive UTC, sorted and apart
    """
    for shift in _with_their_breaks(windows):
        begin, end = shift[0][0], shift[-1][1]
        if end - begin <= _LONGEST:
            yield local_day(begin, tz), shift
        else:
            for window in by_local_day(shift, begin, tz):
                yield local_day(window[0], tz), [window]


def _with_their_breaks(windows):
    shift = []
    for window in windows:
        if shift and window[0] - shift[-1][1] > _BREAK:
            yield shift
            shift = []
        shift.append(window)
    if shift:
        yield shift


def by_day(windows: Iterable[Window], tz: tzinfo) -> dict[date, list[Window]]:
    """{local day: the working hours of the shifts that begin on it}."""
    days = {}
    for day, shift in by_shift(windows, tz):
        days.setdefault(day, []).extend(shift)
    return days


def of_planning_day(
    windows: Iterable[Window], today: date, now: datetime | None, tz: tzinfo
) -> tuple[list[Window], list[Window]]:
    """(the working hours of the planning day, those of ``today`` that are after it).

    :param windows: naive UTC, from the beginning of the day before on
    :param now: naive UTC; None: whatever began before ``today`` is over
    """
    own, going_on = [], []
    for day, shift in by_shift(windows, tz):
        if day == today:
            own += shift
        elif now and day < today and shift[0][0] <= now < shift[-1][1]:
            going_on = shift
    return (going_on, own) if going_on else (own, [])


def planning_day(moment: datetime, shifts: Iterable[Shift], tz: tzinfo) -> date:
    """The day that a moment (naive UTC) belongs to: its shift's, else the local day.

    >>> from datetime import timezone
    >>> night = [(datetime(2026, 3, 4, 22), datetime(2026, 3, 5, 6))]
    >>> shifts = list(by_shift(night, timezone.utc))
    >>> planning_day(datetime(2026, 3, 5, 1), shifts, timezone.utc).day
    4
    >>> planning_day(datetime(2026, 3, 5, 7), shifts, timezone.utc).day
    5
    """
    for day, shift in shifts:
        if shift[0][0] <= moment < shift[-1][1]:
            return day
    return local_day(moment, tz)

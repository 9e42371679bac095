"""Flexible working hours: so many a day and a week, at times of one's own choice.

Read aloud, the rule is:

1. The hours of the week go to its days, as many to each as a day has, until none is
   left: first to the days on which the company works, from Monday on. 40 hours, 8 a
   day, are Monday to Friday; 20 are Monday, Tuesday and half of Wednesday.
2. The hours of a day lie around noon, where Odoo has them, too: 8 are 8:00 to 16:00.
3. A leave takes as many hours from the day as it lasts, wherever in the day it is: one
   of 9:00 to 18:00 takes all 8. Of a leave that goes on over midnight counts what it
   takes of the hours around noon. One without any length is one of the whole day.
4. What is left are the first hours that no leave is in.

>>> from datetime import datetime, timezone
>>> week = hours_of_week(8, 20)
>>> week
(480, 480, 240, 0, 0, 0, 0)
>>> def show(*away):
...     first, last = datetime(2026, 3, 3), datetime(2026, 3, 6)
...     found = windows(week, (first, last), timezone.utc, away)
...     return [f"{begin:%a %H:%M}-{end:%H:%M}" for begin, end in found]
>>> def at(*when):
...     return datetime(2026, 3, 3, *when)
>>> show()
['Tue 08:00-16:00', 'Wed 10:00-14:00']
>>> show((at(9), at(18))), show((at(14), at(18)))
(['Wed 10:00-14:00'], ['Tue 08:00-12:00', 'Wed 10:00-14:00'])
>>> show((at(12), at(11) + timedelta(days=1)))
['Tue 08:00-12:00', 'Wed 11:00-14:00']
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date, timedelta, tzinfo

from .call_hours import Window, moment_of
from .local_time import day_start, local_day, shifted

#: The minutes of Monday to Sunday.
Week = tuple[int, ...]

_USUAL = range(5)
_NOON = 12 * 60
_MOST = 24 * 60
_NOTHING = timedelta()


def hours_of_week(
    per_day: float,
    per_week: float = 0,
    works_on: Collection[int] = (),
    never: Collection[int] = (),
) -> Week:
    """The minutes of each weekday.

    :param per_day: hours; 0: the hours of the week are the same on all ``works_on``
    :param per_week: hours; 0: ``works_on`` have the hours of a day each
    :param works_on: weekdays on which the company works (0: Monday); empty: Monday to
        Friday
    :param never: weekdays on which nobody works, whatever is left of the week

    >>> hours_of_week(8, 0, {6, 0, 1, 2, 3})
    (480, 480, 480, 480, 0, 0, 480)
    >>> hours_of_week(7.6, 38), hours_of_week(0, 30, {0, 1, 2})
    ((456, 456, 456, 456, 456, 0, 0), (600, 600, 600, 0, 0, 0, 0))
    >>> hours_of_week(10, 60, never={5, 6}), hours_of_week(8, 40, {5, 6}, never={5, 6})
    ((600, 600, 600, 600, 600, 0, 0), (480, 480, 480, 480, 480, 0, 0))
    >>> hours_of_week(10, 60), hours_of_week(0)
    ((600, 600, 600, 600, 600, 600, 0), (0, 0, 0, 0, 0, 0, 0))
    """
    possible = [one for one in range(7) if one not in never]
    first = [one for one in possible if one in works_on] or [
        one for one in possible if one in _USUAL
    ]
    if not first:
        return (0,) * 7
    a_day = round((per_day or per_week / len(first)) * 60)
    left = round(per_week * 60) or a_day * len(first)
    minutes = dict.fromkeys(range(7), 0)
    for weekday in (*first, *(one for one in possible if one not in first)):
        minutes[weekday] = max(min(a_day, left, _MOST), 0)
        left -= minutes[weekday]
    return tuple(minutes.values())


def windows(
    week: Week, span: Window, tz: tzinfo, away: Iterable[Window] = ()
) -> list[Window]:
    """The working hours within ``span``, naive UTC.

    :param tz: by whose clock it is noon
    :param away: the leaves, naive UTC, sorted and apart
    """
    away = [_at_least_a_day(leave, tz) for leave in away]
    found = []
    day, last = local_day(span[0], tz), local_day(span[1], tz)
    while day <= last:
        if minutes := week[day.weekday()]:
            found += _left(day, minutes, tz, away)
        if (following := shifted(day, days=1)) == day:
            break  # the last day there is
        day = following
    clipped = [(max(begin, span[0]), min(end, span[1])) for begin, end in found]
    return [window for window in clipped if window[0] < window[1]]


def _at_least_a_day(leave, tz):
    begin, end = leave
    if begin < end:
        return leave
    return _midnights(local_day(begin, tz), tz)


def _midnights(day, tz):
    return day_start(day, tz), day_start(shifted(day, days=1), tz)


def _left(day, minutes, tz, away):
    """What the leaves leave of the day."""
    from_minute = _NOON - minutes // 2
    noonish = moment_of(day, from_minute, tz), moment_of(day, from_minute + minutes, tz)
    midnights = _midnights(day, tz)
    leaves = [one for one in away if one[0] < midnights[1] and one[1] > midnights[0]]
    left = noonish[1] - noonish[0]
    for begin, end in leaves:
        if begin < midnights[0] or end > midnights[1]:
            begin, end = max(begin, noonish[0]), min(end, noonish[1])
        left -= max(end - begin, _NOTHING)
    for begin, end in without([noonish], leaves):
        if left > _NOTHING:
            yield begin, min(end, begin + left)
            left -= end - begin


def whole_days(
    span: Window, tz: tzinfo, is_meant: Callable[[date], bool]
) -> list[Window]:
    """Those of the local days within ``span`` which are meant, naive UTC.

    >>> from datetime import datetime, timezone
    >>> span = datetime(2026, 3, 3, 9), datetime(2026, 3, 9)
    >>> saturdays = whole_days(span, timezone.utc, lambda day: day.weekday() == 5)
    >>> [f"{begin:%a %H:%M} to {end:%a %H:%M}" for begin, end in saturdays]
    ['Sat 00:00 to Sun 00:00']
    """
    first, last = (local_day(moment, tz) for moment in span)
    days = (shifted(first, days=number) for number in range((last - first).days + 1))
    return [_midnights(day, tz) for day in days if is_meant(day)]


def without(these: Iterable[Window], those: Iterable[Window]) -> list[Window]:
    """What of ``these`` windows lies in none of ``those``.

    >>> from datetime import datetime
    >>> def at(*hours):
    ...     return tuple(datetime(2026, 3, 4, hour) for hour in hours)
    >>> left = without([at(9, 13), at(14, 18)], [at(8, 10), at(12, 15), at(16, 17)])
    >>> [f"{begin.hour}-{end.hour}" for begin, end in left]
    ['10-12', '15-16', '17-18']
    """
    these = list(these)
    for start, stop in those:
        these = [
            part
            for begin, end in these
            for part in ((begin, min(end, start)), (max(begin, stop), end))
            if part[0] < part[1]
        ]
    return these

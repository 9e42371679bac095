"""When a customer may be called: spans of the days of a week, by their own clock.

A week is a tuple of seven days from Monday on, each the spans of that day in minutes
after midnight, in order and apart: two with a lunch between them, none on a closed day.
What is said past midnight, 18:00 to 02:00, belongs to the next day from then on. Single
days may be closed: those of the public holidays. Others are worked on instead of a
weekday: they have the hours of the first day of the week that is open.

A clock that changes is taken at its word: no minute counts as open that the clock on
the wall shows outside the hours. At midnight itself nothing is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from .local_time import day_start, local_day, shifted, utc_time

Window = tuple[datetime, datetime]
#: From when until when, in minutes after midnight, within a day.
Span = tuple[int, int]
#: The spans of each weekday, Monday first.
Week = tuple[tuple[Span, ...], ...]

#: Why somebody may not be called: the day is closed to calls, or this hour is.
HOLIDAY, CLOSED_DAY, HOURS = "holiday", "day", "hours"
EVERY_DAY = range(7)
WHOLE_DAY = 24 * 60
_DAY = timedelta(days=1)
# Nobody looks further ahead: what lasts for longer lies inside no window.
_MOST_DAYS = 400


def to_minutes(hours: float) -> int:
    """Minutes after midnight of a time of day as Odoo keeps it.

    >>> to_minutes(8.5)
    510
    """
    return round(hours * 60)


def overlaps(start: datetime, stop: datetime, windows: Iterable[Window]) -> bool:
    """Whether a part of ``start`` … ``stop`` lies in one of the windows."""
    return any(begin < stop and start < end for begin, end in windows)


def lies_inside(start: datetime, stop: datetime, windows: Iterable[Window]) -> bool:
    """Whether all of ``start`` … ``stop`` lies in one of the windows."""
    return any(begin <= start and stop <= end for begin, end in windows)


def week_of(spans: Iterable[tuple[int, int, int]]) -> Week:
    """The week of these (weekday, from, to).

    An end that is not after the beginning is one of the next day. Monday with a lunch,
    and a bar that is open from Sunday evening on:

    >>> week = week_of([(0, 840, 1200), (0, 600, 780), (6, 1080, 120)])
    >>> week[0], week[6]
    (((0, 120), (600, 780), (840, 1200)), ((1080, 1440),))
    """
    days = [[] for _weekday in EVERY_DAY]
    for weekday, begin, end in spans:
        if end > begin:
            days[weekday].append((begin, end))
            continue
        days[weekday].append((begin, WHOLE_DAY))
        days[(weekday + 1) % 7].append((0, end))
    return tuple(map(_joined, days))


def _joined(spans):
    """In order and apart."""
    joined = []
    for begin, end in sorted(spans):
        if joined and begin <= joined[-1][1]:
            begin, last = joined.pop()
            end = max(end, last)
        if begin < end:
            joined.append((begin, end))
    return tuple(joined)


def on_days(weekdays: Iterable[int], begin: int, end: int) -> Week:
    """The same hours on each of these weekdays.

    >>> on_days([0, 4], 540, 1080)[3:5]
    ((), ((540, 1080),))
    """
    return week_of((weekday, begin, end) for weekday in weekdays)


def in_both(one: Week, other: Week) -> Week:
    """When both weeks are open.

    >>> in_both(on_days([0], 540, 1080), week_of([(0, 480, 720), (0, 780, 840)]))[0]
    ((540, 720), (780, 840))
    """
    return tuple(
        _joined(
            (max(a[0], b[0]), min(a[1], b[1]))
            for a in mine
            for b in theirs
            if max(a[0], b[0]) < min(a[1], b[1])
        )
        for mine, theirs in zip(one, other, strict=True)
    )


@dataclass(frozen=True, slots=True, eq=False)
class CallHours:
    """The week by the clock of ``tz``, but for the days that are ``closed``, and those
    that are ``worked`` on instead of a weekday.

    They are asked a thousand times a plan, and compared: by a hash that is worked out
    once.
    """

    week: Week
    tz: tzinfo
    closed: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    _hash: int = field(init=False, repr=False)

    def __post_init__(self):
        object.__setattr__(self, "_hash", hash(self._parts))

    def __hash__(self):
        return self._hash

    def __eq__(self, other):
        if self is other or not isinstance(other, CallHours):
            return self is other
        return self._hash == other._hash and self._parts == other._parts

    @property
    def _parts(self):
        return self.week, self.tz, self.closed, self.worked

    @classmethod
    def daily(cls, begin: int, end: int, tz: tzinfo) -> "CallHours":
        """The same hours on all days.

        >>> from datetime import timezone
        >>> night = CallHours.daily(18 * 60, 2 * 60, timezone.utc)
        >>> six = datetime(2026, 3, 4, 18)
        >>> night.windows(six, six + timedelta(hours=9)) == [
        ...     (six, six + timedelta(hours=8))]
        True
        """
        return cls(on_days(EVERY_DAY, begin, end), tz)

    def windows(self, start: datetime, stop: datetime) -> list[Window]:
        """The naive UTC windows that touch ``start`` … ``stop`` (naive UTC), on the
        local days from the one to the other.

        A salesperson in Vladivostok and a customer in Kaliningrad, 8 to 20:

        >>> from zoneinfo import ZoneInfo
        >>> from datetime import timezone
        >>> hours = CallHours.daily(8 * 60, 20 * 60, ZoneInfo("Europe/Kaliningrad"))
        >>> vladivostok = ZoneInfo("Asia/Vladivostok")
        >>> morning = datetime(2026, 3, 3, 23)                # 09:00 in Vladivostok
        >>> [(opens, closes)] = hours.windows(morning, morning + timedelta(hours=9))
        >>> opens.replace(tzinfo=timezone.utc).astimezone(vladivostok).time()
        datetime.time(16, 0)
        """
        stop = min(stop, shifted(start, days=_MOST_DAYS))
        days = local_day(start, self.tz), local_day(stop, self.tz)
        return [
            window
            for window in _windows(self, *days)
            if window[0] < stop and start < window[1]
        ]

    def why_not(self, start: datetime, stop: datetime) -> str | None:
        """What stands against a call from ``start`` to ``stop`` (naive UTC): a holiday,
        a day without calls, the hour; None: nothing.

        >>> from datetime import timezone
        >>> week, holiday = on_days(range(5), 540, 1080), date(2026, 3, 4)
        >>> hours = CallHours(week, timezone.utc, frozenset([holiday]))
        >>> for day, hour in ((3, 10), (3, 17), (4, 10), (7, 10)):
        ...     start = datetime(2026, 3, day, hour, 50)
        ...     print(hours.why_not(start, start + timedelta(minutes=15)))
        None
        hours
        holiday
        day
        """
        if lies_inside(start, stop, self.windows(start, stop)):
            return None
        day = local_day(start, self.tz)
        if day in self.closed:
            return HOLIDAY
        return HOURS if self.spans_of(day) else CLOSED_DAY

    def spans_of(self, day: date) -> tuple[Span, ...]:
        """The spans of a local day.

        Monday to Thursday; a Wednesday that is a holiday, a Saturday worked instead:

        >>> from datetime import timezone
        >>> holiday, instead = date(2026, 3, 4), date(2026, 3, 7)
        >>> hours = CallHours(on_days(range(4), 540, 1080), timezone.utc,
        ...                   frozenset([holiday]), frozenset([instead]))
        >>> hours.spans_of(holiday), hours.spans_of(instead)
        ((), ((540, 1080),))
        """
        if day in self.closed:
            return ()
        spans = self.week[day.weekday()]
        if day in self.worked and not spans:
            return next(filter(None, self.week), ())
        return spans


def narrowed(
    start: datetime, stop: datetime, hours: CallHours | None, length: timedelta
) -> Window | None:
    """What a window from ``start`` to ``stop`` (naive UTC) is for such a customer.

    It begins, and ends, where there is room for ``length``; None: nowhere.

    >>> from datetime import timezone
    >>> hours = CallHours(week_of([(2, 600, 780), (2, 840, 1200)]), timezone.utc)
    >>> def of_wednesday(begin, end):
    ...     day = datetime(2026, 3, 4)
    ...     ends = day + timedelta(hours=begin), day + timedelta(hours=end)
    ...     found = narrowed(*ends, hours, timedelta(minutes=15))
    ...     return found and " ".join(f"{moment:%H:%M}" for moment in found)
    >>> of_wednesday(9, 12), of_wednesday(12, 18), of_wednesday(13, 14)
    ('10:00 12:00', '12:00 18:00', None)
    >>> of_wednesday(12.9, 15)
    '14:00 15:00'
    """
    if hours is None:
        return (start, stop) if stop - start >= length else None
    parts = [
        (max(start, opens), min(stop, closes))
        for opens, closes in hours.windows(start, stop)
    ]
    parts = [part for part in parts if part[1] - part[0] >= length]
    return (parts[0][0], parts[-1][1]) if parts else None


@lru_cache(maxsize=4096)
def _windows(hours: CallHours, first: date, last: date):
    windows = []
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        for begin, end in hours.spans_of(day):
            opens, closes = _opens(day, begin, hours.tz), _closes(day, end, hours.tz)
            if windows and windows[-1][1] >= opens:
                opens, last_one = windows.pop()
                closes = max(closes, last_one)
            if opens < closes:
                windows.append((opens, closes))
    return tuple(windows)


def _opens(day, minute, tz):
    """The last moment at which it may be so late: a clock may show it twice."""
    return max(_moments(day, minute, tz)) if minute else day_start(day, tz)


def _closes(day, minute, tz):
    """The first one."""
    if minute < WHOLE_DAY:
        return min(_moments(day, minute, tz))
    return day_start(shifted(day, days=1), tz)


def _moments(day, minute, tz):
    """The moments at which it is so late; where the clock leaves that out, round it."""
    local = shifted(datetime.combine(day, time()), minutes=minute)
    return utc_time(local, tz), utc_time(local.replace(fold=1), tz)


def moment_of(day: date, minute: int, tz: tzinfo) -> datetime:
    """The naive UTC moment at which it is ``minute`` by the clock of that local day.

    >>> from zoneinfo import ZoneInfo
    >>> moment_of(date(2026, 3, 4), 9 * 60, ZoneInfo("Europe/Moscow"))
    datetime.datetime(2026, 3, 4, 6, 0)
    """
    return utc_time(shifted(datetime.combine(day, time()), minutes=minute), tz)

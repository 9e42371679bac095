"""When a customer may be called: their own hours by their own clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from .local_time import local_day, shifted, utc_time

Window = tuple[datetime, datetime]
_DAY = timedelta(days=1)
_MINUTES_OF_A_DAY = 24 * 60
# Nobody looks further ahead: what lasts for longer lies inside no window.
_MOST_DAYS = 400


def overlaps(start: datetime, stop: datetime, windows: Iterable[Window]) -> bool:
    """Whether a part of ``start`` … ``stop`` lies in one of the windows."""
    return any(begin < stop and start < end for begin, end in windows)


def lies_inside(start: datetime, stop: datetime, windows: Iterable[Window]) -> bool:
    """Whether all of ``start`` … ``stop`` lies in one of the windows."""
    return any(begin <= start and stop <= end for begin, end in windows)


@dataclass(frozen=True, slots=True)
class CallHours:
    """From when until when, in minutes after the local midnight of ``tz``.

    An end that is not after the beginning is one of the next day: 18:00 to 02:00.
    """

    from_minute: int
    to_minute: int
    tz: tzinfo

    def windows(self, start: datetime, stop: datetime) -> list[Window]:
        """The naive UTC windows that touch ``start`` … ``stop`` (naive UTC).

        A salesperson in Vladivostok and a customer in Kaliningrad, 8 to 20:

        >>> from zoneinfo import ZoneInfo
        >>> from datetime import timezone
        >>> hours = CallHours(8 * 60, 20 * 60, ZoneInfo("Europe/Kaliningrad"))
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


@lru_cache(maxsize=4096)
def _windows(hours: CallHours, first: date, last: date):
    length = hours.to_minute - hours.from_minute
    if length <= 0:
        length += _MINUTES_OF_A_DAY
    windows = []
    first = shifted(first, days=-1)
    for number in range((last - first).days + 1):
        day = first + number * _DAY
        opens = moment_of(day, hours.from_minute, hours.tz)
        closes = moment_of(day, hours.from_minute + length, hours.tz)
        if windows and windows[-1][1] >= opens:
            opens = windows.pop()[0]
        windows.append((opens, closes))
    return tuple(windows)


def moment_of(day: date, minute: int, tz: tzinfo) -> datetime:
    """The naive UTC moment at which it is ``minute`` by the clock of that local day.

    >>> from zoneinfo import ZoneInfo
    >>> moment_of(date(2026, 3, 4), 9 * 60, ZoneInfo("Europe/Moscow"))
    datetime.datetime(2026, 3, 4, 6, 0)
    """
    return utc_time(shifted(datetime.combine(day, time()), minutes=minute), tz)

"""Days as people count them: local midnights, also where clocks change.

Whatever moment somebody has put into a record, nothing in here fails: at the ends of
the calendar time stands still. A date is shifted, or brought into a zone, by these
functions alone.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import TypeVar

EPOCH = date(1970, 1, 1)
_NOTHING = timedelta()

Day = TypeVar("Day", date, datetime)


def shifted(moment: Day, length: timedelta = _NOTHING, **units: float) -> Day:
    """The day or moment so much later, or earlier; the last, or first, there is.

    >>> shifted(date(2026, 3, 4), days=1), shifted(datetime(2026, 3, 4), hours=-1)
    (datetime.date(2026, 3, 5), datetime.datetime(2026, 3, 3, 23, 0))
    >>> shifted(date(9999, 12, 31), days=1), shifted(datetime(1, 1, 1), minutes=-5)
    (datetime.date(9999, 12, 31), datetime.datetime(1, 1, 1, 0, 0))
    >>> shifted(date(2026, 3, 4), days=2**40)
    datetime.date(9999, 12, 31)
    """
    try:
        return moment + (timedelta(**units) if units else length)
    except OverflowError:
        kind = datetime if isinstance(moment, datetime) else date
        is_later = sum(units.values()) > 0 if units else length > _NOTHING
        return kind.max if is_later else kind.min


def local_time(moment: datetime, tz: tzinfo) -> datetime:
    """What the clock on the wall in ``tz`` shows at a naive UTC moment.

    >>> from zoneinfo import ZoneInfo
    >>> local_time(datetime(2026, 3, 4, 22, 30), ZoneInfo("Europe/Moscow"))
    datetime.datetime(2026, 3, 5, 1, 30)
    >>> local_time(datetime(9999, 12, 31, 23), ZoneInfo("Europe/Moscow"))
    datetime.datetime(9999, 12, 31, 23, 0)
    """
    try:
        return moment.replace(tzinfo=timezone.utc).astimezone(tz).replace(tzinfo=None)
    except OverflowError:
        return moment


def utc_time(local: datetime, tz: tzinfo) -> datetime:
    """The naive UTC moment at which the clock on the wall in ``tz`` shows ``local``.

    >>> from zoneinfo import ZoneInfo
    >>> utc_time(datetime(2026, 3, 5, 1, 30), ZoneInfo("Europe/Moscow"))
    datetime.datetime(2026, 3, 4, 22, 30)
    """
    try:
        return local.replace(tzinfo=tz).astimezone(timezone.utc).replace(tzinfo=None)
    except OverflowError:
        return local


def local_day(moment: datetime, tz: tzinfo) -> date:
    """The calendar day of a naive UTC moment in ``tz``.

    >>> from zoneinfo import ZoneInfo
    >>> local_day(datetime(2026, 3, 4, 22, 30), ZoneInfo("Europe/Moscow"))
    datetime.date(2026, 3, 5)

    At the ends of the calendar, where a zone's day does not exist, the UTC day stands:

    >>> local_day(datetime(1, 1, 1), ZoneInfo("America/New_York"))
    datetime.date(1, 1, 1)
    """
    try:
        return moment.replace(tzinfo=timezone.utc).astimezone(tz).date()
    except OverflowError:
        return moment.date()


@lru_cache(maxsize=512)
def day_start(day: date, tz: tzinfo) -> datetime:
    """The naive UTC moment at which the local ``day`` begins.

    >>> from zoneinfo import ZoneInfo
    >>> day_start(date(2026, 3, 5), ZoneInfo("Europe/Moscow"))
    datetime.datetime(2026, 3, 4, 21, 0)

    Where midnight itself is skipped by a clock change, the day begins after the gap:

    >>> day_start(date(2026, 9, 6), ZoneInfo("America/Santiago"))
    datetime.datetime(2026, 9, 6, 4, 0)
    """
    midnight = datetime.combine(day, time())
    # Which offset holds at midnight is what we are looking for: try those of the day
    # before and after, the earlier moment first.
    try:
        guesses = sorted(midnight - offset for offset in _offsets_around(midnight, tz))
    except OverflowError:
        return midnight
    for guess in guesses:
        if local_day(guess, tz) >= day:
            return guess
    return guesses[-1]


def _offsets_around(midnight, tz):
    """The zone's offsets a day before and a day after: a change lies between them."""
    for days in (-1, 1):
        moment = (midnight + timedelta(days=days)).replace(tzinfo=timezone.utc)
        yield moment.astimezone(tz).utcoffset()


def by_local_day(
    windows: Iterable[tuple[datetime, datetime]], now: datetime, tz: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    """What is still to come of these windows (naive UTC), cut at the local midnights.

    >>> windows = [(datetime(2026, 3, 1), datetime(2026, 3, 6))]
    >>> days = by_local_day(windows, datetime(2026, 3, 4, 8), timezone.utc)
    >>> [f"{begin:%a %H:%M} to {end:%a %H:%M}" for begin, end in days]
    ['Wed 08:00 to Thu 00:00', 'Thu 00:00 to Fri 00:00']
    """
    for begin, end in windows:
        begin = max(begin, now)
        while begin < end:
            midnight = day_start(shifted(local_day(begin, tz), days=1), tz)
            if midnight <= begin:  # the last day there is
                midnight = end
            yield begin, min(end, midnight)
            begin = midnight


def round_up(moment: datetime, minutes: int = 1) -> datetime:
    """The next moment at which people begin: whole minutes, or every fifth.

    >>> round_up(datetime(2026, 3, 4, 11, 20, 37)), round_up(datetime(2026, 3, 4), 5)
    (datetime.datetime(2026, 3, 4, 11, 21), datetime.datetime(2026, 3, 4, 0, 0))
    """
    return shifted(moment, (datetime.min - moment) % timedelta(minutes=minutes))


def round_down(moment: datetime) -> datetime:
    """The whole minute that a moment is in.

    >>> round_down(datetime(2026, 3, 4, 11, 20, 37))
    datetime.datetime(2026, 3, 4, 11, 20)
    """
    return moment.replace(second=0, microsecond=0)

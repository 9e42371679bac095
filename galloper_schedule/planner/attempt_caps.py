"""How often a number may be tried, and when it may be tried again.

Source: laws such as Florida's (three calls in 24 hours, Florida Statutes 501.616).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from .local_time import shifted
from .no_calls import CAPPED, NoCall


class Cap(NamedTuple):
    """So many attempts in so many hours at the most; 0: no cap."""

    most: int
    hours: int


def over_cap(tried: Sequence[datetime], caps: Iterable[Cap]) -> NoCall | None:
    """What the caps say of a number with these attempts: until when it waits.

    An attempt counts for the hours of the cap, from its own moment on. If it was tried
    less often than a cap allows, that one says nothing; of several the one that lasts
    longest counts.

    :param tried: naive UTC moments, in order

    >>> tried = [datetime(2026, 3, 4, hour) for hour in (8, 10, 15)]
    >>> over_cap(tried, [Cap(3, 24)])
    NoCall(why='capped', until=datetime.datetime(2026, 3, 5, 8, 0), most=3, hours=24)
    >>> over_cap(tried, [Cap(4, 24)]) is None
    True
    >>> over_cap(tried, [Cap(3, 24), Cap(1, 12)]).until
    datetime.datetime(2026, 3, 5, 8, 0)
    >>> over_cap(tried, [Cap(0, 24)]) is None
    True
    """
    said = [
        NoCall(CAPPED, shifted(tried[-cap.most], hours=cap.hours), *cap)
        for cap in caps
        if 0 < cap.most <= len(tried) and cap.hours > 0
    ]
    return max(said, key=lambda one: (one.until, one.hours), default=None)

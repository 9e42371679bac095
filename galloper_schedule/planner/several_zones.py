"""Hours of somebody who may be in one of several zones."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from .call_hours import Window
from .local_time import shifted

# So far ahead a time is looked for that suits in all zones: clocks change meanwhile.
_DAYS = 14


class Hours(Hashable, Protocol):
    """When somebody may be called."""

    def windows(self, start: datetime, stop: datetime) -> list[Window]:
        """The naive UTC windows that touch ``start`` … ``stop`` (naive UTC)."""

    def why_not(self, start: datetime, stop: datetime) -> str | None:
        """What stands against a call from ``start`` to ``stop`` (naive UTC)."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """The hours that are allowed wherever the customer may be.

    A customer in the United States, 9 to 18 in New York and in Los Angeles:

    >>> from zoneinfo import ZoneInfo
    >>> from .call_hours import CallHours
    >>> zones = map(ZoneInfo, ["America/New_York", "America/Los_Angeles"])
    >>> hours = AllOf(tuple(CallHours.daily(9 * 60, 18 * 60, zone) for zone in zones))
    >>> noon = datetime(2026, 3, 4, 17)                              # in New York
    >>> [(opens, closes)] = hours.windows(noon, shifted(noon, hours=3))
    >>> print(f"{opens:%H:%M} to {closes:%H:%M}")                     # in UTC
    17:00 to 23:00
    """

    parts: tuple[Hours, ...]

    def windows(self, start: datetime, stop: datetime) -> list[Window]:
        """As each part has it; an instant that only some allow is in none of these."""
        first, *others = (part.windows(start, stop) for part in self.parts)
        for windows in others:
            first = list(_common(first, windows))
        return [window for window in first if window[0] < stop and start < window[1]]

    def why_not(self, start: datetime, stop: datetime) -> str | None:
        """What stands against a call from ``start`` to ``stop`` (naive UTC), wherever
        the customer may be; None: nothing.
        """
        return next(
            filter(None, (one.why_not(start, stop) for one in self.parts)), None
        )


def _common(some: Iterable[Window], others: list[Window]) -> Iterable[Window]:
    """What lies in a window of both: of each, sorted and apart."""
    for begin, end in some:
        for opens, closes in others:
            if opens < end and begin < closes:
                yield max(begin, opens), min(end, closes)


def in_all(parts: Iterable[Hours], now: datetime) -> tuple[Hours, bool]:
    """The hours that all parts allow, and whether there are any in the two weeks from
    ``now`` (naive UTC): if not, the first part's own, as the most people are there.

    >>> from zoneinfo import ZoneInfo
    >>> from .call_hours import CallHours
    >>> def hours(*zones):
    ...     return [CallHours.daily(9 * 60, 18 * 60, ZoneInfo(zone)) for zone in zones]
    >>> now = datetime(2026, 3, 4)
    >>> in_all(hours("Europe/Moscow", "Asia/Kamchatka"), now)[1]
    False
    >>> in_all(hours("Europe/Madrid", "Atlantic/Canary"), now)[1]
    True
    """
    several = tuple(dict.fromkeys(parts))
    if len(several) == 1:
        return several[0], True
    return _in_all(several, now)


@lru_cache(maxsize=1024)
def _in_all(parts, now):
    every = AllOf(parts)
    return (
        (every, True)
        if every.windows(now, shifted(now, days=_DAYS))
        else (
            parts[0],
            False,
        )
    )

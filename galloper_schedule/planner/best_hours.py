"""The best hours to call: those in which calls are answered more often.

Read aloud, the rule is:

1. Only calls without a promise count: who has agreed to a moment answers at any hour.
2. Like is compared with like: a call with the same salesperson's other calls that are
   as many-th tries. Third tries are answered less, and come at other hours than first
   ones.
3. A customer's calls hang together: they count as one, however often they are called.
4. Looked for are two to four hours in a row, each of them better than the rest of the
   day, that are surely better (all hours that could be are counted as looked at), by
   five calls of a hundred at least.
5. If best hours are in use already, others must be surely better than those.

Of the calls at 10 and 11 half are answered, of the others a quarter:

>>> def call(number):
...     hour = 9 + number % 6
...     every = 2 if hour in (10, 11) else 4
...     return Calls(number, 1, 1, hour, 1, int(number // 6 % every == 0))
>>> calls = [call(number) for number in range(600)]
>>> found = find(calls)
>>> found.window, found.inside.share, found.outside.share
((10, 12), 0.5, 0.25)
>>> find(calls, present=(10, 12)).window      # nothing is better than they are
>>> find(calls[:100]).lacks
{'calls': (100, 300)}
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .evidence import least_z, wilson

#: As strict as in ``learning``.
LEVEL = 0.005
_LENGTHS = (2, 3, 4)
_WORTH = 0.05
Window = tuple[int, int]


class Calls(NamedTuple):
    """The calls to one customer in one hour by the salesperson's clock, of the same
    salesperson and as many-th tries (1, 2, 3 for all further ones)."""

    who: Hashable
    seller: int
    attempt: int
    hour: int
    calls: int
    answered: int


@dataclass(frozen=True, slots=True)
class Need:
    """How many calls, and customers, there must be to say anything; ``in_hour``: calls
    in each of the best hours."""

    calls: int = 300
    leads: int = 50
    in_hour: int = 20


@dataclass(slots=True)
class Share:
    """How many calls are answered, and the interval of the share."""

    calls: int = 0
    answered: int = 0
    interval: tuple[float, float] = (0.0, 1.0)

    @property
    def share(self) -> float:
        return self.answered / self.calls if self.calls else 0.0


@dataclass(slots=True)
class Hours:
    """``window``: from which hour on until which the best ones last, None if there are
    none; ``inside`` and ``outside`` are the shares in them and in the rest."""

    by_hour: dict[int, Share]
    lacks: dict[str, tuple[int, int]] = field(default_factory=dict)
    window: Window | None = None
    inside: Share | None = None
    outside: Share | None = None


def find(
    calls: Iterable[Calls], present: Window | None = None, need: Need | None = None
) -> Hours:
    """The best hours, if the calls show any; for an example see the module."""
    need, calls = need or Need(), list(calls)
    found = Hours(_by_hour(calls))
    there = {
        "calls": sum(one.calls for one in calls),
        "leads": len({one.who for one in calls}),
    }
    found.lacks = {
        name: (count, getattr(need, name))
        for name, count in there.items()
        if count < getattr(need, name)
    }
    candidates = [] if found.lacks else list(_candidates(found.by_hour, need))
    least, best = least_z(LEVEL, len(candidates)), None
    for window in candidates:
        inside, outside = _sides(window, present, found.by_hour)
        if not _is_worth(found.by_hour, inside, outside):
            continue
        z, inflation = _difference(calls, inside, outside)
        if z >= least and (best is None or z > best[0]):
            best = z, window, inside, outside, inflation
    if best and best[1] != present:
        _z, found.window, inside, outside, inflation = best
        found.inside = _total(found.by_hour, inside, inflation)
        found.outside = _total(found.by_hour, outside, inflation)
    return found


def _by_hour(calls):
    by_hour = defaultdict(Share)
    for one in calls:
        by_hour[one.hour].calls += one.calls
        by_hour[one.hour].answered += one.answered
    for share in by_hour.values():
        share.interval = wilson(share.answered, share.calls)
    return dict(sorted(by_hour.items()))


def _candidates(by_hour, need):
    """Windows of which each hour has calls enough, and that leave others."""
    for length in _LENGTHS:
        for first in range(25 - length):
            hours = range(first, first + length)
            if length < len(by_hour) and all(
                hour in by_hour and by_hour[hour].calls >= need.in_hour
                for hour in hours
            ):
                yield first, first + length


def _sides(window, present, by_hour):
    """The hours that are compared: with those in use, or else with all others."""
    inside, used = set(range(*window)), set(range(*(present or (0, 0))))
    if not used:
        return inside, set(by_hour) - inside
    return inside - used or inside, used - inside or set(by_hour) - inside


def _is_worth(by_hour, inside, outside):
    """Each hour inside is better than those outside, and all together clearly so."""
    rest = _total(by_hour, outside).share
    return _total(by_hour, inside).share >= rest + _WORTH and all(
        by_hour[hour].share > rest for hour in inside
    )


def _total(by_hour, hours, inflation=1.0):
    total = Share()
    for hour in hours:
        if hour in by_hour:
            total.calls += by_hour[hour].calls
            total.answered += by_hour[hour].answered
    total.interval = wilson(total.answered / inflation, total.calls / inflation)
    return total


def _difference(calls, inside, outside):
    """(By how many standard errors calls inside are answered more often, how much the
    customers' hanging together adds to the square of that error; 1: nothing).

    Mantel and Haenszel's sum over the groups of like calls, and the larger one of two
    errors: theirs, and that of the sums of the customers.
    """
    groups = defaultdict(lambda: [0, 0, 0])
    seen = [one for one in calls if one.hour in inside or one.hour in outside]
    for one in seen:
        group = groups[one.seller, one.attempt]
        group[0] += one.calls
        group[1] += one.answered
        group[2] += one.calls * (one.hour in inside)
    total, of_customers = 0.0, defaultdict(float)
    for one in seen:
        count, answered, within = groups[one.seller, one.attempt]
        more = one.answered - one.calls * answered / count
        score = more * ((one.hour in inside) - within / count)
        of_customers[one.who] += score
        total += score
    theirs = sum(
        (answered * (count - answered) / count)
        * (within * (count - within) / count)
        / (count - 1)
        for count, answered, within in groups.values()
        if count > 1
    )
    if not theirs:
        return 0.0, 1.0
    inflation = max(sum(one * one for one in of_customers.values()) / theirs, 1.0)
    return total / math.sqrt(theirs * inflation), inflation

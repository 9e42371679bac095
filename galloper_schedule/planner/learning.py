"""The tier order that learns: which order of tiers the figures ask for.

Read aloud, the rule is:

1. What counts is what an hour brings that is begun on a tier: the revenue of leads
   from the moment they first stood on it, by all hours of activities with them from
   then on, on whatever tiers. That is the order in which work that may fail, in several
   steps, pays most (Klimov 1974, Gittins 1979): a tier is worth the hours that its
   leads still need, too, and gets no credit for those that others have spent before.
   (Shares of the revenue by the minutes of each tier would not do: leads that are soon
   over have few minutes, all of them on early tiers, which so look better than they
   are.) Minutes are the planned ones, of tries in vain as well: it is the plan's hours
   that the tier order gives away.
2. Only stories that have ended count: leads that are won or lost, or that nobody has
   touched for long, and customers without a lead. So what an advance to a later stage
   is worth shows in the revenue of those that went on to be won; advances are counted
   beside it, and decide nothing.
3. The customer is the unit of evidence, with all their leads and activities, up to
   their last order; what was done for them since counts separately.
4. A tier with too few leads, hours or orders keeps its place, and so does other work,
   which is not there for revenue.
5. A tier passes one above it only if it surely brings more (all pairs that could change
   places count as looked at), by a fifth at least. Between them may stand one of which
   it is not sure where it belongs; it is passed if the figures, sure or not, say so.

How much is needed: see the tests, which make up data in which a tier is known to be the
best, and others in which nothing is to be found.

What an hour has brought is no promise of what one more would bring; that is why a
proposal is all that comes of it.

Source: the CRM strategy lesson, self-improving: the system is made better again and
again by its own figures.

Forty customers a tier, an hour each; half of them buy, for 100 to 300, or twice it:

>>> def customer(number, tier):
...     revenue = number % 2 * (100 + 10 * number % 200) * (tier == 3 or 0.5)
...     return Work((tier, number), tier, 60, number % 2, revenue)
>>> work = [customer(number, tier) for tier in (1, 2, 3) for number in range(40)]
>>> found = compare([1, 2, 3], [2], work)
>>> found.order, [(one.tier, one.passed, one.more) for one in found.gains]
([3, 2, 1], [(3, 1, 50.0)])
>>> compare([1, 2, 3], [], work[:100]).figures[3].lacks(Need())
{'leads': (20, 30), 'won': (10, 15)}
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

from .evidence import Rates, gain, least_z

#: By pure chance something is proposed no more often than so: comparisons are made
#: every week, and few managers check. Errors come out a bit small where orders differ
#: much: in made-up data without any difference it was 0 to 15 of 1000.
LEVEL = 0.003
#: What is better by less than a fifth is not worth a change.
_WORTH = 1.2


class Work(NamedTuple):
    """What was done for one customer since they first stood on a tier: minutes from
    then on, orders with a revenue, the revenue, and whether they left it for a later
    stage."""

    who: Hashable
    tier: int
    minutes: int
    won: int = 0
    revenue: float = 0.0
    advanced: bool = False


@dataclass(frozen=True, slots=True)
class Need:
    """How much a tier must have seen before anything is said about it."""

    leads: int = 30
    hours: float = 20.0
    won: int = 15


@dataclass(slots=True)
class Figures:
    """What leads have brought since they stood on a tier, and the money per hour with
    its interval (None: too little is known)."""

    leads: int = 0
    hours: float = 0.0
    won: int = 0
    revenue: float = 0.0
    advanced: int = 0
    interval: tuple[float, float] | None = None

    @property
    def per_hour(self) -> float:
        return self.revenue / self.hours if self.hours else 0.0

    def lacks(self, need: Need) -> dict[str, tuple[float, float]]:
        """{"leads": (12, 30)}: of what there is too little, and how much is needed."""
        return {
            name: (getattr(self, name), getattr(need, name))
            for name in ("leads", "hours", "won")
            if getattr(self, name) < getattr(need, name)
        }


@dataclass(frozen=True, slots=True)
class Gain:
    """What an hour brings more on ``tier`` than on ``passed``, with its interval."""

    tier: int
    passed: int
    more: float
    low: float
    high: float


@dataclass(slots=True)
class Comparison:
    """``order``: the tiers as they should stand, all of them. ``gains``: why."""

    order: list[int]
    figures: dict[int, Figures]
    gains: list[Gain] = field(default_factory=list)
    compared: list[int] = field(default_factory=list)


def compare(
    tier_order: Sequence[int],
    fixed: Iterable[int],
    work: Iterable[Work],
    need: Need | None = None,
) -> Comparison:
    """Compare the tiers by what was done on them.

    :param tier_order: ids of the tiers as they stand, from top to bottom
    :param fixed: those that keep their place whatever they bring
    """
    need, tier_order, fixed = need or Need(), list(tier_order), set(fixed)
    figures = {tier: Figures() for tier in tier_order}
    work = sorted(one for one in work if one.tier in figures and one.minutes > 0)
    for one in work:
        _add(figures[one.tier], one)
    compared = [
        tier
        for tier in tier_order
        if tier not in fixed and not figures[tier].lacks(need)
    ]
    rates = _rates(work, compared)
    for number, tier in enumerate(compared):
        low, high = rates.interval(number)
        figures[tier].interval = low * 60, high * 60
    better = _find_better(rates, len(compared))
    order = [compared[number] for number in _reorder(rates.rates, better)]
    gains = list(_gains(figures, compared, order, better))
    return Comparison(_put_back(tier_order, order), figures, gains, compared)


def _rates(work, compared):
    """What an hour brings on each of the compared tiers, by their places."""
    place = {tier: number for number, tier in enumerate(compared)}
    units = defaultdict(dict)
    for one in work:
        if one.tier in place:
            units[one.who][place[one.tier]] = max(one.revenue, 0.0), one.minutes
    return Rates(list(units.values()), len(compared))


def _find_better(rates, number):
    """{(below, above)}: the places of so many tiers of which one surely brings more
    than one above it."""
    pairs = [(b, a) for a, b in combinations(range(number), 2)]
    least = least_z(LEVEL, len(pairs))
    return {
        (below, above)
        for below, above in pairs
        if rates.apart(below, above) >= least
        and rates.rates[below] >= _WORTH * rates.rates[above]
    }


def _add(figures, one):
    figures.leads += 1
    figures.hours += one.minutes / 60
    figures.won += one.won
    figures.revenue += max(one.revenue, 0.0)
    figures.advanced += one.advanced


def _reorder(rates, better):
    """The places 0, 1, 2, … in their new order.

    >>> _reorder([1, 1, 3], {(2, 0)})      # passes the second on its way
    [2, 0, 1]
    >>> _reorder([1, 4, 3], {(2, 0)})      # the first comes down instead
    [1, 2, 0]
    >>> _reorder([1, 1, 3], set())
    [0, 1, 2]
    """
    order = list(range(len(rates)))
    # Each exchange puts ones with a higher rate first: it comes to an end.
    while wrong := [
        pair for pair in sorted(better) if order.index(pair[0]) > order.index(pair[1])
    ]:
        below, above = wrong[0]
        first, last = order.index(above), order.index(below)
        between = order[first + 1 : last]
        # It rises past what stands between, except what brings as much or more.
        stronger = [one for one in between if rates[one] >= rates[below]]
        weaker = [one for one in between if rates[one] < rates[below]]
        order[first : last + 1] = [*stronger, below, above, *weaker]
    return order


def _put_back(tier_order, order):
    """All tiers, those of ``order`` in it, in the places they have together."""
    among, following = set(order), iter(order)
    return [next(following) if tier in among else tier for tier in tier_order]


def _gains(figures, compared, order, better):
    """Of each tier that passes others: over the highest of them it is surely above."""
    for tier in order:
        below = compared.index(tier)
        for above, passed in enumerate(compared):
            if (below, above) in better:
                more = gain(_value(figures[tier]), _value(figures[passed]))
                yield Gain(tier, passed, *more)
                break


def _value(figures):
    return (figures.per_hour, *figures.interval)

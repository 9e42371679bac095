"""The ladder that learns: which order of rungs the figures ask for.

Read aloud, the rule is:

1. What counts is the revenue that an hour of contacts on a rung brings. A customer's
   orders are shared by all minutes of contacts with him up to the last of them, on
   whatever rungs he stood: shares add up to what was won, and nothing counts twice.
   Minutes are the planned ones, of tries in vain as well: it is the plan's hours that
   the ladder gives away.
2. Only stories that have ended count: leads that are won or lost, or that nobody has
   touched for long, and customers without a lead. So what an advance to a later stage
   is worth shows in the revenue of those that went on to be won; advances are counted
   beside it, and decide nothing.
3. The customer is the unit of evidence, with all his leads and contacts.
4. A rung with too few leads, hours or orders keeps its place, and so does other work,
   which is not there for revenue.
5. A rung passes one above it only if it surely brings more (see ``evidence``), by a
   fifth at least. Between them may stand one of which it is not sure where it belongs;
   it is passed if the figures, sure or not, say so.

How much is needed: in made-up data (40% of leads won, orders that scatter by a factor
of two, LEVEL below) a rung that brings five times as much was found with 80 leads a
rung, three times with 180, twice with 300. Where nothing is to be found, something was
proposed for less than one of a hundred.

What an hour has brought is no promise of what one more would bring; that is why a
proposal is all that comes of it.

Source: the CRM strategy lesson, self-development: the system is made better again and
again by its own figures.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .evidence import Rates, gain

#: A wrong proposal may come of pure chance once in a hundred comparisons, at most: they
#: are made every week, and few managers check them.
LEVEL = 0.01
#: What is better by less than a fifth is not worth a change.
_WORTH = 1.2
#: Units times resamples, to bound the time of many.
_EFFORT = 4_000_000


class Work(NamedTuple):
    """What was done for one customer on one rung. ``won`` (orders with a revenue) and
    ``revenue`` are the customer's, the same on each of his rungs."""

    who: Hashable
    rung: int
    minutes: int
    won: int = 0
    revenue: float = 0.0
    advances: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """How much a rung must have seen before anything is said about it."""

    leads: int = 30
    hours: float = 20.0
    won: int = 10


@dataclass(slots=True)
class Figures:
    """What a rung has brought: money per hour with its interval (None: too little is
    known), revenue as far as it is the rung's share."""

    leads: int = 0
    hours: float = 0.0
    won: int = 0
    revenue: float = 0.0
    advances: int = 0
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
    """What an hour brings more on ``rung`` than on ``passed``, with its interval."""

    rung: int
    passed: int
    more: float
    low: float
    high: float


@dataclass(slots=True)
class Comparison:
    """``order``: the rungs as they should stand, all of them. ``gains``: why."""

    order: list[int]
    figures: dict[int, Figures]
    gains: list[Gain] = field(default_factory=list)
    compared: list[int] = field(default_factory=list)


def compare(
    ladder: Sequence[int],
    fixed: Iterable[int],
    work: Iterable[Work],
    need: Need | None = None,
    resamples: int = 999,
) -> Comparison:
    """Compare the rungs by what was done on them.

    :param ladder: ids of the rungs as they stand, from top to bottom
    :param fixed: those that keep their place whatever they bring

    Forty customers a rung, an hour each; half of them buy, for 100 to 300, or twice it:

    >>> def customer(number, rung):
    ...     revenue = number % 2 * (100 + 10 * number % 200) * (rung == 3 or 0.5)
    ...     return Work((rung, number), rung, 60, number % 2, revenue)
    >>> work = [customer(number, rung) for rung in (1, 2, 3) for number in range(40)]
    >>> found = compare([1, 2, 3], [2], work)
    >>> found.order, [(one.rung, one.passed, one.more) for one in found.gains]
    ([3, 2, 1], [(3, 1, 50.0)])
    >>> compare([1, 2, 3], [], work[:100]).figures[3].lacks(Need())
    {'leads': (20, 30)}
    """
    need = need or Need()
    ladder, fixed, work = list(ladder), set(fixed), sorted(work)
    figures, brings = _add_up(ladder, work)
    compared = [
        rung for rung in ladder if rung not in fixed and not figures[rung].lacks(need)
    ]
    found = Comparison(ladder, figures, compared=compared)
    place = {rung: number for number, rung in enumerate(compared)}
    spent = defaultdict(dict)
    for one in work:
        if one.rung in place:
            spent[one.who][place[one.rung]] = one.minutes
    rates = Rates(list(spent.values()), [brings[who] for who in spent], len(compared))
    for rung in compared:
        low, high = rates.interval(place[rung])
        figures[rung].interval = low * 60, high * 60
    wanted = [
        (below, above)
        for above in range(len(compared))
        for below in range(above + 1, len(compared))
    ]
    resamples = max(min(resamples, _EFFORT // max(len(spent), 1)), min(resamples, 199))
    better = {
        (below, above)
        for below, above in rates.proven(wanted, LEVEL, resamples)
        if _is_worth(figures[compared[below]], figures[compared[above]])
    }
    order = [compared[number] for number in _reorder(rates.rates, better)]
    found.order = _put_back(ladder, order)
    found.gains = list(_gains(figures, compared, order, better))
    return found


def _add_up(ladder, work):
    """({rung: its figures}, {who: money a minute}); ``work`` has one row a rung."""
    whole = defaultdict(float)
    for one in work:
        whole[one.who] += one.minutes
    brings = {
        one.who: max(one.revenue, 0) / whole[one.who] if one.won else 0.0
        for one in work
        if whole[one.who]
    }
    figures = {rung: Figures() for rung in ladder}
    for one in work:
        if one.rung in figures and one.minutes:
            of_rung = figures[one.rung]
            of_rung.leads += 1
            of_rung.hours += one.minutes / 60
            of_rung.won += one.won
            of_rung.revenue += brings[one.who] * one.minutes
            of_rung.advances += one.advances
    return figures, brings


def _is_worth(better, worse):
    """A fifth more, and more at least: a few giant orders pass the test with less."""
    _more, low, _high = gain(_value(better), _value(worse))
    return low > 0 and better.per_hour >= _WORTH * worse.per_hour


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


def _put_back(ladder, order):
    """The ladder with those of ``order`` in it, in the places they have together."""
    among, following = set(order), iter(order)
    return [next(following) if rung in among else rung for rung in ladder]


def _gains(figures, compared, order, better):
    """Of each rung that passes others: over the highest of them it is surely above."""
    for rung in order:
        below = compared.index(rung)
        for above, passed in enumerate(compared):
            if (below, above) in better:
                more = gain(_value(figures[rung]), _value(figures[passed]))
                yield Gain(rung, passed, *more)
                break


def _value(figures):
    return (figures.per_hour, *figures.interval)

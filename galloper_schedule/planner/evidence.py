"""What figures can prove: intervals, and tests that many comparisons do not fool.

The same data always give the same answer: what is drawn at random is drawn with a fixed
seed, and whoever calls passes the data in a fixed order.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations_with_replacement
from statistics import NormalDist

_SEED = 20
#: So many standard errors to both sides are the usual 95%.
USUAL = NormalDist().inv_cdf(0.975)
#: A few great orders hide how far money scatters: with 1.96 standard errors only 88 to
#: 92 of 100 intervals held the truth in made-up data (30 to 100 orders, lognormal).
SKEWED = 2.3


def wilson(part: float, whole: float, z: float = USUAL) -> tuple[float, float]:
    """From where to where a share may lie, of which ``part`` of ``whole`` is seen.

    >>> ["%.2f" % bound for bound in wilson(50, 100)]
    ['0.40', '0.60']
    >>> ["%.2f" % bound for bound in wilson(0, 10)]
    ['0.00', '0.28']
    >>> wilson(0, 0)
    (0.0, 1.0)
    """
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, z * z / whole
    middle = (share + square / 2) / (1 + square)
    reach = math.sqrt(share * (1 - share) / whole + square / 4 / whole) * z
    reach /= 1 + square
    return max(middle - reach, 0.0), min(middle + reach, 1.0)


def least_z(level: float, comparisons: int) -> float:
    """How many standard errors a difference needs, if so many are looked at
    (Bonferroni), to be taken for one by chance no more often than ``level``.

    >>> "%.2f" % least_z(0.005, 1), "%.2f" % least_z(0.005, 50)
    ('2.58', '3.72')
    """
    return NormalDist().inv_cdf(1 - level / max(comparisons, 1))


def gain(
    better: tuple[float, float, float], worse: tuple[float, float, float]
) -> tuple[float, float, float]:
    """How much more the one is than the other, with the interval of the difference,
    from (value, low, high) of each (Zou and Donner 2008).

    >>> ["%.1f" % one for one in gain((50, 40, 65), (20, 16, 27))]
    ['30.0', '17.8', '45.5']
    """
    more = better[0] - worse[0]
    low = more - math.hypot(better[0] - better[1], worse[2] - worse[0])
    return more, low, more + math.hypot(better[2] - better[0], worse[0] - worse[1])


class Rates:
    """What a minute brings in each of some places, seen on units that are independent
    of each other (customers): each has spent minutes in places and brings one rate.

    A place's rate is the mean of its units' rates, weighted with their minutes there.
    Rates are compared by their logarithms: where a few great orders are still missing,
    the rate is too low and its error with it, but not their ratio.

    :param minutes: of each unit, {place: minutes}, places counted from 0
    :param brings: of each unit, money a minute; 0 for most

    >>> rates = Rates([{0: 10}, {0: 30}, {0: 20, 1: 20}, {1: 60}], [6, 0, 0, 2], 2)
    >>> rates.rates
    [1.0, 1.5]
    """

    def __init__(
        self,
        minutes: Sequence[Mapping[int, float]],
        brings: Sequence[float],
        count: int,
    ):
        self._minutes = [sorted(spent.items()) for spent in minutes]
        self._brings = brings
        self._pairs = list(combinations_with_replacement(range(count), 2))
        number = {pair: place for place, pair in enumerate(self._pairs)}
        # Products of minutes: all that the errors need of a unit besides its rate.
        self._products = [
            [
                (number[a, b], m * n)
                for (a, m), (b, n) in combinations_with_replacement(spent, 2)
            ]
            for spent in self._minutes
        ]
        self._whole = _sums(count, self._minutes)
        self._squares = _sums(len(self._pairs), self._products)
        self.rates, self._spread = self._look(self._seen())

    def _seen(self):
        return [(unit, rate) for unit, rate in enumerate(self._brings) if rate]

    def interval(self, place: int) -> tuple[float, float]:
        """From where to where the rate of the place may lie, by the usual 95%."""
        reach = math.exp(min(SKEWED * math.sqrt(self._spread[place, place]), 50))
        return self.rates[place] / reach, self.rates[place] * reach

    def proven(
        self, wanted: Sequence[tuple[int, int]], level: float, resamples: int = 999
    ) -> set[tuple[int, int]]:
        """The pairs of which the first place surely brings more than the second.

        If it made no difference where minutes are spent, what the units bring could be
        dealt out among them anew. As far apart as the pairs found stands the farthest
        of all wanted ones in no more than a share ``level`` of such deals. So it holds
        for all comparisons together, and with few and skewed revenues and unequal
        amounts of data (a permutation test of the largest studentized difference:
        Westfall and Young 1993, Chung and Romano 2013).
        """
        found = _apart(self.rates, self._spread, wanted)
        exceeded = {pair: 0 for pair in wanted if found[pair] > 2}
        may_exceed = int(level * (resamples + 1)) - 1
        dealt = [rate for _unit, rate in self._seen()]
        draw, units = random.Random(_SEED), range(len(self._minutes))
        for _resample in range(resamples):
            if not exceeded:
                break
            chosen = draw.sample(units, len(dealt))
            chance = self._look(zip(chosen, dealt, strict=True))
            largest = max(_apart(*chance, wanted).values())
            for pair in [pair for pair in exceeded if found[pair] <= largest]:
                exceeded[pair] += 1
                if exceeded[pair] > may_exceed:
                    del exceeded[pair]
        return set(exceeded)

    def _look(self, seen: Iterable[tuple[int, float]]):
        """(the rates, {pair of places: covariance of the logarithms of their rates}).

        The errors are the units' (the linearized ratio's): that one spends many
        minutes, in several places even, makes no more than one unit of it.
        """
        whole = self._whole
        brought = [0.0] * len(whole)
        once, twice = [0.0] * len(self._pairs), [0.0] * len(self._pairs)
        for unit, rate in seen:
            for place, minutes in self._minutes[unit]:
                brought[place] += rate * minutes
            for pair, product in self._products[unit]:
                once[pair] += rate * product
                twice[pair] += rate * rate * product
        rates = [a / b if b else 0.0 for a, b in zip(brought, whole, strict=True)]
        spread = {}
        for number, (a, b) in enumerate(self._pairs):
            sizes = brought[a] * brought[b]
            errors = (
                twice[number]
                - (rates[a] + rates[b]) * once[number]
                + rates[a] * rates[b] * self._squares[number]
            )
            spread[a, b] = errors / sizes if sizes else 0.0
        return rates, spread


def _apart(rates, spread, wanted):
    """{pair: by how many standard errors its first place stands above the second}."""
    found = {}
    for a, b in wanted:
        if not (rates[a] and rates[b]):
            found[a, b] = math.inf if rates[a] else -math.inf
            continue
        both = spread[min(a, b), max(a, b)]
        square = spread[a, a] + spread[b, b] - 2 * both
        error = math.sqrt(square) if square > 1e-12 else math.inf
        found[a, b] = math.log(rates[a] / rates[b]) / error
    return found


def _sums(count, units):
    sums = [0.0] * count
    for unit in units:
        for place, value in unit:
            sums[place] += value
    return sums

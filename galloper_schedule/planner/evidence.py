"""What figures can prove: intervals, and differences that many comparisons do not fool.

Nothing is drawn at random: the same data always give the same answer.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations_with_replacement
from statistics import NormalDist

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
    of each other (customers): each has brought so much, in so many minutes, in a place.

    A place's rate is all that was brought, by all minutes. Rates are compared by their
    logarithms: where a few great orders are still missing, the rate is too low and its
    error with it, but not the ratio of the two. The error is the units' (the linearized
    ratio's): that one has many minutes, in several places even, makes no more than one
    unit of it.

    :param units: of each unit, {place: (brought, minutes)}, places counted from 0

    >>> rates = Rates([{0: (60, 10), 1: (60, 5)}, {0: (0, 30)}, {1: (0, 35)}], 2)
    >>> rates.rates
    [1.5, 1.5]
    >>> rates.apart(0, 1)
    0.0
    """

    def __init__(self, units: Sequence[Mapping[int, tuple[float, float]]], count: int):
        brought, whole = [0.0] * count, [0.0] * count
        for unit in units:
            for place, (value, minutes) in unit.items():
                brought[place] += value
                whole[place] += minutes
        self.rates = [a / b if b else 0.0 for a, b in zip(brought, whole, strict=True)]
        self._covariance = Counter()
        for unit in units:
            pulls = [
                (place, value / brought[place] - minutes / whole[place])
                for place, (value, minutes) in sorted(unit.items())
                if brought[place] and whole[place]
            ]
            for (a, pull), (b, other) in combinations_with_replacement(pulls, 2):
                self._covariance[a, b] += pull * other

    def interval(self, place: int) -> tuple[float, float]:
        """From where to where the rate of the place may lie, by the usual 95%."""
        error = math.sqrt(self._covariance[place, place])
        reach = math.exp(min(SKEWED * error, 50))
        return self.rates[place] / reach, self.rates[place] * reach

    def apart(self, place: int, other: int) -> float:
        """By how many standard errors the place brings more than the other."""
        if not (self.rates[place] and self.rates[other]):
            return 0.0
        a, b = sorted((place, other))
        square = self._covariance[a, a] + self._covariance[b, b]
        square -= 2 * self._covariance[a, b]
        difference = math.log(self.rates[place] / self.rates[other])
        return difference / math.sqrt(square) if square > 1e-12 else 0.0

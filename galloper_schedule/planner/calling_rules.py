"""When a customer may be called, of all that is said about it.

Read aloud, the rule is:

1. The customer's own hours come first, then those of their company, then what the
   strictest of the rules allows that apply to them, then the hours of the seller's
   company on the days that are working days where the customer is.
2. The strictest of several rules allows only what all of them do. Nobody is called on a
   public holiday that one of them forbids, and each one's limit of attempts counts.
3. On a public holiday nobody is called either if no rule applies, unless the seller's
   company does call then. Own hours are no exception: who is called on a holiday has
   agreed to that very day.

An Italian consumer, with what a code of conduct says and what the house has decided:

>>> code = CallingRule(on_days(range(5), 540, 1200), attempts=((3, 24),))
>>> house = CallingRule(on_days(range(7), 600, 1260), on_holidays=True)
>>> both = strictest([code, house])
>>> both.week[4:6], both.on_holidays, both.attempts
((((600, 1200),), ()), False, ((3, 24),))
>>> strictest([]) is None
True

What one of them says about a refusal, 0 days being for good:

>>> [strictest(CallingRule(house.week, pause_days=days) for days in some).pause_days
...  for some in ([60, 365], [60, 0])]
[365, 0]

The customer's own hours, their company's, the rule, the house's hours:

>>> nine, ten = on_days(range(5), 540, 1080), on_days(range(5), 600, 1080)
>>> first_of([None, nine], both, ten) == nine
True
>>> first_of([None, None], both, ten) == both.week
True
>>> first_of([None, None], None, ten) == ten
True
"""

from collections.abc import Collection, Iterable
from functools import reduce
from typing import NamedTuple

from .call_hours import EVERY_DAY, Week, in_both, on_days


class CallingRule(NamedTuple):
    """What a law, a code of conduct or the house says about calls.

    ``attempts``: (so many at most, within so many hours), each of them counts.
    ``pause_days``: for how long nobody calls who asked not to; 0: for good.
    """

    week: Week
    on_holidays: bool = False
    attempts: tuple[tuple[int, int], ...] = ()
    pause_days: int = 0


def strictest(rules: Iterable[CallingRule]) -> CallingRule | None:
    """What all of these rules allow; None: there are none."""
    rules = list(rules)
    return reduce(_both, rules) if rules else None


def _both(one, other):
    pauses = one.pause_days, other.pause_days
    return CallingRule(
        in_both(one.week, other.week),
        one.on_holidays and other.on_holidays,
        tuple(sorted({*one.attempts, *other.attempts})),
        max(pauses) if all(pauses) else 0,
    )


def first_of(own: Iterable[Week | None], rule: CallingRule | None, usual: Week) -> Week:
    """The first week there is.

    :param own: the customer's, then their company's
    :param rule: the strictest that applies
    :param usual: the hours of the seller's company
    """
    for week in own:
        if week is not None:
            return week
    return rule.week if rule else usual


def usual_week(weekend: Collection[int], begin: int, end: int) -> Week:
    """The same hours on all days but those of the weekend.

    >>> [number for number, spans in enumerate(usual_week({4, 5}, 540, 1080)) if spans]
    [0, 1, 2, 3, 6]
    """
    return on_days((day for day in EVERY_DAY if day not in weekend), begin, end)

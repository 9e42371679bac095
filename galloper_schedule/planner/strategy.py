"""Which service model and management style suit a team, and why.

Read aloud, the rules are (source: the CRM strategy lesson):

How to serve the customers

1. The customer knows more than we do, and exactly what they want: transactional. Four
   business customers in five are like that, and glad that nobody calls.
2. We know more, and the customer values our advice: consultative.
3. Neither of us knows the answer yet, we find it together: enterprise. It is met
   very rarely.

How to lead the team; the first that applies decides

1. An outstanding product sells itself: flexible, as long as the team is not larger
   than twenty.
2. Flexible is nothing for a product that is average or worse, nor for more people:
   a start-up then chooses a system, whatever its market; there are no figures yet to
   learn from.
3. A system does not do well in a market that grows fast: self-improving, which suits
   any market.
4. A stable market suits a system.
"""

from dataclasses import dataclass

#: Who has the lead in knowledge.
CUSTOMER, WE, NOBODY = "customer", "we", "nobody"
TRANSACTIONAL, CONSULTATIVE, ENTREPRENEURIAL = (
    "transactional",
    "consultative",
    "entrepreneurial",
)
#: How a sales department is led.
CHAOS, SYSTEM, SELF = "chaos", "system", "self"
#: Flexible does relatively well for ten to twenty people.
MOST_OF_CHAOS = 20

_MODELS = {CUSTOMER: TRANSACTIONAL, WE: CONSULTATIVE, NOBODY: ENTREPRENEURIAL}


@dataclass(frozen=True, slots=True)
class Team:
    """What the lesson asks about a team; ``size`` in people."""

    knows: str = CUSTOMER
    is_growing: bool = False
    is_startup: bool = False
    is_outstanding: bool = False
    size: int = 1


def service_model(team: Team) -> str:
    """The service model for the team.

    >>> service_model(Team(knows=CUSTOMER)), service_model(Team(knows=WE))
    ('transactional', 'consultative')
    """
    return _MODELS[team.knows]


def management_style(team: Team) -> tuple[str, tuple[str, ...]]:
    """The style, and the names of the rules that led there, the deciding one first.

    >>> management_style(Team(is_startup=True, is_outstanding=True, size=8))
    ('chaos', ('outstanding',))
    >>> management_style(Team(is_outstanding=True, size=40))
    ('system', ('stable', 'too_large'))
    >>> management_style(Team(is_growing=True))
    ('self', ('growing', 'average'))
    >>> management_style(Team(is_growing=True, is_startup=True))
    ('system', ('startup', 'average'))
    """
    if team.is_outstanding and team.size <= MOST_OF_CHAOS:
        return CHAOS, ("outstanding",)
    no_chaos = "too_large" if team.is_outstanding else "average"
    if team.is_startup:
        return SYSTEM, ("startup", no_chaos)
    if team.is_growing:
        return SELF, ("growing", no_chaos)
    return SYSTEM, ("stable", no_chaos)

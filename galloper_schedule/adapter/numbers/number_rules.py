"""For how long nobody calls who asked not to."""

from collections.abc import Collection

from ..calling import customers
from ..calling.calling import Calling
from .number_records import Person


def refusal_pause_days(
    people: Collection[Person], calling: Calling | None
) -> dict[Person, int]:
    """For how many days each of them is not called: as the strictest of the calling
    hours that apply to them says; 0: for good.

    :param people: with all rights
    :param calling: of whoever was told; None: nobody minds calling hours
    """
    days = {}
    for one in people:
        document = one.lead or one.partner
        rule = calling and document and calling.rule(customers.of_document(document))
        days[one] = rule.pause_days if rule else 0
    return days

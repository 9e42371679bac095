"""What is to be kept to with a number: how often, and for how long after a no."""

from collections.abc import Collection

from .number_records import Person


def refusal_pause_days(people: Collection[Person]) -> dict[Person, int]:
    """For how many days each of them is not called after asking for that; 0: for good.

    :param people: with all rights
    """
    return dict.fromkeys(people, 0)

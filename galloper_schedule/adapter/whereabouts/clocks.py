"""By which clocks customers are called, of those of the zones they may be in."""

from datetime import date
from functools import partial

from ...planner.whereabouts import Whereabouts, minded
from ..tools import zones


def to_mind(place: Whereabouts | None, own: str, day: date) -> tuple[str, ...]:
    """The zones whose hours count these days, the most used first.

    :param own: the salesperson's zone
    """
    clock = partial(zones.clock_on, day=day)
    return minded(place or Whereabouts(), own, clock, zones.are_of_one_country)


def is_sure(place: Whereabouts, day: date) -> bool:
    """Whether there is no doubt by which clock: nothing speaks against it, and all
    zones that are left show the same these days.
    """
    clocks = {zones.clock_on(name, day) for name in place.zones}
    return place.certain and len(clocks) == 1

"""Whether anything a plan was made from has changed since, without planning again.

The database adds up the facts of each day to one number; equal numbers mean an equal
plan until time alone changes it. Nobody has to remember to announce a change, whoever
made it and however.
"""

from collections.abc import Collection
from hashlib import blake2b
from typing import NamedTuple

from odoo.api import Environment
from odoo.tools import SQL

from ...planner.tier_order import TierOrder
from ...planner.wished_time import Ahead
from ..facts import activity_facts
from ..facts.day import Day
from . import days_ahead

# Between what the plan was made from and the leads that fill the rest of the day, and
# the days after it, until when something is promised.
_AND_LEADS, _AND_AHEAD = "+", ">"


class PlanStamp(NamedTuple):
    """A plan that nobody has said to be out of date: what it was made from, the lines
    that were made, and those there are.
    """

    made_from: str | None
    made_lines: str | None
    lines: str | None

    def is_right(self, made_from: str) -> bool:
        """Whether it would be made from the same, and nobody has touched its lines."""
        return (self.made_from, self.made_lines) == (made_from, self.lines)


def of_plan(
    tier_order: TierOrder,
    day: Day,
    hours: tuple,
    contacts: tuple,
    idle_leads: tuple | None = None,
    ahead: Ahead | None = None,
) -> str:
    """What a plan is made from, as a text to compare.

    :param hours: what ``hours_cache.sources`` says, and the meetings
    :param contacts: the digest of the activities' facts
    :param idle_leads: that of the leads that fill the rest of the day, if it has room
    :param ahead: the days after it, if anything is promised until then
    """
    made_from = _digest(tier_order.tiers, day, hours, contacts)
    if idle_leads is not None:
        made_from = f"{made_from}{_AND_LEADS}{_digest(idle_leads)}"
    if ahead is not None:
        made_from = f"{made_from}{_AND_AHEAD}{_digest(ahead)}"
    return made_from


def of_quiet(
    env: Environment,
    days: Collection[Day],
    tier_order: TierOrder,
    hours: dict[int, tuple],
    stamps: dict[int, PlanStamp],
) -> dict[int, str]:
    """{user id: what their plan would be made from}, as ``of_plan`` has it.

    :param stamps: {user id: PlanStamp} of the plans so far; a day that had room was
        made from the leads without a next step as well, one with promises that last
        longer from the days after it
    """
    contacts = activity_facts.digests(env, days)
    made_from = {user_id: plan.made_from or "" for user_id, plan in stamps.items()}
    roomy = [day for day in days if _AND_LEADS in made_from[day.user_id]]
    idle = activity_facts.idle_digests(env, roomy)
    lasting = [day for day in days if _AND_AHEAD in made_from[day.user_id]]
    ahead = days_ahead.of_quiet(env, lasting)
    return {
        day.user_id: of_plan(
            tier_order,
            day,
            hours[day.user_id],
            contacts[day.user_id],
            idle.get(day.user_id),
            ahead.get(day.user_id),
        )
        for day in days
    }


#: Lines of a plan, as a text to compare. By who wrote them: a line that anybody else
#: adds, changes or takes away shows.
OF_LINES = SQL("count(*) || '/' || sum(xmin::text::int8)")


def _digest(*parts):
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()

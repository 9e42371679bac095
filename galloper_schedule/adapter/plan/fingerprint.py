"""Whether anything a plan was made from has changed since, without planning again.

Whoever changes a fact through Odoo says so: see ``stale_marks``. What is changed past
it is found here. The database adds up the facts of each day to one number; equal
numbers mean an equal plan until time alone changes it.

That reads every fact. So it is asked every ten minutes, as the working hours are; in
between, what was looked through just now is right as long as the lines, and what may be
for today of the user's activities and their leads, are the very rows they were. That is
kept in the server's memory alone: looking writes nothing.
"""

from collections.abc import Collection
from datetime import datetime
from hashlib import blake2b
from typing import NamedTuple

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.local_time import shifted
from ...planner.tier_order import TierOrder
from ...planner.wished_time import Ahead
from ..facts import activity_facts
from ..facts.day import Day
from ..tools.ttl_cache import TtlCache
from . import days_ahead, stale_marks

LOOKED = TtlCache(seconds=600)

# Between what the plan was made from and the leads that fill the rest of the day, and
# the days after it, until when something is promised.
_AND_LEADS, _AND_AHEAD = "+", ">"


class PlanStamp(NamedTuple):
    """A plan that nobody has said to be out of date: what it was made from, the lines
    that were made, and those there are; what stands for the ``rows`` it is about.
    """

    made_from: str | None
    made_lines: str | None
    lines: str | None
    rows: str | None

    def is_right(self, made_from: str) -> bool:
        """Whether it would be made from the same, and nobody has touched its lines."""
        return (self.made_from, self.made_lines) == (made_from, self.lines)


#: Lines of a plan, as a text to compare. By who wrote them: a line that anybody else
#: adds, changes or takes away shows.
OF_LINES = SQL("count(*) || '/' || sum(xmin::text::int8)")
#: The same of a user's activities and their leads: a row that anybody writes gets a
#: later xmin than all that there are.
_OF_ROWS = """
(SELECT concat_ws('/', count(*), sum(a.xmin::text::int8), sum(l.xmin::text::int8))
   FROM mail_activity a
   LEFT JOIN LATERAL (
        SELECT xmin FROM crm_lead
         WHERE id = a.res_id AND a.res_model = 'crm.lead'
        OFFSET 0) l ON TRUE
  WHERE a.user_id = plan.user_id AND a.active IS TRUE
    AND COALESCE(a.promised_at::date, a.date_deadline) <= %s)
"""
_STAMPS = """
SELECT user_id, made_from, made_lines,
       (SELECT %(lines)s FROM galloper_schedule_line WHERE user_id = plan.user_id),
       %(rows)s
  FROM galloper_schedule_due plan
 WHERE user_id = ANY(%(user_ids)s) AND planned_at <= %(now)s AND due_at > %(now)s
   AND NOT EXISTS (SELECT FROM galloper_schedule_due mark
                    WHERE mark.user_id = plan.user_id AND mark.planned_at IS NULL)
"""


def stamps(
    env: Environment, user_ids: list[int], now: datetime, rows: SQL | None = None
) -> dict[int, PlanStamp]:
    """{user id: PlanStamp} of plans of which nobody said that they are out of date, and
    that time has not changed.

    :param now: naive UTC
    """
    if not user_ids:
        return {}
    query = SQL(
        _STAMPS, lines=OF_LINES, rows=rows or SQL("NULL"), user_ids=user_ids, now=now
    )
    return {user_id: PlanStamp(*plan) for user_id, *plan in env.execute_query(query)}


# -- Looking again a moment later


def look(user: BaseModel, now: datetime) -> dict[int, PlanStamp] | None:
    """The stamp of the user's plan, with its rows, if it holds; None while this
    transaction has yet to say what it has changed.

    :param now: naive UTC
    """
    env = user.env
    env.flush_all()
    if stale_marks.is_pending(env.cr):
        return None
    # Wherever the user lives, the night after their day is over in two days in UTC.
    last = shifted(now.date(), days=2)
    return stamps(env, user.ids, now, SQL(_OF_ROWS, last))


def is_known(user: BaseModel, seen: dict[int, PlanStamp] | None) -> bool:
    """Whether the plan, looked through a while ago, still is what was ``seen`` now."""
    return bool(seen) and LOOKED.get(_key(user)) == seen


def remember(user: BaseModel, seen: dict[int, PlanStamp] | None) -> None:
    """The user's plan was looked through, and is right."""
    if seen:
        LOOKED.put(_key(user), seen)


def _key(user):
    return user.env.cr.dbname, user.id


# -- What a plan is made from


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
    now: datetime,
) -> dict[int, str]:
    """{user id: what their plan would be made from}, as ``of_plan`` has it.

    :param stamps: {user id: PlanStamp} of the plans so far; a day that had room was
        made from the leads without a next step as well, one with promises that last
        longer from the days after it
    """
    contacts = activity_facts.digests(env, days)
    made_from = {user_id: plan.made_from or "" for user_id, plan in stamps.items()}
    roomy = [day for day in days if _AND_LEADS in made_from[day.user_id]]
    idle = activity_facts.idle_digests(env, roomy, tier_order, now)
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


def _digest(*parts):
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()

"""The rows that say whose plan is to be made anew, and from when on.

Read, claimed and settled by whoever plans; added by ``stale_marks``.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.contact import Contact
from ...planner.no_calls import NoCall
from ..tools import locks
from . import fingerprint

#: Out of date at a moment: marked or run out by then. What was noted later than that
#: was noted by a clock that has been set back since; a round of planning, which goes by
#: the moment it began at, lasts for less than a minute.
_IS_DUE = """
(due_at <= %(now)s OR COALESCE(planned_at, due_at) > %(now)s + INTERVAL '1 minute')
"""
# For so long a plan that somebody else is making is looked after again and again.
_SOON = timedelta(seconds=5)

#: Whoever has the lock of a plan may take away what is due of it: so that comes first,
#: and nobody waits for the rows.
_CLAIM = f"""
WITH due AS MATERIALIZED (
     SELECT user_id, min(id) AS id, min(due_at) AS due_at
       FROM galloper_schedule_due
      WHERE {_IS_DUE} AND user_id <> ALL(%(besides)s) AND %(among)s
      GROUP BY user_id
      ORDER BY min(due_at), user_id
), free AS MATERIALIZED (
     SELECT id, due_at FROM due
      WHERE pg_try_advisory_xact_lock({locks.PLAN}, user_id)
      LIMIT %(limit)s
)
SELECT due.user_id
  FROM free JOIN galloper_schedule_due due ON due.id = free.id
 ORDER BY free.due_at, due.user_id
   FOR UPDATE OF due SKIP LOCKED
"""

#: Planned: what was due is forgotten, and noted until when the plans hold.
_SETTLE = """
WITH plan AS MATERIALIZED (
     SELECT plan.*, (SELECT %(lines)s FROM galloper_schedule_line
                      WHERE user_id = plan.user_id) AS made_lines
       FROM unnest(%(user_ids)s::int[], %(due_at)s::timestamp[], %(made_from)s::text[],
                   %(not_called)s::jsonb[])
            AS plan (user_id, due_at, made_from, not_called)
), seen AS (
     DELETE FROM galloper_schedule_due USING plan
      WHERE galloper_schedule_due.user_id = plan.user_id
), noted AS (
     INSERT INTO galloper_schedule_due
            (user_id, due_at, planned_at, made_from, made_lines, not_called)
     SELECT user_id, due_at, %(now)s, made_from, made_lines, not_called
       FROM plan WHERE due_at IS NOT NULL
)
SELECT user_id, made_lines FROM plan
"""


class Settled(NamedTuple):
    """Until when a plan holds, and what it was made from; None: nothing to plan.

    ``not_called``: the calls that may not be made now, each with why.
    """

    runs_out_at: datetime | None = None
    made_from: str | None = None
    not_called: Iterable[tuple[Contact, NoCall]] = ()


def _as_json(not_called):
    """[[activity id, why, until, …] …], as ``NoCall`` has it; NULL: none."""
    rows = [[contact.id, *_plain(no)] for contact, no in not_called]
    return json.dumps(rows) if rows else None


def _plain(no):
    return (str(one) if isinstance(one, datetime) else one for one in no)


def users(env: Environment, now: datetime) -> BaseModel:
    """Salespeople whose plan is due at ``now`` (naive UTC), longest due first.

    Those who have left are among them: their plan becomes an empty one.
    """
    rows = env.execute_query(
        SQL(
            f"""SELECT user_id FROM galloper_schedule_due WHERE {_IS_DUE}
                 GROUP BY user_id ORDER BY min(due_at), user_id""",
            now=now,
        )
    )
    sellers, _strangers = _sort_out_strangers(env, [row[0] for row in rows])
    return sellers


def claim(
    env: Environment,
    now: datetime,
    limit: int,
    besides: Collection[int] = (),
    among: tuple[int, int] | None = None,
) -> tuple[list[int], BaseModel] | None:
    """The next who are due, claimed until the transaction ends: whoever else asks
    meanwhile, on whatever machine, gets others. Ask first thing in a transaction.

    The lock of the plan is the claim, which whoever opens their own day takes as
    well. The row, of several the lowest, tells whether somebody else has planned
    that user since this transaction began: that is a conflict. Rows of people who
    do not sell are dropped on the way.

    :param limit: how many at the most
    :param besides: ids of users to leave out
    :param among: the lowest and the highest id to choose from
    :return: (ids of all that were claimed, those of them to be planned), or None:
        all others who are due are being planned just now
    """
    among = SQL("user_id BETWEEN %s AND %s", *among) if among else SQL("TRUE")
    query = SQL(_CLAIM, now=now, besides=list(besides), among=among, limit=limit)
    env.cr.execute(query, log_exceptions=False)
    claimed = [user_id for (user_id,) in env.cr.fetchall()]
    if not claimed:
        return None
    sellers, strangers = _sort_out_strangers(env, claimed)
    if strangers:
        env.cr.execute(
            SQL(
                "DELETE FROM galloper_schedule_due "
                f"WHERE {_IS_DUE} AND user_id = ANY(%(strangers)s)",
                now=now,
                strangers=strangers,
            ),
            log_exceptions=False,
        )
    return claimed, sellers


def _sort_out_strangers(env, user_ids):
    """(those of the users who sell, or have left; the ids of those who do not)."""
    rights = env.ref("sales_team.group_sale_salesman").sudo()
    rows = env.execute_query(
        SQL(
            """SELECT u.id, NOT u.active OR EXISTS (
                         SELECT FROM res_groups_users_rel
                          WHERE uid = u.id AND gid = ANY(%s))
                 FROM unnest(%s::int[]) WITH ORDINALITY AS asked (id, place)
                 JOIN res_users u ON u.id = asked.id ORDER BY place""",
            rights.all_implied_by_ids.ids,
            user_ids,
        )
    )
    sellers = [user_id for user_id, sells in rows if sells]
    strangers = [user_id for user_id, sells in rows if not sells]
    return env["res.users"].browse(sellers), strangers


def count(env: Environment, now: datetime) -> int:
    """How many people's plans are due at ``now`` (naive UTC)."""
    [[number]] = env.execute_query(
        SQL(
            f"""SELECT count(DISTINCT user_id) FROM galloper_schedule_due
                 WHERE {_IS_DUE}""",
            now=now,
        )
    )
    return number


def is_somebody_waiting(
    env: Environment, now: datetime, besides: Collection[int]
) -> bool:
    """Whether a fact was changed within the last seconds before ``now``, and that
    plan is still to be made: somebody else is at it, from older facts perhaps.

    :param besides: ids of users to leave out
    """
    [[waits]] = env.execute_query(
        SQL(
            """SELECT EXISTS (SELECT FROM galloper_schedule_due
                               WHERE planned_at IS NULL
                                 AND due_at > %s AND due_at <= %s
                                 AND user_id <> ALL(%s))""",
            now - _SOON,
            now,
            list(besides),
        )
    )
    return waits


def next_moment(env: Environment, now: datetime) -> datetime | None:
    """The next moment after ``now`` at which a plan runs out, or None."""
    [[moment]] = env.execute_query(
        SQL("SELECT min(due_at) FROM galloper_schedule_due WHERE due_at > %s", now)
    )
    return moment


def settle(
    env: Environment,
    now: datetime,
    plans: dict[int, Settled],
) -> dict[int, str | None]:
    """Planned: forget what was due, note until when the plans hold.

    :return: {user id: their lines, as ``fingerprint.OF_LINES`` has them}
    """
    query = SQL(
        _SETTLE,
        lines=fingerprint.OF_LINES,
        user_ids=list(plans),
        due_at=[plan.runs_out_at for plan in plans.values()],
        made_from=[plan.made_from for plan in plans.values()],
        not_called=[_as_json(plan.not_called) for plan in plans.values()],
        now=now,
    )
    env.cr.execute(query, log_exceptions=False)
    return dict(env.cr.fetchall())

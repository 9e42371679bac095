"""Looking again a moment later: what was looked through just now is still right.

Whatever is changed through Odoo marks whose plans it concerns. What is changed past it
the fingerprint finds, but it reads every fact. So it is asked every ten minutes, as the
working hours are; in between it is enough that nothing is marked, that time has not
changed the plan, and that what may be for today of the user's activities, their leads
and the lines are the very rows they were.

What was looked through is kept in the server's memory alone: looking writes nothing.
"""

from datetime import datetime
from typing import NamedTuple

from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.local_time import shifted
from ..tools.ttl_cache import TtlCache
from . import due_rows, stale_marks

LOOKED = TtlCache(seconds=600)

#: A row that anybody writes gets a later xmin than all that there are: equal counts and
#: sums mean the same rows.
_VERSIONS = """
SELECT count(*), sum(a.xmin::text::int8), sum(l.xmin::text::int8)
  FROM mail_activity a
  LEFT JOIN LATERAL (
       SELECT xmin FROM crm_lead
        WHERE id = a.res_id AND a.res_model = 'crm.lead'
       OFFSET 0) l ON TRUE
 WHERE a.user_id = %s AND a.active IS TRUE
   AND COALESCE(a.promised_at::date, a.date_deadline) <= %s
"""


class Look(NamedTuple):
    """What a look has found: the user's ``PlanStamp`` by their id, if their plan holds,
    and then what stands for the rows that it is about.
    """

    stamps: dict
    versions: tuple | None


def look(user: BaseModel, now: datetime) -> Look | None:
    """Look at the user's plan; None while this transaction has yet to say what it has
    changed.

    :param now: naive UTC
    """
    env = user.env
    env.flush_all()
    if stale_marks.is_pending(env.cr):
        return None
    stamps = due_rows.stamps(env, user.ids, now)
    if not stamps:
        return Look(stamps, None)
    # Wherever the user lives, the night after their day is over in two days in UTC.
    last = shifted(now.date(), days=2)
    [versions] = env.execute_query(SQL(_VERSIONS, user.id, last))
    return Look(stamps, versions)


def is_right(user: BaseModel, seen: Look | None) -> bool:
    """Whether the plan, looked through a while ago, still is what was ``seen`` now."""
    return bool(seen and seen.stamps) and LOOKED.get(_key(user)) == seen


def remember(user: BaseModel, seen: Look | None) -> None:
    """The user's plan was looked through, and is right."""
    if seen:
        LOOKED.put(_key(user), seen)


def _key(user):
    return user.env.cr.dbname, user.id

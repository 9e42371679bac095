"""Looking again a moment later: what was looked through just now is still right.

Whatever is changed through Odoo marks whose plans it concerns. What is changed past it
the fingerprint finds, but it reads every fact. So it is asked once a minute for each
salesperson; in between it is enough that nothing is marked, that time has not changed
the plan, and that what may be for today of his contacts, their leads and his lines are
the very rows they were.

What was looked through is kept in the server's memory alone: looking writes nothing.
"""

from datetime import timedelta

from odoo.tools import SQL

from . import fingerprint
from .memory import Memory

LOOKED = Memory(seconds=60)

#: A row that anybody writes gets a later xmin than all that there are: equal counts and
#: sums mean the same rows. They are added up only if the plan holds.
_VERSIONS = """
WITH plan AS MATERIALIZED (%(holding)s)
SELECT plan.*, contacts.*, lines.*
  FROM plan,
       LATERAL (SELECT count(*), sum(a.xmin::text::int8), sum(l.xmin::text::int8)
                  FROM mail_activity a
                  LEFT JOIN LATERAL (
                       SELECT xmin FROM crm_lead
                        WHERE id = a.res_id AND a.res_model = 'crm.lead'
                       OFFSET 0) l ON TRUE
                 WHERE a.user_id = plan.user_id AND a.active IS TRUE
                   AND COALESCE(a.promised_at::date, a.date_deadline)
                       <= %(tomorrow)s) contacts,
       LATERAL (SELECT %(lines)s FROM galloper_schedule_line
                 WHERE user_id = plan.user_id) lines
"""


def is_right(user, now):
    """Whether the user's plan, looked through a moment ago, still is right at ``now``.

    :param now: naive UTC
    """
    versions = LOOKED.get(_key(user))
    return versions is not None and versions == _versions(user, now)


def remember(user, now):
    """The user's plan was looked through, and is right at ``now``."""
    if versions := _versions(user, now):
        LOOKED.put(_key(user), versions)


def _key(user):
    return user.env.cr.dbname, user.id


def _versions(user, now):
    """The rows of the plan and of what it is about; None: it does not hold."""
    env = user.env
    due = env["galloper.schedule.due"]
    env.flush_all()
    if due._is_pending():
        return None
    # Wherever he lives, his day has begun by the end of tomorrow in UTC.
    select = SQL(
        _VERSIONS,
        holding=due._select_holding(user.ids, now),
        lines=fingerprint.OF_LINES,
        tomorrow=now.date() + timedelta(days=1),
    )
    return env.execute_query(select) or None

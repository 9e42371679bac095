"""One order of locks: nobody waits in a circle, and whoever need not wait does not.

Whoever waits for locks takes them in this order, and may leave kinds out:

1. plans: an advisory lock a salesperson, by user id;
2. activities, by id;
3. leads and other documents, by id;
4. rows of the promise log, by id;
5. lines of plans, then records of days, then what is due. They are written by who
   has the lock of the plan; a suggestion that is taken up is held by its lead first.

Whoever comes with a later one and wants an earlier one only tries: they take what is
free. The planner does so with everything but plans: what somebody is deleting, or
planning, is left to the next round; so is where a customer is, if somebody else has
just found it out.

A transaction of Odoo's sees the database as it was when the transaction began. A row
that was changed since is refused to whoever wants to change it, however long they
waited. Such a conflict is no error: nothing logs it, and it is either left to the
planner or, where somebody has pressed a button, the request is run again.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from psycopg2 import OperationalError, errors

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.sql_db import BaseCursor
from odoo.tools import SQL

#: What the advisory lock of a user's plan is known by, beside the user's id.
PLAN = "'galloper_schedule_line'::regclass::oid::int"
#: Why a plan is left to the next round: somebody else was quicker, or has deleted what
#: a line is about.
CONFLICTS = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, errors.ForeignKeyViolation)
#: In front of the first statement of a look that plans: the way to the database, which
#: takes longer than this, is gone once for both.
BEGIN_LOOK = "SAVEPOINT galloper_look;"


class Busy(OperationalError):
    """Somebody else makes this plan, or has just made it: no fault of any record's."""


@contextmanager
def looking(cr: BaseCursor, looks: bool) -> Iterator[None]:
    """What a look writes after ``BEGIN_LOOK``: all of it, or nothing.

    :param looks: whether this is one; else whoever plans deals with conflicts
    :raise Busy: somebody else was quicker
    """
    try:
        yield
    except CONFLICTS as error:
        if not looks:
            raise
        cr.clear()
        cr.execute("ROLLBACK TO SAVEPOINT galloper_look")
        raise Busy from error


@contextmanager
def savepoint(cr: BaseCursor) -> Iterator[None]:
    """As Odoo's own, which has much to say where the connection is gone."""
    point = cr.savepoint()
    try:
        yield
        cr.flush()
    except Exception:
        if not cr.closed:
            point.close(rollback=True)
        raise
    point.close(rollback=False)


def hold(
    env: Environment, table: str, condition: SQL, mode: str = "NO KEY UPDATE"
) -> list[int]:
    """Lock rows by id; the ids of those that there are."""
    env.cr.execute(
        SQL(
            "SELECT id FROM %s WHERE %s ORDER BY id FOR %s",
            SQL.identifier(table),
            condition,
            SQL(mode),
        ),
        log_exceptions=False,
    )
    return [row_id for (row_id,) in env.cr.fetchall()]


def touch(activities: Collection[Any]) -> None:
    """Have whoever is writing one of these activities begin anew.

    For a change that concerns them without writing them: a lock alone would make others
    wait, and then go on from what they had seen before it.
    """
    if not activities:
        return
    env, ids = activities.env, SQL("id = ANY(%s)", activities.ids)
    env["mail.activity"].flush_model()
    hold(env, "mail_activity", ids)
    touched = SQL("UPDATE mail_activity SET active = active WHERE %s", ids)
    env.cr.execute(touched, log_exceptions=False)


def hold_several(activities: BaseModel) -> None:
    """Before several activities are written, one after the other perhaps: a single one
    is held by being written.
    """
    if len(activities) > 1:
        ids = SQL("id = ANY(%s)", activities.ids)
        activities.env["mail.activity"].flush_model()
        hold(activities.env, "mail_activity", ids)


def hold_to_cancel(activities: BaseModel) -> None:
    """Before activities are deleted: PostgreSQL goes through their promises then, and
    deletes their lines.
    """
    if activities:
        activities.env["mail.activity"].flush_model()
        activities.env.cr.execute(
            SQL(_HOLD_TO_CANCEL, ids=activities.ids), log_exceptions=False
        )


_HOLD_TO_CANCEL = """
WITH activities AS MATERIALIZED (
     SELECT id FROM mail_activity WHERE id = ANY(%(ids)s) ORDER BY id FOR UPDATE
), promises AS MATERIALIZED (
     SELECT id FROM galloper_promise
      WHERE activity_id = ANY(%(ids)s) AND (SELECT count(*) FROM activities) >= 0
      ORDER BY id FOR NO KEY UPDATE
)
SELECT id FROM galloper_schedule_line
 WHERE activity_id = ANY(%(ids)s) AND (SELECT count(*) FROM promises) >= 0
 ORDER BY id FOR UPDATE
"""


def hold_to_delete(documents: BaseModel, link: str) -> None:
    """Before documents are deleted: Odoo deletes them first, and then what was to be
    done about them; PostgreSQL goes through the promises, and the lines.

    :param link: the promises' link to such documents
    """
    documents.env["mail.activity"].flush_model(["res_id", "res_model"])
    documents.env.cr.execute(
        SQL(
            _HOLD_TO_DELETE,
            model=documents._name,
            documents=SQL.identifier(documents._table),
            ids=documents.ids,
            promised=SQL.identifier(link),
            linked=SQL.identifier(f"raw_{link}"),
        ),
        log_exceptions=False,
    )


_HOLD_TO_DELETE = """
WITH activities AS MATERIALIZED (
     SELECT id FROM mail_activity
      WHERE res_model = %(model)s AND res_id = ANY(%(ids)s) ORDER BY id FOR UPDATE
), documents AS MATERIALIZED (
     SELECT id FROM %(documents)s
      WHERE id = ANY(%(ids)s) AND (SELECT count(*) FROM activities) >= 0
      ORDER BY id FOR UPDATE
), promises AS MATERIALIZED (
     SELECT id FROM galloper_promise
      WHERE (activity_id = ANY(ARRAY(SELECT id FROM activities))
             OR %(promised)s = ANY(%(ids)s))
        AND (SELECT count(*) FROM documents) >= 0
      ORDER BY id FOR NO KEY UPDATE
)
SELECT id FROM galloper_schedule_line
 WHERE (activity_id = ANY(ARRAY(SELECT id FROM activities))
        OR %(linked)s = ANY(%(ids)s))
   AND (SELECT count(*) FROM promises) >= 0
 ORDER BY id FOR NO KEY UPDATE
"""


def hold_unchanged(
    env: Environment, activity_ids: list[int], with_leads: bool = False
) -> list[int]:
    """Hold those of the activities which nobody is writing, and nobody has changed
    since this transaction began; their promises and, if asked, leads likewise.

    Waits for nobody and raises nothing: what is busy is left out.

    :return: their ids
    """
    ids = sorted(activity_ids)
    if not ids:
        return []
    try:
        with savepoint(env.cr):
            return _hold_now(env, ids, with_leads)
    except CONFLICTS:
        if len(ids) == 1:
            return []
    # Which of them it was, the database does not say.
    half = len(ids) // 2
    parts = ids[:half], ids[half:]
    return [one for part in parts for one in hold_unchanged(env, part, with_leads)]


def _hold_now(env, ids, with_leads):
    mode = "NO KEY UPDATE NOWAIT"
    held = hold(env, "mail_activity", SQL("id = ANY(%s)", ids), mode)
    if with_leads:
        leads = SQL(
            """id IN (SELECT res_id FROM mail_activity
                       WHERE id = ANY(%s) AND res_model = 'crm.lead')""",
            held,
        )
        hold(env, "crm_lead", leads, mode)
    promised = SQL("outcome = 'open' AND activity_id = ANY(%s)", held)
    hold(env, "galloper_promise", promised, mode)
    return held


def free_plans(env: Environment, user_ids: list[int]) -> list[int]:
    """Those of the users whose plan nobody is making; now this transaction is.

    Whoever has made it since this transaction began has taken away what was due of it:
    that is a conflict, found here before it costs any work.
    """
    rows = env.execute_query(
        SQL(
            """SELECT id FROM unnest(%s) AS u (id)
                WHERE pg_try_advisory_xact_lock(%s, id)""",
            list(user_ids),
            SQL(PLAN),
        )
    )
    free = [user_id for (user_id,) in rows]
    hold(env, "galloper_schedule_due", SQL("user_id = ANY(%s)", free), "UPDATE")
    return free

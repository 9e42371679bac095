"""The caller's own lines of today, as far as everybody may know theirs."""

from datetime import datetime
from typing import NamedTuple

from odoo import fields
from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.no_calls import NoCall


def check_reader(lines: BaseModel) -> None:
    """Whoever may read no plan at all, as customers in the portal, is told nothing: not
    even whether there is what they ask for.

    :param lines: the model of the lines, with the caller's rights
    :raise AccessError: the caller may not
    """
    lines.browse().check_access("read")


class OwnLine(NamedTuple):
    """A line of the plan with the promise of its activity; moments are naive UTC.

    A suggestion has no activity and is not ``active``.
    """

    line_id: int
    activity_id: int | None
    active: bool
    bucket: str
    state: str
    at_risk: bool
    conflict: str | None
    planned_start: datetime | None
    planned_stop: datetime | None
    promised_at: datetime | None
    promised_until: datetime | None


def read(lines: BaseModel) -> list[OwnLine]:
    """All of them, in the order of the plan, in one query.

    :param lines: the model of the lines, with the caller's environment
    """
    env = lines.env
    lines.flush_model()
    env["mail.activity"].flush_model(["promised_at", "promised_until"])
    rows = env.execute_query(
        SQL(
            """SELECT line.id, line.activity_id, line.active, line.bucket, line.state,
                      line.at_risk, line.conflict, line.planned_start,
                      line.planned_stop, a.promised_at, a.promised_until
                 FROM galloper_schedule_line line
                 LEFT JOIN mail_activity a ON a.id = line.activity_id
                WHERE line.user_id = %s
                  -- The plan may be older than what has become of its contacts.
                  AND (line.activity_id IS NULL
                       OR a.active AND a.user_id = line.user_id)
                ORDER BY line.rank, line.id""",
            env.uid,
        )
    )
    return [OwnLine(*row) for row in rows]


def not_called(lines: BaseModel) -> dict[int, NoCall]:
    """{activity id: why} of the caller's calls that may not be made now, as their plan
    has found them, in one query.
    """
    lines.env["mail.activity"].flush_model(["active", "user_id"])
    rows = lines.env.execute_query(
        SQL(
            """SELECT a.id, plan.no
                 FROM (SELECT jsonb_array_elements(not_called) AS no
                         FROM galloper_schedule_due
                        WHERE user_id = %(user)s AND planned_at IS NOT NULL) plan
                 JOIN mail_activity a ON a.id = (plan.no->>0)::int
                WHERE a.active AND a.user_id = %(user)s
                ORDER BY a.date_deadline, a.id""",
            user=lines.env.uid,
        )
    )
    return {number: _no_call(*no[1:]) for number, no in rows}


def _no_call(why, until, most, hours):
    return NoCall(why, fields.Datetime.to_datetime(until), most, hours)

"""What a salesperson is told of their day anywhere in Odoo."""

from datetime import datetime
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.two_pass import TODAY
from ..facts.day import Day, of_user
from ..plan import fingerprint, own_lines
from ..plan.own_lines import OwnLine


def get_pulse(lines: BaseModel) -> dict[str, Any]:
    """How many activities are left today, and the promises that are still to come.

    Of the plan as it stands, in few queries: nothing is planned, nothing is written.

    :param lines: the model of the lines, with the caller's rights
    :return: dict: ``left``, ``notice_minutes``, ``now``, ``tz``, ``plan`` (see
        ``plan_id``) and ``promises``, the earliest first, each with ``key``,
        ``who``, ``at`` and ``until`` (naive UTC texts)
    :raise AccessError: the user may read no plan
    """
    own_lines.check_reader(lines)
    now = fields.Datetime.now()
    day = of_user(lines.env.user.sudo(), now)
    return tell(lines, day, own_lines.read(lines), now)


def tell(
    lines: BaseModel, day: Day, own: list[OwnLine], now: datetime
) -> dict[str, Any]:
    """The same of the caller's day and ``own`` lines, if they are known."""
    env = lines.env
    # Only those are named of which there is something to tell.
    coming = [
        one
        for one in own
        if one.bucket == TODAY and one.promised_at and one.promised_at >= now
    ]
    named = lines.browse(one.line_id for one in coming)
    return {
        "left": sum(one.active for one in own),
        "notice_minutes": env.user.sudo().company_id.galloper_notice_minutes,
        "now": fields.Datetime.to_string(now),
        "tz": day.tz.key,
        "free_hand": day.may_drag,
        "plan": plan_id(env),
        "promises": [
            {
                "key": one.activity_id,
                "who": line.who,
                "at": fields.Datetime.to_string(one.promised_at),
                "until": fields.Datetime.to_string(one.promised_until),
            }
            for one, line in zip(coming, named, strict=True)
        ],
    }


def plan_id(env: Environment) -> str:
    """Says which plan of the calling user is in the database: another one differs."""
    [[lines]] = env.execute_query(
        SQL(
            "SELECT %s FROM galloper_schedule_line WHERE user_id = %s",
            fingerprint.OF_LINES,
            env.uid,
        )
    )
    return lines or ""

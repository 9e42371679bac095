"""What a salesperson hears of his day wherever he is in Odoo."""

from odoo import fields
from odoo.tools import SQL

from ...planner.two_pass import TODAY
from ..facts.day import of_user
from ..plan import fingerprint, own_lines


def describe(user, now):
    """How many contacts are left today, and the promises that are still to come.

    Of the plan as it stands, in few queries: nothing is planned, nothing is written.

    :param user: the calling user
    :param now: naive UTC
    :return: dict: ``left``, ``notice_minutes``, ``now``, ``tz``, ``plan`` (see
        ``plan_id``) and ``promises``, the earliest first, each with ``key``,
        ``who``, ``at`` and ``until`` (naive UTC texts)
    :raise AccessError: the user may read no plan
    """
    env = user.env(su=False)  # Odoo gives the calling user with all rights
    own_lines.check_reader(env)
    return tell(env, of_user(user.sudo(), now), own_lines.read(env), now)


def tell(env, day, lines, now):
    """The same of the caller's day and lines, if they are known."""
    # Only those are named of which there is something to tell.
    coming = [
        one
        for one in lines
        if one.bucket == TODAY and one.promised_at and one.promised_at >= now
    ]
    named = env["galloper.schedule.line"].browse(one.line_id for one in coming)
    return {
        "left": sum(one.active for one in lines),
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


def plan_id(env):
    """Says which plan of the calling user is in the database: another one differs."""
    [[lines]] = env.execute_query(
        SQL(
            "SELECT %s FROM galloper_schedule_line WHERE user_id = %s",
            fingerprint.OF_LINES,
            env.uid,
        )
    )
    return lines or ""

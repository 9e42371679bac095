"""What a salesperson hears of his day wherever he is in Odoo."""

from odoo import fields

from ..planner.two_pass import TODAY
from . import fingerprint
from .day import Day


def describe(user, now):
    """How many contacts are left today, and the promises that are still to come.

    Of the plan as it stands, in few queries: nothing is planned, nothing is written.

    :param user: the calling user
    :param now: naive UTC
    :return: dict: ``left``, ``notice_minutes``, ``now``, ``tz``, ``plan`` (see
        ``plan_id``) and ``promises``, the earliest first, each with ``key``,
        ``who``, ``at`` and ``until`` (naive UTC texts)
    """
    day = Day.of(user.sudo(), now)
    env = user.env(su=False)  # Odoo gives the calling user with all rights
    mine = env["galloper.schedule.line"].with_context(active_test=True)
    promised = mine.search_fetch(
        [("user_id", "=", user.id), ("bucket", "=", TODAY)], ["activity_id"]
    )
    activities = promised.sudo().activity_id.filtered(
        lambda one: one.promised_at and one.promised_at >= now
    )
    # Only those are named of which there is something to tell.
    coming = promised.filtered(lambda line: line.sudo().activity_id in activities)
    return {
        "left": mine.search_count([("user_id", "=", user.id)]),
        "notice_minutes": user.sudo().company_id.notice_minutes,
        "now": fields.Datetime.to_string(now),
        "tz": day.tz.key,
        "free_hand": day.may_drag,
        "plan": plan_id(env),
        "promises": [
            {
                "key": line.sudo().activity_id.id,
                "who": line.who,
                "at": fields.Datetime.to_string(line.sudo().activity_id.promised_at),
                "until": fields.Datetime.to_string(
                    line.sudo().activity_id.promised_until
                ),
            }
            for line in coming
        ],
    }


def plan_id(env):
    """Says which plan of the calling user is in the database: another one differs."""
    return fingerprint.of_lines(env, [env.uid]).get(env.uid, "")

"""Tells team leaders of promises whose salesperson is on leave."""

from odoo.tools import SQL

from ..planner.two_pass import PROMISE
from . import presence, working_time


def tell(env, days, plans, now):
    """Tell the leader of each of these salespeople once a day, if there is a reason.

    :param env: a superuser environment
    :param plans: {user id: Plan}
    :param now: naive UTC
    """
    promises = {}
    for day in days:
        plan = plans[day.user_id]
        number = sum(
            line.active and line.schedule_pass == PROMISE for line in plan.lines
        )
        if number and not plan.capacity_minutes:
            promises[day.user_id] = number
    silent = [day for day in days if day.user_id in promises]
    if not silent:
        return
    hours = working_time.of_days(env, silent, [])
    kinds = presence.of_days(env, silent, hours, now)
    for day in silent:
        if kinds[day.user_id] == presence.LEAVE and _is_first(env, day):
            _tell(env["res.users"].browse(day.user_id), promises[day.user_id])


def _is_first(env, day):
    """Whether nobody has been told today; from now on somebody has."""
    env.cr.execute(
        SQL(
            """UPDATE galloper_day SET absence_told = TRUE
                WHERE user_id = %s AND day = %s AND absence_told IS NOT TRUE""",
            day.user_id,
            day.today,
        )
    )
    return bool(env.cr.rowcount)


def _tell(user, number):
    leader = user.sale_team_id.user_id
    if not leader.active or leader == user:
        return
    leader_env = leader.with_context(lang=leader.lang).env
    leader._bus_send(
        "simple_notification",
        {
            "type": "warning",
            "sticky": True,
            "title": leader_env._("%(user)s is on leave today", user=user.name),
            "message": leader_env._(
                "Promises that somebody else has to keep: %(count)s. They are in the "
                "Team Day.",
                count=number,
            ),
        },
    )

"""Tells team leaders of promises whose salesperson is on leave."""

from collections.abc import Collection
from datetime import datetime

from odoo.api import Environment
from odoo.tools import SQL

from ...planner.two_pass import PROMISE
from ..facts import day_kind, working_time
from ..facts.day import Day, as_rows
from ..plan.day_draft import Plan


def tell(
    env: Environment, days: Collection[Day], plans: dict[int, Plan], now: datetime
) -> None:
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
    hours = working_time.of_days(env, silent, [], now)
    kinds = day_kind.of_days(env, silent, hours, now)
    away = [day for day in silent if kinds[day.user_id] == day_kind.LEAVE]
    for user in env["res.users"].browse(_not_told_yet(env, away)):
        _tell(user, promises[user.id])


def _not_told_yet(env, days):
    """Those nobody has been told of today; from now on somebody has."""
    if not days:
        return []
    env.cr.execute(
        SQL(
            """UPDATE galloper_day record SET absence_told = TRUE
                 FROM (VALUES %s) AS away (user_id, today)
                WHERE record.user_id = away.user_id AND record.day = away.today
                  AND record.absence_told IS NOT TRUE
            RETURNING record.user_id""",
            as_rows(days, "user_id", "today"),
        ),
        log_exceptions=False,
    )
    return sorted(row[0] for row in env.cr.fetchall())


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
                "Promises to reassign: %(count)s. You can find them in Team Day.",
                count=number,
            ),
        },
    )

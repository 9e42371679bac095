"""Not now: when each activity comes back."""

from datetime import datetime
from typing import Any

from odoo.exceptions import UserError
from odoo.models import BaseModel

from ...planner.local_time import local_day
from ...planner.skip import comes_back_at
from ..calling.book import read as read_book
from ..facts import hours_cache
from ..facts.day import Day


def after_snooze(
    activities: BaseModel, until: datetime
) -> list[tuple[list[int], dict[str, Any]]]:
    """[(ids, the values that put them off)]: not before ``until`` (naive UTC).

    :raise UserError: one of them is promised
    """
    env = activities.env
    if activities.filtered("promised_at"):
        raise UserError(
            env._(
                "This activity is promised. Agree on another time with the "
                "customer and reschedule the promise."
            )
        )
    groups = []
    for user, group in activities.grouped("user_id").items():
        day = local_day(until, (user or env.user).sudo()._get_planning_tz())
        for deadline, same in group.grouped("date_deadline").items():
            values = {
                "date_deadline": max(day, deadline),
                "galloper_pinned_at": False,
                "retry_at": until,
                "galloper_snooze_reason_id": False,
            }
            groups.append((same.ids, values))
    return groups


def after_skip(
    activities: BaseModel, reason: BaseModel, now: datetime
) -> list[tuple[list[int], dict[str, Any]]]:
    """[(ids, the values that note that they were snoozed at ``now``)].

    :param activities: of any assignees, with all rights
    :param reason: a ``galloper.skip.reason``
    :param now: naive UTC
    """
    groups = {}
    users = activities.user_id or activities.env.user.sudo()
    book = read_book(activities.env)
    days = {user.id: Day.of(user, now, book) for user in users}
    planning = hours_cache.planning_days(activities.env, list(days.values()), now)
    for activity in activities:
        day = days.get(activity.user_id.id) or next(iter(days.values()))
        values = _values(activity, day, planning[day.user_id], now)
        values["galloper_snooze_reason_id"] = reason.id
        groups.setdefault(repr(values), (values, []))[1].append(activity.id)
    return [(ids, values) for values, ids in groups.values()]


def _values(activity, day, planning, now):
    back = comes_back_at(
        now,
        activity.env["res.company"].browse(day.company_id).galloper_snooze_minutes,
        *planning,
        activity.contact_minutes or day.minutes,
        activity.promised_until or activity.promised_at or None,
    )
    return {
        "galloper_pinned_at": False,
        "retry_at": back,
        "galloper_snooze_count": activity.galloper_snooze_count + 1,
    }

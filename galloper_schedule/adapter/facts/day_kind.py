"""What kind of day it is for salespeople at the moment."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from odoo.api import Environment

from ..tools import tolerance, zones
from . import working_time
from .day import Day
from .working_time import WorkingTime

#: Nothing could be worked out.
FAILED = "failed"
NO_HOURS, LEAVE, OFF, BEFORE, WORKING, AFTER = (
    "no_hours",
    "leave",
    "off",
    "before",
    "working",
    "after",
)
#: Nobody who works today.
AWAY = (NO_HOURS, LEAVE, OFF)


def of_days(
    env: Environment,
    days: Collection[Day],
    hours: dict[int, WorkingTime],
    now: datetime,
) -> dict[int, str]:
    """{user id: kind}.

    :param env: a superuser environment
    :param hours: {user id: WorkingTime}
    :param now: naive UTC
    """
    idle = [day for day in days if not hours[day.user_id].working]
    kinds = _why_free(env, idle) if idle else {}
    for day in days:
        if working := hours[day.user_id].working:
            kinds[day.user_id] = _within(working, now)
    return kinds


def _within(working, now):
    if now < working[0][0]:
        return BEFORE
    return AFTER if now >= working[-1][1] else WORKING


def _why_free(env, days):
    """No working hours today: a leave, a free day, or nobody has ever entered any."""
    resources = working_time.resources_of(env, days)
    known, kinds = {}, {}
    for day in days:
        resource = resources.get(day.user_id)
        company = env["res.company"].browse(day.company_id)
        calendar = (resource and resource.calendar_id) or company.resource_calendar_id
        key = bool(resource), calendar, day.begins, day.tomorrow, day.tz
        if key not in known:
            known[key] = tolerance.reading(
                partial(_kind_of_calendar, calendar, day, bool(resource)),
                FAILED,
                "Whether user %s is on leave could not be worked out",
                day.user_id,
            )
        kinds[day.user_id] = known[key]
    return kinds


def _kind_of_calendar(calendar, day, has_resource):
    if not calendar:
        return LEAVE if has_resource else NO_HOURS
    if not calendar.attendance_ids and not calendar.flexible_hours:
        return NO_HOURS
    begins, ends = map(working_time.aware, (day.begins, day.tomorrow))
    usual = calendar._attendance_intervals_batch(
        begins, ends, tz=zones.for_odoo(day.tz)
    )[False]
    return LEAVE if usual or calendar.flexible_hours else OFF

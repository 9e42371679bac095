"""What kind of day it is for salespeople at the moment."""

from collections.abc import Collection
from datetime import datetime

from odoo.api import Environment

from ...planner import shifts
from ..tools import work_calendars
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
    kinds = _why_free(env, idle, now) if idle else {}
    for day in days:
        if working := hours[day.user_id].working:
            kinds[day.user_id] = _within(working, now)
    return kinds


def _within(working, now):
    if now < working[0][0]:
        return BEFORE
    return AFTER if now >= working[-1][1] else WORKING


def _why_free(env, days, now):
    """No working hours today: a leave, a free day, or nobody has ever entered any."""
    resources = working_time.resources_of(env, days)
    spans = working_time.spans_of(days)
    usual = working_time.working_windows(env, days, spans, resources, usual=True)
    kinds = {}
    for day in days:
        windows = usual[day.user_id]
        if windows is None:
            kinds[day.user_id] = FAILED
        elif any(shifts.of_planning_day(windows, day.today, now, day.tz)):
            kinds[day.user_id] = LEAVE
        else:
            calendars = _calendars(env, day, resources.get(day.user_id, ()))
            are_known = any(map(work_calendars.are_entered, calendars))
            kinds[day.user_id] = OFF if are_known else NO_HOURS
    return kinds


def _calendars(env, day, resources):
    company = env["res.company"].browse(day.company_id)
    for resource in resources:
        theirs = resource.company_id or company
        yield resource.calendar_id or theirs.resource_calendar_id
    if not resources:
        yield company.resource_calendar_id

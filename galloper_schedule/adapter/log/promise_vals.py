"""The values that give an activity a promise, or take it back."""

from datetime import datetime
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.exceptions import UserError, ValidationError
from odoo.models import BaseModel
from odoo.tools import format_datetime

from ...planner.local_time import local_day
from ..tools import asked
from . import meeting_promises

#: In the context of what people enter themselves; a file that they import says so.
BY_PEOPLE = "galloper_by_people"
_MOMENTS = ("promised_at", "promised_until", "retry_at", "galloper_pinned_at")
_NO = {None, False}
_PROMISE = {"promised_at", "promised_until"}


def for_create(
    env: Environment, vals_list: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The values of new activities, each with the due day that its promise asks for."""
    # Prefetched together: one query for the time zones of all assignees.
    users = env["res.users"].browse(
        {vals["user_id"] for vals in vals_list if vals.get("user_id")}
    )
    by_id = {user.id: user for user in users}
    events = env["calendar.event"].sudo()
    events = events.browse({vals.get("calendar_event_id") for vals in vals_list} - _NO)
    meetings = {event.id: event for event in events}
    new = []
    for vals in vals_list:
        user = by_id.get(vals.get("user_id"), env.user)
        event = meetings.get(vals.get("calendar_event_id"))
        if event and vals.get("active", True):
            vals = {**vals, **meeting_promises.of_new(event, user)}
        new.append(_add_promised_day(env, vals, user))
    return new


def _add_promised_day(env, vals, user):
    vals = asked.moments(env, vals, _MOMENTS)
    if not vals.get("promised_at"):
        return vals
    if _is_by_people(env):
        refuse_past(env, vals["promised_at"], vals.get("promised_until"))
    day = local_day(vals["promised_at"], user.sudo()._get_planning_tz())
    return {**vals, "date_deadline": day}


def for_write(activities: BaseModel, vals: dict[str, Any]) -> dict[str, Any]:
    """A new promise is for an open activity; without one there is no window. What was
    put off for a while comes back at the new time.

    :raise UserError: one of the activities is done, or a meeting with its own time
    """
    env = activities.env
    vals = asked.moments(env, vals, _MOMENTS)
    if not _PROMISE.isdisjoint(vals):
        meeting_promises.check(activities, vals)
    if _is_by_people(env):
        _refuse_past_of(activities, vals)
    if "promised_at" not in vals:
        return vals
    if not vals["promised_at"]:
        return {"promised_until": False, **vals}
    if not vals.get("active", True) or (
        "active" not in vals and not all(activities.mapped("active"))
    ):
        raise UserError(
            env._(
                "This activity is already done. Schedule a new one to make "
                "another promise."
            )
        )
    if any(
        one.retry_at and one.promised_at != vals["promised_at"] for one in activities
    ):
        return {"retry_at": False, **vals}
    return vals


def _is_by_people(env):
    context = env.context
    return context.get(BY_PEOPLE) or context.get("import_file")


def _refuse_past_of(activities, vals):
    """The same for each of the activities; what is promised already may be said again.

    :param vals: what is going to be written
    """
    for one in activities:
        start = vals.get("promised_at", one.promised_at)
        until = vals.get("promised_until", one.promised_until)
        if (start, until) != (one.promised_at, one.promised_until):
            refuse_past(activities.env, start, until)


def refuse_past(env: Environment, start: datetime, until: datetime | bool) -> None:
    """Nobody can promise a time that is over.

    Programs may: an activity that is taken over from elsewhere brings its promise
    along.

    :raise ValidationError: it is over, by the minute
    """
    end, now = until or start, fields.Datetime.now()
    if not start or end >= now.replace(second=0, microsecond=0):
        return
    if end < start or not asked.is_usable(end):
        return  # see promised_day.check
    raise ValidationError(
        env._(
            "%(time)s is in the past. Choose a time that is still to come.",
            time=format_datetime(env, end),
        )
    )

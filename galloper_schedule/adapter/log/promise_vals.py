"""The values that give an activity a promise, or take it back."""

from typing import Any

from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.models import BaseModel

from ...planner.local_time import local_day
from ..tools import asked
from . import meeting_promises

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
    if not vals.get("promised_at"):
        return vals
    vals = _read_promise(env, vals)
    day = local_day(vals["promised_at"], user.sudo()._get_planning_tz())
    return {**vals, "date_deadline": day}


def for_write(activities: BaseModel, vals: dict[str, Any]) -> dict[str, Any]:
    """A new promise is for an open activity; without one there is no window.

    :raise UserError: one of the activities is done, or a meeting with its own time
    """
    env = activities.env
    if not _PROMISE.isdisjoint(vals):
        meeting_promises.check(activities, _read_promise(env, vals))
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
    return _read_promise(env, vals)


def _read_promise(env, vals):
    """The values with the moments of the promise as such, whoever wrote them."""
    names = _PROMISE & vals.keys()
    return vals | {name: asked.moment(env, vals[name]) for name in names}

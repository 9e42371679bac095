"""A salesperson's meetings, as far as they may be shown."""

from datetime import datetime
from typing import Any

from odoo import fields
from odoo.models import BaseModel
from odoo.tools import format_list

from .day import Day
from .working_time import own_time, select_meetings


def describe(user: BaseModel, start: datetime, stop: datetime) -> list[dict[str, Any]]:
    """The meetings that keep ``user`` busy between two naive UTC moments.

    :return: dicts of ``id``, ``name``, ``is_time_off``, ``start`` and ``stop`` (naive
        UTC, as text); a private meeting is just "Busy"
    """
    day = Day.of(user.sudo(), start)._replace(begins=start, tomorrow=stop)
    return describe_rows(user, day, select_meetings(user.env(su=True), [day]))


def describe_rows(user: BaseModel, day: Day, rows: list[tuple]) -> list[dict[str, Any]]:
    """The same of rows of ``select_meetings``, those that touch the day."""
    timed = {}
    for _user_id, event_id, *times, is_leave in rows:
        begin, end = own_time(*times, day.tz)
        if begin < day.tomorrow and end > day.begins:
            timed[event_id] = begin, end, is_leave
    events = user.env(su=True)["calendar.event"].browse(timed)
    events.fetch(["name", "privacy", "user_id"])
    return [
        {
            "id": event.id,
            "name": _name(event, user.env, timed[event.id][2]),
            "is_time_off": timed[event.id][2],
            "start": fields.Datetime.to_string(timed[event.id][0]),
            "stop": fields.Datetime.to_string(timed[event.id][1]),
        }
        for event in events
    ]


def _name(event, env, is_leave):
    if is_leave:
        return env._("Time off")
    return env._("Busy") if event.effective_privacy == "private" else event.name


def may_move(event: BaseModel) -> bool:
    """Whether the caller may move a meeting: a private one only if they attend it."""
    user, known = event.env.user, event.sudo()
    mine = known.user_id == user or user.partner_id in known.partner_ids
    return event.has_access("write") and (mine or known.effective_privacy != "private")


def tell_who_is_informed(event: BaseModel) -> str:
    """The sentence that says whom Odoo informs if the caller moves this meeting."""
    env, known = event.env, event.sudo()
    if not may_move(event):
        return env._(
            "You cannot move this meeting: ask its organizer, %(user)s.",
            user=known.user_id.name or "",
        )
    others = known.attendee_ids.filtered(
        lambda one: one.email and one.partner_id != env.user.partner_id
    )
    if not others:
        return env._("Nobody else attends, so nobody will be informed.")
    names = [one.common_name or one.email for one in others]
    return env._(
        "These people will be informed: %(names)s.", names=format_list(env, names)
    )

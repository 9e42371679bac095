"""A salesperson's meetings, as far as they may be shown."""

from datetime import datetime
from typing import Any

from odoo import fields
from odoo.models import BaseModel

from .day import Day
from .working_time import own_time, select_meetings


def describe(user: BaseModel, start: datetime, stop: datetime) -> list[dict[str, Any]]:
    """The meetings that keep ``user`` busy between two naive UTC moments.

    :return: dicts of ``id``, ``name``, ``start`` and ``stop`` (naive UTC, as text); a
        private meeting, or one that the user may not read, is just "Busy"
    """
    day = Day.of(user.sudo(), start)._replace(begins=start, tomorrow=stop)
    return describe_rows(user, day, select_meetings(user.env(su=True), [day]))


def describe_rows(user: BaseModel, day: Day, rows: list[tuple]) -> list[dict[str, Any]]:
    """The same of rows of ``select_meetings``, those that touch the day."""
    timed = {}
    for _user_id, event_id, *times in rows:
        begin, end = own_time(*times, day.tz)
        if begin < day.tomorrow and end > day.begins:
            timed[event_id] = begin, end
    events = user.env(su=True)["calendar.event"].browse(timed)
    events.fetch(["name", "privacy", "user_id"])
    return [
        {
            "id": event.id,
            "name": user.env._("Busy")
            if event.effective_privacy == "private"
            else event.name,
            "start": fields.Datetime.to_string(timed[event.id][0]),
            "stop": fields.Datetime.to_string(timed[event.id][1]),
        }
        for event in events
    ]

"""A salesperson's meetings, as far as they may be shown."""

from odoo import fields
from odoo.fields import Domain

from ..planner.local_time import local_day
from .working_time import own_time


def describe(user, start, stop):
    """The meetings that keep ``user`` busy between two naive UTC moments.

    :return: dicts of ``id``, ``name``, ``start`` and ``stop`` (naive UTC, as text); a
        private meeting, or one that the user may not read, is just "Busy"
    """
    tz = user.sudo()._get_planning_tz()
    attendees = user.env["calendar.attendee"].sudo()
    busy = attendees.search(_busy(user, start, stop, tz))
    described = []
    for event in busy.event_id:
        begin, end = own_time(
            event.start,
            event.stop,
            event.allday,
            event.start_date,
            event.stop_date,
            tz,
        )
        is_public = event.effective_privacy != "private"
        described.append(
            {
                "id": event.id,
                "name": event.name if is_public else user.env._("Busy"),
                "start": fields.Datetime.to_string(begin),
                "stop": fields.Datetime.to_string(end),
            }
        )
    return described


def _busy(user, start, stop, tz):
    """The domain of what the user attends; all-day meetings by date."""
    at_times = [
        ("event_id.allday", "=", False),
        ("event_id.start", "<", stop),
        ("event_id.stop", ">", start),
    ]
    on_days = [
        ("event_id.allday", "=", True),
        ("event_id.start_date", "<=", local_day(stop, tz)),
        ("event_id.stop_date", ">=", local_day(start, tz)),
    ]
    attended = [
        ("partner_id", "=", user.partner_id.id),
        ("state", "!=", "declined"),
        ("event_id.active", "=", True),
        ("event_id.show_as", "=", "busy"),
    ]
    return Domain(attended) & (Domain(at_times) | Domain(on_days))

"""A salesperson's meetings, as far as they may be shown."""

from odoo import fields

from .day import Day
from .working_time import own_time, select_meetings


def describe(user, start, stop):
    """The meetings that keep ``user`` busy between two naive UTC moments.

    :return: dicts of ``id``, ``name``, ``start`` and ``stop`` (naive UTC, as text); a
        private meeting, or one that the user may not read, is just "Busy"
    """
    env = user.env(su=True)
    day = Day.of(user.sudo(), start)._replace(begins=start, tomorrow=stop)
    events = env["calendar.event"]
    described = []
    for _user_id, event_id, *times in select_meetings(env, [day]):
        begin, end = own_time(*times, day.tz)
        if begin >= stop or end <= start:
            continue
        event = events.browse(event_id)
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

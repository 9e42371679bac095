"""A salesperson's meetings: what keeps them busy, and what of it may be shown."""

from collections.abc import Collection
from datetime import date, datetime, tzinfo
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import SQL, format_list

from ...planner.call_hours import Window
from ...planner.local_time import day_start, shifted
from .day import Day, as_rows

#: What keeps ``u`` busy: no meeting that they have declined, or shown as free.
_OF_MEETINGS = """
SELECT e.id, e.start, e.stop, e.allday, e.start_date, e.stop_date,
       e.res_model IS NOT DISTINCT FROM 'hr.leave'
  FROM calendar_attendee a
  JOIN calendar_event e ON e.id = a.event_id
   AND e.active AND e.show_as = 'busy'
   AND CASE WHEN e.allday
            THEN e.start_date <= u.ends AND e.stop_date >= u.today
            ELSE e.start < u.ends AND e.stop > u.begins END
 WHERE a.partner_id = u.partner_id AND a.state IS DISTINCT FROM 'declined'
   AND %s
 ORDER BY e.start, e.stop, e.id
"""
#: Odoo's Time Off app enters worked time, as working from home, as meetings, too.
_NO_WORKED_TIME = """
NOT (e.res_model IS NOT DISTINCT FROM 'hr.leave'
     AND EXISTS (SELECT FROM hr_leave JOIN hr_leave_type kind
                          ON kind.id = hr_leave.holiday_status_id
                  WHERE hr_leave.id = e.res_id AND kind.time_type = 'other'))
"""


def of_meetings(env: Environment) -> SQL:
    """What keeps ``u`` busy, as rows of ``select_meetings`` without the user."""
    has_time_off = "hr.leave" in env
    return SQL(_OF_MEETINGS, SQL(_NO_WORKED_TIME) if has_time_off else SQL("TRUE"))


_READ_OF_MEETINGS = {
    "calendar.event": [
        *("active", "allday", "show_as", "start", "start_date", "stop", "stop_date"),
        *("res_id", "res_model"),
    ],
    "calendar.attendee": ["event_id", "partner_id", "state"],
    "hr.leave": ["holiday_status_id"],
    "hr.leave.type": ["time_type"],
}


def select_meetings(env: Environment, days: Collection[Day]) -> list[tuple]:
    """Rows (user id, event id, start, stop, is all day, first day, last day, is leave).

    They are the meetings that keep these days' salespeople busy.
    """
    if not days:
        return []
    for model, names in _READ_OF_MEETINGS.items():
        if model in env:
            env[model].flush_model(names)
    return env.execute_query(
        SQL(
            """SELECT u.id, meeting.*
                 FROM (VALUES %s) AS u (id, partner_id, today, begins, ends),
                      LATERAL (%s) meeting""",
            as_rows(days, "user_id", "partner_id", "today", "begins", "night_ends"),
            of_meetings(env),
        )
    )


def own_time(
    start: datetime,
    stop: datetime,
    allday: bool,
    start_date: date | None,
    stop_date: date | None,
    tz: tzinfo,
) -> Window:
    """The naive UTC window of a meeting; of an all-day one by its dates in ``tz``."""
    if not (allday and start_date and stop_date):
        return start, stop
    return day_start(start_date, tz), day_start(shifted(stop_date, days=1), tz)


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

"""A salesperson's day as a whole: hours and meetings, what is done, what is left."""

from datetime import datetime, timedelta
from typing import Any

from odoo import fields
from odoo.models import BaseModel
from odoo.tools import SQL

from ...planner.gaps import Gaps
from ...planner.local_time import local_day, shifted
from ..facts import (
    activity_facts,
    day_kind,
    documents,
    hours_cache,
    meetings,
    working_time,
)
from ..facts.day import of_user
from ..plan import own_lines
from ..tools import tolerance
from . import systray

# Who sees the settings of CRM.
_SETTERS = ("base.group_system", "sales_team.group_sale_manager")
_A_YEAR = timedelta(days=365)


def describe(lines: BaseModel, now: datetime) -> dict[str, Any]:
    """The calling user's day at ``now`` (naive UTC), as the screen shows it.

    Moments are naive UTC texts; ``tz`` is the zone in which they are to be shown.

    :param lines: the model of the lines, with the caller's rights
    """
    env = lines.env
    day = of_user(env.user.sudo(), now)
    rows = meetings.select_meetings(env(su=True), [day])
    hours, kind = _hours(env, day, rows, now)
    working = hours.working or [(None, None)]
    own = own_lines.read(lines)
    counts = _count(own, now)
    done = _done(env, day)
    news = systray.tell(lines, day, own, now)
    return {
        "now": fields.Datetime.to_string(now),
        "tz": day.tz.key,
        "kind": kind,
        "begins": fields.Datetime.to_string(working[0][0]),
        "ends": fields.Datetime.to_string(working[-1][1]),
        "busy": meetings.describe_rows(env.user, day, rows),
        "free_minutes": _free_minutes(day, hours, counts["slots"], now),
        "unplaced": counts["unplaced"],
        "done": done,
        "progress": {
            "done": len(done),
            "planned": len(done) + counts["placed"],
            **_promises(env, day),
        },
        "next": None if counts["any"] else _next_or_none(env, day, now),
        "plan": news["plan"],
        "may_set_hours": all(map(env.user.has_group, _SETTERS)),
        "free_hand": day.may_drag,
        "reasons": env["galloper.skip.reason"].search_read([], ["name"]),
        "pulse": news,
    }


def _hours(env, day, rows, now):
    """(the hours of the day, of what kind it is)."""
    env, user_id = env(su=True), day.user_id

    def work_out():
        hours = hours_cache.of_days(env, [day], rows, now=now)
        return hours[user_id], day_kind.of_days(env, [day], hours, now)[user_id]

    return tolerance.reading(
        work_out,
        (working_time.WorkingTime([], []), day_kind.FAILED),
        "The working hours of user %s could not be worked out",
        user_id,
    )


def _count(lines, now):
    """All of the day's lines, whatever the screen is filtered by."""
    contacts = [line for line in lines if line.active]
    placed = [line for line in contacts if line.planned_start]
    return {
        "any": bool(lines),
        "slots": [
            (line.planned_start, line.planned_stop)
            for line in placed
            if line.planned_stop > now
        ],
        "placed": len(placed),
        "unplaced": len(contacts) - len(placed),
    }


def _free_minutes(day, hours, slots, now):
    """What no activity and no meeting takes of the rest of the working hours."""
    gaps = Gaps(hours.free, now, timedelta(minutes=day.buffer))
    gaps.close(slots)
    return int(gaps.total.total_seconds() // 60)


def _done(env, day):
    """What the salesperson has done today, in order."""
    activities = (
        env["mail.activity"]
        .sudo()
        .search_fetch(
            [
                ("active", "=", False),
                ("user_id", "=", day.user_id),
                # The date of Odoo's own clock: what is before today goes out below.
                ("date_done", ">=", day.begins.date()),
                ("write_date", ">=", day.begins),
                ("write_date", "<", day.tomorrow),
            ],
            ["write_date"],
            order="write_date, id",
        )
    )
    described = documents.describe_activities(activities.sudo(False))
    return [
        {
            "key": activity.id,
            "at": fields.Datetime.to_string(activity.write_date),
            "who": described[activity.id]["who"],
            "about": described[activity.id]["about"],
        }
        for activity in activities
    ]


def _promises(env, day):
    """Promises of today, by their log: those kept, and all that were or are due."""
    [(kept, due)] = env.execute_query(
        SQL(
            """SELECT count(*) FILTER (WHERE outcome = 'kept'),
                      count(*) FILTER (WHERE outcome NOT IN ('moved', 'cancelled'))
                 FROM galloper_promise WHERE user_id = %s AND day = %s""",
            day.user_id,
            day.today,
        )
    )
    return {"kept": kept, "due": due}


def _next_or_none(env, day, now):
    return tolerance.reading(
        lambda: _next(env, day, now),
        None,
        "What is next for user %s could not be worked out",
        day.user_id,
    )


def _next(env, day, now):
    """Nothing is left for today: the next activity there is, and its day."""
    ahead = day._replace(
        today=shifted(day.today, _A_YEAR), tomorrow=shifted(day.tomorrow, _A_YEAR)
    )
    known = activity_facts.fetch(env(su=True), [ahead])[day.user_id].contacts
    coming = [
        (_day_of(contact, day), contact.promised_at or datetime.max, contact.id)
        for contact, _document in known
        if not contact.stays_out(now)
    ]
    if not coming:
        return None
    the_day, _moment, activity_id = min(coming)
    activity = env["mail.activity"].browse(activity_id)
    return {
        "who": documents.describe_activities(activity)[activity_id]["who"],
        "day": fields.Date.to_string(the_day),
        "promised_at": fields.Datetime.to_string(activity.sudo().promised_at),
    }


def _day_of(contact, day):
    promised = contact.promised_at
    return local_day(promised, day.tz) if promised else contact.deadline

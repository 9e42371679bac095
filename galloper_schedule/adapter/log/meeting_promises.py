"""An activity with a meeting has the meeting's time as its promise.

Whatever moves the meeting moves the promise. Nothing that is done to the activity moves
the meeting: it is in other people's calendars. Odoo would move it, by whole days in the
caller's time zone, as soon as the activity's due day is written; ``STILL`` keeps it
from that. Only a due day that somebody writes in Odoo itself is left to Odoo.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import tzinfo
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.exceptions import UserError
from odoo.models import BaseModel
from odoo.tools import SQL, format_datetime, split_every

from ...planner import meeting
from ...planner.promise import Promise
from ..tools import locks
from .meeting_times import time_of, times_of

#: Odoo's own word, in the context, for: this comes from the meeting, leave it alone.
STILL = "calendar_event_meeting_update"
# Where a transaction keeps when the meetings were that it is moving.
_MOVING = "galloper_schedule.meetings"
# Written together with a due day, they say that it comes from a button of ours.
_OURS = frozenset({"attempt_count", "promised_at", "promised_until", "retry_at"})
_BATCH = 500
# In the context of Done with a note: the note is for the document alone.
_NOTES_STAY = "galloper_meeting_notes_stay"


def still(records: BaseModel) -> BaseModel:
    """The records, written without a meeting being moved."""
    return records.with_context(**{STILL: True})


def meeting_of(activity: BaseModel) -> BaseModel:
    """The meeting, with all rights, whose time the activity cannot but have; an empty
    recordset: it has none, or one that is over.
    """
    event = activity.sudo().calendar_event_id
    when = event and time_of(times_of(event), _zone(activity))
    over = not when or when.is_over(fields.Datetime.now())
    return event.browse() if over else event


def _zone(activity):
    return (activity.user_id or activity.env.user).sudo()._get_planning_tz()


def _promise(activity):
    """What the activity promises."""
    if not activity.promised_at:
        return None
    return Promise(activity.promised_at, activity.promised_until or None)


def _as_vals(promise):
    at, until = promise[:2] if promise else (False, False)
    return {"promised_at": at, "promised_until": until or False}


# -- Before an activity is written


def of_new(event: BaseModel, user: BaseModel) -> dict[str, Any]:
    """What a new activity of ``user`` with this meeting, with all rights, promises."""
    when = time_of(times_of(event), user.sudo()._get_planning_tz())
    agreed = meeting.agreed(when, None, None, fields.Datetime.now())
    return _as_vals(agreed) if agreed else {}


def adopted(activity: BaseModel, vals: dict[str, Any], tz: tzinfo) -> dict[str, Any]:
    """The promise that is added to ``vals`` because of the activity's meeting: it has
    another one now, or that has another time.
    """
    event, was = activity.sudo().calendar_event_id, None
    if "calendar_event_id" in vals and vals["calendar_event_id"] != event.id:
        event = event.browse(vals["calendar_event_id"] or ())
    elif has_moved(activity):
        was = time_of(_moving(activity.env)[event.id], _zone(activity))
    elif event.allday and vals.get("user_id"):
        was = time_of(times_of(event), _zone(activity))
        if was != _promise(activity):
            return {}
    else:
        return {}
    return _changed(activity, event, was, tz) if event else {}


def _changed(activity, event, was, tz):
    """What the meeting changes of the activity's promise, as values."""
    before, now = _promise(activity), fields.Datetime.now()
    after = meeting.agreed(time_of(times_of(event), tz), before, was, now)
    return {} if after == before else _as_vals(after)


def asks_odoo(env: Environment, vals: dict[str, Any]) -> bool:
    """Whether somebody writes a due day in Odoo itself, which moves the meeting."""
    own = env.context.get(STILL) or not _OURS.isdisjoint(vals)
    return "date_deadline" in vals and not own


def sets_day(activity: BaseModel, vals: dict[str, Any], own: dict[str, Any]) -> bool:
    """Whether the due day in ``vals`` is for Odoo, and not for the promise, to say: it
    moves the meeting, or is that of a meeting which is over by now.

    :param own: what ``adopted`` adds
    """
    if "date_deadline" not in vals or not activity.sudo().calendar_event_id:
        return False
    return asks_odoo(activity.env, vals) or not own and has_moved(activity)


def has_moved(activity: BaseModel) -> bool:
    """Whether the activity is written because its meeting is being moved."""
    if not activity.env.context.get(STILL):
        return False
    event = activity.sudo().calendar_event_id
    before = _moving(activity.env).get(event.id)
    return bool(before) and before != times_of(event)


def _moving(env):
    """{event id: the Times} of the meetings that this transaction is moving, before."""
    return env.cr.precommit.data.get(_MOVING, {})


def check(activities: BaseModel, vals: dict[str, Any]) -> None:
    """Raise a clear error if the activities are promised for another time than that of
    their meetings. What was tried in vain is promised no more, the meeting or not.

    :raise UserError: a meeting is to come, and it is not moved along
    """
    if {"attempt_count", "calendar_event_id"} & vals.keys():
        return
    for activity in activities:
        event = meeting_of(activity)
        if not event:
            continue
        asked = Promise(
            vals.get("promised_at", activity.promised_at) or None,
            vals.get("promised_until", activity.promised_until) or None,
        )
        if asked != time_of(times_of(event), _zone(activity)):
            raise is_a_meeting(activity, event)


def is_a_meeting(activity: BaseModel, event: BaseModel) -> UserError:
    """The error that an activity has no time of its own."""
    env, when = activity.env, time_of(times_of(event), _zone(activity))
    return UserError(
        env._(
            "This activity is a meeting on %(time)s, and keeps its time. To move the "
            "meeting, use “Reschedule…”: it says who will be informed.",
            time=format_datetime(env, when.promised_at),
        )
    )


# -- When a meeting is written


@contextmanager
def following(events: BaseModel) -> Iterator[None]:
    """Whatever becomes of these meetings in here, and of others that are written on the
    way, as a recurrence does: at the end their promises follow.
    """
    moving = events.env.cr.precommit.data
    outer = moving.get(_MOVING)
    before = {} if outer is None else outer
    for event in events:
        if event.id and event.id not in before:
            before[event.id] = times_of(event)
    if outer is not None:
        yield
        return
    moving[_MOVING] = before
    try:
        yield
        _follow_events(events, before)
    finally:
        moving.pop(_MOVING, None)


def forget(events: BaseModel) -> tuple[BaseModel, set[int]]:
    """These meetings are going to be deleted, with their activities, which are held.

    :return: (those of the activities, with all rights, that are promised, the ids of
        the users of all that are open)
    """
    for event in events:
        _moving(events.env).pop(event.id, None)
    # Odoo knows of a meeting it has just made that there are none.
    activities = events.sudo().with_context(active_test=False).activity_ids
    locks.hold_to_cancel(activities)
    still_open = activities.filtered("active")
    promised = still_open.filtered("promised_at")
    return promised.with_env(events.sudo().env), set(still_open.user_id.ids)


def _follow_events(events, before):
    known = events.sudo().browse(before)
    events = known.exists() if len(known) > len(events) else known
    moved = events.filtered(lambda event: times_of(event) != before[event.id])
    if moved:
        open_ones = [("calendar_event_id", "in", moved.ids), ("active", "=", True)]
        _follow(events.env["mail.activity"].search(open_ones), before)


def _follow(activities, before):
    """Promise what the meetings of these activities say by now.

    :param activities: with all rights
    :param before: {event id: Times}
    """
    groups = defaultdict(list)
    for activity in activities:
        event, tz = activity.calendar_event_id, _zone(activity)
        was = event.id in before and time_of(before[event.id], tz) or None
        vals = _changed(activity, event, was, tz)
        groups[tuple(vals.items())].append(activity.id)
    for vals, ids in groups.items():
        if vals:
            still(activities).browse(ids).write(dict(vals))


def follow_all(env: Environment) -> None:
    """The same of all open activities with a meeting to come."""
    env.flush_all()
    rows = env.execute_query(
        SQL(
            """SELECT a.id FROM mail_activity a
                 JOIN calendar_event e ON e.id = a.calendar_event_id AND e.active
                WHERE a.active
                  AND COALESCE(e.stop_date + INTERVAL '2 days', e.stop) > %s
                ORDER BY a.id""",
            fields.Datetime.now(),
        )
    )
    for ids in split_every(_BATCH, [row[0] for row in rows]):
        _follow(env["mail.activity"].sudo().browse(ids), {})


# -- What was noted


def without_notes(activities: BaseModel) -> BaseModel:
    """The activities, to be done with a note that is not added to their meetings'."""
    return activities.with_context(**{_NOTES_STAY: True})


def leaves_notes(env: Environment, vals: dict[str, Any]) -> bool:
    """Whether Odoo adds what was noted when an activity was done to its meeting."""
    return bool(env.context.get(_NOTES_STAY)) and vals.keys() == {"notes"}

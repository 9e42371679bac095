"""A promise and the day it is due never part."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.exceptions import UserError, ValidationError
from odoo.models import BaseModel
from odoo.tools import format_datetime

from ...planner.local_time import local_day
from ..facts import documents, hours_cache
from ..facts.day import Day
from ..tools.asked import is_usable
from . import meeting_promises

# What may move a promise, or the day it is due.
_MAY_MOVE = frozenset({"calendar_event_id", "date_deadline", "promised_at", "user_id"})


def split_by_promised_day(
    activities: BaseModel, vals: dict[str, Any]
) -> tuple[list[tuple[list[int], dict[str, Any]]], BaseModel]:
    """``vals`` for each of the activities, with its promise's own day as due day.

    A promise was given to a customer: moving the due day by itself (Odoo's reschedule
    buttons, dragging in a calendar) does not move it. The activity stays on the
    promised day. Only of a meeting Odoo moves the meeting, which takes its promise
    along: see ``meeting_promises``.

    :return: ([(ids, values)], the activities whose promise kept them on their day)
    """
    kept = activities.browse()
    if _MAY_MOVE.isdisjoint(vals):
        return [([one.id for one in activities], vals)], kept
    asked_day = fields.Date.to_date(vals.get("date_deadline"))
    if "promised_at" in vals:
        asked_day = None
    groups = defaultdict(list)
    for activity in activities:
        own = _own_values(activity, vals)
        groups[tuple(own.items())].append(activity.id)
        if asked_day and own.get("date_deadline", asked_day) != asked_day:
            # A meeting says itself when it is.
            kept += activity.filtered(lambda one: not one.sudo().calendar_event_id)
    return [(ids, {**vals, **dict(own)}) for own, ids in groups.items()], kept


def _own_values(activity, vals):
    """What the activity's promise adds to ``vals`` or puts in their place."""
    if not vals.get("active", activity.active):
        return {}
    user = activity.env["res.users"].browse(vals.get("user_id") or ())
    tz = (user or activity.user_id or activity.env.user).sudo()._get_planning_tz()
    own = meeting_promises.adopted(activity, vals, tz)
    moment = {**vals, **own}.get("promised_at", activity.promised_at)
    if not moment or meeting_promises.sets_day(activity, vals, own):
        return own
    day = local_day(moment, tz)
    unchanged = day == activity.date_deadline and "date_deadline" not in vals
    return own if unchanged else {**own, "date_deadline": day}


def settle_meetings(activities: BaseModel) -> None:
    """Odoo has moved the meetings of these activities to another day, by the caller's
    calendar: the due day is the salesperson's.
    """
    for activity in activities.filtered("promised_at"):
        user = activity.user_id or activity.env.user
        day = local_day(activity.promised_at, user.sudo()._get_planning_tz())
        if day != activity.date_deadline and activity.sudo().calendar_event_id:
            meeting_promises.still(activity).date_deadline = day


def unusable(env: Environment, value: Any) -> ValidationError:
    """The error that ``value`` is no moment that can be promised."""
    return ValidationError(
        env._(
            "“%(value)s” cannot be promised: choose a date between 1970 and 2099.",
            value=value,
        )
    )


def tell_it_stays(activities: BaseModel) -> None:
    """Tell the user that the promises of these activities are where they were."""
    if not activities:
        return
    env = activities.env
    told = documents.describe_activities(activities[:5])
    promises = "\n".join(
        f"{told[activity.id]['who']}: {format_datetime(env, activity.promised_at)}"
        for activity in activities[:5]
    )
    env.user._bus_send(
        "simple_notification",
        {
            "type": "warning",
            "sticky": True,
            "title": env._("Promise unchanged"),
            "message": env._(
                "These activities are promised, so they keep their "
                "time:\n%(promises)s\nIf you agreed on another time, use "
                "“Reschedule…”.",
                promises=promises,
            ),
        },
    )


def check(activity: BaseModel) -> None:
    """Raise a clear error if the activity's promise is none.

    :raise ValidationError: it has no beginning, an end before it, or no usable year
    """
    env, start, end = activity.env, activity.promised_at, activity.promised_until
    if end and not start:
        raise ValidationError(
            env._("The promise has an end but no start: enter a start time.")
        )
    if end and end < start:
        raise ValidationError(
            env._(
                "The promise ends before it starts: choose an end after %(start)s.",
                start=format_datetime(env, start),
            )
        )
    if start and not is_usable(min(start, end or start)):
        raise unusable(env, start)
    if end and not is_usable(end):
        raise unusable(env, end)


def check_moments(activity: BaseModel) -> None:
    """The same of the moments at which it comes back, or is pinned to.

    :raise ValidationError: nobody works then
    """
    env = activity.env
    for moment in filter(None, (activity.retry_at, activity.galloper_pinned_at)):
        if not is_usable(moment):
            raise ValidationError(
                env._(
                    "“%(value)s” cannot be planned: choose a date between 1970 and "
                    "2099.",
                    value=fields.Datetime.to_string(moment),
                )
            )


def check_pin(activities: BaseModel, moment: datetime) -> None:
    """Raise a clear error if the activities cannot be pinned to a moment (naive UTC).

    :raise UserError: it is not today, over already, or a moment was promised
    """
    env, now = activities.env, fields.Datetime.now()
    if moment < now.replace(second=0, microsecond=0):
        raise UserError(env._("This time is in the past."))
    for activity in activities:
        user = (activity.user_id or env.user).sudo()
        if not user._has_free_hand():
            raise UserError(
                env._(
                    "Your team works in the order of My Day, so activities cannot be "
                    "dragged. If you agreed on a time with the customer, use “Promise "
                    "a Time…”."
                )
            )
        if not _is_of_today(user, moment, now):
            raise UserError(
                env._(
                    "Activities can only be dragged to another time today. For "
                    "another day, use “Promise a Time…”."
                )
            )
        if event := meeting_promises.meeting_of(activity):
            raise meeting_promises.is_a_meeting(activity, event)
        if activity.promised_at and not activity.promised_until:
            if activity.promised_at >= now:
                raise UserError(
                    env._(
                        "This activity is promised for %(time)s. If you agreed on "
                        "another time, use “Reschedule…”.",
                        time=format_datetime(env, activity.promised_at),
                    )
                )


def _is_of_today(user, moment, now):
    """Of the local day, or later in the shift that goes on after midnight."""
    day = Day.of(user, now)
    if local_day(moment, day.tz) == day.today:
        return True
    [(_working, ends)] = hours_cache.planning_days(user.env, [day], now).values()
    return day.tomorrow <= moment < ends

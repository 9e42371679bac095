"""The books: what becomes of each promise, and each try at an activity.

Whatever changes an activity is watched: what its promise was before and what it is
afterwards says what has happened. Rows are added, and settled once; never edited.
"""

from datetime import datetime
from typing import NamedTuple

from odoo.models import BaseModel

from ...planner import promise as rule
from . import attempt_rows, promise_rows

#: Fields of an activity whose change may give, change or end a promise.
WATCHED = frozenset(
    {
        "active",
        "attempt_count",
        "contact_minutes",
        "promised_at",
        "promised_until",
        "res_id",
        "res_model",
        "res_model_id",
        "user_id",
    }
)


class Known(NamedTuple):
    """What the books ask about an activity.

    ``given`` is what was promised while it was open, also about a lead that is lost;
    ``promise`` is what somebody still waits for.
    """

    active: bool
    attempts: int
    given: rule.Promise | None
    promise: rule.Promise | None
    user_id: int
    res_model: str | bool
    res_id: int
    minutes: int


class Booked(NamedTuple):
    """Whether anything was entered, and the numbers that were called."""

    has_rows: bool
    numbers: list[str]


def know(activities: BaseModel) -> dict[int, Known]:
    """{activity id: Known}, as it is now."""
    activities = activities.sudo()
    dead = _dead_leads(activities)
    return {
        one.id: Known(
            one.active,
            one.attempt_count,
            _given(one),
            _promise(one, dead),
            one.user_id.id,
            one.res_model,
            one.res_id,
            one.contact_minutes,
        )
        for one in activities
    }


def _given(activity):
    """What is promised: nothing is that is done."""
    if not activity.active or not activity.promised_at:
        return None
    return rule.Promise(activity.promised_at, activity.promised_until or None)


def _promise(activity, dead_leads):
    """The same, but for what is about a lost or archived lead."""
    if activity.res_model == "crm.lead" and activity.res_id in dead_leads:
        return None
    return _given(activity)


def _dead_leads(activities):
    """The ids of the leads of promises on which nobody works any more."""
    ids = {
        one.res_id
        for one in activities
        if one.active and one.promised_at and one.res_model == "crm.lead"
    }
    if not ids:
        return set()
    leads = activities.env["crm.lead"].with_context(active_test=False)
    return set(leads.search([("id", "in", list(ids)), ("active", "=", False)]).ids)


def book(
    activities: BaseModel,
    before: dict[int, Known],
    after: dict[int, Known],
    now: datetime,
) -> Booked:
    """Enter what has happened between two states of the activities.

    :param before: as from ``know``; without those that are new
    :param after: the same; without those that are gone
    :param now: naive UTC
    """
    env, numbers = activities.env, []
    done, tried = _acts(before, after)
    if env.context.get("galloper_given_up"):
        done = []
    if done or tried:
        numbers = attempt_rows.enter(env, done, tried, now)
    began = [key for key in tried if _has_begun(before[key], now)]
    ended, given, went_on = _sort_out(before, after, {*done, *began})
    if ended or went_on:
        passed_on = _find_passed_on(before, after, went_on)
        promise_rows.close(env, ended, went_on, now, passed_on)
    if given:
        promise_rows.give(env, given, now)
    return Booked(any((done, tried, ended, went_on, given)), numbers)


def _acts(before, after):
    """The ids of the activities that were done, and of those tried in vain."""
    both = [(key, before[key], after[key]) for key in before.keys() & after.keys()]
    done = [key for key, was, now_is in both if was.active and not now_is.active]
    tried = [key for key, was, now_is in both if now_is.attempts > was.attempts]
    return done, tried


def _has_begun(was, now):
    """Whether a try was one at the promise: nobody waits before its time."""
    return was.given and was.given.has_begun(now)


def _find_passed_on(before, after, keys):
    """{activity id: the id of whose it was}, where it is somebody else's by now."""
    return {
        key: before[key].user_id
        for key in keys
        if before[key].user_id != after[key].user_id
    }


def _sort_out(before, after, touched):
    """({activity id: how its promise ended}, ids of those given one, ids of those whose
    promise is the same but for something else)."""
    ended, given, went_on = {}, [], []
    for key in before.keys() | after.keys():
        was, now_is = before.get(key), after.get(key)
        old, new = was and was.promise, now_is and now_is.promise
        if old == new and old:
            if was != now_is:
                went_on.append(key)
            continue
        # Given while its lead was being lost, a promise is still in the books.
        if old or was and was.given and was.given != (now_is and now_is.given):
            other = rule.REPLACED if new else rule.GIVEN_UP
            ended[key] = rule.MADE if key in touched else other
        if new:
            given.append(key)
    return ended, given, went_on

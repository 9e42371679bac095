"""Unanswered attempts: when each activity comes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from odoo.models import BaseModel
from odoo.tools import format_datetime

from ...planner import promise as rule
from ...planner.attempt_caps import over_cap
from ...planner.local_time import local_day
from ...planner.retry import next_attempt
from ..calling import customers
from ..calling.book import read as read_book
from ..facts import activity_facts, hours_cache
from ..facts.contact_maker import caps_of
from ..facts.day import Day
from ..numbers import number_facts
from ..tools import asked, company_language
from ..tools.readable import is_kept
from ..whereabouts import located

# So many days ahead a working day is looked for, besides those to be waited for.
_LOOK_AHEAD = 21


def after_attempt(
    activities: BaseModel, serve: Callable, now: datetime
) -> list[tuple[list[int], dict[str, Any]]]:
    """[(ids, the values that note one more unanswered attempt at ``now``)].

    A promise that was tried in its time is kept and so is over; one that is still to
    come stands, and the activity comes back at its time; a missed one is still owed.
    What nobody waits for any more is due on the day of the next attempt.

    :param activities: of any assignees, with all rights
    :param serve: {activity: its service model} of {activity: its document}
    :param now: naive UTC
    """
    users = activities.user_id
    if not all(activity.user_id for activity in activities):
        users |= activities.env.user.sudo()
    book = read_book(activities.env)
    days = {user.id: Day.of(user, now, book) for user in users}
    working = _working(activities.env, users, days)
    documents = activity_facts.documents(activities)
    models = serve(documents)
    free = _free_again(activities.env.user, documents, days, now)
    places = located.of_documents(documents.values())
    groups = {}
    for activity in activities:
        day = days[(activity.user_id or activities.env.user).id]
        document = documents[activity]
        hours = day.hours_at(places[document], document)
        served = models[activity]
        where = working[day.user_id], hours, free.get(activity)
        values = _values(activity, day, where, now, served)
        # What is equal is written together.
        groups.setdefault(repr(values), (values, []))[1].append(activity.id)
    return [(ids, values) for values, ids in groups.values()]


def _free_again(me, documents, days, now):
    """{activity: when its number may be tried again}, of those tried too often now."""
    caps = {}
    for activity, document in documents.items():
        if document and activity.activity_type_id.category == "phonecall":
            day = days[(activity.user_id or me).id]
            caps[activity] = caps_of(day, customers.of_document(document))
    capped = {documents[one] for one, some in caps.items() if some}
    most = max((cap.most for some in caps.values() for cap in some), default=0)
    known = number_facts.read(capped, most)
    return {
        one: no.until
        for one, some in caps.items()
        if some and (no := over_cap([*known[documents[one]].tried[::-1], now], some))
    }


def _values(activity, day, where, now, served):
    """What one more unanswered attempt changes of the activity."""
    working, hours, free_again = where
    policy = activity.env["res.company"].browse(day.company_id)._get_retry_policy()
    tried = [
        *tried_before(activity),
        now.replace(second=0, microsecond=0),
    ]
    if served.max_attempts:
        policy = replace(policy, attempts=served.max_attempts)
    minutes = activity.contact_minutes or served.contact_minutes or day.minutes
    noted = {
        "attempt_count": activity.attempt_count + 1,
        "galloper_attempt_log": [moment.isoformat() for moment in tried],
        "galloper_agreed_call": False,
        "galloper_pinned_at": False,
        "galloper_snooze_reason_id": False,
    }
    promise = _promise(activity, rule.tolerance(minutes, day.tolerance))
    if promise and not promise.has_begun(now):
        # The customer expects the call then, however often they were tried before.
        at_its_time = {"retry_at": promise.promised_at, "galloper_unresponsive": False}
        return {**noted, **at_its_time}
    retry_at = next_attempt(tried, working, hours, policy, day.tz, minutes, free_again)
    return {
        **noted,
        "retry_at": retry_at,
        "galloper_unresponsive": policy.asks_after(activity.attempt_count + 1),
        **_due(activity, promise, now, local_day(retry_at, day.tz)),
    }


def _promise(activity, tolerance):
    """What is promised, or nothing."""
    if not activity.promised_at:
        return None
    until = activity.promised_until or None
    return rule.Promise(activity.promised_at, until, tolerance)


def tried_before(activity: BaseModel) -> list[datetime]:
    """The moments (naive UTC) of the attempts so far; whatever else has been written
    into their log is left out.
    """
    log = activity.galloper_attempt_log
    found = map(asked.moment_or_none, log if isinstance(log, list) else ())
    return [moment for moment in found if moment]


def _due(activity, promise, now, day):
    """What becomes of the promise, which has begun, and of the due day."""
    if promise and now > promise.kept_until:
        return {}
    kept = {"promised_at": False} if promise else {}
    return {**kept, "date_deadline": max(day, activity.date_deadline)}


def _working(env, users, days):
    ahead = timedelta(
        days=_LOOK_AHEAD
        + max(users.company_id.mapped("galloper_retry_days"), default=0) * 2
    )
    spans = {
        user_id: (day.yesterday, day.tomorrow + ahead) for user_id, day in days.items()
    }
    return hours_cache.windows(env, list(days.values()), spans)


def log(activities: BaseModel) -> None:
    """Note the attempt on the documents that keep notes, in the company's language."""
    env = activities.env
    for res_model, group in activities.grouped("res_model").items():
        if not is_kept(env, res_model):
            continue
        if "message_ids" not in env[res_model]._fields:
            continue
        documents = env[res_model].sudo().browse(group.mapped("res_id")).exists()
        by_id = {document.id: document for document in documents}
        bodies = {
            one.res_id: _say_attempt(by_id[one.res_id], one)
            for one in group
            if one.res_id in by_id
        }
        documents._message_log_batch(bodies, author_id=env.user.partner_id.id)


def _say_attempt(document, activity):
    house = company_language.company_of(document) or activity.user_id.sudo().company_id
    env = company_language.env_of(activity.env, house)
    return env._(
        "No answer (attempt %(count)s). Next attempt after %(time)s.",
        count=activity.attempt_count,
        time=format_datetime(env, activity.retry_at),
    )

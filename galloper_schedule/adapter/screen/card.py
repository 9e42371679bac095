"""All details of the activity in focus."""

from datetime import datetime
from typing import Any

from odoo import fields
from odoo.models import BaseModel
from odoo.tools import html2plaintext

from ...planner.call_hours import WHOLE_DAY
from ...planner.local_time import local_day
from ...planner.no_calls import strongest
from ..actions import claim, no_answer, screen_presses
from ..actions.availability import Availability
from ..calling import customers
from ..facts import activity_facts, contact_maker
from ..facts.day import Day
from ..plan.own_lines import check_reader
from ..refusal import refuse
from ..tools import asked, readable, zones
from ..whereabouts import clocks, located
from . import where
from .reasons import ReasonWriter

_NOTES = 3
_STEPS = 5
_KINDS_OF_NOTES = ("comment", "email", "email_outgoing")


def get_focus(lines: BaseModel, key: int) -> dict[str, Any]:
    """All details of one activity of the caller.

    If it is none any more, ``gone`` says why.

    :param lines: the model of the lines, with the caller's rights
    """
    check_reader(lines)
    if not (key := asked.number_or_none(lines.env, key)):
        return {}
    activity, about = screen_presses.find(lines, key)
    if activity or about:
        return describe(key, activity, about, fields.Datetime.now())
    try:
        claim.find(lines.env, key)
    except claim.Refusal as refusal:
        return {"key": key, "gone": refusal.message}
    return {"key": key}


def describe(
    key: int, activity: BaseModel, about: BaseModel, now: datetime
) -> dict[str, Any]:
    """What belongs to an activity, or to a suggestion, with the reader's rights.

    :param key: the activity's name for programs
    :param activity: one open activity, or none: a suggestion
    :param about: the suggested lead or customer
    :param now: naive UTC
    :return: dict; moments are naive UTC texts, times of day minutes after midnight
    """
    env = (activity or about).env
    document = _document(activity) if activity else about
    readable = bool(document)
    user = env.user
    coming = Availability(user, now)
    choices = coming.quick_choices(activity or about)
    return {
        "key": key,
        "can_open": readable,
        "is_closed": bool(activity.res_id) and not readable,
        "notes": _notes(document) if document else [],
        "tries": [one.isoformat() for one in no_answer.tried_before(activity)],
        "skips": activity.galloper_snooze_count,
        "steps": _other_steps(activity, document) if document else [],
        "customer": _customer(activity or about, coming.day, now),
        "email": _email(document),
        "stages": _stages(document),
        # Where the document is closed, nothing can be scheduled on it either.
        "types": [] if activity.res_id and not readable else _types(env, document),
        "choices": [
            [name, fields.Datetime.to_string(start), fields.Datetime.to_string(stop)]
            for name, (start, stop) in choices.items()
        ],
        "note": _own_note(activity),
        "no_call": no_call(activity, about, coming.day, now),
        "refusal": refuse.foretell(activity or about, coming.day.calling),
    }


def no_call(
    activity: BaseModel, about: BaseModel, day: Day, now: datetime
) -> dict[str, Any] | None:
    """Why the customer may not be called now, and whether the salesperson is to decide
    about what was promised; None: they may.

    :param activity: one, or none: a suggestion
    :param about: the suggested lead or customer
    :param now: naive UTC
    """
    env = (activity or about).env
    if activity:
        mine = activity.sudo()
        no = contact_maker.no_calls(activity_facts.documents(mine), day, now)[mine]
    else:
        about = about.sudo()
        no = strongest(contact_maker.nos_of([about], day)[about], now)
    is_promised_call = (
        bool(activity.promised_at)
        and activity.sudo().activity_type_id.category == "phonecall"
    )
    return no and {
        "reason": ReasonWriter(env, now).no_call(no, day.tz),
        "asks": no.is_refusal and is_promised_call,
    }


def _document(activity):
    """What the activity is about, as far as it may be read; or nothing."""
    if not activity.res_id:
        return None
    found = readable.records(activity.env, activity.res_model, [activity.res_id])
    return found or None


def _own_note(activity):
    """What was noted when the activity was scheduled, as plain text."""
    return html2plaintext(activity.note).strip() if activity.note else ""


def _notes(document):
    """The last messages and notes of the document, results of activities included."""
    if "message_ids" not in document._fields:
        return []
    done = document.env.ref("mail.mt_activities", raise_if_not_found=False)
    messages = document.env["mail.message"].search(
        [
            ("model", "=", document._name),
            ("res_id", "=", document.id),
            "|",
            ("message_type", "in", _KINDS_OF_NOTES),
            ("subtype_id", "=", done.id if done else 0),
        ],
        order="id desc",
        limit=_NOTES,
    )
    return [
        {
            "id": message.id,
            "at": fields.Datetime.to_string(message.date),
            "author": message.author_id.sudo().name or message.email_from or "",
            "text": message.preview or message.subject or "",
        }
        for message in messages
        if message.preview or message.subject
    ]


def _other_steps(activity, document):
    """What else is open about the same document."""
    steps = document.env["mail.activity"].search(
        [
            ("res_model", "=", document._name),
            ("res_id", "=", document.id),
            ("id", "!=", activity.id),
        ],
        order="date_deadline, id",
        limit=_STEPS,
    )
    return [
        {
            "id": step.id,
            "name": step.summary or step.activity_type_id.sudo().name or "",
            "icon": step.activity_type_id.sudo().icon or "fa-tasks",
            "day": fields.Date.to_string(step.date_deadline),
            "promised_at": fields.Datetime.to_string(step.promised_at),
            "user": step.user_id.sudo().name if step.user_id != step.env.user else "",
        }
        for step in steps
    ]


def _customer(about, day, now):
    """Where the customer is, and when they may be called today by their own clock;
    nothing where there is none.
    """
    document = activity_facts.document_of(about.sudo())
    if not document:
        return None
    place = located.of_documents([document])[document]
    # Of several zones the one where the most people are.
    name = clocks.to_mind(place, day.tz.key, day.today)[0]
    hours = day.calling and day.calling.hours_in(
        customers.of_document(document), zones.zone_of(name)
    )
    today = local_day(now, zones.zone_of(name))
    return {
        "tz": name,
        "spans": list(hours.spans_of(today)) if hours else [(0, WHOLE_DAY)],
        "is_holiday": bool(hours) and today in hours.closed,
        "source": place.source,
        "can_correct": _may_correct(document),
        "is_certain": clocks.is_sure(place, day.today),
    }


def _may_correct(document):
    """Whether the reader may say where the customer is."""
    document = document.sudo(False)
    if not document._filtered_access("read"):
        return False
    return where.of_document(document).has_access("write")


def _email(document):
    """Where to write to, of documents that have an address."""
    for name in ("email_from", "email"):
        if document and name in document._fields:
            return document[name] or False
    return False


def _stages(document):
    """Where the lead may be moved to: the stages of its team, its own first of all."""
    if not document or document._name != "crm.lead" or document.type != "opportunity":
        return []
    if not document.has_access("write"):
        return []
    stages = document.env["crm.stage"].search(
        ["|", ("team_ids", "=", False), ("team_ids", "in", document.team_id.ids)]
    )
    stages |= document.stage_id
    return [
        {"id": stage.id, "name": stage.name, "current": stage == document.stage_id}
        for stage in stages.sorted(lambda stage: (stage.sequence, stage.id))
    ]


def _types(env, document):
    """The kinds of a next step, and on which day each is due by itself."""
    types = env["mail.activity.type"].search(
        [
            ("res_model", "in", [False, document._name if document else False]),
            ("category", "!=", "upload_file"),
        ]
    )
    return [
        {
            "id": kind.id,
            "name": kind.name,
            "icon": kind.icon or "fa-tasks",
            "summary": kind.summary or "",
            "is_call": kind.category == "phonecall",
            "day": fields.Date.to_string(kind._get_date_deadline()),
        }
        for kind in types
    ]

"""What reassigning activities does to everybody's day, as it is shown to people.

By the planner alone: see ``reassignment``.
"""

from typing import Any

from odoo import fields
from odoo.models import BaseModel

from ..facts import documents
from ..screen.reasons import ReasonWriter
from ..tools import readable
from .reassignment import Days


class Owned:
    """An activity with times by its salesperson's clock, else by the reader's."""

    def __init__(self, activity):
        self.user_id = activity.user_id or activity.env.user


def describe(
    users: BaseModel, moved: dict[int, int], may_be_closed: bool
) -> list[dict[str, Any]]:
    """The day ``before`` and ``after`` of each of these users, without archived ones.

    :param users: with the reader's rights
    :param moved: {activity id: the id of the user who gets it}
    :param may_be_closed: count the documents which their new salesperson cannot open
    """
    days = Days(users.sudo(), fields.Datetime.now())
    before, after = days.loads(), days.loads(moved)
    env = users.env
    told = _tell(env, {key for load in after.values() for key in load.at_risk})
    closed = _count_closed(env, moved) if may_be_closed else {}
    return [
        {
            "user_id": user.id,
            "name": user.name,
            "before": _figures(before[user.id]),
            "after": _figures(after[user.id]),
            "at_risk": [told[key] for key in after[user.id].at_risk],
            "new_risks": len(
                set(after[user.id].at_risk) - set(before[user.id].at_risk)
            ),
            "closed": closed.get(user.id, 0),
        }
        for user in days.users
        if user.id in before and user.id in after
    ]


def _figures(load):
    return {**load._asdict(), "at_risk": len(load.at_risk), "minutes": load.minutes}


def _tell(env, activity_ids):
    """{activity id: "11:30 Azure"}, with the reader's own rights."""
    activities = env["mail.activity"].browse(sorted(activity_ids))
    told = documents.describe_activities(activities)
    writer = ReasonWriter(env, fields.Datetime.now())
    return {
        one.id: f"{writer.promised(Owned(one), one)} {told[one.id]['who']}"
        for one in activities.sudo()
    }


def _count_closed(env, moved):
    """{user id: the number of new activities on documents they may not read}."""
    closed = {}
    activities = env["mail.activity"].sudo().browse(moved).filtered("res_id")
    for user_id, mine in activities.grouped(lambda one: moved[one.id]).items():
        user = env["res.users"].browse(user_id)
        companies = user.sudo().company_ids.ids
        theirs = user.with_user(user).with_context(allowed_company_ids=companies).env
        closed[user_id] = sum(
            _count_not_readable(theirs, model, group.mapped("res_id"))
            for model, group in mine.grouped("res_model").items()
        )
    return closed


def _count_not_readable(env, model, ids):
    found = {*readable.records(env, model, ids).ids}
    return sum(one not in found for one in ids)

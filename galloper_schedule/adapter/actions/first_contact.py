"""The first contact of whatever My Day suggests, and what is promised in a lead."""

from datetime import datetime
from typing import Any

from odoo import fields
from odoo.exceptions import UserError
from odoo.models import BaseModel

from ...planner.local_time import local_day
from ..log.promise_vals import BY_PEOPLE

_MOMENT = "promised_at"
_DEFAULT = f"default_{_MOMENT}"


def create(served: dict[BaseModel, BaseModel]) -> BaseModel:
    """An activity with each lead or customer, due today for the calling user.

    It is a call, or what the service model begins with.

    :param served: {document: its service model, or an empty one}
    """
    env = next(iter(served)).env
    user = env.user
    today = local_day(fields.Datetime.now(), user.sudo()._get_planning_tz())
    vals_list = []
    for document, model in served.items():
        vals = prepare_call_vals(document, user)
        vals.update(date_deadline=today, galloper_from_suggestion=True)
        if model.first_activity_type_id:
            vals["activity_type_id"] = model.first_activity_type_id.id
        vals_list.append(vals)
    return env["mail.activity"].create(vals_list)


def prepare_call_vals(document: BaseModel, user: BaseModel) -> dict[str, Any]:
    env = document.env
    call = env.ref("mail.mail_activity_data_call", False)
    Activity = env["mail.activity"]
    call = call or Activity._default_activity_type_for_model(document._name)
    return {
        "activity_type_id": call.id,
        "res_id": document.id,
        "res_model_id": env["ir.model"]._get_id(document._name),
        "user_id": user.id,
    }


def take_promises(
    leads: BaseModel, vals_list: list[dict[str, Any]]
) -> tuple[BaseModel, list[dict[str, Any]], list[Any]]:
    """(the model, the values, without the promises of leads that are to be made; the
    moments of these promises, or False).

    An activity that is made while its lead is still being made has its salesperson
    follow the lead, and then Odoo has them follow it once more, which fails.
    """
    default = leads.env.context.get(_DEFAULT, False)
    moments = [vals.get(_MOMENT, default) for vals in vals_list]
    if not any(moments):
        return leads, vals_list, moments
    rest = [
        {name: value for name, value in vals.items() if name != _MOMENT}
        for vals in vals_list
    ]
    return leads.with_context(**{_DEFAULT: False}), rest, moments


def promise_calls(moments: dict[BaseModel, Any]) -> None:
    """A promised call about each of these leads that has a moment.

    It is for its salesperson, else for whoever promises; where neither works here (a
    visitor of the website, a scheduled action) it is nobody's, and its team leader's to
    give to somebody.

    :raise UserError: a lead is lost, or archived
    """
    vals_list = []
    for lead, moment in moments.items():
        if moment:
            check_worked_on(lead, moment)
            user = (lead.user_id or lead.env.user).sudo()
            user = user.filtered(lambda one: one.active and not one.share)
            call = prepare_call_vals(lead, user)
            vals_list.append({**call, _MOMENT: moment})
    if vals_list:
        activities = next(iter(moments)).env["mail.activity"]
        activities.with_context(**{BY_PEOPLE: True}).create(vals_list)


def check_worked_on(lead: BaseModel, moment: datetime | str | bool) -> None:
    """Raise a clear error if nobody would keep a promise about this lead.

    :param moment: what is to be promised, or nothing
    """
    if moment and not lead.active:
        raise UserError(
            lead.env._(
                "“%(lead)s” is lost or archived, so nobody would keep a promise: "
                "restore it first.",
                lead=lead.name,
            )
        )

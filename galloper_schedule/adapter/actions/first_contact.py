"""The first contact of whatever My Day suggests."""

from typing import Any

from odoo import fields
from odoo.models import BaseModel

from ...planner.local_time import local_day


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

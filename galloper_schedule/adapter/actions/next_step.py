"""The next step with the same customer."""

from typing import Any

from odoo.api import Environment
from odoo.exceptions import AccessError, UserError
from odoo.models import BaseModel

from ..log import promise_vals
from ..tools import asked, readable


def prepare_vals(activity: BaseModel, step: dict[str, Any]) -> dict[str, Any]:
    """The values of the activity that follows ``activity``, for the calling user.

    :param step: dict with ``type_id``, ``summary``, and ``day`` (text), or the promise:
        ``promised_at`` and ``promised_until`` (naive UTC texts)
    :raise UserError: it says neither a day nor a promise, or promises a time that is
        over, or is of no kind there is, or the document is closed to the caller
    """
    env = activity.env
    vals = {
        "activity_type_id": _find_type(env, step.get("type_id")).id,
        "summary": asked.text(env, step.get("summary")) or False,
        "res_model_id": activity.sudo().res_model_id.id,
        "res_id": activity.res_id,
        "user_id": env.uid,
    }
    res_model, res_id = activity.sudo().res_model, activity.res_id
    if res_id and not readable.records(env, res_model, [res_id]):
        raise AccessError(
            env._(
                "You don't have access to this record, so you cannot schedule a next "
                "step for it. You can still complete the activity without one."
            )
        )
    if start := asked.moment(env, step.get("promised_at")):
        until = asked.moment(env, step.get("promised_until")) or False
        promise_vals.refuse_past(env, start, until)
        return {**vals, "promised_at": start, "promised_until": until}
    if not step.get("day"):
        raise UserError(env._("Choose a due date for the next step."))
    return {**vals, "date_deadline": asked.day(env, step["day"])}


def _find_type(env, type_id):
    """The kind of the next step."""
    found = env["mail.activity.type"].browse(asked.number_or_none(env, type_id))
    if not type_id or not found.exists():
        raise UserError(env._("Choose an existing activity type."))
    return found


def check_no_call(env: Environment, vals: dict[str, Any] | None) -> None:
    """Who asked not to be called is called no more, unless they have agreed on a time.

    :param vals: of the next step, if there is one
    """
    if not vals or vals.get("promised_at"):
        return
    kind = env["mail.activity.type"].browse(vals["activity_type_id"])
    if kind.category == "phonecall":
        raise UserError(
            env._(
                "The customer asked not to be called. Choose another type for the next "
                "step, or a time that you agreed on."
            )
        )


def move_lead(activity: BaseModel, stage_id: int) -> None:
    """Move the opportunity that the activity is about to another stage.

    :raise UserError: it is about none, or there is no such stage
    """
    env = activity.env
    stage = env["crm.stage"].browse(asked.number(env, stage_id)).exists()
    if activity.res_model != "crm.lead" or not stage:
        raise UserError(env._("Choose an existing stage."))
    env["crm.lead"].browse(activity.res_id).stage_id = stage

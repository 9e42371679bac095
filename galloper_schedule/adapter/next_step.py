"""The next step with the same customer."""

from odoo import fields
from odoo.exceptions import UserError

from . import promise


def prepare_vals(activity, step):
    """The values of the activity that follows ``activity``, for the calling user.

    :param step: dict with ``type_id``, ``summary``, and ``day`` (text), or the promise:
        ``promised_at`` and ``promised_until`` (naive UTC texts)
    :raise UserError: it says neither a day nor a promise
    """
    env = activity.env
    vals = {
        "activity_type_id": step["type_id"],
        "summary": step.get("summary") or False,
        "res_model_id": activity.sudo().res_model_id.id,
        "res_id": activity.res_id,
        "user_id": env.uid,
    }
    if step.get("promised_at"):
        until = step.get("promised_until")
        return {
            **vals,
            "promised_at": promise.to_moment(env, step["promised_at"]),
            "promised_until": until and promise.to_moment(env, until),
        }
    if not step.get("day"):
        raise UserError(env._("Say on which day the next step is due."))
    return {**vals, "date_deadline": fields.Date.to_date(step["day"])}


def move_lead(activity, stage_id):
    """Move the opportunity that the contact is about to another stage.

    :raise UserError: it is about none, or there is no such stage
    """
    env = activity.env
    stage = env["crm.stage"].browse(stage_id).exists()
    if activity.res_model != "crm.lead" or not stage:
        raise UserError(env._("Choose a stage that there is."))
    env["crm.lead"].browse(activity.res_id).stage_id = stage

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

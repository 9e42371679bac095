from odoo import api, fields, models

from ..adapter.refusal import agreed_call
from ..adapter.screen import counters
from ..planner import no_calls


class GalloperScheduleLine(models.Model):
    """Why a number may not be dialled, and what can be done about it."""

    _inherit = "galloper.schedule.line"

    no_call = fields.Selection(
        [
            (no_calls.LISTED, "On the phone blacklist"),
            (no_calls.ASKED, "Asked not to be called"),
            (no_calls.PAUSED, "Asked for a pause"),
            (no_calls.CAPPED, "Attempted too often"),
        ],
        "Not to Be Called",
        readonly=True,
        help="Why the number may not be called now.",
    )
    no_call_until = fields.Datetime("Not to Be Called until", readonly=True)
    cap_attempts = fields.Integer("Max. Attempts", readonly=True, aggregator=None)
    cap_hours = fields.Integer("Within (hours)", readonly=True, aggregator=None)

    action_refused = agreed_call.action_refused
    get_not_called = api.model(counters.get_not_called)
    work_call_as_agreed = api.model(agreed_call.work_call_as_agreed)

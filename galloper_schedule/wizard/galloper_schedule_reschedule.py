from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..adapter.actions.availability import Availability
from ..adapter.log import meeting_promises
from ..adapter.plan.risk_notices import endangered


class GalloperScheduleReschedule(models.TransientModel):
    """Promises that will not be met, each with a time at which it could be."""

    _name = "galloper.schedule.reschedule"
    _description = "Promises at Risk"
    _inherit = ["galloper.guarded.wizard"]

    line_ids = fields.One2many(
        "galloper.schedule.reschedule.line", "reschedule_id", string="Promises"
    )

    def action_confirm(self):
        """Make the new promises; what is left empty stays as it is."""
        self.ensure_one()
        for line in self.line_ids.filtered("proposed_at"):
            activity = line.activity_id.exists()
            if activity.active:
                activity.action_promise(line.proposed_at)
        return {"type": "ir.actions.act_window_close"}

    @api.model
    def _open(self, lines):
        """The dialog about these lines of plans, with proposed times.

        Those of documents closed to the caller are their salespeople's to agree anew.

        :raise UserError: none of the promises is at risk any more
        """
        now = fields.Datetime.now()
        at_risk = lines.browse().union(*endangered(lines))
        mine = at_risk.activity_id._filtered_access("write")
        at_risk = at_risk.filtered(lambda line: line.activity_id in mine)
        if not at_risk:
            raise UserError(self.env._("All promises can be met."))
        vals_list = []
        for user, group in at_risk.grouped("user_id").items():
            # A meeting is not moved in passing: see ``galloper.schedule.promise``.
            free = group.activity_id.filtered(
                lambda activity: not meeting_promises.meeting_of(activity)
            )
            proposed = Availability(user, now).propose(free)
            vals_list += [
                self._prepare_line_vals(line, proposed.get(line.activity_id.id))
                for line in group
            ]
        reschedule = self.create({"line_ids": [Command.create(v) for v in vals_list]})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Promises at Risk"),
            "res_model": self._name,
            "res_id": reschedule.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    @api.model
    def _prepare_line_vals(self, line, proposed_at):
        return {
            "activity_id": line.activity_id.id,
            "user_id": line.user_id.id,
            "who": line.who,
            "reason": line.reason,
            "phone": line.phone,
            "proposed_at": proposed_at,
        }

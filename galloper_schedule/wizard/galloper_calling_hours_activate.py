from odoo import api, fields, models
from odoo.exceptions import UserError


class GalloperCallingHoursActivate(models.TransientModel):
    """Says what calling hours are based on before they are turned on."""

    _name = "galloper.calling.hours.activate"
    _inherit = ["galloper.guarded.wizard"]
    _description = "Activate Calling Hours"

    hours_ids = fields.Many2many(
        "galloper.calling.hours",
        string="Calling Hours",
        context={"active_test": False},
        required=True,
    )
    has_read = fields.Boolean("I have read this")

    @api.model
    def default_get(self, fields_list):
        """Archived ones are chosen, too."""
        return super(
            GalloperCallingHoursActivate, self.with_context(active_test=False)
        ).default_get(fields_list)

    def action_confirm(self):
        """Turn them on; who has read it, and when, is remembered."""
        self.ensure_one()
        if not self.has_read:
            raise UserError(self.env._("Confirm first that you have read this."))
        self.hours_ids.write(
            {
                "active": True,
                "confirmed_by_id": self.env.uid,
                "confirmed_on": fields.Datetime.now(),
            }
        )
        return {"type": "ir.actions.act_window_close"}

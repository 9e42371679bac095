from odoo import fields, models


class GalloperScheduleReassignLine(models.TransientModel):
    _name = "galloper.schedule.reassign.line"
    _description = "Activity to Reassign"
    _inherit = ["galloper.guarded.wizard"]
    _order = "id"

    reassign_id = fields.Many2one(
        "galloper.schedule.reassign", "Dialog", required=True, ondelete="cascade"
    )
    # Its id alone: a link would tell the reader its name, which may be private.
    activity_key = fields.Integer(readonly=True)
    chosen = fields.Boolean("Reassign")
    who = fields.Char("Customer", readonly=True)
    about = fields.Char("Subject", readonly=True)
    promised = fields.Char("Promised for", readonly=True)
    promised_at = fields.Datetime(readonly=True)
    promised_until = fields.Datetime(readonly=True)
    colleague_id = fields.Many2one("res.users", "Assign to")

    def _is_still_true(self, activity):
        """Whether there still is such an activity, promised as shown."""
        self.ensure_one()
        return bool(
            activity
            and activity.promised_at == self.promised_at
            and activity.promised_until == self.promised_until
        )

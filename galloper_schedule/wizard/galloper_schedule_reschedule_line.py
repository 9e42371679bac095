from odoo import fields, models


class GalloperScheduleRescheduleLine(models.TransientModel):
    _name = "galloper.schedule.reschedule.line"
    _description = "Promise at Risk"
    _inherit = ["galloper.guarded.wizard"]

    reschedule_id = fields.Many2one(
        "galloper.schedule.reschedule", required=True, ondelete="cascade"
    )
    activity_id = fields.Many2one("mail.activity", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    who = fields.Char("Customer", readonly=True)
    reason = fields.Char(readonly=True)
    phone = fields.Char(readonly=True)
    proposed_at = fields.Datetime(
        "New Time",
        help="Agree on it with the customer. Leave empty to keep the "
        "promise unchanged.",
    )

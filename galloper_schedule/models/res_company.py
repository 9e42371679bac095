from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    contact_minutes = fields.Integer(
        "Minutes of a Contact",
        default=15,
        help="How long a contact takes that names no minutes of its own.",
    )

    _check_contact_minutes = models.Constraint(
        "CHECK(contact_minutes BETWEEN 1 AND 1440)",
        "A contact takes between one minute and a day.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "contact_minutes" in vals:
            self.env["galloper.schedule.due"]._mark_everybody_planned()
        return result

from odoo import fields, models


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    responsible_type = fields.Selection(
        selection_add=[("salesperson", "Salesperson")],
        ondelete={"salesperson": "set default"},
    )
    galloper_not_before = fields.Float(
        "Earliest Time",
        help="My Day does not plan this step before this time, in the salesperson's "
        "time zone. Set to 0:00 for any time.",
    )
    galloper_by_rhythm = fields.Boolean(
        "On Expected Reorder Date",
        help="The delay is counted from the customer's expected reorder date if it is "
        "still ahead, otherwise from the plan date.",
    )

    _check_not_before = models.Constraint(
        "CHECK(galloper_not_before >= 0 AND galloper_not_before < 24)",
        "Choose a time between 0:00 and 24:00.",
    )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        """The salesperson of the lead or customer; else whoever launches the plan."""
        self.ensure_one()
        if self.responsible_type != "salesperson":
            return super()._determine_responsible(
                on_demand_responsible, applied_on_record
            )
        user = self.env["res.users"]
        if "user_id" in applied_on_record._fields:
            user = applied_on_record.user_id
        if not user and applied_on_record._name == "res.partner":
            user = applied_on_record.commercial_partner_id.user_id
        user = user.sudo().filtered("active") or self.env.user
        return {"responsible": user, "error": False, "warning": False}

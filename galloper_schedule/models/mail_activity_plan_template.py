from odoo import fields, models


class MailActivityPlanTemplate(models.Model):
    _inherit = "mail.activity.plan.template"

    responsible_type = fields.Selection(
        selection_add=[("salesperson", "Salesperson")],
        ondelete={"salesperson": "set default"},
    )
    galloper_not_before = fields.Float(
        "Not Before (hour)",
        help="By the salesperson's clock, in My Day. 0:00: at any time.",
    )
    galloper_by_rhythm = fields.Boolean(
        "When Due to Buy",
        help="Counts from the day on which the customer usually buys again, if that is "
        "still to come; else from the plan's date.",
    )

    _check_not_before = models.Constraint(
        "CHECK(galloper_not_before >= 0 AND galloper_not_before < 24)",
        "Choose an hour between 0:00 and 24:00.",
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

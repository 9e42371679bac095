from odoo import models


class ResPartner(models.Model):
    _inherit = "res.partner"

    def write(self, vals):
        result = super().write(vals)
        due = self.env["galloper.schedule.due"]
        if not {"active", "is_company", "parent_id"}.isdisjoint(vals):
            due._mark_customers(self)
        if "tz" in vals:
            due._mark_users(self.sudo().user_ids.ids)
        return result

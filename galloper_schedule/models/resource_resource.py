from odoo import models


class ResourceResource(models.Model):
    _name = "resource.resource"
    _inherit = ["resource.resource", "galloper.schedule.fact"]

    def _mark_plans(self):
        """The working hours may have changed."""
        self.env["galloper.schedule.due"]._mark_users(self.sudo().user_id.ids)

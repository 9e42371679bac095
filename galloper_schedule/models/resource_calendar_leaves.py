from odoo import models


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "galloper.schedule.fact"]

    def _mark_plans(self):
        """One's own leave concerns oneself, a public holiday everybody."""
        due = self.env["galloper.schedule.due"]
        due._mark_users(self.sudo().resource_id.user_id.ids)
        if any(not leave.resource_id for leave in self):
            due._mark_everybody_planned()

from odoo import models


class CalendarAttendee(models.Model):
    _name = "calendar.attendee"
    _inherit = ["calendar.attendee", "galloper.schedule.fact"]

    _partner_idx = models.Index("(partner_id)")

    def _mark_plans(self):
        """Who attends has less time for activities, who declines has more."""
        self.env["galloper.schedule.due"]._mark_attendees(self.sudo().partner_id.ids)

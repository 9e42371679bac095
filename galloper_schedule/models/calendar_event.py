from odoo import models


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ["calendar.event", "galloper.schedule.fact"]

    def unlink(self):
        # PostgreSQL would delete them together with the meeting, without a word.
        self.with_context(active_test=False).sudo().activity_ids.unlink()
        return super().unlink()

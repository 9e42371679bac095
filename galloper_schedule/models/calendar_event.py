from odoo import models

_BUSY_FIELDS = {
    "active",
    "allday",
    "show_as",
    "start",
    "start_date",
    "stop",
    "stop_date",
}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def write(self, vals):
        result = super().write(vals)
        if not _BUSY_FIELDS.isdisjoint(vals):
            self._mark_attendees()
        return result

    def unlink(self):
        self._mark_attendees()
        # PostgreSQL would delete them together with the meeting, without a word.
        self.with_context(active_test=False).sudo().activity_ids.unlink()
        return super().unlink()

    def _mark_attendees(self):
        """Their days have another room now."""
        partners = self.sudo().attendee_ids.partner_id
        self.env["galloper.schedule.due"]._mark_attendees(partners.ids)

from odoo import api, models

from ..adapter.log import meeting_promises

_BUSY_FIELDS = {*meeting_promises.Times._fields, "show_as"}


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    @api.model_create_multi
    def create(self, vals_list):
        events = super().create(vals_list)
        events._mark_salespeople()
        return events

    def write(self, vals):
        if meeting_promises.leaves_notes(self.env, vals):
            return True
        is_busy = not _BUSY_FIELDS.isdisjoint(vals)
        is_others = "opportunity_id" in vals
        if not is_busy and not is_others:
            return super().write(vals)
        if is_others:
            self._mark_salespeople()
        with meeting_promises.following(self):
            result = super().write(vals)
        self._mark_salespeople()
        if is_busy:
            self._mark_attendees()
        return result

    def unlink(self):
        self._mark_attendees()
        self._mark_salespeople()
        meeting_promises.forget(self)
        # PostgreSQL would delete them together with the meeting, without a word.
        self.with_context(active_test=False).sudo().activity_ids.unlink()
        return super().unlink()

    def _sync_activities(self, fields):
        """Odoo writes the activities of a meeting that has changed; it is not to move
        the meeting once more for it.
        """
        still = meeting_promises.still(self)
        return super(CalendarEvent, still)._sync_activities(fields)

    def _mark_attendees(self):
        """Their days have another room now."""
        partners = self.sudo().attendee_ids.partner_id
        self.env["galloper.schedule.due"]._mark_attendees(partners.ids)

    def _mark_salespeople(self):
        """An opportunity with a meeting to come needs no other next step."""
        leads = self.sudo().opportunity_id
        if leads:
            self.env["galloper.schedule.due"]._mark_users(leads.user_id.ids)

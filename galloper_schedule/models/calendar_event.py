from odoo import models

from ..adapter.log import meeting_promises, meeting_times

_TIMES = {*meeting_times.Times._fields}


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ["calendar.event", "galloper.schedule.fact"]

    def write(self, vals):
        if meeting_promises.leaves_notes(self.env, vals):
            return True
        if _TIMES.isdisjoint(vals):
            return super().write(vals)
        with meeting_promises.following(self):
            return super().write(vals)

    def unlink(self):
        # PostgreSQL deletes their activities with them, without a word.
        promised, user_ids = meeting_promises.forget(self)
        self.env["galloper.schedule.due"]._mark_users(user_ids)
        promised.unlink()
        return super().unlink()

    def _sync_activities(self, fields):
        """Odoo writes the activities of a meeting that has changed; it is not to move
        the meeting once more for it.
        """
        still = meeting_promises.still(self)
        return super(CalendarEvent, still)._sync_activities(fields)

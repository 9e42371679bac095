from odoo import models

from ..adapter.log import meeting_promises

_TIMES = {*meeting_promises.Times._fields}


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

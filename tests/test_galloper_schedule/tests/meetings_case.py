"""A customer's meeting, and all that would show that somebody has touched it."""

from odoo.fields import Command
from odoo.tools import SQL

from .common import OpenDayCase

_TOLD = """
SELECT 'message', count(*) FROM mail_message WHERE model = 'calendar.event'
 UNION ALL
SELECT 'notice', count(*) FROM mail_notification WHERE res_partner_id = %(guest)s
 UNION ALL
SELECT 'mail', count(*) FROM mail_mail_res_partner_rel WHERE res_partner_id = %(guest)s
 UNION ALL
SELECT 'by address', count(*) FROM mail_mail WHERE email_to LIKE '%%guest@%%'
 ORDER BY 1
"""


class MeetingsCase(OpenDayCase):
    """It is Wednesday, 10:00; the meeting is on Friday from 10 to 11, in Moscow."""

    def setUp(self):
        super().setUp()
        self.guest = self.env["res.partner"].create(
            {"name": "Guest", "email": "guest@example.com"}
        )
        self.lead = self._lead("Deal", "hot", partner_id=self.guest.id)
        self.log = self.env["galloper.promise"]
        self.event = self._meet(self._at(10, day=6), self._at(11, day=6))
        self.activity = self.event.activity_ids

    def _meet(self, start, stop, **vals):
        """As from the calendar: Odoo makes the activity on the lead."""
        vals = {
            "name": "Talk about the offer",
            "res_id": self.lead.id,
            "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
            "opportunity_id": self.lead.id,
            "partner_ids": [Command.set((self.seller.partner_id | self.guest).ids)],
            "start": start,
            "stop": stop,
            "user_id": self.seller.id,
            **vals,
        }
        return self.env["calendar.event"].with_user(self.seller).create(vals)

    def _promise(self, activity=None):
        activity = activity or self.activity
        return activity.promised_at, activity.promised_until

    def _outcomes(self, activity=None):
        rows = self.log.search(
            [("activity_id", "=", (activity or self.activity).id)], order="id"
        )
        return rows.mapped("outcome")

    def _calendar_as_it_is(self):
        """Every column of every meeting and attendee, and what their guest was told."""
        self.env.flush_all()
        return [
            self.env.execute_query(SQL(select, guest=self.guest.id))
            for select in (
                "SELECT calendar_event::text FROM calendar_event ORDER BY id",
                "SELECT calendar_attendee::text FROM calendar_attendee ORDER BY id",
                "SELECT r::text FROM calendar_event_res_partner_rel r ORDER BY 1",
                _TOLD,
            )
        ]

"""The day mends itself: activities in progress, pins, and what makes a plan stale."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestDayGoesOn(TimetableCase):
    def test_contact_in_progress_stays(self):
        for name, stage in (("one", "hot"), ("two", "qualified"), ("three", "new")):
            self._contact(name, self._lead(name, stage))
        self.assertEqual(self._times(self._at(9)), "one 09:00 two 09:15 three 09:30")
        self._contact("urgent", promised_at=self._at(9, 40))
        self.assertEqual(
            self._times(self._at(9, 5)),
            "urgent 09:40 one 09:00 two 09:15 three 09:55",
        )
        # Not done when its time is over: it goes on, the rest follows.
        self.assertEqual(
            self._times(self._at(9, 15)),
            "urgent 09:40 one 09:15 two 09:55 three 10:10",
        )

    def test_pinned(self):
        now = self._at(8, 59)
        self._contact("one", self._lead("one", "hot"))
        two = self._contact("two", self._lead("two", "qualified"))
        exact = self._contact("exact", promised_at=self._at(12))
        with patch.object(fields.Datetime, "now", lambda: now):
            two.with_user(self.seller).action_pin(self._at(9))
            self.assertEqual(self._times(now), "exact 12:00 one 09:15 two 09:00")
            line = self._lines_of(self.seller).filtered("galloper_pinned_at")
            self.assertIn("pinned", line.reason)
            for pinned, moment, error in (
                (two, self._at(8), "in the past"),
                (two, self._at(9, day=5), "another time today"),
                (exact, self._at(13), "promised for"),
            ):
                with self.assertRaisesRegex(UserError, error):
                    pinned.with_user(self.seller).action_pin(moment)
            two.with_user(self.seller).action_pin(False)
        self.assertEqual(self._times(now), "exact 12:00 one 09:00 two 09:15")
        two.galloper_pinned_at = self._at(15)
        self.assertEqual(self._times(self._at(16)), "exact 16:00 one 16:15 two 15:00")
        self.assertEqual(self._times(self._at(9, day=5)).split()[-1], "09:30")

    def test_what_runs_out_next(self):
        self._contact("one", self._lead("one", "hot"))
        self._plan(self._at(9))
        due = self.env["galloper.schedule.due"].search(
            [("user_id", "=", self.seller.id), ("planned_at", "!=", False)]
        )
        self.assertEqual(due.due_at, self._at(9, 15), "the end of the first contact")

    def test_at_risk_is_told_once(self):
        self._meeting(self._at(10), self._at(12))
        contact = self._contact(
            "one",
            self._lead("one"),
            promised_at=self._at(10),
            promised_until=self._at(11, 30),
        )
        users = self.registry["res.users"]
        with patch.object(users, "_bus_send", autospec=True) as send:
            self._plan(self._at(9))
            self._plan(self._at(9, 1))
            self.seller._plan_day(self._at(9, 20))
        [told] = [
            (call.args[0], call.args[2]["keys"])
            for call in send.call_args_list
            if call.args[1] == "galloper_schedule/promises_at_risk"
        ]
        self.assertEqual(told, (self.seller, contact.ids))
        # Which the browser asks about, with the user's rights.
        lines = self.lines.with_user(self.seller)
        notice = lines.get_risk_notice(contact.ids)
        self.assertIn("one: Promised ", notice)
        self.assertIn("first free slot is 12:00", notice)
        colleague = self._new_seller("galloper_colleague", self.tz)
        others = self.lines.with_user(colleague).get_risk_notice(contact.ids)
        self.assertEqual((others, lines.get_risk_notice([contact.id + 9])), ("", ""))
        contact.promised_at = False
        self.seller._plan_day(self._at(9, 21))
        self.assertEqual(lines.get_risk_notice(contact.ids), "", "not any more")

    def test_every_fact_makes_the_plan_stale(self):
        """The scheduled action hears of it, and so does an open My Day."""
        partner = self.env["res.partner"].create({"name": "Customer"})
        lead = self._lead("one", "hot", partner_id=partner.id)
        contact = self._contact("one", lead)
        event = self._meeting(self._at(15), self._at(16))
        resource = self.env["resource.resource"].create(
            {"name": "Seller", "user_id": self.seller.id, "tz": self.tz}
        )
        leave = {
            "resource_id": resource.id,
            "date_from": self._at(9),
            "date_to": self._at(11),
        }
        wait = timedelta(hours=1)
        self._check_stale_after(
            lambda: contact.write({"contact_minutes": 20}),
            lambda: lead.write({"expected_revenue": 5}),
            lambda: partner.write(
                {"galloper_contact_from": 10, "galloper_contact_to": 12}
            ),
            lambda: partner.write({"tz": "Asia/Tokyo"}),
            lambda: event.write(
                {"start": event.start + wait, "stop": event.stop + wait}
            ),
            lambda: event.attendee_ids.do_decline(),
            lambda: event.unlink(),
            lambda: self.env["resource.calendar.leaves"].create(leave),
            lambda: resource.calendar_id.write({"hours_per_day": 7}),
            lambda: self.company.write({"galloper_contact_buffer": 5}),
            lambda: self.company.write({"galloper_suggest_leads": False}),
        )

    def _check_stale_after(self, *changes):
        due = self.env["galloper.schedule.due"]
        mine = [("user_id", "=", self.seller.id), ("planned_at", "=", False)]
        for change in changes:
            self._plan(self._at(9))
            self.env.cr.flush()
            due.search(mine).unlink()
            triggers = self.env["ir.cron.trigger"].search_count([])
            change()
            self.env.cr.flush()
            self.assertTrue(due.search(mine))
            self.assertGreater(self.env["ir.cron.trigger"].search_count([]), triggers)

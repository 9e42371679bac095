"""Nobody answers: the activity comes back by itself, and not for ever."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import MyDayCase, utc


@tagged("post_install", "-at_install")
class TestNoAnswer(MyDayCase):
    def setUp(self):
        super().setUp()
        # Working hours of Odoo's own calendar: 8 to 12 and 13 to 17, Monday to Friday.
        self.seller.company_id.resource_calendar_id = self.env.ref(
            "resource.resource_calendar_std"
        )
        self.lead = self._lead("Deal", "hot")
        self.contact = self._contact("call", self.lead).with_user(self.seller)
        self.now = utc(self.tz, 2026, 3, 4, 10)

    def _no_answer(self, moment=None):
        self.now = moment or self.now
        with patch.object(fields.Datetime, "now", lambda: self.now):
            return self.contact.action_no_answer()

    def _line(self, now):
        return self._plan(now).filtered(
            lambda line: line.activity_id.id == self.contact.id
        )

    def test_three_attempts_have_three_times_of_day(self):
        clocks = []
        for _attempt in range(3):
            clocks.append(self.now - utc(self.tz, *self.now.timetuple()[:3]))
            self._no_answer()
            self.assertGreater(self.contact.retry_at, self.now)
            line = self._line(self.now + timedelta(seconds=1))
            if line:
                self.assertEqual(line.state, "waiting")
            self.now = self.contact.retry_at
            line = self._line(self.now)
            self.assertEqual(line.state, "planned")
            self.assertGreaterEqual(line.planned_start, self.now)
        hour = timedelta(hours=1)
        day = 24 * hour
        apart = [(a - b) % day for a in clocks for b in clocks if a is not b]
        self.assertTrue(all(hour <= distance <= day - hour for distance in apart))
        self.assertEqual(self.contact.attempt_count, 3)
        notes = self.lead.message_ids.mapped("body")
        self.assertEqual(sum("No answer" in note for note in notes), 3)

    def test_late_in_the_day_it_is_due_on_another(self):
        self._no_answer(utc(self.tz, 2026, 3, 4, 16))
        self.assertEqual(str(self.contact.date_deadline), "2026-03-05")
        self.assertFalse(self._line(self.now), "nobody waits for it today")
        self.assertTrue(self._line(utc(self.tz, 2026, 3, 5, 9)))

    def test_within_the_customers_hours(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Far",
                "tz": "Asia/Vladivostok",  # seven hours ahead
                "galloper_contact_from": 9,
                "galloper_contact_to": 18,
            }
        )
        self.lead.partner_id = partner
        self._no_answer()
        retry = fields.Datetime.context_timestamp(
            self.contact.with_context(tz=partner.tz), self.contact.retry_at
        )
        self.assertTrue(9 <= retry.hour < 18)

    def test_no_sign_of_life_is_asked_once(self):
        self.seller.company_id.galloper_max_attempts = 2
        lines = self.lines.with_user(self.seller)
        self.assertIs(self._no_answer(), True)
        question = self._no_answer(self.contact.retry_at)
        self.assertEqual(question["res_model"], "galloper.schedule.unresponsive")
        self.assertFalse(self._line(self.contact.retry_at), "it has left the plan")
        self.assertTrue(self.contact.active, "but it has not disappeared")
        self.assertEqual(lines.get_day_counters()["unresponsive"], 1)
        dialog = self.env[question["res_model"]].with_user(self.seller)
        dialog.with_context(**question["context"]).create({}).action_keep_trying()
        self.assertEqual(lines.get_day_counters()["unresponsive"], 0)
        self.assertTrue(self._line(self.contact.retry_at))
        self.assertFalse(lines.action_unresponsive())

    def test_the_leads_owner_is_asked_as_well(self):
        self.seller.company_id.galloper_max_attempts = 1
        owner = self._new_seller("galloper_owner", self.tz)
        stranger = self._new_seller("galloper_stranger", self.tz)
        self.lead.user_id = owner
        self.contact.sudo().user_id = self.seller  # their own affair, as an assistant's
        self._no_answer()
        for user, count in ((owner, 1), (self.seller, 1), (stranger, 0)):
            lines = self.lines.with_user(user)
            self.assertEqual(lines.get_day_counters()["unresponsive"], count)
        question = self.lines.with_user(owner).action_unresponsive()
        dialog = self.env[question["res_model"]].with_user(owner)
        dialog.with_context(**question["context"]).create({}).action_lose()
        self.assertEqual(self.lead.won_status, "lost")

    def test_lose_it(self):
        self.seller.company_id.galloper_max_attempts = 1
        self._no_answer()
        question = self.lines.with_user(self.seller).action_unresponsive()
        dialog = self.env[question["res_model"]].with_user(self.seller)
        reason = self.env["crm.lost.reason"].create({"name": "Silence"})
        dialog.with_context(**question["context"]).create(
            {"lost_reason_id": reason.id}
        ).action_lose()
        self.assertEqual(self.lead.won_status, "lost")
        self.assertEqual(self.lead.lost_reason_id, reason)
        self.assertFalse(self.contact.active)
        self.assertFalse(self._plan(self.now))

    def test_a_new_promise_brings_it_back(self):
        self.seller.company_id.galloper_max_attempts = 1
        self._no_answer()
        with patch.object(fields.Datetime, "now", lambda: self.now):
            self.contact.action_promise(self.now + timedelta(hours=1))
        self.assertEqual(self._line(self.now).bucket, "today")

    def test_snoozed(self):
        self.contact.action_snooze(utc(self.tz, 2026, 3, 4, 15))
        line = self._line(self.now)
        self.assertEqual(line.state, "waiting")
        self.assertEqual(line.planned_start, utc(self.tz, 2026, 3, 4, 15))
        self.assertIn("not before", line.reason)
        self.contact.action_snooze(utc(self.tz, 2026, 3, 5, 15))
        self.assertFalse(self._line(self.now))

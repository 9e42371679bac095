"""A number is tried so often in so many hours, whoever tries it, on whatever lead."""

from odoo.tests import tagged

from .refusal_case import ALL_DAY, NUMBER, OTHER, RefusalCase


@tagged("post_install", "-at_install")
class TestAttemptCaps(RefusalCase):
    def setUp(self):
        super().setUp()
        self.company.galloper_retry_hours = 1
        self.call = self._contact("call", self.lead)

    def _caps(self, most, hours=24, **vals):
        self.env["galloper.calling.hours"].create(
            {
                "name": "A law",
                "attempts_most": most,
                "attempts_hours": hours,
                "on_public_holidays": True,
                "span_ids": ALL_DAY,
                **vals,
            }
        )

    def _tried(self, activity, *when, answered=False):
        """By whoever has it."""
        self._freeze(self._at(*when))
        activity = activity.with_user(activity.user_id)
        if answered:
            activity.action_feedback()
        else:
            activity.action_no_answer()

    def test_it_waits_and_says_until_when(self):
        self._caps(2)
        self._tried(self._contact("one", self.customer), 10, 20, answered=True)
        self._tried(self._contact("two", self._lead("Two", phone=NUMBER)), 10, 30)
        [line] = [one for one in self._shown() if one["contact_key"] == self.call.id]
        self.assertFalse(line["phone"])
        self.assertIn("2 attempts in 24 h: next one from", line["reason"])
        self.assertIn("10:20", line["reason"])
        planned = self.lines.search([("activity_id", "=", self.call.id)])
        self.assertEqual((planned.state, planned.no_call), ("waiting", "capped"))
        self.assertEqual(planned.no_call_until, self._at(10, 20, day=5))
        self.assertIn(self.call.id, self._left_out())
        self._freeze(self._at(10, 20, day=5))
        self.assertIn(NUMBER, [one["phone"] for one in self._shown()])
        self.assertNotIn(self.call.id, self._left_out())

    def test_nobody_waits_without_a_cap(self):
        self._caps(0)
        for minute in (10, 20, 30):
            one = self._contact("one", self.customer)
            self._tried(one, 10, minute, answered=True)
        self.assertEqual(self._keys(), [self.call.id])

    def test_letters_do_not_count(self):
        self._caps(1)
        letter = self._contact("letter", self.lead, activity_type_id=self.email.id)
        self._tried(letter, 10, 10, answered=True)
        self.assertEqual(self._shown()[0]["phone"], NUMBER)

    def test_another_number_does_not(self):
        self._caps(1)
        other = self._contact("other", self._lead("Other", phone=OTHER))
        self._tried(other, 10, 10, answered=True)
        self.assertEqual(self._shown()[0]["phone"], NUMBER)

    def test_a_colleagues_attempt_counts_at_once(self):
        self._caps(1)
        self._plan(self._at(10))
        theirs = self._lead("Theirs", phone=NUMBER, user_id=self.colleague.id)
        call = self._contact("theirs", theirs, user=self.colleague)
        self._look()
        self._tried(call, 10, 10, answered=True)
        self.env.cr.flush()
        marks = self.env["galloper.schedule.due"].search([("planned_at", "=", False)])
        self.assertIn(self.seller, marks.user_id)
        [line] = self._shown()
        self.assertEqual((line["contact_key"], line["phone"]), (self.call.id, False))

    def test_it_comes_back_when_it_may(self):
        self._caps(1, hours=72)
        self._tried(self.call, 10, 10)
        self.assertEqual(self.call.retry_at, self._at(9, day=9))
        self.assertGreaterEqual(self.call.retry_at, self._at(10, 10, day=7))
        self.assertIn("03/09/2026 09:00", self.lead.message_ids[0].body)

    def test_a_promise_is_kept(self):
        self._caps(1)
        self._tried(self._contact("one", self.customer), 10, 10, answered=True)
        self.call.promised_at = self._at(12)
        [line] = self._shown()
        self.assertEqual(line["phone"], NUMBER)
        self.assertNotIn("attempts", line["reason"])
        self.assertFalse(self.work.get_focus(self.call.id)["no_call"])
        difficulties = self.work.get_difficulties(self.call.id, self._text(12))
        self.assertIn("1 attempts in 24 h", " ".join(difficulties))

    def test_the_strictest_that_applies(self):
        russia, france = self.env.ref("base.ru"), self.env.ref("base.fr")
        self._caps(1, hours=48, country_id=russia.id)
        self._caps(1, hours=24)
        self._caps(1, hours=96, country_id=france.id)
        self.customer.country_id = russia
        self._tried(self._contact("one", self.customer), 10, 10, answered=True)
        self._shown()
        planned = self.lines.search([("activity_id", "=", self.call.id)])
        self.assertEqual(planned.no_call_until, self._at(10, 10, day=6))
        self.assertEqual((planned.cap_attempts, planned.cap_hours), (1, 48))

    def test_suggestions_wait_too(self):
        self._caps(1)
        self.call.unlink()
        self._tried(self._contact("one", self.customer), 10, 10, answered=True)
        self.company.galloper_suggest_leads = True
        self.assertEqual(self._keys(), [], "done today")

    def test_its_own_days_of_the_month(self):
        self._caps(2, hours=720)
        for minute in (10, 20):
            one = self._contact("one", self.customer)
            self._tried(one, 10, minute, answered=True)
        self.assertIn("2 attempts in 30 days: next one from", self._reason(self.call))

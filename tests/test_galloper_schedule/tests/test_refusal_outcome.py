"""Asked not to be called, as the outcome of a call: what becomes of everything."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from .refusal_case import ALL_DAY, NUMBER, OTHER, RefusalCase


@tagged("post_install", "-at_install")
class TestRefusalOutcome(RefusalCase):
    def setUp(self):
        super().setUp()
        self.call = self._contact("call", self.lead)

    def _refuse(self, note="Never again", **values):
        answer = self.work.work_done(self.call.id, note, refused=True, **values)
        self.assertEqual(answer["status"], "ok")

    def _pauses(self, days):
        """Calling hours say so."""
        self.env["galloper.calling.hours"].create(
            {"name": "A law", "refusal_pause_days": days, "span_ids": ALL_DAY}
        )

    def test_the_number_is_put_on_the_phone_blacklist(self):
        """By a salesperson who may not even read that."""
        with self.assertRaises(AccessError):
            self.blacklist.with_user(self.seller).search([])
        self._refuse()
        self.assertFalse(self.call.active)
        self.assertIn("Asked not to be called", self.call.feedback)
        self.assertIn("Never again", self.call.feedback)
        listed = self._listed()
        self.assertTrue(listed.active)
        [message] = listed.message_ids.filtered(lambda one: "Asked" in one.body)
        self.assertIn(f"Asked {self.seller.name} on", message.body)
        self.assertEqual(message.author_id, self.seller.partner_id)
        [row] = self.refusals.search([("number", "=", NUMBER)])
        self.assertEqual((row.partner_id, row.lead_id), (self.customer, self.lead))
        self.assertEqual((row.user_id, row.until), (self.seller, False))
        self.assertEqual(row.asked_on, self._at(10))
        attempt = self.env["galloper.attempt"].search([], order="id desc", limit=1)
        self.assertTrue(attempt.answered)
        self.assertEqual(attempt.sudo().number, NUMBER)

    def test_a_number_that_was_on_it_before(self):
        listed = self.blacklist.create({"number": NUMBER})
        listed.action_archive()
        self._refuse()
        self.assertEqual(self._listed(), listed)

    def test_or_it_is_paused(self):
        self._pauses(60)
        self._refuse()
        self.assertFalse(self._listed())
        [row] = self.refusals.search([("number", "=", NUMBER)])
        self.assertEqual(row.until, self._at(10, day=4).replace(month=5, day=3))
        again = self._contact("again", self.lead)
        self.assertEqual(self._keys(), [])
        self._freeze(row.until)
        self.assertEqual(self._keys(), [again.id])

    def test_what_is_open_is_settled(self):
        second = self._lead("Second", phone=NUMBER)
        promised = self._contact("promised", second, promised_at=self._at(12))
        person = self._contact("person", self.customer)
        letter = self._contact("letter", self.lead, activity_type_id=self.email.id)
        stranger = self._contact("stranger", self._lead("Stranger", phone=OTHER))
        promise = self._promise(promised)
        self._refuse()
        self.assertFalse((promised + person).exists())
        self.assertEqual(promise.outcome, "cancelled")
        self.assertIn(
            "Canceled, as the customer asked not to be called: promised",
            second.message_ids[0].body,
        )
        self.assertCountEqual(self._keys(), [letter.id, stranger.id])

    def test_colleagues_keep_theirs_and_are_told(self):
        theirs = self._lead("Their deal", phone=NUMBER, user_id=self.colleague.id)
        call = self._contact("theirs", theirs, user=self.colleague)
        owed = self._contact(
            "owed", theirs, user=self.colleague, promised_at=self._at(12)
        )
        idle = self._lead("Idle deal", phone=NUMBER, user_id=self.colleague.id)
        lost = self._lead("Lost deal", phone=NUMBER, user_id=self.manager.id)
        lost.action_set_lost()
        self._refuse()
        self.assertTrue((call + owed).exists())
        [body] = self._messages(self.colleague)
        for text in ("Their deal", "Idle deal", self.seller.name, "promised for"):
            self.assertIn(text, body)
        self.assertIn("My Day asks you", body)
        self.assertNotIn("Deal", body, "no business of theirs")
        self.assertEqual(body.count(idle.name), 1)
        self.assertEqual(self._messages(self.manager), [])
        self.assertEqual(self._messages(self.seller), [])
        colleague = self.lines.with_user(self.colleague)
        self.colleague._plan_day(self._at(10))
        self.assertEqual(list(self._left_out(self.colleague)), [call.id])
        self.assertTrue(colleague.get_focus(owed.id)["no_call"]["asks"])

    def test_who_has_left_is_told_nothing(self):
        self._lead("Their deal", phone=NUMBER, user_id=self.colleague.id)
        self.colleague.active = False
        self._refuse()
        self.assertEqual(self._messages(self.colleague), [])

    def test_in_their_own_language_and_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.colleague.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        theirs = self._lead(
            "Their deal",
            phone=NUMBER,
            company_id=other.id,
            team_id=False,
            user_id=self.colleague.id,
        )
        call = self._contact("theirs", theirs, user=self.colleague)
        self._refuse()
        [body] = self._messages(self.colleague)
        self.assertIn("Their deal", body)
        self.colleague._plan_day(self._at(10))
        self.assertEqual(list(self._left_out(self.colleague)), [call.id])

    def test_whoever_has_no_number(self):
        self.customer.phone = self.lead.phone = False
        again = self._contact("again", self.customer)
        other = self._contact("other", self._lead("Other", partner_id=self.customer.id))
        self._refuse()
        self.assertFalse((again + other).exists())
        self.assertEqual(self._keys(), [])
        late = self._contact("late", self.customer)
        self.assertEqual(self._keys(), [])
        self.assertEqual(self._left_out(), {late.id: "asked not to be called"})

    def test_a_number_that_nobody_can_make_sense_of(self):
        self.lead.phone = self.customer.phone = "ask at the desk"
        self._refuse()
        self._contact("again", self.lead)
        self.assertEqual(self._keys(), [])

    def test_an_activity_about_nothing(self):
        errand = self._contact("errand")
        answer = self.work.work_done(errand.id, refused=True)
        self.assertEqual(answer["status"], "ok")
        self.assertFalse(errand.active)

    def test_the_next_step_is_no_call(self):
        step = {"type_id": self.call.activity_type_id.id, "day": "2026-03-10"}
        with self.assertRaises(UserError):
            self._refuse(step=step)
        self.assertTrue(self.call.active)
        self.assertFalse(self._listed())
        self._refuse(step={**step, "type_id": self.email.id})
        [letter] = self.env["mail.activity"].search([("res_id", "=", self.lead.id)])
        self.assertEqual(letter.activity_type_id, self.email)

    def test_the_next_step_may_be_agreed_on(self):
        step = {"type_id": self.call.activity_type_id.id}
        self._refuse(step={**step, "promised_at": self._text(16)})
        [agreed] = self.env["mail.activity"].search([("res_id", "=", self.lead.id)])
        self._shown()
        self.assertTrue(self.work.get_focus(agreed.id)["no_call"]["asks"])

    def test_twice_is_once(self):
        self._refuse(press="first")
        self._refuse(press="first")
        self.assertEqual(self.work.work_done(self.call.id)["status"], "already")
        self.assertEqual(self.refusals.search_count([("number", "=", NUMBER)]), 1)

    def test_yes_or_no_is_asked(self):
        for value in ("x", 1, [True], {}):
            with self.assertRaises(ValidationError):
                self.work.work_done(self.call.id, refused=value)

    def test_the_buttons_of_the_list(self):
        other = self._contact("other", self._lead("Other", phone=OTHER))
        self._plan(self._at(10))
        self.work.search([("user_id", "=", self.seller.id)]).action_refused()
        self.assertFalse((self.call + other).filtered("active"))
        self.assertTrue(self._listed() and self._listed(OTHER))

    # -- And they may be forgotten

    def test_a_customer_is_forgotten(self):
        self._refuse()
        attempt = self.env["galloper.attempt"].search([], order="id desc", limit=1)
        self.lead.partner_id = False
        self.customer.unlink()
        self.assertFalse(self.refusals.search([("number", "=", NUMBER)]))
        self.assertFalse(attempt.sudo().number)

    def test_a_lead_is_forgotten(self):
        alone = self._lead("Alone", phone=OTHER)
        call = self._contact("call", alone)
        self.work.work_done(call.id, refused=True)
        alone.unlink()
        self.assertFalse(self.refusals.search([("number", "=", OTHER)]))

    def test_what_is_merged_is_not_forgotten(self):
        alone, into = self._lead("Alone", phone=OTHER), self._lead("Into")
        call = self._contact("call", alone)
        self.work.work_done(call.id, refused=True)
        merged = (into + alone).merge_opportunity()
        self.assertEqual(self.refusals.search([("number", "=", OTHER)]).lead_id, merged)

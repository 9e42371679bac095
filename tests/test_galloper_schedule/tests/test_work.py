"""One press, one call: what each does, and when it does nothing."""

import json
from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OpenDayCase

UNSEEN = [0, 0, False]


@tagged("post_install", "-at_install")
class TestWork(OpenDayCase):
    """It is ten o'clock; the salesperson has one activity, with the lead "Deal"."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_seller("galloper_colleague", cls.tz)
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )

    def setUp(self):
        super().setUp()
        self.work = self.lines.with_user(self.seller)
        self.call_type = self.env.ref("mail.mail_activity_data_call")
        self.reason = self.env.ref("galloper_schedule.skip_reason_urgent")
        self.lead = self._lead("Deal")
        self.contact = self._contact("call", self.lead)
        self.key = self.contact.id

    def _ok(self, answer):
        self.assertEqual(answer, {"status": "ok", "action": False})

    def _refused(self, status, says, answer):
        self.assertEqual(answer["status"], status)
        self.assertIn(says, answer["message"])

    def _steps(self, lead):
        """All that was ever scheduled about a lead."""
        every = self.env["mail.activity"].with_context(active_test=False)
        return every.search([("res_model", "=", "crm.lead"), ("res_id", "=", lead.id)])

    def _results(self, lead):
        return lead.message_ids.filtered("mail_activity_type_id")

    def _presses(self, key, seen):
        """All that can be pressed about one activity."""
        work = self.work
        return {
            "done": lambda: work.work_done(key),
            "no answer": lambda: work.work_no_answer(key, seen),
            "promise": lambda: work.work_promise(key, seen, self._text(16)),
            "later": lambda: work.work_later(key, seen, self._text(16)),
            "skip": lambda: work.work_skip(key, seen, self.reason.id),
        }

    def _step(self, **when):
        return {"type_id": self.call_type.id, "summary": "Then", **when}

    def _after_done(self, **values):
        self._ok(self.work.work_done(self.key, **values))
        self.assertFalse(self.contact.active)
        return self._steps(self.lead) - self.contact

    def test_done(self):
        step = self._step(day="2026-03-10")
        stage = self.stage["hot"]
        new = self._after_done(note="Wants <b>two</b>", stage_id=stage.id, step=step)
        self.assertIn("Wants &lt;b&gt;two&lt;/b&gt;", self._results(self.lead).body)
        self.assertEqual(self._results(self.lead).author_id, self.seller.partner_id)
        self.assertEqual(self.lead.stage_id, stage)
        self.assertEqual(new.user_id, self.seller)
        self.assertEqual(new.activity_type_id, self.call_type)
        self.assertEqual((new.summary, new.date_deadline), ("Then", date(2026, 3, 10)))
        self.assertFalse(self._plan(self._at(10)))

    def test_the_next_step_is_promised(self):
        # Half past midnight of the 6th on the salesperson's clock, the 5th in UTC.
        start, stop = self._text(0, 30, day=6), self._text(2, day=6)
        step = self._step(promised_at=start, promised_until=stop, day="2026-03-20")
        new = self._after_done(step=step)
        self.assertEqual(new.promised_at, self._at(0, 30, day=6))
        self.assertEqual(new.promised_until, self._at(2, day=6))
        self.assertEqual(new.date_deadline, date(2026, 3, 6))

    def test_won(self):
        self.assertFalse(self._after_done(stage_id=self.stage["won"].id))
        self.assertEqual(self.lead.won_status, "won")
        self.assertEqual(len(self._results(self.lead)), 1)

    def test_what_cannot_be_done_whole_is_not_done_at_all(self):
        stage, step = self.stage["hot"].id, self._step(day="2026-03-10")
        for owner, error, values in (
            (self.colleague, AccessError, {"stage_id": stage}),
            (self.colleague, AccessError, {"step": step}),
            (self.seller, UserError, {"stage_id": stage, "step": self._step()}),
            (self.seller, UserError, {"stage_id": 2**31 - 1, "step": step}),
        ):
            self.lead.user_id = owner
            self.contact.user_id = self.seller  # their own affair, as an assistant's
            with mute_logger("odoo.addons.base.models.ir_rule"):
                with self.assertRaises(error):
                    self.work.work_done(self.key, note="Yes", **values)
            self.assertTrue(self.contact.active)
            self.assertFalse(self._results(self.lead))
            self.assertEqual(self._steps(self.lead), self.contact)
            self.assertEqual(self.lead.stage_id, self.stage["new"])

    def test_twice_done_is_done_once(self):
        step = self._step(day="2026-03-10")
        self._after_done(note="Yes", step=step)
        again = self.work.work_done(self.key, note="Yes", step=step)
        self._refused("already", "You completed this activity", again)
        self.assertEqual(len(self._results(self.lead)), 1)
        self.assertEqual(len(self._steps(self.lead)), 2)

    def test_a_press_that_comes_again_is_answered_as_it_was(self):
        """Its answer was lost; whatever the activity has come to be since."""
        self.company.galloper_max_attempts = 1
        answers = [
            self.work.work_no_answer(self.key, UNSEEN, press="first") for _ in range(2)
        ]
        self.assertEqual(json.loads(json.dumps(answers[0])), answers[1])
        self.assertEqual(
            answers[1]["action"]["res_model"], "galloper.schedule.unresponsive"
        )
        self.assertEqual(self.contact.attempt_count, 1)
        step = self._step(day="2026-03-10")
        for _number in range(2):
            self._ok(self.work.work_done(self.key, "Yes", step=step, press="second"))
        self.assertEqual(len(self._results(self.lead)), 1)
        self.assertEqual(len(self._steps(self.lead)), 2)
        self.company.galloper_max_attempts = 6
        lead = self._lead("Suggested")
        self._plan(self._at(10))
        for _number in range(2):
            self._ok(self.work.work_no_answer(-lead.id, UNSEEN, press="third"))
        self.assertEqual(self._steps(lead).attempt_count, 1)

    def test_a_press_that_never_arrived_is_nobody_elses_act(self):
        """A colleague has done it meanwhile, also by a press of the same id."""
        theirs = self.lines.with_user(self.colleague)
        mine = self._contact("call", self.lead)
        self.contact.user_id = self.colleague
        self._ok(theirs.work_done(self.key, press="one"))
        self.contact.active = True
        self.contact.user_id = self.seller
        self.contact.with_user(self.manager).action_feedback()
        again = self.work.work_done(self.key, "Wants two", press="one")
        self._refused("already", "galloper_manager", again)
        self._ok(self.work.work_no_answer(mine.id, UNSEEN, press="two"))
        again = self.work.work_no_answer(mine.id, UNSEEN, press="three")
        self._refused("changed", "Changed by someone else", again)
        self.assertEqual(mine.attempt_count, 1)
        # What was refused was not done: it may still be.
        self._ok(self.work.work_no_answer(mine.id, [1, 0, False], press="three"))
        self.assertEqual(mine.attempt_count, 2)

    def test_a_note_that_comes_again_is_kept_once(self):
        self.contact.user_id = self.colleague
        for _number in range(2):
            self.assertTrue(self.work.work_note(self.key, "Wants two", press="one"))
        self.assertTrue(self.work.work_note(self.key, "Wants three", press="two"))
        bodies = "".join(self.lead.message_ids.mapped("body"))
        self.assertEqual(bodies.count("Wants two"), 1)
        self.assertEqual(bodies.count("Wants three"), 1)

    def test_old_presses_are_forgotten(self):
        self._ok(self.work.work_no_answer(self.key, UNSEEN, press="one"))
        presses = self.env["galloper.press"]
        known = [("user_id", "=", self.seller.id)]
        presses._forget_old()
        self.assertTrue(presses.search(known))
        self._freeze(self._at(11, day=12))
        presses._forget_old()
        self.assertFalse(presses.search(known))

    def test_no_answer_counts_once(self):
        for status in ("ok", "changed"):
            answer = self.work.work_no_answer(self.key, UNSEEN)
            self.assertEqual(answer["status"], status)
            self.assertEqual(self.contact.attempt_count, 1)
        self._ok(self.work.work_no_answer(self.key, [1, 0, False]))
        self.assertEqual(self.contact.attempt_count, 2)

    def test_no_answer_asks_at_last(self):
        self.company.galloper_max_attempts = 1
        answer = self.work.work_no_answer(self.key, UNSEEN)
        self.assertEqual(
            answer["action"]["res_model"], "galloper.schedule.unresponsive"
        )

    def test_promised_and_taken_back(self):
        start, stop = self._text(15), self._text(16)
        self._ok(self.work.work_promise(self.key, UNSEEN, start, stop))
        self.assertEqual(self.contact.promised_at, self._at(15))
        self.assertEqual(self.contact.promised_until, self._at(16))
        again = self.work.work_promise(self.key, UNSEEN, self._text(12))
        self._refused("changed", "Changed by someone else", again)
        with self.assertRaisesRegex(UserError, "activity is promised"):
            self.work.work_later(self.key, [0, 0, start], self._text(17))
        self._ok(self.work.work_promise(self.key, [0, 0, start], False))
        self.assertFalse(self.contact.promised_at or self.contact.promised_until)
        self._ok(self.work.work_later(self.key, UNSEEN, self._text(17)))
        self.assertEqual(self.contact.retry_at, self._at(17))

    def test_skipped(self):
        self._ok(self.work.work_skip(self.key, UNSEEN, self.reason.id))
        line = self._plan(self._at(10))
        self.assertEqual((line.state, line.galloper_snooze_count), ("waiting", 1))
        self.assertEqual(line.retry_at, self._at(11))
        self.assertEqual(line.planned_start, self._at(11))
        self.assertIn("Something urgent came up", line.reason)
        self.assertFalse(self.contact.attempt_count)
        again = self.work.work_skip(self.key, UNSEEN, self.reason.id)
        self._refused("changed", "", again)
        self._ok(self.work.work_skip(self.key, [0, 1, False], self.reason.id))
        self.assertEqual(self.contact.galloper_snooze_count, 2)
        self._ok(self.work.work_no_answer(self.key, [0, 2, False]))
        self.assertNotIn("urgent", self._plan(self._at(10)).reason)

    def test_skipped_no_longer_than_the_promise_and_the_day_last(self):
        for end, back in ((None, self._at(10, 20)), (self._at(10, 40), None)):
            self.contact.action_promise(self._at(10, 20), end)
            seen = [0, self.contact.galloper_snooze_count, self._text(10, 20)]
            self._ok(self.work.work_skip(self.key, seen, self.reason.id))
            self.assertEqual(self.contact.retry_at, back or end)
        self._freeze(self._at(17, 20))
        late = self._contact("late", self.lead)
        self._ok(self.work.work_skip(late.id, UNSEEN, self.reason.id))
        self.assertEqual(late.retry_at, self._at(17, 45))
        self.assertEqual(late.date_deadline, date(2026, 3, 4))

    def test_a_suggestion_becomes_a_contact_once(self):
        became = {
            "done": {"active": False},
            "no answer": {"attempt_count": 1},
            "promise": {"promised_at": self._at(16)},
            "later": {"retry_at": self._at(16)},
            "skip": {"galloper_snooze_count": 1, "retry_at": self._at(11)},
        }
        for name, values in became.items():
            lead = self._lead(name)
            self._plan(self._at(10))
            press = self._presses(-lead.id, UNSEEN)[name]
            self._ok(press())
            step = self._steps(lead)
            self.assertEqual(step.user_id, self.seller, name)
            self.assertEqual({one: step[one] for one in values}, values)
            self._refused("gone", "no longer a suggestion", press())
            self.assertEqual(self._steps(lead), step)
            self._plan(self._at(10))
            self._refused("gone", "", press())

    # -- Nothing is done

    def _all_refused(self, status, says):
        before = self.contact.exists().read()
        for press in self._presses(self.key, UNSEEN).values():
            self._refused(status, says, press())
        self.assertEqual(self.contact.exists().read(), before)

    def test_done_already(self):
        self.contact.with_user(self.manager).action_feedback()
        self._all_refused("already", "galloper_manager")
        self.assertEqual(len(self._results(self.lead)), 1)

    def test_a_colleague_has_it_now(self):
        self.contact.with_user(self.manager).user_id = self.colleague
        self._all_refused("taken", "galloper_colleague")
        self.contact.user_id = False
        self._all_refused("taken", "No longer assigned")

    def test_cancelled(self):
        self.contact.unlink()
        self._all_refused("gone", "canceled")

    def test_a_colleagues_suggestion(self):
        lead = self._lead("theirs", user_id=self.colleague.id)
        self.colleague._plan_day(self._at(10))
        self.assertTrue(self._lines_of(self.colleague, active=False))
        for press in self._presses(-lead.id, UNSEEN).values():
            self._refused("gone", "", press())
        self.assertFalse(self._steps(lead))

    # -- Documents the salesperson may not read, and others

    def test_a_contact_on_a_closed_document(self):
        for press in ("no answer", "promise", "skip", "done"):
            lead = self._lead("Closed", user_id=self.colleague.id)
            contact = self._contact(press, lead)
            self._ok(self._presses(contact.id, UNSEEN)[press]())
        self.assertFalse(contact.active)
        self.assertEqual(len(self._results(lead)), 1)

    def test_what_was_typed_is_kept_on_the_document(self):
        self.contact.user_id = self.colleague
        self.assertTrue(self.work.work_note(self.key, "Wants <b>two</b>"))
        note = self.lead.message_ids[0]
        self.assertIn("Wants &lt;b&gt;two&lt;/b&gt;", note.body)
        self.assertEqual(note.author_id, self.seller.partner_id)
        self.assertTrue(note.is_internal or note.subtype_id.internal)
        self.assertTrue(self.work.work_note(-self.lead.id, "More"))
        self.assertFalse(self.work.work_note(self._contact("errand").id, "Lost"))
        self.contact.unlink()
        self.assertFalse(self.work.work_note(self.key, "Lost"))

    def test_nothing_is_kept_on_a_closed_document(self):
        lead = self._lead("Closed", user_id=self.colleague.id)
        theirs = self._contact("call", lead, self.colleague)
        for key in (theirs.id, -lead.id):
            with mute_logger("odoo.addons.base.models.ir_rule"):
                self.assertFalse(self.work.work_note(key, "Secret"))
        self.assertNotIn("Secret", "".join(lead.message_ids.mapped("body")))

"""Who may not be called: left out, counted, asked about, and never dialed."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .refusal_case import NUMBER, OTHER, RefusalCase


@tagged("post_install", "-at_install")
class TestRefusal(RefusalCase):
    def test_a_number_on_the_phone_blacklist(self):
        call = self._contact("call", self.lead)
        letter = self._contact("letter", self.lead, activity_type_id=self.email.id)
        self.assertEqual({one["phone"] for one in self._shown()}, {NUMBER})
        listed = self.blacklist.create({"number": NUMBER})
        [line] = self._shown()
        self.assertEqual((line["contact_key"], line["phone"]), (letter.id, False))
        self.assertIn("on the phone blacklist", line["reason"])
        self.assertEqual(self._left_out(), {call.id: "on the phone blacklist"})
        listed.action_archive()
        self.assertCountEqual(self._keys(), [call.id, letter.id])
        self.assertEqual(self._left_out(), {})
        listed.action_unarchive()
        self.assertEqual(self._keys(), [letter.id])
        listed.number = OTHER
        self.assertCountEqual(self._keys(), [call.id, letter.id])
        listed.unlink()
        self.assertCountEqual(self._keys(), [call.id, letter.id])

    def test_the_number_is_that_of_the_lead(self):
        """Another one than the customer's is dialed, and counts."""
        own = self._lead("Own", partner_id=self.customer.id)
        about_lead = self._contact("own", own)
        about_customer = self._contact("customer", self.customer)
        # Odoo gives the customer whatever is entered in the lead; others do not.
        self.env.flush_all()
        self.cr.execute(
            "UPDATE crm_lead SET phone = %s, phone_sanitized = %s WHERE id = %s",
            (OTHER, OTHER, own.id),
        )
        self.env.invalidate_all()
        self.blacklist.create({"number": NUMBER})
        self.assertEqual(self._keys(), [about_lead.id])
        self.assertEqual(list(self._left_out()), [about_customer.id])
        self.blacklist.create({"number": OTHER})
        self.assertEqual(self._keys(), [])

    def test_two_leads_with_one_number(self):
        other = self._customer("Other")
        self._contact("one", self.lead)
        self._contact("two", self._lead("Another deal", partner_id=other.id))
        self._contact("three", self._lead("Nobody's", phone=NUMBER))
        self.blacklist.create({"number": NUMBER})
        self.assertEqual(self._keys(), [])
        self.assertEqual(len(self._left_out()), 3)

    def test_nobody_is_suggested(self):
        self.company.galloper_suggest_leads = True
        free = self._lead("Free", partner_id=self._customer("Free", OTHER).id)
        self.blacklist.create({"number": NUMBER})
        self.assertEqual(self._keys(), [-free.id])
        # Who is written to first is suggested, and not dialed.
        self.env["galloper.service.model"].create(
            {"name": "Writes first", "first_activity_type_id": self.email.id}
        )
        model = self.env["galloper.service.model"].search([], order="id desc", limit=1)
        self.customer.galloper_service_model_id = model
        found = {line["contact_key"]: line["phone"] for line in self._shown()}
        self.assertEqual(found, {-free.id: OTHER, -self.lead.id: False})

    def test_the_best_of_many_suggestions(self):
        """Those who may not be called take nobody's place."""
        self.company.galloper_suggest_leads = True
        self.blacklist.create({"number": NUMBER})
        free = self._lead("Free", partner_id=self._customer("Free", OTHER).id)
        self.lead.priority = "3"
        path = "odoo.addons.galloper_schedule.adapter.facts.activity_sql."
        with patch(f"{path}MOST_IDLE_LEADS", 1):
            self.assertEqual(self._keys(), [-free.id])

    # -- What was promised

    def test_a_promise_is_put_before_the_salesperson(self):
        call = self._contact("call", self.lead, promised_at=self._at(12))
        self.blacklist.create({"number": NUMBER})
        [line] = self._shown()
        self.assertEqual((line["contact_key"], line["phone"]), (call.id, False))
        self.assertIn("Promised for 12:00", line["reason"])
        self.assertIn("on the phone blacklist", line["reason"])
        card = self.work.get_focus(call.id)
        expected = {"reason": "on the phone blacklist", "asks": True}
        self.assertEqual(card["no_call"], expected)
        self.assertEqual(self._left_out(), {})

    def test_calling_once_more_as_agreed(self):
        call = self._contact("call", self.lead, promised_at=self._at(12))
        self.blacklist.create({"number": NUMBER})
        self._shown()
        seen = [0, 0, self._text(12)]
        answer = self.work.work_call_as_agreed(call.id, seen)
        self.assertEqual(answer["status"], "ok")
        [line] = self._shown()
        self.assertEqual(line["phone"], NUMBER)
        self.assertFalse(self.work.get_focus(call.id)["no_call"])
        body = self.lead.message_ids[0].body
        self.assertIn("Will be called once more, as agreed", body)
        self.assertEqual(self.lead.message_ids[0].author_id, self.seller.partner_id)
        # Once: another time, or another attempt, is asked about again.
        self.work.work_promise(call.id, None, self._text(13))
        self.assertFalse(self._shown()[0]["phone"])
        self.assertTrue(self.work.get_focus(call.id)["no_call"]["asks"])
        self.work.work_call_as_agreed(call.id, None)
        self.assertEqual(self._shown()[0]["phone"], NUMBER)
        self.work.work_no_answer(call.id, None)
        self.assertFalse(self._shown()[0]["phone"], "it was tried before its time")

    def test_removing_the_promise(self):
        call = self._contact("call", self.lead, promised_at=self._at(12))
        self.blacklist.create({"number": NUMBER})
        self.work.work_promise(call.id, None, False)
        self.assertEqual(self._keys(), [])
        self.assertTrue(call.active)
        self.assertEqual(self._left_out(), {call.id: "on the phone blacklist"})
        self.assertEqual(self._promise(call).outcome, "cancelled")

    def test_a_promised_letter_asks_nothing(self):
        vals = {"promised_at": self._at(12), "activity_type_id": self.email.id}
        letter = self._contact("letter", self.lead, **vals)
        self.blacklist.create({"number": NUMBER})
        self._shown()
        self.assertFalse(self.work.get_focus(letter.id)["no_call"]["asks"])

    def test_the_dialog_of_the_list(self):
        call = self._contact("call", self.lead, promised_at=self._at(12))
        self.blacklist.create({"number": NUMBER})
        wizard = self.env["galloper.schedule.promise"].with_user(self.seller)
        wizard = wizard.create({"activity_id": call.id, "promised_at": self._at(12)})
        self.assertEqual(wizard.no_call, "on the phone blacklist")
        wizard.action_call_as_agreed()
        self.assertEqual(self._shown()[0]["phone"], NUMBER)
        self.assertFalse(wizard.new({"activity_id": call.id}).no_call)

    # -- Somebody, whatever their number is

    def test_a_person_without_a_number(self):
        nameless = self._customer("Nameless", phone=False)
        call = self._contact("call", nameless)
        refusal = self.refusals.create({"partner_id": nameless.id})
        self.assertEqual(self._left_out_after_a_look(), [call.id])
        refusal.unlink()
        self.assertEqual(self._keys(), [call.id])

    def test_the_same_person_at_another_number(self):
        call = self._contact("call", self.lead)
        self.blacklist.create({"number": NUMBER})
        vals = {"partner_id": self.customer.id, "number": NUMBER}
        self.refusals.create(vals)
        self.customer.phone = OTHER
        self.assertEqual(self._left_out_after_a_look(), [call.id])
        self.assertEqual(self._left_out(), {call.id: "asked not to be called"})
        # Taking the number off the list takes the no back.
        self._listed().action_archive()
        self.assertEqual(self._keys(), [call.id])

    def _left_out_after_a_look(self):
        self.assertEqual(self._keys(), [])
        return list(self._left_out())

    def test_a_pause(self):
        call = self._contact("call", self.lead)
        refusal = self.refusals.create({"number": NUMBER, "until": self._at(11)})
        self.assertEqual(self._left_out_after_a_look(), [call.id])
        [reason] = self._left_out().values()
        self.assertEqual(reason, "asked not to be called before 11:00\u202fAM")
        refusal.until = self._at(10, 30)
        self._freeze(self._at(10, 30))
        self.assertEqual(self._keys(), [call.id], "by itself")
        self.assertEqual(self._left_out(), {})

    # -- Whoever looks

    def test_only_sales_managers_see_who_has_asked(self):
        refusal = self.refusals.create({"number": NUMBER})
        self.assertEqual(refusal.with_user(self.manager).number, NUMBER)
        for user in (self.seller, self.colleague):
            with self.assertRaises(AccessError):
                refusal.with_user(user).read(["number"])
        other = self.env["res.company"].create({"name": "Other"})
        refusal.company_id = other
        self.env.invalidate_all()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models"):
            refusal.with_user(self.manager).read(["number"])

    def test_a_manager_enters_one(self):
        call = self._contact("call", self.lead)
        vals = {"number": NUMBER, "until": self._at(18)}
        self.refusals.with_user(self.manager).create(vals)
        self.assertEqual(self._left_out_after_a_look(), [call.id])

    def test_a_closed_document_is_not_named(self):
        theirs = self._lead("Secret", user_id=self.colleague.id, phone=NUMBER)
        call = self._contact(False, theirs)
        self.blacklist.create({"number": NUMBER})
        self._shown()
        [one] = self.lines.with_user(self.seller).get_not_called()
        self.assertEqual((one["key"], one["who"]), (call.id, "Call"))

    def test_what_is_no_more_is_not_counted(self):
        call = self._contact("call", self.lead)
        self.blacklist.create({"number": NUMBER})
        self._shown()
        call.user_id = self.colleague
        self.assertEqual(self._left_out(), {})

    def test_as_many_queries_for_many(self):
        def count(number):
            for one in range(number):
                customer = self._customer(f"{one}", NUMBER if one % 2 else OTHER)
                self._contact("call", self._lead(f"{one}", partner_id=customer.id))
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.seller._plan_day(self._at(10))
            self.lines.with_user(self.seller).get_not_called()
            return self.cr.sql_log_count - before

        self.blacklist.create({"number": NUMBER})
        few = count(3)
        self.assertLessEqual(count(30), few)

    def test_marked_by_a_number(self):
        """Whoever has it, on whatever; nobody else."""
        idle = self._new_seller("galloper_idle", self.tz)
        self._contact("theirs", self._lead("Theirs", phone=OTHER), user=idle)
        shared = self._lead("Shared", phone=NUMBER, user_id=self.colleague.id)
        self._contact("call", self.customer)
        self._contact("shared", shared, user=self.colleague)
        everybody = self.seller | self.colleague | idle
        due = self.env["galloper.schedule.due"]

        def marked(change):
            self.env.cr.flush()
            due.search([]).unlink()
            change()
            self.env.cr.flush()
            return due.search([]).user_id & everybody

        both = self.seller | self.colleague
        listed = self.blacklist.browse()

        def add():
            nonlocal listed
            listed = self.blacklist.create({"number": NUMBER})

        self.assertEqual(marked(add), both)
        self.assertEqual(marked(listed.action_archive), both)
        refusals = []
        vals = {"number": NUMBER, "until": self._at(18)}
        add = lambda: refusals.append(self.refusals.create(vals))  # noqa: E731
        self.assertEqual(marked(add), both)
        self.assertEqual(marked(lambda: refusals[0].write({"until": False})), both)
        self.assertEqual(marked(refusals[0].unlink), both)
        self.assertEqual(marked(lambda: shared.write({"phone": OTHER})), self.colleague)
        self.assertEqual(
            marked(lambda: self.customer.write({"phone": OTHER})), self.seller
        )

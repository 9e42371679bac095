"""Regular customers who are due fill the rest of the day, too."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestDueCustomers(TimetableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = cls._at(cls, 8)
        cls.colleague = cls._new_seller("galloper_colleague", cls.tz)
        cls.env.ref("galloper_schedule.tier_customer").quiet_days = 180

    def setUp(self):
        super().setUp()
        self._freeze(self.now)

    def _customer(self, name, *days_ago, **vals):
        """A customer who has bought so many days ago, by the seller."""
        partner = self.env["res.partner"].create({"name": name, "phone": "1", **vals})
        for days in days_ago:
            self._won(partner, days)
        return partner

    def _won(self, partner, days, **vals):
        lead = self._lead("Order", "won", partner_id=partner.id, **vals)
        lead.date_closed = self.now - timedelta(days=days)
        return lead

    def _suggested(self, user=None):
        lines = self.lines.with_user(user or self.seller)
        (user or self.seller)._plan_day(self.now)
        return lines.with_context(active_test=False).search(
            [("bucket", "=", "suggested")]
        )

    def _names(self, user=None):
        return self._suggested(user).mapped("who")

    def test_by_their_own_rhythm(self):
        self._customer("monthly", 70, 40)  # every 30 days, 40 ago
        self._customer("quarterly", 130, 40)  # every 90 days
        self._customer("once", 181)  # longer than the tier says
        self._customer("lately", 179)
        self.assertEqual(self._names(), ["monthly", "once"], "the longest due first")
        line, once = self._suggested()
        self.assertEqual(
            line.reason,
            "Regular customers: last order 40 days ago, usually every 30 days",
        )
        self.assertEqual(once.reason, "Regular customers: last order 181 days ago")
        self.assertEqual(line.phone, "1")
        self.assertEqual(line.tier_id.kind, "customer")
        self.env.ref("galloper_schedule.tier_customer").quiet_days = 179
        self.assertIn("once", self._names())
        self.assertNotIn("lately", self._names())

    def test_one_line_for_a_whole_company(self):
        family = self._customer("Dairy", 100, is_company=True)
        for name, days in (("Olga", 70), ("Ivan", 40)):
            person = self.env["res.partner"].create(
                {"name": name, "parent_id": family.id}
            )
            self._won(person, days)
        self.assertEqual(self._names(), ["Dairy"])
        self.assertIn("usually every 30 days", self._suggested().reason)

    def test_one_who_was_deleted_since(self):
        """A plan may be older than the facts: it is read nevertheless, without them."""
        gone = self._customer("gone", 70, 40)
        line = self._suggested()
        gone.unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(line.exists())
        other = self._lead("other")
        self._contact("call", other, deadline=self.now.date())
        self.assertEqual(self._names(), [])

    def test_who_is_in_touch_is_not_due(self):
        touched = {name: self._customer(name, 70, 40) for name in "abcdef"}
        self._contact("open", touched["a"], deadline=self.now.date())
        theirs = {"partner_id": touched["b"].id, "user_id": self.colleague.id}
        self._lead("open opportunity", **theirs)
        done = self._contact("done", touched["c"])
        done.with_user(self.seller).action_done()
        lead = self._won(touched["d"], 41)
        call = self._contact("on a lead", lead, user=self.colleague)
        call.action_no_answer()
        touched["e"].action_archive()
        self.assertEqual(self._names(), ["f"])
        self.company.galloper_suggest_customers = False
        self.assertFalse(self._names())

    def test_a_call_about_a_lost_lead_is_no_touch(self):
        customer = self._customer("Baker", 70, 40)
        lost = self._lead("lost", partner_id=customer.id)
        self._contact("left over", lost)
        lost.action_set_lost()
        self.assertTrue(lost.with_context(active_test=False).activity_ids)
        self.assertEqual(self._names(), ["Baker"])

    def test_orders_of_no_company_count_too(self):
        customer = self._customer("Baker")
        self._won(customer, 70, company_id=False, team_id=False)
        self._won(customer, 40, company_id=self.company.id)
        self.assertIn("usually every 30 days", self._suggested().reason)

    def test_who_has_customers_alone_is_planned_tomorrow(self):
        self._customer("Baker", 70, 40)
        self._suggested()
        due = self.env["galloper.schedule.due"].search(
            [("user_id", "=", self.seller.id), ("planned_at", "!=", False)]
        )
        self.assertTrue(due.due_at)

    def test_whose_they_are(self):
        mine = self._customer("mine", 70, 40)
        self._customer("given", 70, 40, user_id=self.colleague.id)
        self._customer("left", 70, 40, user_id=self._new_seller("galloper_gone").id)
        self.env["res.users"].search([("login", "=", "galloper_gone")]).active = False
        self.assertEqual(self._names(), ["mine", "left"])
        self.assertEqual(self._names(self.colleague), ["given"])
        mine.user_id = self.colleague
        self.assertEqual(self._names(), ["left"])
        other = self.env["res.company"].create({"name": "Elsewhere"})
        abroad = self._customer("abroad", user_id=self.seller.id)
        nobody = {"team_id": False, "user_id": False}
        self._won(abroad, 400, company_id=other.id, **nobody)
        self.assertEqual(self._names(), ["left"])

    def test_every_button_works_on_them(self):
        work = self.lines.with_user(self.seller).with_context(active_test=False)
        reason = self.env.ref("galloper_schedule.skip_reason_urgent")
        presses = {
            "done": lambda key: work.work_done(key),
            "no answer": lambda key: work.work_no_answer(key, [0, 0, False]),
            "skip": lambda key: work.work_skip(key, [0, 0, False], reason.id),
            "promise": lambda key: work.work_promise(
                key, [0, 0, False], fields.Datetime.to_string(self._at(16))
            ),
        }
        for name, press in presses.items():
            customer = self._customer(name)
            # A colleague has won them, and the seller sees their own documents alone.
            for days in (70, 40):
                self._won(customer, days, user_id=self.colleague.id)
            customer.user_id = self.seller
            [line] = self._suggested()
            focus = work.get_focus(line.contact_key)
            self.assertTrue(focus["can_open"], name)
            for action in (line.action_open(), work.open_contact(line.contact_key)):
                self.assertEqual(action["res_id"], customer.id)
            self.assertEqual(press(line.contact_key)["status"], "ok", name)
            contact = self.env["mail.activity"].with_context(active_test=False)
            contact = contact.search(
                [("res_model", "=", "res.partner"), ("res_id", "=", customer.id)]
            )
            self.assertEqual(contact.user_id, self.seller, name)
            self.assertTrue(contact.galloper_from_suggestion)
            self.assertFalse(self._suggested(), name)

    def test_who_wants_no_calls_gets_a_mail(self):
        model = self.env.ref("galloper_schedule.service_model_transactional")
        customer = self._customer("quiet", 70, 40, galloper_service_model_id=model.id)
        self._suggested().action_no_answer()
        mail = self.env.ref("mail.mail_activity_data_email")
        self.assertEqual(customer.activity_ids.activity_type_id, mail)
        model.first_activity_type_id = False
        self._customer("quieter", 70, 40, galloper_service_model_id=model.id)
        self.assertFalse(self._suggested())

    def test_one_query_for_many_of_them(self):
        self._suggested()

        def count(names):
            for name in names:
                self._customer(name, 70, 40)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.seller._plan_day(self.now)
            return self.cr.sql_log_count - before

        self.assertLessEqual(count("bcdefghijklm"), count("a") + 2)
        lines = self._suggested()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        lines[:1].mapped("reason")
        one = self.cr.sql_log_count - before
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        lines.mapped("reason")
        self.assertLessEqual(self.cr.sql_log_count - before, one + 2)

"""Ready activity plans, launched with Odoo's own wizard."""

from datetime import date, timedelta

from odoo.tests import Form, tagged

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestBuildingBlocks(TimetableCase):
    def setUp(self):
        super().setUp()
        self._freeze(self._at(8))

    def _plan_of(self, key):
        return self.env.ref(f"galloper_schedule.activity_plan_{key}")

    def _launch(self, key, records, day=date(2026, 3, 4)):
        wizard = records.env["mail.activity.schedule"].with_user(self.seller)
        wizard = wizard.with_context(
            active_model=records._name, active_ids=records.ids, active_id=records[:1].id
        )
        form = Form(wizard)
        form.plan_id = self._plan_of(key)
        form.plan_date = day
        form.save().action_schedule_plan()
        return records.activity_ids.sorted("id")

    def test_a_plan_for_each_block(self):
        plans = self.env["mail.activity.plan"].search(
            [("galloper_sales_function", "!=", False)]
        )
        functions = set(plans.mapped("galloper_sales_function"))
        self.assertEqual(functions, {"generation", "conversion", "care"})
        self.assertEqual(set(plans.mapped("res_model")), {"crm.lead", "res.partner"})
        self.env["mail.activity.plan"]._make_playbooks()
        again = self.env["mail.activity.plan"].search(
            [("galloper_sales_function", "!=", False)]
        )
        self.assertEqual(again, plans, "not made twice")

    def test_the_steps_come_in_my_day(self):
        colleague = self._new_seller("galloper_colleague", "Asia/Vladivostok")
        lead = self._lead("Deal", user_id=colleague.id)
        lead.message_subscribe(self.seller.partner_id.ids)
        self.seller.group_ids += self.env.ref(
            "sales_team.group_sale_salesman_all_leads"
        )
        asked, meeting, closing = self._launch("after_offer", lead)
        self.assertEqual((asked + meeting + closing).user_id, colleague)
        self.assertEqual(asked.activity_type_id.category, "phonecall")
        self.assertEqual(meeting.activity_type_id.category, "meeting")
        self.assertEqual(asked.date_deadline, date(2026, 3, 6))
        self.assertFalse(asked.retry_at)
        self.assertEqual(closing.date_deadline, date(2026, 3, 13))
        two_o_clock = self._at(14, day=13, tz="Asia/Vladivostok")
        self.assertEqual(closing.retry_at, two_o_clock)
        now = self._at(10, day=13, tz="Asia/Vladivostok")
        colleague._plan_day(now)
        line = self._lines_of(colleague, activity_id=closing.id)
        self.assertGreaterEqual(line.planned_start, two_o_clock)

    def test_a_check_in_when_the_customer_is_due(self):
        customers = self.env["res.partner"]
        for name, *days_ago in (("monthly", 40, 10), ("overdue", 70, 40), ("new",)):
            customer = customers.create({"name": name, "user_id": self.seller.id})
            customers += customer
            for days in days_ago:
                lead = self._lead("Order", "won", partner_id=customer.id)
                lead.date_closed = self._at(8) - timedelta(days=days)
        self._launch("check_in", customers)
        self.assertEqual(
            [customer.activity_ids.date_deadline for customer in customers],
            [date(2026, 3, 24), date(2026, 3, 4), date(2026, 3, 4)],
        )

    def test_no_other_companys_orders_say_when_a_customer_is_due(self):
        """Whoever launches the plan may work in both."""
        abroad = self.env["res.company"].create({"name": "Abroad"})
        self.seller.company_ids += abroad
        companies = (self.company + abroad).ids
        customer = self.env["res.partner"].create({"name": "Customer"})
        sold = {"partner_id": customer.id, "probability": 100, "team_id": False}
        self._lead("Sale", "won", company_id=abroad.id, user_id=False, **sold)
        customer = customer.with_context(allowed_company_ids=companies)
        self._launch("check_in", customer)
        self.assertEqual(customer.activity_ids.date_deadline, date(2026, 3, 4))
        self._lead("Sale", "won", company_id=self.company.id, user_id=False, **sold)
        first = customer.activity_ids
        self._launch("check_in", customer)
        second = customer.activity_ids - first
        self.assertGreater(second.date_deadline, date(2026, 8, 1))

    def test_persistence_is_one_call_that_comes_back(self):
        call, _mail = self._launch("persistence", self._lead("Deal"))
        for attempt in range(1, 4):
            call.with_user(self.seller).action_no_answer()
            self.assertEqual(call.attempt_count, attempt)
            self.assertGreater(call.retry_at, self._at(8))
            self._freeze(call.retry_at)
        self.assertEqual(len({one[11:13] for one in call.galloper_attempt_log}), 3)

    def test_sales_managers_change_them(self):
        manager = self._new_seller(
            "galloper_boss", groups="sales_team.group_sale_manager"
        )
        for key in ("win_back", "after_offer"):
            plan = self._plan_of(key).with_user(manager)
            plan.template_ids[0].summary = "Ours"
            plan.name = "Ours"

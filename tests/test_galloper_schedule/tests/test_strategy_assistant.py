"""The strategy assistant recommends, says why, and changes a team on consent only."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import MyDayCase


@tagged("post_install", "-at_install")
class TestStrategyAssistant(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._new_seller(
            "galloper_boss", groups="sales_team.group_sale_manager"
        )
        cls.team = cls.env["crm.team"].create(
            {"name": "Machines", "member_ids": cls.seller.ids}
        )
        cls.assistant = cls.env["galloper.strategy.assistant"].with_context(
            default_team_id=cls.team.id
        )

    def _ask(self):
        return Form(self.assistant.with_user(self.manager))

    def test_it_recommends_and_says_why(self):
        transactional, entrepreneurial = (
            self.env.ref(f"galloper_schedule.service_model_{name}")
            for name in ("transactional", "entrepreneurial")
        )
        with self._ask() as form:
            self.assertEqual(form.size, 1)
            self.assertEqual(form.service_model_id, transactional)
            self.assertEqual(form.management_style, "system")
            self.assertIn("stable market", form.style_reason)
            self.assertIn("requires a reason", form.style_changes)
            self.assertIn("disappear from My Day", form.style_changes)
            form.knows = "nobody"
            form.product = "outstanding"
            self.assertEqual(form.service_model_id, entrepreneurial)
            self.assertIn("This is rare", form.model_reason)
            self.assertEqual(form.management_style, "chaos")
            self.assertFalse(form.style_changes)
            form.size = 30
            form.market = "growing"
            self.assertEqual(form.management_style, "self")
            self.assertIn("This team has 30", form.style_reason)
        self.assertFalse(self.team.galloper_service_model_id)
        self.assertEqual(
            self.team.galloper_management_style, "chaos", "nothing by itself"
        )
        assistant = form.record
        assistant.action_apply()
        self.assertEqual(self.team.galloper_service_model_id, entrepreneurial)
        self.assertEqual(self.team.galloper_management_style, "self")
        note = self.team.message_ids.sorted("id")[-1]
        self.assertIn("This is rare", note.body)
        self.assertIn("Self-improving", note.body)

    def test_one_may_know_better(self):
        form = self._ask()
        form.management_style = "chaos"
        form.service_model_id = self.env.ref(
            "galloper_schedule.service_model_consultative"
        )
        form.save().action_apply()
        self.assertEqual(self.team.galloper_management_style, "chaos")
        self.assertEqual(self.team.galloper_service_model_id.name, "Consultative")

    def test_a_model_that_was_archived(self):
        model = self.env.ref("galloper_schedule.service_model_transactional")
        model.active = False
        assistant = self.assistant.with_user(self.manager).create({})
        self.assertFalse(assistant.service_model_id)
        self.assertIn("archived", assistant.model_reason)
        with self.assertRaises(UserError):
            assistant.action_apply()

    def test_salespeople_do_not_decide(self):
        with self.assertRaises(AccessError):
            self.assistant.with_user(self.seller).create({})

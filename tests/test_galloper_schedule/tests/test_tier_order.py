"""Which tier an activity stands on, and what the company may change about it."""

from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import MyDayCase, utc


@tagged("post_install", "-at_install")
class TestTierOrder(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tier = {
            name: cls.env.ref(f"galloper_schedule.tier_{name}")
            for name in ("hot", "customer", "early", "other", "new", "fresh")
        }
        cls.now = utc(cls.tz, 2026, 3, 4, 9)
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )

    def _tier_of(self, contact):
        lines = self._plan(self.now)
        line = lines.filtered(lambda line: line.activity_id == contact)
        return line.tier_id

    def test_odoos_own_stages(self):
        self.assertEqual(
            [self.stage[name].tier_id for name in ("new", "qualified", "hot", "won")],
            [self.tier[name] for name in ("new", "early", "hot", "customer")],
        )

    def test_stages_made_later_by_their_place(self):
        Stage = self.env["crm.stage"]
        made = {
            sequence: Stage.create({"name": f"At {sequence}", "sequence": sequence})
            for sequence in (-5, 2, 60)
        }
        self.assertEqual(made[-5].tier_id, self.tier["new"])
        self.assertEqual(made[2].tier_id, self.tier["early"])
        self.assertEqual(made[60].tier_id, self.tier["hot"])
        won = Stage.create({"name": "Won, too", "is_won": True})
        self.assertEqual(won.tier_id, self.tier["customer"])
        own = Stage.create({"name": "Own", "tier_id": self.tier["other"].id})
        self.assertEqual(own.tier_id, self.tier["other"], "the admin's choice")

    def test_customer_by_a_won_sibling_at_any_contact_of_the_company(self):
        company = self.env["res.partner"].create({"name": "ACME", "is_company": True})
        buyer, boss = self.env["res.partner"].create(
            [
                {"name": "Buyer", "parent_id": company.id},
                {"name": "Boss", "parent_id": company.id},
            ]
        )
        contact = self._contact("call", self._lead("again", "new", partner_id=buyer.id))
        on_partner = self._contact("visit", boss)
        self.assertEqual(self._tier_of(contact), self.tier["new"])
        self.assertEqual(self._tier_of(on_partner), self.tier["new"])
        sibling = self._lead("first", "hot", partner_id=boss.id)
        sibling.action_set_won()
        self.assertEqual(self._tier_of(contact), self.tier["customer"])
        self.assertEqual(self._tier_of(on_partner), self.tier["customer"])
        self.env["crm.lead"].browse(contact.res_id).stage_id = self.stage["hot"]
        self.assertEqual(self._tier_of(contact), self.tier["hot"], "about to buy again")
        sibling.stage_id = self.stage["hot"]
        sibling.probability = 20
        self.assertEqual(self._tier_of(on_partner), self.tier["new"])

    def test_just_entered_a_late_stage(self):
        self.stage["hot"].tier_after_days = 2
        lead = self._lead("offer sent", "hot")
        contact = self._contact("ask", lead)
        lead.flush_recordset()
        for days, tier in ((1, "early"), (2, "hot"), (5, "hot")):
            self.env.cr.execute(
                "UPDATE crm_lead SET date_last_stage_update = %s WHERE id = %s",
                [self.now - timedelta(days=days), lead.id],
            )
            self.assertEqual(self._tier_of(contact), self.tier[tier], days)

    def test_fresh_inquiries_are_switched_off_until_wanted(self):
        contact = self._contact("asked us", self._lead("inbound", "new"))
        lead = self.env["crm.lead"].browse(contact.res_id)
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s",
            [self.now - timedelta(minutes=30), lead.id],
        )
        self.assertEqual(self._tier_of(contact), self.tier["new"])
        self.tier["fresh"].active = True
        self.assertEqual(self._tier_of(contact), self.tier["fresh"])
        self.tier["fresh"].fresh_minutes = 20
        self.assertEqual(self._tier_of(contact), self.tier["new"])

    def test_reordered_by_a_sales_manager(self):
        self._contact("hot", self._lead("hot", "hot"))
        self._contact("new", self._lead("new", "new"))
        self.assertEqual(self._order(self.now), "hot new")
        self.tier["new"].with_user(self.manager).sequence = 1
        self.assertEqual(self._order(self.now), "new hot")
        with self.assertRaises(AccessError):
            self.tier["new"].with_user(self.seller).sequence = 99

    def test_settings_take_over_the_order_and_the_interval(self):
        settings = self.env["res.config.settings"].create(
            {
                "galloper_tier_ids": [(1, self.tier["new"].id, {"sequence": 1})],
                "galloper_contact_minutes": 20,
                "galloper_interval_minutes": 7,
            }
        )
        settings.execute()
        first = self.env["galloper.tier"].search([], limit=1)
        self.assertEqual(first, self.tier["new"])
        self.assertEqual(self.env.company.galloper_contact_minutes, 20)
        action = self.env.ref("galloper_schedule.ir_cron_plan_day")
        self.assertEqual((action.interval_number, action.interval_type), (7, "minutes"))
        with self.assertRaisesRegex(UserError, "at least one minute"):
            settings.create({"galloper_interval_minutes": 0}).execute()

    def test_a_tier_switched_off_hands_down(self):
        contact = self._contact("hot", self._lead("hot", "hot"))
        self.tier["hot"].active = False
        self.assertEqual(self._tier_of(contact), self.tier["customer"])

    def test_deleting_tiers_and_stages(self):
        own = self.env["galloper.tier"].create({"name": "Ours", "sequence": 15})
        stage = self.env["crm.stage"].create({"name": "Ours", "tier_id": own.id})
        contact = self._contact("x", self._lead("x", stage_id=stage.id))
        self.assertEqual(self._tier_of(contact), own)
        with self.assertRaisesRegex(UserError, "stages of this priority group"):
            own.unlink()
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.tier["customer"].unlink()
        stage.tier_id = False
        own.unlink()
        self.assertEqual(self._tier_of(contact), self.tier["other"])
        self.env["crm.lead"].browse(contact.res_id).stage_id = self.stage["hot"]
        stage.unlink()
        self.assertEqual(self._tier_of(contact), self.tier["hot"])

    def test_one_tier_of_each_kind(self):
        with self.assertRaises(UniqueViolation), mute_logger("odoo.sql_db"):
            self.env["galloper.tier"].create({"name": "Second", "kind": "customer"})

    def test_lead_can_be_searched_and_grouped_by_tier(self):
        lead = self._lead("hot", "hot")
        leads = self.env["crm.lead"].with_user(self.seller)
        found = leads.search([("tier_id", "=", self.tier["hot"].id)])
        self.assertIn(lead, found)
        groups = dict(
            leads._read_group([("id", "=", lead.id)], ["tier_id"], ["__count"])
        )
        self.assertEqual(groups, {self.tier["hot"]: 1})

    def test_two_leads_exchange_a_value(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        one = self._lead("one", "hot", priority="2")
        two = self._lead("two", "hot", priority="1")
        self._contact("1", one)
        self._contact("2", two)
        self.assertEqual(self._order(now), "1 2")
        one.priority, two.priority = "1", "2"
        self.assertEqual(self._order(now), "2 1")

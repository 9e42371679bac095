"""Who sees which lines, and how much of a document they tell."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MyDayCase, utc

SECRETS = ("Secret Deal", "Secret Customer", "+7 495 111 22 33", "987654")


@tagged("post_install", "-at_install")
class TestAccess(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = utc(cls.tz, 2026, 3, 4, 9)
        cls.colleague = cls._new_seller("galloper_colleague", cls.tz)
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )

    def _secret_lead(self, **vals):
        partner = self.env["res.partner"].create(
            {"name": "Secret Customer", "phone": "+7 495 111 22 33"}
        )
        return self._lead(
            "Secret Deal",
            "hot",
            partner_id=partner.id,
            expected_revenue=987654,
            **vals,
        )

    def _everything_told(self, line):
        specification = dict.fromkeys(line.fields_get(), {})
        for name, description in line.fields_get().items():
            if description["type"] == "many2one":
                specification[name] = {"fields": {"display_name": {}}}
        return repr(
            [line.read(), line.web_read(specification), line.mapped("display_name")]
        )

    def test_salespeople_see_their_own_only(self):
        self._contact("mine", self._lead("Deal"))
        self._contact("theirs", self._lead("Other"), user=self.colleague)
        (self.seller | self.colleague)._plan_day(self.now)
        every = self.lines.with_user(self.seller).search([])
        self.assertEqual(every.user_id, self.seller)
        theirs = self.lines.search([("user_id", "=", self.colleague.id)])
        with self.assertRaises(AccessError):
            theirs.with_user(self.seller).read(["reason"])
        seen = self.lines.with_user(self.manager).search([])
        self.assertLessEqual(self.seller | self.colleague, seen.user_id)
        self.assertIn(
            "Deal",
            self._everything_told(
                seen.filtered(lambda line: line.user_id == self.seller)
            ),
        )

    def test_lines_are_written_by_the_planner_alone(self):
        self._contact("mine", self._lead("Deal"))
        line = self._plan(self.now)
        for who in (self.seller, self.manager):
            with self.assertRaises(AccessError):
                line.with_user(who).write({"at_risk": True})
            with self.assertRaises(AccessError):
                line.with_user(who).unlink()

    def test_a_colleagues_lead_tells_nothing(self):
        self._contact("call", self._secret_lead(user_id=self.colleague.id))
        line = self._plan(self.now)
        self.assertEqual(line.who, "call", "the contact itself is there")
        told = self._everything_told(line)
        for secret in SECRETS:
            self.assertNotIn(secret, told)
        lines = self.lines.with_user(self.seller)
        self.assertFalse(lines.search([("who", "ilike", "Secret")]))

    def test_another_companys_lead_tells_nothing(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.env.user.company_ids |= other
        boss = self._new_seller("galloper_boss", self.tz)
        boss.write({"company_ids": [(4, other.id)], "company_id": other.id})
        lead = self._secret_lead(user_id=boss.id, company_id=other.id, team_id=False)
        lead.partner_id.company_id = other
        self._contact("call", lead)
        self._contact("visit", lead.partner_id)
        lines = self._plan(self.now)
        self.assertEqual(lines.mapped("who"), ["call", "visit"])
        told = self._everything_told(lines)
        for secret in SECRETS:
            self.assertNotIn(secret, told)
        managed = self.lines.with_user(self.manager).search([])
        self.assertFalse(managed & lines, "not even to a manager of this company")

    def test_managers_see_that_there_is_other_work_but_not_what(self):
        self._contact("Secret Deal errand")
        self._contact("deal", self._lead("Deal"))
        self._plan(self.now)
        seen = self.lines.with_user(self.manager).search(
            [("user_id", "=", self.seller.id)]
        )
        self.assertEqual(seen.mapped("who"), ["Call", "Deal"])
        self.assertNotIn("Secret Deal", self._everything_told(seen))
        self.assertFalse(seen.search([("who", "ilike", "Secret Deal")]))

    def test_everybody_may_plan_their_own_day(self):
        clerk = self._new_seller("galloper_clerk", self.tz, "base.group_user")
        self._contact("paperwork", user=clerk, deadline="2020-01-01")
        summary = self.env["res.users"].with_user(clerk).plan_my_day()
        self.assertEqual(summary["contacts"], 1)

    def test_archived_salesperson(self):
        self._contact("deal", self._lead("Deal"))
        self._plan(self.now)
        self.seller.active = False
        self.seller._plan_day(self.now)
        self.assertFalse(self.lines.search([("user_id", "=", self.seller.id)]))

    def test_buttons_with_the_lowest_rights(self):
        lead = self._lead("Deal", "hot")
        self._contact("first", lead)
        self._contact("second", self._lead("Second", "new"))
        line = self._plan(self.now)[0]
        self.assertEqual(line.action_open()["res_id"], lead.id)
        action = line.action_done_schedule_next()
        self.assertEqual(action["res_model"], "mail.activity")
        self.assertEqual(self._order(self.now), "second")
        self._plan(self.now).action_done()
        self.assertEqual(self._order(self.now), "")
        self.assertIn("first", lead.message_ids[0].body)

    def test_summary_over_rpc(self):
        self._contact("deal", self._lead("Deal"), deadline="2020-01-01")
        summary = self.env["res.users"].with_user(self.seller).plan_my_day()
        self.assertEqual(
            summary,
            {
                "contacts": 1,
                "promises": 0,
                "missed": 0,
                "at_risk": 0,
                "not_called": 0,
                "unresponsive": 0,
            },
        )

"""What is compared, and what is known, where there are several companies."""

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.facts.day import of_users

from .common import OpenDayCase


@tagged("post_install", "-at_install")
class TestSeveralCompanies(OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        currencies = cls.env["res.currency"].with_context(active_test=False)
        own = cls.company.currency_id
        cls.coin = currencies.search([("id", "!=", own.id)], limit=1)
        cls.coin.active = True
        cls.coin.rate_ids.unlink()
        own.rate_ids.unlink()
        cls.abroad = cls.env["res.company"].create(
            {"name": "Abroad", "currency_id": cls.coin.id}
        )
        cls.seller.company_ids = [Command.link(cls.abroad.id)]

    def _rate(self, day, rate, company=None):
        """So many coins are one of our own on that day."""
        return self.env["res.currency.rate"].create(
            {
                "currency_id": self.coin.id,
                "name": day,
                "rate": rate,
                "company_id": company and company.id,
            }
        )

    def _deal(self, name, revenue, company, **vals):
        lead = self._lead(
            name,
            "hot",
            expected_revenue=revenue,
            company_id=company and company.id,
            team_id=False,
            **vals,
        )
        lead.probability = 50
        self._contact(name, lead)
        return lead

    def test_revenue_is_compared_in_one_currency(self):
        self._rate("2026-01-01", 0.5)
        self._rate("2026-03-05", 2.0)
        self._deal("here", 1000, self.company)
        self._deal("anywhere", 1100, None)
        self._deal("abroad", 600, self.abroad)
        self.assertEqual(self._order(self._at(10)), "abroad anywhere here")
        tomorrow = self._order(self._at(10, day=5))
        self.assertEqual(tomorrow, "anywhere here abroad", "the rate of the day")

    def test_a_rate_that_changes_changes_the_order(self):
        rate = self._rate("2026-01-01", 0.5, self.company)
        self._deal("here", 1000, self.company)
        self._deal("abroad", 600, self.abroad)
        self.env.cr.flush()
        self.assertEqual(self._order(self._at(10)), "abroad here")
        due = self.env["galloper.schedule.due"]
        self.assertNotIn(self.seller, due._get_due_users(self._at(10)))
        rate.rate = 1
        self.assertIn(self.seller, due._get_due_users(self._at(10)))
        self.assertEqual(self._order(self._at(10)), "here abroad")
        with self.env.cr.savepoint():
            self.env.cr.execute("UPDATE res_currency_rate SET rate = 0.5")
        self.env.invalidate_all()
        self.assertEqual(self._order(self._at(10)), "abroad here", "past Odoo, too")

    def test_rates_are_those_of_odoo(self):
        """Of the whole company's own before common ones; the first before there are
        any."""
        branch = self.env["res.company"].create(
            {"name": "Branch", "parent_id": self.company.id}
        )
        self.seller.write(
            {"company_ids": [Command.link(branch.id)], "company_id": branch.id}
        )
        self._rate("2026-03-02", 3.0, self.company)
        self._rate("2026-03-03", 0.25, None)
        self._rate("2026-03-03", 7.0, self.abroad)
        for day in (1, 2, 3, 4):
            moment = self._at(10, day=day)
            [today] = of_users(self.seller.sudo(), moment).values()
            factor = self.env["res.currency"]._get_conversion_rate(
                self.coin, branch.currency_id, branch, today.today
            )
            self.assertAlmostEqual(dict(today.rates)[self.coin.id], factor)

    def test_one_currency_costs_nothing(self):
        self.abroad.currency_id = self.company.currency_id
        self._deal("here", 1000, self.company)
        self.env.flush_all()
        self.env.invalidate_all()
        # The users, and what is said about calling hours.
        with self.assertQueryCount(2):
            [today] = of_users(self.seller.sudo(), self._at(10)).values()
        self.assertEqual(today.rates, ())

    def _reason(self, name):
        lines = self.lines.with_user(self.seller).search([])
        return lines.filtered(lambda line: line.summary == name).reason

    def _tiers(self):
        """{the activity: its priority group} of the plan, made anew."""
        lines = self._plan(self._at(10))
        return {line.summary: line.tier_id.kind for line in lines}

    def _sale(self, partner, company):
        self._lead(
            "Sale",
            "won",
            partner_id=partner.id,
            probability=100,
            company_id=company and company.id,
            team_id=False,
            user_id=False,
        )

    def test_only_sales_of_ones_own_company_make_a_customer(self):
        partner = self.env["res.partner"].create({"name": "Customer"})
        for name, company in (("here", self.company), ("abroad", self.abroad)):
            self._new(name, partner, company)
        self._new("anywhere", partner, None)
        self._contact("partner", partner)
        names = ("here", "abroad", "anywhere", "partner")
        nobody = {**dict.fromkeys(names, "stage"), "partner": "new"}
        self.stage["new"].tier_id = self.env.ref("galloper_schedule.tier_early")
        self.assertEqual(self._tiers(), nobody)
        self._sale(partner, self.abroad)
        self.assertEqual(self._tiers(), nobody | {"abroad": "customer"})
        self.assertNotIn("bought", self._reason("here"))
        self.assertIn("bought", self._reason("abroad"))
        self._sale(partner, self.company)
        self.assertEqual(set(self._tiers().values()), {"customer"})

    def _new(self, name, partner, company):
        lead = self._lead(
            name,
            "new",
            partner_id=partner.id,
            company_id=company and company.id,
            team_id=False,
        )
        self._contact(name, lead)

    def test_a_sale_of_no_company_counts_for_each(self):
        partner = self.env["res.partner"].create({"name": "Customer"})
        self._new("here", partner, self.company)
        self._new("abroad", partner, self.abroad)
        self._sale(partner, None)
        self.assertEqual(set(self._tiers().values()), {"customer"})

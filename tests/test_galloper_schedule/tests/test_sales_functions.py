"""The figures of the three sales functions, against a slow and obvious counting."""

import random
from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median

from odoo.tests import tagged

from .common import MyDayCase

NOW = datetime(2026, 3, 4, 12)


class BlocksCase(MyDayCase):
    """Three salespeople of two teams, and leads of theirs at random."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._new_seller("galloper_leader", cls.tz)
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )
        cls.colleague = cls._new_seller("galloper_colleague", cls.tz)
        cls.stranger = cls._new_seller("galloper_stranger", cls.tz)
        cls.sellers = cls.seller | cls.colleague | cls.stranger
        cls.teams = cls.env["crm.team"].create(
            [
                {"name": "Led", "user_id": cls.leader.id, "company_id": False},
                {
                    "name": "Other",
                    "company_id": False,
                    "galloper_sales_function": "care",
                },
            ]
        )
        people = cls.env["res.partner"].create(
            [{"name": f"Customer {number}"} for number in range(12)]
        )
        people[6:].parent_id = people[0]
        cls.people = people
        cls.env.ref("galloper_schedule.tier_customer").quiet_days = 40

    def _new_leads(self, count=120, seed=1):
        draw = random.Random(seed)
        stages = list(self.stage.values())
        vals_list = []
        for number in range(count):
            stage, active = draw.choice(stages), draw.random() < 0.6
            vals = {
                "name": f"Lead {number}",
                "type": "opportunity",
                "user_id": draw.choice(self.sellers).id,
                "team_id": draw.choice([*self.teams.ids, False]),
                "company_id": draw.choice([self.env.company.id, False]),
                "partner_id": draw.choice([*self.people.ids, False]),
                "stage_id": stage.id,
                "expected_revenue": draw.randrange(1000),
                "active": active,
                "probability": 100 if stage.is_won else 10 * active,
            }
            vals_list.append(vals)
        quietly = self.env["crm.lead"].with_context(tracking_disable=True)
        leads = self.env["crm.lead"].browse(quietly.create(vals_list).ids)
        for lead in leads:
            created = NOW - timedelta(hours=draw.randrange(24 * 300))
            closed = created + timedelta(hours=draw.randrange(24 * 60))
            self._date(lead, created, closed if lead.won_status == "won" else None)
        tried = draw.choices(leads.ids, k=count)
        self._try([(lead, draw.random() < 0.3) for lead in tried])
        return leads

    def _date(self, lead, created, closed):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s, date_closed = %s WHERE id = %s",
            (created, closed, lead.id),
        )
        lead.invalidate_recordset(flush=False)

    def _try(self, tries):
        self.env.cr.execute_values(
            "INSERT INTO galloper_attempt (lead_id, answered, tried_at, user_id) "
            "VALUES %s",
            [(lead, answered, NOW, self.seller.id) for lead, answered in tries],
        )

    def _report(self, name, user=None):
        report = self.env[f"galloper.{name}.report"].with_context(tz="UTC")
        return report.with_user(user) if user else report


@tagged("post_install", "-at_install")
class TestLeadReport(BlocksCase):
    def _expected(self, leads):
        """{lead: (captured, converted, sorted out, sales_function)}"""
        wins = defaultdict(list)
        for lead in leads.sorted("id"):
            if lead.won_status == "won" and lead.partner_id:
                key = lead.partner_id.commercial_partner_id, lead.company_id
                wins[key].append(lead)
        for won in wins.values():
            won.sort(key=lambda lead: lead.date_closed)
        attempts = self.env["galloper.attempt"]
        expected = {}
        for lead in leads:
            key = lead.partner_id.commercial_partner_id, lead.company_id
            before = [
                one
                for one in wins[key]
                if one != lead and one.date_closed < lead.create_date
            ]
            won = lead.won_status == "won"
            first = won and (not lead.partner_id or wins[key][0] == lead)
            captured = first or not before
            answers = attempts.search([("lead_id", "=", lead.id)]).mapped("answered")
            unresponsive = not lead.active and not won and answers and not any(answers)
            sales_function = (
                lead.team_id.galloper_sales_function
                or lead.stage_id.tier_id.sales_function
            )
            expected[lead] = (
                int(captured),
                int(first),
                int(bool(captured and unresponsive)),
                sales_function,
            )
        return expected

    def test_figures(self):
        leads = self._new_leads()
        expected = self._expected(leads)
        rows = self._report("lead").search([("lead_id", "in", leads.ids)])
        found = {
            row.lead_id: (
                row.captured,
                row.converted,
                row.sorted_out,
                row.sales_function,
            )
            for row in rows
        }
        self.assertEqual(found, expected)
        captured, converted, sorted_out, __ = map(sum, zip(*(
            (*row[:3], 0) for row in expected.values()
        ), strict=True))  # fmt: skip
        self.assertTrue(0 < sorted_out < captured < len(leads) and converted > 1)
        self.assertEqual({row[3] for row in expected.values()}, {
            "generation", "conversion", "care"
        })  # fmt: skip

    def test_sums_of_figures(self):
        leads = self._new_leads()
        expected = self._expected(leads)
        captured, converted, sorted_out = (
            sum(row[place] for row in expected.values()) for place in range(3)
        )
        first = [lead for lead, row in expected.items() if row[1]]
        days = [
            (lead.date_closed - lead.create_date).total_seconds() / 86400
            for lead in first
        ]
        [group] = self._report("lead")._read_group(
            [("lead_id", "in", leads.ids)],
            [],
            [
                "captured:sum",
                "converted_share:ratio",
                "sorted_out_share:ratio",
                "first_revenue:sum",
                "days_to_first_revenue:median",
            ],
        )
        self.assertEqual(group[0], captured)
        for value, true in zip(
            group[1:],
            (
                converted / captured,
                sorted_out / captured,
                sum(lead.expected_revenue for lead in first),
                median(days),
            ),
            strict=True,
        ):
            self.assertAlmostEqual(value, true)

    def test_the_salespersons_day(self):
        lead = self._lead("Late at night")
        self._date(lead, datetime(2026, 3, 3, 22, 30), None)
        for tz, day in (("UTC", 3), ("Europe/Moscow", 4), ("America/Lima", 3)):
            self.seller.tz = tz
            row = self._report("lead").search([("lead_id", "=", lead.id)])
            self.assertEqual(row.day.day, day, tz)
            row.invalidate_recordset()

    def test_whose_figures(self):
        leads = self._new_leads(40)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        hidden = self._lead("Hidden", company_id=elsewhere.id, user_id=False)
        leads |= hidden
        visible = {
            self.seller: lambda lead: lead.user_id == self.seller,
            self.leader: lambda lead: lead.team_id == self.teams[0],
            self.manager: lambda lead: True,
        }
        for user, sees in visible.items():
            report = self._report("lead", user)
            domain = [("id", "in", leads.ids)]
            seen = (leads - hidden).filtered(sees)
            self.assertEqual(set(report.search(domain)._ids), set(seen._ids))
            [[count]] = report._read_group(domain, [], ["__count"])
            self.assertEqual(count, len(seen))


@tagged("post_install", "-at_install")
class TestCustomerReport(BlocksCase):
    def _expected(self, leads, today):
        """{(customer, company): its figures, by the names of the report's fields}"""
        orders = defaultdict(list)
        for lead in leads.filtered(lambda lead: lead.won_status == "won"):
            if customer := lead.partner_id.commercial_partner_id:
                orders[customer, lead.company_id].append(lead)
        expected = {}
        for key, won in orders.items():
            won.sort(key=lambda lead: (lead.date_closed, lead.id))
            days = [lead.date_closed.date() for lead in won]
            gaps = [(b - a).days for a, b in zip(days, days[1:], strict=False)]
            gap = sum(gaps) / len(gaps) if any(gaps) else None
            since, years = (today - days[-1]).days, (today - days[0]).days / 365.25
            expected[key] = {
                "user_id": won[-1].user_id.id,
                "team_id": won[-1].team_id.id,
                "orders": len(won),
                "revenue": sum(lead.expected_revenue for lead in won),
                "first_day": days[0],
                "last_day": days[-1],
                "years": max(years, 1),
                "days_between": gap or 0,
                "days_since": since,
                "usual_gap": gap or 40,
                "gone_quiet": int(since > 1.5 * (gap or 40)),
            }
        return expected

    def test_figures(self):
        self._freeze(NOW)
        leads = self._new_leads(160)
        expected = self._expected(leads, NOW.date())
        mine = [("partner_id", "in", self.people.commercial_partner_id.ids)]
        rows = self._report("customer").search(mine)
        self.assertEqual(len(rows), len(expected))
        for row in rows:
            for name, true in expected[row.partner_id, row.company_id].items():
                value = row[name].id if name.endswith("_id") else row[name]
                if isinstance(true, float):
                    self.assertAlmostEqual(value, true, msg=name)
                else:
                    self.assertEqual(value, true, name)
        self.assertEqual({row["gone_quiet"] for row in expected.values()}, {0, 1})

    def test_sums_of_figures(self):
        self._freeze(NOW)
        leads = self._new_leads(160)
        expected = self._expected(leads, NOW.date())
        mine = [("partner_id", "in", self.people.commercial_partner_id.ids)]
        figures = expected.values()

        def total(value):
            return sum(value(row) for row in figures)

        orders = total(lambda row: row["orders"])
        rhythms = total(lambda row: (row["orders"] - 1) * bool(row["days_between"]))
        span = total(lambda row: (row["orders"] - 1) * row["days_between"])
        [group] = self._report("customer")._read_group(
            mine,
            [],
            [
                "average_revenue:ratio",
                "orders_per_year:ratio",
                "days_between:avg",
                "gone_quiet_share:ratio",
            ],
        )
        for value, true in zip(
            group,
            (
                total(lambda row: row["revenue"]) / orders,
                orders / total(lambda row: row["years"]),
                span / rhythms,
                total(lambda row: row["gone_quiet"]) / len(expected),
            ),
            strict=True,
        ):
            self.assertAlmostEqual(value, true)

    def test_whose_figures(self):
        leads = self._new_leads(160)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        won = leads.filtered(lambda lead: lead.won_status == "won" and lead.partner_id)
        won[0].write({"user_id": False, "team_id": False, "company_id": elsewhere.id})
        self.env.flush_all()
        mine = [("partner_id", "in", self.people.commercial_partner_id.ids)]
        every = self._report("customer").search(mine)
        # Not by their names: those of colleagues' customers nobody can search by.
        mine = [("id", "in", every.ids)]
        visible = {
            self.seller: lambda row: row.user_id == self.seller,
            self.leader: lambda row: row.team_id == self.teams[0],
            self.manager: lambda row: True,
        }
        for user, sees in visible.items():
            report = self._report("customer", user)
            seen = every.filtered(sees)
            seen = seen.filtered(lambda row: row.company_id != elsewhere)
            self.assertTrue(seen)
            self.assertEqual(set(report.search(mine)._ids), set(seen._ids))
            [[orders]] = report._read_group(mine, [], ["orders:sum"])
            self.assertEqual(orders, sum(seen.mapped("orders")))


@tagged("post_install", "-at_install")
class TestBlocks(MyDayCase):
    def test_blocks_of_tiers(self):
        functions = {
            name: self.env.ref(f"galloper_schedule.tier_{name}").sales_function
            for name in ("fresh", "hot", "customer", "early", "other", "new")
        }
        self.assertEqual(
            functions,
            {
                "fresh": "generation",
                "hot": "conversion",
                "customer": "care",
                "early": "conversion",
                "other": False,
                "new": "generation",
            },
        )
        tiers = self.env["galloper.tier"]
        self.assertEqual(tiers.create({"name": "Tier"}).sales_function, "conversion")
        own = tiers.create({"name": "Cold calls", "sales_function": "generation"})
        self.assertEqual(own.sales_function, "generation")

"""Priorities that learn: proposals of self-developing teams, what they do."""

import random
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MyDayCase, utc

NOW = datetime(2026, 3, 4, 12)
TIERS = ["hot", "customer", "early", "other", "new"]


class ProposalCase(MyDayCase):
    """A self-improving team, and a manager; the other teams are flexible."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["crm.team"].search([]).galloper_management_style = "chaos"
        cls.proposals = cls.env["galloper.proposal"]
        cls.proposals.sudo().search([]).unlink()
        cls.env.company.write(
            {"galloper_best_call_from": 0, "galloper_best_call_to": 0}
        )
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )
        cls.tier = {
            name: cls.env.ref(f"galloper_schedule.tier_{name}") for name in TIERS
        }
        cls.env["galloper.tier"]._set_order(
            [cls.env.ref("galloper_schedule.tier_fresh").id]
            + [cls.tier[name].id for name in TIERS]
        )
        cls.team, cls.flexible = cls.env["crm.team"].create(
            [
                {
                    "name": "Learning",
                    "galloper_management_style": "self",
                    "company_id": False,
                },
                {
                    "name": "Free",
                    "galloper_management_style": "chaos",
                    "company_id": False,
                },
            ]
        )

    def setUp(self):
        super().setUp()
        self._freeze(NOW)

    def _history(self, worth, team=None, count=60, hours=None, user=None, **vals):
        """Closed leads that stood on one tier each; of two every second is won, for
        so much as ``worth`` says of their tier.

        :param hours: {hour: share of the calls that are answered}
        """
        team, user = team or self.team, user or self.seller
        rows = [(name, number) for name in worth for number in range(count)]
        vals.update(user_id=user.id, team_id=team.id)
        leads = self._closed(rows, worth, vals)
        self._attempts(rows, leads, hours or {10: 0.5})
        return leads

    def _closed(self, rows, worth, vals):
        """Leads of so many (tier, number), closed some days ago."""
        quietly = self.env["crm.lead"].with_context(tracking_disable=True)
        leads = quietly.create(
            [
                {
                    "name": f"{name} {number}",
                    "type": "opportunity",
                    "stage_id": self.stage["won" if number % 2 else "new"].id,
                    "active": bool(number % 2),
                    "probability": 100 * (number % 2),
                    "expected_revenue": worth[name] * (8 + number % 9),
                    **vals,
                }
                for name, number in rows
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET date_closed = %s WHERE id = ANY(%s)",
            (NOW - timedelta(days=2), leads.ids),
        )
        leads.invalidate_recordset(flush=False)
        return leads

    def _attempts(self, rows, leads, shares):
        """Three calls about each of the leads, in the weeks before."""
        draw, tries = random.Random(5), []
        for (name, number), lead in zip(rows, leads, strict=True):
            for contact in range(3):
                hour = draw.choice(list(shares))
                day = NOW.date() - timedelta(days=3 + (number + contact) % 60)
                at = utc(self.tz, day.year, day.month, day.day, hour, number % 60)
                answered = draw.random() < shares[hour]
                tries.append(
                    (
                        lead.id,
                        lead.team_id.id,
                        lead.user_id.id,
                        lead.user_id.company_id.id,
                        self.tier[name].id,
                        lead.stage_id.id,
                        at,
                        day,
                        hour,
                        answered,
                        True,
                        False,
                        20,
                    )
                )
        self.env.cr.execute_values(
            "INSERT INTO galloper_attempt (lead_id, team_id, user_id, company_id,"
            " tier_id, stage_id, tried_at, day, hour, answered, is_call, promised,"
            " minutes) VALUES %s",
            tries,
        )
        self.env["galloper.attempt"].invalidate_model(flush=False)

    def _compare(self):
        self.proposals._cron_compare()
        return self.proposals.with_user(self.manager)

    def _of(self, kind, *states):
        domain = [("kind", "=", kind)]
        if states:
            domain.append(("state", "in", states))
        return self.proposals.with_user(self.manager).search(domain)

    def _line(self, proposal, name):
        return proposal.line_ids.filtered(lambda line: line.tier_id == self.tier[name])

    def _tier_order(self):
        names = {tier.id: name for name, tier in self.tier.items()}
        order = self.env["galloper.tier"].search([]).ids
        return " ".join(names[one] for one in order if one in names)


@tagged("post_install", "-at_install")
class TestTiers(ProposalCase):
    #: The early pipeline brings five times as much as the other tiers.
    WORTH = {"hot": 100, "customer": 100, "early": 500}

    def test_proposed(self):
        self._history(self.WORTH)
        before = self._tier_order()
        self._compare()
        proposal = self._of("tiers")
        self.assertEqual(proposal.state, "open")
        self.assertEqual(self._tier_order(), before, "Nothing changes by itself")
        self.assertEqual(self.proposals._newest_tiers(), proposal)
        names = [tier.name for tier in proposal._proposed_tiers() if tier.active]
        self.assertEqual(names[0], "Early pipeline")
        self.assertEqual(proposal.title, "Call priorities: move up Early pipeline")
        self.assertIn("95% range", proposal.effect)
        self.assertLess(proposal.before.index("Hot"), proposal.before.index("Early"))
        self.assertLess(proposal.after.index("Early"), proposal.after.index("Hot"))

        early = self._line(proposal, "early")
        self.assertEqual((early.leads, early.contact_hours, early.won), (60, 60, 30))
        self.assertEqual((early.place_before, early.place_after), (3, 1))
        self.assertLess(early.per_hour_low, early.revenue / 60)
        self.assertLess(early.revenue / 60, early.per_hour_high)
        note = "0 of 30 leads, 0 of 20 hours, and 0 of 15 orders so far"
        self.assertEqual(self._line(proposal, "new").note, note)

    def test_applied_undone(self):
        self._history(self.WORTH)
        before = self._tier_order()
        self._compare()
        proposal = self._of("tiers")
        hot, early = self._lead("Hot", "hot"), self._lead("Early", "qualified")
        self.stage["qualified"].tier_id = self.tier["early"]
        self.stage["hot"].write({"tier_id": self.tier["hot"].id, "tier_after_days": 0})
        self._contact("H", hot)
        self._contact("E", early)
        self.assertEqual(self._order(NOW), "H E")
        proposal.action_apply()
        self.assertEqual(self._tier_order(), "early hot customer other new")
        self.assertEqual(self._order(NOW), "E H")
        self.assertEqual(proposal.state, "applied")
        self.assertEqual(proposal.decided_by, self.manager)
        self.assertFalse(self.proposals._newest_tiers())
        with self.assertRaises(UserError):
            proposal.action_apply()

        proposal.action_undo()
        self.assertEqual(self._tier_order(), before)
        self.assertEqual(self._order(NOW), "H E")
        self.assertEqual(proposal.state, "undone")

    def test_a_tier_order_that_was_changed_meanwhile(self):
        self._history(self.WORTH)
        self._compare()
        proposal, order = self._of("tiers"), self.env["galloper.tier"]._get_order()
        self.tier["new"].sequence = 1
        proposal.invalidate_recordset()
        self.assertTrue(proposal.has_moved_on)
        with self.assertRaisesRegex(UserError, "have changed since"):
            proposal.action_apply()
        self.assertEqual(proposal.state, "open")

        self.env["galloper.tier"]._set_order(order)
        proposal.invalidate_recordset()
        proposal.action_apply()
        self.tier["new"].sequence = 1
        proposal.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "overwrite"):
            proposal.action_undo()
        self.assertEqual(self._tier_order(), "new early hot customer other")

    def test_nothing_twice(self):
        self._history(self.WORTH)
        self._compare()
        first = self._of("tiers")
        self._history({"customer": 100}, count=4)
        self._compare()
        self.assertEqual(self._of("tiers"), first)
        leads = self._line(first, "customer").leads
        self.assertEqual(leads, 64, "It has the newest figures")

        first.action_dismiss()
        self._compare()
        second = self._of("tiers", "nothing")
        self.assertIn("was dismissed", second.effect)
        self._compare()
        self.assertEqual(self._of("tiers"), self._of("tiers", "nothing") | first)
        self.assertEqual(len(self._of("tiers")), 2, "Only the newest is kept")

    def test_another_one_makes_it_outdated(self):
        self._history(self.WORTH)
        self._compare()
        first = self._of("tiers")
        self._history({"new": 5000})
        self._compare()
        self.assertEqual(first.state, "outdated")
        second = self._of("tiers", "open")
        names = [tier.name for tier in second._proposed_tiers() if tier.active]
        self.assertEqual(names[:2], ["New leads", "Early pipeline"])

    def test_free_teams_are_left_alone(self):
        self._history(self.WORTH, team=self.flexible)
        self._compare()
        self.assertEqual(self._of("tiers").state, "nothing")
        self.assertIn("Not enough data", self._of("tiers").effect)
        self.assertFalse(sum(self._of("tiers").line_ids.mapped("leads")))
        self._of("tiers").sudo().unlink()
        self.team.galloper_management_style = "system"
        self._compare()
        self.assertFalse(self._of("tiers"))

    def test_no_clear_difference(self):
        self._history(dict.fromkeys(["hot", "customer", "early"], 100))
        self._compare()
        self.assertEqual(self._of("tiers").state, "nothing")
        self.assertIn("No clear reason", self._of("tiers").effect)

    def test_whose_orders_they_are(self):
        """A customer's orders count for earlier activities, without a lead too."""
        one, other = self.env["res.partner"].create([{"name": "A"}, {"name": "B"}])
        won = self._history({"hot": 100}, count=2, partner_id=one.id)[1]
        running = self._lead("Running", "hot", partner_id=other.id)
        rows = [
            (None, one.id, "customer", NOW - timedelta(days=5), 60),
            (None, one.id, "customer", NOW - timedelta(days=1), 60),
            (None, other.id, "new", NOW - timedelta(days=1), 60),
            (running.id, other.id, "hot", NOW - timedelta(days=1), 60),
        ]
        self.env.cr.execute_values(
            "INSERT INTO galloper_attempt (lead_id, partner_id, tier_id, tried_at, day,"
            " team_id, user_id, minutes) VALUES %s",
            [
                (lead, partner, self.tier[name].id, at, at.date(), self.team.id,
                 self.seller.id, minutes)
                for lead, partner, name, at, minutes in rows
            ],
        )  # fmt: skip
        self._compare()
        found = {name: self._line(self._of("tiers"), name) for name in TIERS}
        figures = {
            name: (line.leads, line.contact_hours, line.won)
            for name, line in found.items()
            if line.leads
        }
        # Two hours on the won and the lost lead, one without a lead, then the order:
        # from when the customer was first hot that is all of it, from the first sale
        # two hours. The hour after the order stands alone, and what is still running
        # does not count.
        expected = {"hot": (1, 3, 1), "customer": (2, 3, 1), "new": (1, 1, 0)}
        self.assertEqual(figures, expected)
        for name in ("hot", "customer"):
            self.assertAlmostEqual(found[name].revenue, won.expected_revenue)


@tagged("post_install", "-at_install")
class TestHours(ProposalCase):
    #: Half of the calls at ten and eleven are answered, else one of five.
    SHARES = {9: 0.2, 10: 0.55, 11: 0.55, 14: 0.2, 15: 0.2, 16: 0.2, 17: 0.2}

    def _called(self):
        self._history({"hot": 1, "customer": 1}, count=120, hours=self.SHARES)
        self._compare()
        return self._of("hours")

    def test_proposed_applied_undone(self):
        company = self.seller.company_id
        proposal = self._called()
        self.assertEqual((proposal.state, proposal.company_id), ("open", company))
        self.assertRegex(proposal.title, r"Call between 10:00\sAM and 12:00\sPM")
        self.assertRegex(proposal.effect, r"\d+–\d+% of calls are answered")
        self.assertEqual(company.galloper_best_call_to, 0)
        better = proposal.line_ids.filtered("is_better")
        self.assertEqual(better.mapped("hour"), [10, 11])
        self.assertEqual(sum(proposal.line_ids.mapped("calls")), 720)

        company.resource_calendar_id = self.env.ref("resource.resource_calendar_std")
        call = self._contact("call", self._lead("Deal"))
        call.action_no_answer()
        self.assertEqual(call.retry_at, utc(self.tz, 2026, 3, 5, 8))
        proposal.action_apply()
        self.assertEqual(
            (company.galloper_best_call_from, company.galloper_best_call_to), (10, 12)
        )
        call.write({"galloper_attempt_log": False, "attempt_count": 0})
        call.action_no_answer()
        self.assertEqual(call.retry_at, utc(self.tz, 2026, 3, 5, 10))
        self._compare()
        self.assertTrue(self._of("hours", "nothing"), "Nothing is better than they are")

        proposal.action_undo()
        self.assertEqual(
            (company.galloper_best_call_from, company.galloper_best_call_to), (0, 0)
        )

    def test_hours_that_were_changed_meanwhile(self):
        proposal = self._called()
        proposal.action_apply()
        self.seller.company_id.galloper_best_call_to = 13
        proposal.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "overwrite"):
            proposal.action_undo()


@tagged("post_install", "-at_install")
class TestWhoDecides(ProposalCase):
    def test_managers_alone(self):
        self._history(TestTiers.WORTH)
        self._compare()
        proposal = self._of("tiers")
        mine = proposal.with_user(self.seller)
        for act in (mine.action_apply, mine.action_dismiss, mine.action_undo):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(AccessError):
            self.proposals.with_user(self.seller).search([])
        with self.assertRaises(AccessError):
            mine.line_ids.read(["leads"])
        for change in (
            lambda: proposal.write({"state": "applied"}),
            proposal.unlink,
            lambda: proposal.create({"kind": "tiers", "made_on": NOW}),
        ):
            with self.assertRaises(AccessError):
                change()

    def test_other_companies_hours(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        theirs = self.proposals.sudo().create(
            {"kind": "hours", "company_id": elsewhere.id, "made_on": NOW}
        )
        self.assertNotIn(theirs, self._of("hours"))
        with self.assertRaises(AccessError):
            theirs.with_user(self.manager).action_apply()

    def test_managers_are_told_once(self):
        self._history(TestTiers.WORTH)
        messages = self.env["mail.message"].sudo()
        about = [("model", "=", "galloper.proposal")]
        before = messages.search(about)
        self._compare()
        self._compare()
        told = messages.search(about) - before
        self.assertEqual(len(told), 1)
        self.assertIn(self.manager.partner_id, told.notified_partner_ids)
        self.assertNotIn(self.seller.partner_id, told.notified_partner_ids)

    def test_few_queries(self):
        """However much was done."""
        counts = []
        for count in (5, 10, 60):
            self._history(dict.fromkeys(["customer", "new"], 1), count=count)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._compare()
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(max(counts), 35)
        self.assertLessEqual(counts[2] - counts[1], 2)

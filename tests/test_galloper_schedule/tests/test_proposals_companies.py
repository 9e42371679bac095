"""Each company is compared by itself; nobody sees or applies another one's figures."""

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.learning import learning_figures

from .test_notice_rights import migrate
from .test_proposals import NOW, ProposalCase


class CompaniesCase(ProposalCase):
    """Home calls its early leads best, Elsewhere its regular customers, for more."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.env.company
        cls.money = cls.env["res.currency"].create(
            {
                "name": "XTS",
                "symbol": "x",
                "rate_ids": [Command.create({"rate": 4.0, "name": "2020-01-01"})],
            }
        )
        cls.elsewhere = cls.env["res.company"].create(
            {"name": "Elsewhere", "currency_id": cls.money.id}
        )
        cls.away = cls._of_company("galloper_away")
        cls.boss = cls._of_company("galloper_boss", "sales_team.group_sale_manager")
        cls.team.company_id = cls.home
        cls.their_team = cls.env["crm.team"].create(
            {
                "name": "Away",
                "galloper_management_style": "self",
                "company_id": cls.elsewhere.id,
            }
        )

    @classmethod
    def _of_company(cls, login, groups="sales_team.group_sale_salesman"):
        user = cls._new_seller(login, cls.tz, groups)
        vals = {"company_ids": cls.elsewhere.ids, "company_id": cls.elsewhere.id}
        user.write(vals)
        return user

    def _theirs(self, worth, **vals):
        vals = {"team": self.their_team, "user": self.away, **vals}
        return self._history(worth, **{"company_id": self.elsewhere.id, **vals})

    def _both(self):
        """(Home's proposal, Elsewhere's), with all rights."""
        self.mine = self._history({"hot": 100, "customer": 100, "early": 500})
        self.their = self._theirs({"hot": 7000, "customer": 35000, "early": 7000})
        self._compare()
        return self._tiers(self.home), self._tiers(self.elsewhere)

    def _tiers(self, company):
        domain = [("kind", "=", "tiers"), ("company_id", "=", company.id)]
        return self.proposals.sudo().search(domain)

    def _first(self, proposal):
        return proposal._proposed_tiers().filtered("active")[0].name

    def _leads(self, company, name="hot"):
        return sum(self._line(self._tiers(company), name).mapped("leads"))


@tagged("post_install", "-at_install")
class TestEachByItself(CompaniesCase):
    def test_opposite_results(self):
        home, away = self._both()
        self.assertEqual((home.state, away.state), ("open", "open"))
        self.assertEqual(self._first(home), "Early pipeline")
        self.assertEqual(self._first(away), "Regular customers")
        own = home.company_id.currency_id
        self.assertEqual((home.currency_id, away.currency_id), (own, self.money))
        for proposal, leads in ((home, self.mine), (away, self.their)):
            won = leads.filtered(lambda lead: lead.won_status == "won")
            revenue = sum(proposal.line_ids.mapped("revenue"))
            self.assertAlmostEqual(revenue, sum(won.mapped("expected_revenue")))

    def test_applied_by_one_it_has_moved_on_for_the_other(self):
        home, away = self._both()
        self.assertIn("in every company", home.effect)
        home.with_user(self.manager).action_apply()
        self.assertNotIn("in every company", home.effect)
        theirs = away.with_user(self.boss)
        self.assertTrue(theirs.has_moved_on)
        with self.assertRaisesRegex(UserError, "have changed since"):
            theirs.action_apply()
        self._compare()
        self.assertEqual(away.state, "outdated")
        newest = self._tiers(self.elsewhere).filtered("is_open")
        self.assertEqual(newest.order_before, home.order_after)

    def test_whose_a_lead_is(self):
        """Its company's, else its salesperson's, else its team's."""
        for fields, owner in (
            ({"company_id": None, "user_id": None}, self.elsewhere),
            ({"company_id": None, "user_id": self.away.id}, self.elsewhere),
            ({"company_id": None, "user_id": self.seller.id}, self.home),
            ({"company_id": self.home.id, "user_id": self.away.id}, self.home),
        ):
            with self.subTest(**fields):
                leads = self._theirs({"hot": 100}, count=4)
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE crm_lead SET company_id = %s, user_id = %s"
                    " WHERE id = ANY(%s)",
                    (*fields.values(), leads.ids),
                )
                self.env.invalidate_all()
                self._compare()
                found = {one: self._leads(one) for one in (self.home, self.elsewhere)}
                other = (self.home + self.elsewhere) - owner
                self.assertEqual(found, {owner: 4, other: 0})
                self.env.cr.execute("DELETE FROM galloper_attempt")

    def test_a_customer_of_both_is_two_stories(self):
        """What is about no lead is whose it was noted for."""
        partner = self.env["res.partner"].create({"name": "Of both"})
        mine = self._history({"customer": 100}, count=2, partner_id=partner.id)
        their = self._theirs({"customer": 700}, count=2, partner_id=partner.id)
        self.env.cr.execute_values(
            "INSERT INTO galloper_attempt (partner_id, company_id, team_id, tier_id,"
            " tried_at, day, minutes) VALUES %s",
            [
                (partner.id, team.company_id.id, team.id, self.tier["customer"].id,
                 NOW.replace(day=1), NOW.date(), minutes)
                for team, minutes in ((self.team, 60), (self.their_team, 120))
            ],
        )  # fmt: skip
        self._compare()
        for company, hours, won in (
            (self.home, 3, mine[1]),
            (self.elsewhere, 4, their[1]),
        ):
            line = self._line(self._tiers(company), "customer")
            figures = [line.leads, line.contact_hours, line.won, line.revenue]
            self.assertEqual(figures, [1, hours, 1, won.expected_revenue])

    def test_calls_are_counted_apart(self):
        """Nobody's second attempt is one that another company has made before."""
        partner = self.env["res.partner"].create({"name": "Of both"})
        self.env.cr.execute_values(
            "INSERT INTO galloper_attempt (partner_id, user_id, team_id, tried_at, day,"
            " hour, answered, is_call) VALUES %s",
            [
                (partner.id, user.id, team.id, NOW.replace(day=day), NOW.date(), 12,
                 False, True)
                for user, team, day in (
                    (self.seller, self.team, 1), (self.away, self.their_team, 2)
                )
            ],
        )  # fmt: skip
        calls = learning_figures.fetch_calls(self.env, NOW)
        attempts = {key: [one.attempt for one in found] for key, found in calls.items()}
        self.assertEqual(attempts, {self.home.id: [1], self.elsewhere.id: [1]})

    def test_archived_ones_are_left_alone(self):
        self._theirs({"hot": 100}, count=4)
        self.their_team.active = False
        self._compare()
        self.assertFalse(self._tiers(self.elsewhere))
        self.assertFalse(self._leads(self.home))
        self.their_team.active = True
        self.boss.active = self.away.active = False
        self.elsewhere.active = False
        self._compare()
        self.assertFalse(self._tiers(self.elsewhere))
        self.assertFalse(self._leads(self.home))

    def test_a_team_of_all_companies(self):
        self.team.company_id = False
        self.their_team.galloper_management_style = "system"
        self._history({"hot": 100}, count=4)
        self._compare()
        self.assertEqual(self._leads(self.home), 4)
        self.assertFalse(self._tiers(self.elsewhere))
        self._theirs({"hot": 100}, team=self.team, count=6)
        self._compare()
        self.assertEqual(self._leads(self.home), 4)
        self.assertEqual(self._leads(self.elsewhere), 6)

    def test_one_statement_and_a_limit_of_its_own_for_each(self):
        self._history({"hot": 100}, count=20)
        self._theirs({"hot": 100}, count=12)
        self.env.flush_all()
        with patch.object(learning_figures, "_MOST_CUSTOMERS", 10):
            before = self.cr.sql_log_count
            found = learning_figures.fetch_work(self.env, NOW)
        self.assertEqual(self.cr.sql_log_count - before, 1)
        units = {company: len(set(found[company.id])) for company in self._companies()}
        self.assertEqual(units, dict.fromkeys(self._companies(), 10))

    def _companies(self):
        return self.home, self.elsewhere


@tagged("post_install", "-at_install")
class TestNobodySeesOthers(CompaniesCase):
    def _check_closed(self, records, names, aggregate):
        """What the manager of Home gets of records of Elsewhere, known by number."""
        theirs = records.with_user(self.manager)
        model, ids = theirs.browse(), [("id", "in", records.ids)]
        for name in names:
            for read in (
                lambda one, name: one.read([name]),
                lambda one, name: one.web_read({name: {}}),
                lambda one, name: one.export_data([name]),
                lambda one, name: one[:1][name],
            ):
                theirs.invalidate_recordset()
                with self.assertRaises(AccessError):
                    read(theirs, name)
            self.assertFalse(model.web_search_read(ids, {name: {}})["records"])
        self.assertFalse(model.name_search("", ids))
        self.assertFalse(model.formatted_read_group(ids, ["create_date:day"]))
        [total] = model.formatted_read_group([], [], [aggregate])
        return total[aggregate]

    def test_in_no_way_of_reading(self):
        self.manager.group_ids |= self.env.ref("base.group_allow_export")
        home, away = self._both()
        names = ["evidence", "effect", "title", "before", "order_after", "line_ids"]
        mine = home.with_user(self.manager).search_count([])
        self.assertEqual(self._check_closed(away, names, "__count"), mine)
        names = ["revenue", "per_hour", "interval", "note", "leads"]
        total = self._check_closed(away.line_ids, names, "revenue:sum")
        self.assertAlmostEqual(total, sum(home.line_ids.mapped("revenue")))

    def test_nor_decided_by_its_number(self):
        _home, away = self._both()
        for act in ("apply", "dismiss", "undo"):
            for companies in ([], self.elsewhere.ids):
                theirs = away.with_user(self.manager)
                if companies:
                    theirs = theirs.with_context(allowed_company_ids=companies)
                with self.assertRaises(AccessError):
                    getattr(theirs, f"action_{act}")()
        self.assertEqual(away.state, "open")
        # Who works in both, and has chosen one, decides in that one.
        self.boss.company_ids |= self.home
        both = away.with_user(self.boss)
        with self.assertRaises(AccessError):
            both.with_context(allowed_company_ids=self.home.ids).action_apply()
        both.with_context(allowed_company_ids=self.elsewhere.ids).action_apply()
        self.assertEqual(away.state, "applied")

    def test_nor_told(self):
        home, away = self._both()
        messages = self.env["mail.message"].sudo()
        for proposal, told, other in (
            (home, self.manager, self.boss),
            (away, self.boss, self.manager),
        ):
            about = [("model", "=", proposal._name), ("res_id", "=", proposal.id)]
            message = messages.search(about)
            self.assertIn(told.partner_id, message.notified_partner_ids)
            self.assertNotIn(other.partner_id, message.notified_partner_ids)
            with self.assertRaises(AccessError):
                message.with_user(other).check_access("read")

    def test_nor_tried_on_past_days(self):
        home, away = self._both()

        def tried(user, **context):
            wizards = self.env["galloper.schedule.replay"].with_user(user)
            wizard = wizards.with_context(**context).new({})
            return wizard.tier_ids.sorted("sequence").tier_id._origin[0].name

        looked_at = {"active_model": away._name, "active_id": away.id}
        self.assertEqual(tried(self.manager), self._first(home))
        self.assertEqual(tried(self.manager, **looked_at), self._first(home))
        self.assertEqual(tried(self.boss), self._first(away))
        # Who works in both sees what is looked at, or else the present company's.
        self.boss.company_ids |= self.home
        both = {"allowed_company_ids": (self.home + self.elsewhere).ids}
        self.assertEqual(tried(self.boss, **both), self._first(home))
        self.assertEqual(tried(self.boss, **both, **looked_at), self._first(away))


@tagged("post_install", "-at_install")
class TestUpdate(CompaniesCase):
    def _plant(self):
        """Proposals as they were, of all companies: to decide, dismissed, nothing."""
        home, _away = self._both()
        dismissed, nothing = map(
            home.copy, ({"state": "dismissed"}, {"state": "nothing"})
        )
        dismissed.write({"decided_by": self.boss.id, "decided_on": NOW})
        for copy in (dismissed, nothing):
            copy.write({"evidence": home.evidence, "currency_id": self.money.id})
            for line in home.line_ids:
                line.copy({"proposal_id": copy.id, "revenue": line.revenue})
        every = home + dismissed + nothing
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE galloper_proposal ALTER COLUMN company_id DROP NOT NULL"
        )
        self.env.cr.execute(
            "UPDATE galloper_proposal SET company_id = NULL,"
            " kind = CASE kind WHEN 'tiers' THEN 'rungs' ELSE kind END,"
            """ evidence = replace(evidence::text, '"tier"', '"rung"')::jsonb"""
            " WHERE id = ANY(%s)",
            (every.ids,),
        )
        self.env.invalidate_all()
        return every

    def _migrate(self):
        """As an update runs them: all that come before the models are loaded."""
        migrate(self.env, "pre-give_proposals_companies")
        migrate(self.env, "pre-rename_fields", "19.0.1.4.0")

    def test_figures_of_all_companies_are_removed(self):
        home, dismissed, nothing = self._plant()
        self._migrate()
        self.assertFalse(nothing.exists())
        self.assertEqual((home.state, home.is_open), ("outdated", False))
        self.assertEqual(dismissed.state, "dismissed")
        self.assertEqual(dismissed.company_id, self.elsewhere)
        for proposal in (home, dismissed):
            self.assertTrue(proposal.company_id)
            self.assertFalse(proposal.line_ids)
            self.assertEqual(proposal.evidence, {"removed": True})
            self.assertEqual(proposal.title, "Call priorities: new order")
            self.assertIn("combined several companies", proposal.basis)
            self.assertFalse(proposal.effect)

    def test_what_is_of_no_company_is_closed(self):
        for name in ("proposal", "proposal_line"):
            rule = self.env.ref(f"galloper_schedule.galloper_{name}_rule_company")
            now = rule.domain_force
            rule.domain_force = now.replace("company_ids", "company_ids + [False]")
            migrate(self.env, "post-close_proposals")
            self.assertEqual(rule.domain_force, now)

    def test_with_one_company_they_are_its_own(self):
        home, dismissed, nothing = self._plant()
        # Those of the test alone, and so only until it is over.
        self.env.cr.execute("SELECT min(id) FROM res_company")
        [company] = self.env.cr.fetchone()
        self.env.cr.execute(
            "ALTER TABLE res_company RENAME TO every_company;"
            "CREATE VIEW res_company AS SELECT * FROM every_company WHERE id = %s",
            (company,),
        )
        self._migrate()
        self.env.cr.execute(
            "DROP VIEW res_company; ALTER TABLE every_company RENAME TO res_company"
        )
        self.assertEqual(home.state, "outdated")
        self.assertEqual((home + nothing).company_id.id, company)
        for proposal in (home, dismissed, nothing):
            self.assertTrue(proposal.line_ids)
            self.assertTrue(proposal.evidence["gains"])

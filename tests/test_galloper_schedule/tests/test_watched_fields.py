"""Whose plan a change makes out of date: all that plans are made from is watched."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.galloper_schedule.adapter.calling import book
from odoo.addons.galloper_schedule.adapter.facts import (
    activity_sql,
    day,
    hours_cache,
    meetings,
    rhythm,
)
from odoo.addons.galloper_schedule.adapter.plan import watched_fields
from odoo.addons.galloper_schedule.adapter.tools import exchange
from odoo.addons.galloper_schedule.planner.tier_order import TierOrder

from .common import OpenDayCase


@tagged("post_install", "-at_install")
class TestWatchedFields(OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["crm.team"].create({"name": "Team"})
        cls.due = cls.env["galloper.schedule.due"]

    # -- Nothing that is read is forgotten

    def _statements(self):
        """All that reads facts."""
        days = list(day.of_users(self.seller.sudo(), self._at(10)).values())
        order, env, now = TierOrder.default(), self.env, fields.Datetime.now()
        users = activity_sql._users(days)
        yield activity_sql.select_contacts(env, days)
        yield activity_sql.select_contacts(env, days, {0: self.seller.id})
        yield activity_sql.select_idle_leads(env, days, order, now)
        yield SQL("SELECT %s", rhythm.has_bought(SQL("1"), SQL("1")))
        yield SQL(day._USERS, self.seller.ids)
        yield SQL(exchange._RATES, [1], [fields.Date.today()])
        yield SQL(book.STATEMENT)
        for part in (
            meetings.of_meetings(env),
            hours_cache._select_sources(env),
        ):
            yield SQL(
                """SELECT found.* FROM (SELECT u.*, u.tomorrow AS ends
                     FROM %s) u, LATERAL (%s) found""",
                users,
                part,
            )
        yield SQL("SELECT id, kind, active, fresh_minutes, sequence FROM galloper_tier")

    def _columns(self, statement):
        """{(table, column)} that a statement reads, as PostgreSQL itself says."""
        self.env.cr.execute(SQL("SELECT * FROM (%s) fact LIMIT 0", statement))
        number = len(self.env.cr.description)
        names = SQL(", ").join(SQL.identifier(f"c{n}") for n in range(number))
        self.env.cr.execute(
            SQL("CREATE TEMP VIEW galloper_facts (%s) AS %s", names, statement)
        )
        self.env.cr.execute(
            """
            SELECT DISTINCT read.relname, a.attname
              FROM pg_depend d
              JOIN pg_rewrite rule ON rule.oid = d.objid
               AND rule.ev_class = 'galloper_facts'::regclass
              JOIN pg_class read ON read.oid = d.refobjid
               AND read.oid <> rule.ev_class
              JOIN pg_attribute a ON a.attrelid = read.oid AND a.attnum > 0
               AND a.attnum = d.refobjsubid
             WHERE d.refclassid = 'pg_class'::regclass
            """
        )
        found = set(self.env.cr.fetchall())
        self.env.cr.execute("DROP VIEW galloper_facts")
        return found

    def _is_watched(self, table, column):
        watched = watched_fields.touched(table, [column])
        return (
            watched
            or column in watched_fields.NEVER_ALONE
            or (table, column) in watched_fields.WORKED_OUT
            or (table, column) in watched_fields.FOR_OTHERS
        )

    def test_whatever_is_read_is_watched(self):
        read = set().union(*map(self._columns, self._statements()))
        tables = {table for table, _column in read}
        self.assertLessEqual(
            {"crm_lead", "crm_team", "mail_activity_type", "res_currency_rate"}, tables
        )
        missing = {one for one in read if not self._is_watched(*one)}
        self.assertEqual(missing, set())

    def test_whatever_is_watched_is_there(self):
        """A field that gets another name is watched no more."""
        models = {self.env[name]._table: self.env[name] for name in self.env}
        for table, watches in watched_fields.WATCHED.items():
            model = models[table]
            self.assertTrue(hasattr(model, "_get_watched"), table)
            for watch in watches:
                unknown = watch.fields - {"*"} - model._fields.keys()
                self.assertFalse(unknown, table)
        for (table, _column), source in watched_fields.WORKED_OUT.items():
            if isinstance(source, str):
                self.assertIn(source, watched_fields.WATCHED)
            else:
                self.assertTrue(watched_fields.touched(table, source))

    # -- And those whom a change concerns are marked

    def _marked(self, change):
        """Who of the two is to be planned anew after a change."""
        self.env.cr.flush()
        self.due.search([]).unlink()
        people = self.seller | self.colleague
        people._plan_day(fields.Datetime.now())
        self.env.cr.flush()
        before = self.due.search([("planned_at", "=", False)])
        change()
        self.env.cr.flush()
        marks = self.due.search([("planned_at", "=", False)]) - before
        return people & marks.user_id

    def _each_has_something_to_do(self):
        self.colleague = self._new_seller("galloper_colleague", self.tz)
        self.customer = self.env["res.partner"].create({"name": "Customer"})
        self.lead = self._lead("Mine", "hot", partner_id=self.customer.id)
        self._contact("mine", self.lead)
        self._contact("theirs", user=self.colleague)
        self.nobody = self.seller.browse()

    def test_a_team_concerns_its_members(self):
        self._each_has_something_to_do()
        team = self.team
        changes = [
            lambda: team.write({"member_ids": [Command.link(self.seller.id)]}),
            lambda: team.write({"galloper_management_style": "system"}),
            lambda: team.write({"user_id": self.env.user.id}),
            lambda: team.write({"company_id": self.company.id}),
            lambda: team.crm_team_member_ids.write({"active": False}),
            lambda: self.env["crm.team.member"].create(
                {"crm_team_id": team.id, "user_id": self.seller.id}
            ),
            lambda: team.write({"member_ids": [Command.clear()]}),
        ]
        for number, change in enumerate(changes):
            self.assertEqual(self._marked(change), self.seller, number)
        self.assertEqual(self._marked(lambda: team.write({"name": "X"})), self.nobody)
        self.lead.team_id = team
        self.assertEqual(self._marked(team.unlink), self.seller, "its lead's")

    def test_companies_of_people(self):
        self._each_has_something_to_do()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.seller.company_ids += other
        self.lead.write({"team_id": False, "company_id": False})
        for person, change in (
            (self.seller, lambda: self.seller.write({"company_id": other.id})),
            (self.seller, lambda: self.customer.write({"company_id": other.id})),
            (self.colleague, lambda: self.colleague.write({"tz": "Asia/Kolkata"})),
        ):
            self.assertEqual(self._marked(change), person)

    def test_what_kind_of_activity_it_is(self):
        self._each_has_something_to_do()
        letter = self.env["mail.activity.type"].create({"name": "Letter"})
        self.lead.activity_ids.activity_type_id = letter
        change = {"category": "phonecall"}
        self.assertEqual(self._marked(lambda: letter.write(change)), self.seller)
        self.assertEqual(self._marked(lambda: letter.write({"name": "X"})), self.nobody)
        self.env["galloper.service.model"].create(
            {"name": "Writes first", "first_activity_type_id": letter.id}
        )
        change = {"category": "default"}
        self.assertEqual(
            self._marked(lambda: letter.write(change)), self.seller | self.colleague
        )

    def test_rates_concern_nobody_where_there_is_one_currency(self):
        self._each_has_something_to_do()
        rate = {"currency_id": self.env.ref("base.EUR").id, "name": "2026-03-01"}
        rates = self.env["res.currency.rate"]
        self.env["res.company"].search([]).currency_id = self.company.currency_id
        marked = self._marked(lambda: rates.create({**rate, "rate": 2}))
        self.assertEqual(marked, self.nobody)
        currencies = self.env["res.currency"].with_context(active_test=False)
        coin = currencies.search([("id", "!=", self.company.currency_id.id)], limit=1)
        self.env["res.company"].create({"name": "Abroad", "currency_id": coin.id})
        known = rates.search([("name", "=", "2026-03-01")])
        marked = self._marked(lambda: known.write({"rate": 3}))
        self.assertEqual(marked, self.seller | self.colleague)

    def test_anothers_step_about_ones_own_lead(self):
        """It has a next step now: nobody suggests it, until that is done."""
        self._each_has_something_to_do()
        idle = self._lead("Idle", "hot", user_id=self.colleague.id)

        def schedule():
            self.step = self._contact("step", idle)

        both = self.seller | self.colleague
        self.assertEqual(self._marked(schedule), both)
        self.assertEqual(self._marked(self.step.action_done), both)

    # -- At the cost of one query

    def test_what_a_transaction_changes_is_written_at_once(self):
        self._each_has_something_to_do()
        mail = self.env.ref("mail.mail_activity_data_email")
        self.env.cr.flush()
        self.env.invalidate_all()
        self.lead.priority = "2"
        self.customer.tz = "Asia/Kolkata"
        self.stage["hot"].tier_after_days = 2
        mail.category = "phonecall"
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env.cr.flush()
        self.assertTrue(
            self.env["ir.cron.trigger"].search([("call_at", "=", self._at(10))])
        )

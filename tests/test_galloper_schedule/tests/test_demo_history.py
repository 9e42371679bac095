from datetime import timedelta

from odoo import fields
from odoo.tests import TransactionCase, tagged

from odoo.addons.galloper_schedule.planner import promise as rule
from odoo.addons.galloper_schedule.planner.local_time import local_day

PEOPLE = ["moscow", "vladivostok", "new_york", "yekaterinburg", "london"]


@tagged("post_install", "-at_install")
class TestDemoHistory(TransactionCase):
    """Sixty days that were made up hold together, and were made up once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = cls.env["res.users"].browse(
            cls.env.ref(f"galloper_schedule.user_demo_{key}").id for key in PEOPLE
        )
        # The test database may be some days old.
        cls.now = fields.Datetime.to_datetime(
            cls.env["ir.config_parameter"].get_param("galloper_schedule.demo_hour")
            + ":00"
        )
        cls.today = {
            user: local_day(cls.now, user._get_planning_tz()) for user in cls.users
        }
        cls.tries = cls._of_the_past("attempt")
        cls.promises = cls._of_the_past("promise", [("outcome", "!=", "open")])
        cls.days = cls._of_the_past("day")
        names = cls.env["ir.model.data"].search(
            [
                ("module", "=", "galloper_schedule"),
                ("model", "=", "crm.lead"),
                ("name", "like", "demo_history_lead_%"),
            ]
        )
        cls.leads = cls.env["crm.lead"].browse(names.mapped("res_id"))

    @classmethod
    def _of_the_past(cls, name, domain=()):
        rows = cls.env[f"galloper.{name}"].search(
            [("user_id", "in", cls.users.ids), *domain]
        )
        return rows.filtered(lambda row: row.day < cls.today[row.user_id])

    def test_everybody_has_sixty_days(self):
        for user in self.users:
            days = self.days.filtered(lambda row, user=user: row.user_id == user)
            age = [(self.today[user] - day).days for day in days.mapped("day")]
            self.assertGreaterEqual(max(age), 57)
            self.assertLessEqual(min(age), 4, "Up to yesterday, or to Friday")
            self.assertGreaterEqual(len(days), 40)
            for day in days:
                self.assertTrue(12 <= day.done + day.attempts <= 26)
                self.assertLessEqual(day.in_order, day.planned_contacts)
        self.assertEqual(len(self.users.sale_team_id), 2)

    def test_moments_agree(self):
        for row in self.tries:
            local = self._local(row, row.tried_at)
            clock = local.date(), local.hour, str(local.weekday())
            self.assertEqual(clock, (row.day, row.hour, row.weekday))
        for row in self.promises:
            local = self._local(row, row.promised_at)
            self.assertEqual(local.date(), row.day)
            self.assertTrue(row.given_on <= row.settled_on <= self.now)
        every = [*self.tries, *self.promises, *self.days]
        self.assertLess(max(row.day.weekday() for row in every), 5, "No weekends")

    def _local(self, row, moment):
        return fields.Datetime.context_timestamp(
            row.with_context(tz=row.user_id.tz), moment
        )

    def test_outcomes_follow_the_rule(self):
        for row in self.promises:
            promised = rule.Promise(row.promised_at, row.promised_until or None)
            ways = rule.MADE, rule.REPLACED, rule.GIVEN_UP
            verdicts = [
                rule.settle(promised, how, row.settled_on, row.tried_at or None)
                for how in ways
            ]
            self.assertIn((row.outcome, row.minutes_late), verdicts)
        outcomes = set(self.promises.mapped("outcome"))
        self.assertEqual(outcomes, set(rule.OUTCOMES) - {rule.OPEN})
        kept = len(self.promises.filtered(lambda row: row.outcome == rule.KEPT))
        owed = len(self.promises.filtered(lambda row: row.outcome in rule.OWED))
        self.assertTrue(0.75 <= kept / owed <= 0.87)

    def test_days_are_counted_from_the_rows(self):
        tries = self.tries.grouped(lambda row: (row.user_id, row.day))
        promises = self._of_the_past("promise").grouped(
            lambda row: (row.user_id, row.day)
        )
        for day in self.days:
            key = day.user_id, day.day
            acts = tries[key]
            outcomes = promises[key].mapped("outcome") if key in promises else []
            counted = {
                "done": len(acts.filtered("answered")),
                "attempts": len(acts.filtered(lambda row: not row.answered)),
                "in_order": len(acts.filtered("in_order")),
                "promises_due": sum(
                    one not in (rule.MOVED, rule.CANCELLED) for one in outcomes
                ),
                **{name: outcomes.count(name) for name in rule.OWED},
            }
            self.assertEqual({name: day[name] for name in counted}, counted)

    def test_leads_are_closed_and_ask_for_nothing(self):
        self.assertTrue(all(lead.won_status in ("won", "lost") for lead in self.leads))
        for lead in self.leads:
            self.assertLess(lead.create_date, lead.date_closed)
            self.assertLess(lead.date_closed, self.now)
        recent = self.now - timedelta(days=60)
        closed = self.leads.filtered(lambda lead: lead.date_closed >= recent)
        self.assertTrue(80 <= len(closed) <= 150)
        anna = self.users[0]
        asked = self.env["mail.activity"].search([("user_id", "=", anna.id)])
        partners = self.leads.partner_id
        self.assertFalse(
            asked.filtered(
                lambda one: (
                    (one.res_model == "crm.lead" and one.res_id in self.leads.ids)
                    or (one.res_model == "res.partner" and one.res_id in partners.ids)
                )
            )
        )

    def test_there_is_something_to_decide(self):
        proposals = self.env["galloper.proposal"].search([])
        [is_open] = proposals.filtered("is_open")
        self.assertEqual(is_open.kind, "hours")
        self.assertEqual(is_open.company_id, self.env.ref("base.main_company"))

    def test_made_once(self):
        models = ["crm.lead", "res.partner", "mail.activity", "galloper.attempt"]
        models += ["galloper.promise", "galloper.day"]

        def count():
            return [
                self.env[name].with_context(active_test=False).search_count([])
                for name in models
            ]

        before = count()
        self.env["galloper.attempt"]._make_history()
        self.assertEqual(count(), before)

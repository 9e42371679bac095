"""Who waits for whom: never in a circle, and where somebody looks for nobody at all.

Real connections, each at just the point that matters.
"""

import logging
import threading
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.galloper_schedule.adapter.log import promise_log
from odoo.addons.galloper_schedule.adapter.plan import day_draft, due_rows
from odoo.addons.galloper_schedule.adapter.tools import locks

from .test_concurrency import SessionsCase

SELLER = "base.group_user,sales_team.group_sale_salesman"


@tagged("post_install", "-at_install")
class TestLocks(SessionsCase):
    @classmethod
    def _make_contacts(cls, env, user):
        mate = new_test_user(env, "galloper_mate", groups=SELLER)
        leader = new_test_user(env, "galloper_leader", groups=SELLER)
        members = [Command.create({"user_id": one.id}) for one in (user, mate)]
        team = env["crm.team"].create(
            {
                "name": "Galloper Team",
                "user_id": leader.id,
                "crm_team_member_ids": members,
            }
        )
        cls.mate_id, cls.leader_id, cls.team_id = mate.id, leader.id, team.id

    @classmethod
    def _clean_up(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            others = [cls.mate_id, cls.leader_id]
            env["mail.activity"].search([("user_id", "in", others)]).unlink()
            env["crm.team"].browse(cls.team_id).unlink()
            env["res.users"].browse(others).unlink()
        return super()._clean_up()

    def setUp(self):
        super().setUp()
        with self._env() as env:
            old = env["crm.lead"].search([("user_id", "=", self.user_id)])
            old.activity_ids.unlink()
            old.unlink()
            leads = env["crm.lead"].create(
                [{"name": str(n), "user_id": self.user_id} for n in range(4)]
            )
            self.lead_ids = leads.ids
            promised = fields.Datetime.now() - timedelta(days=1)
            self.ids = [self._contact(env, lead, promised).id for lead in leads]
            env["res.users"].browse(self.user_id)._plan_day()

    def _contact(self, env, lead, promised=False, **vals):
        return (
            env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "activity_type_id": env.ref("mail.mail_activity_data_call").id,
                    "res_model_id": env["ir.model"]._get_id("crm.lead"),
                    "res_id": lead.id,
                    "user_id": self.user_id,
                    "date_deadline": fields.Date.today() - timedelta(days=2),
                    "promised_at": promised,
                    **vals,
                }
            )
        )

    @contextmanager
    def _env(self, user_id=SUPERUSER_ID):
        """A connection of its own; whoever waits in it for long has failed."""
        with self.registry.cursor() as cr:
            cr.execute("SET lock_timeout = '20s'")
            yield api.Environment(cr, user_id, {})
            if not cr.closed:
                cr.execute("RESET lock_timeout")

    def _aside(self, work):
        """Start a request in a thread; returns once it waits for this one, or has
        ended. Call the result to wait for its end: what the database refused.
        """
        started, refused, pids = threading.Event(), [], []

        def tried(env):
            pids[:] = [env.cr._cnx.info.backend_pid]
            started.set()
            try:
                work(env)
                env.cr.flush()
            except psycopg2.OperationalError as error:
                refused.append(type(error))
                raise

        thread = threading.Thread(target=self._run, args=(self._request, tried))
        thread.start()
        started.wait()
        self._until_waits(thread, pids)

        def join():
            thread.join()
            return refused

        return join

    def _until_waits(self, thread, pids):
        waits = False
        while thread.is_alive() and not waits:
            with self.registry.cursor() as cr:
                cr.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", pids)
                [waits] = cr.fetchone()

    @contextmanager
    def _quietly(self):
        """No statement is logged as wrong, and nothing as an error."""
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            with self.assertNoLogs("odoo.addons.galloper_schedule", "ERROR"):
                yield

    def _run(self, work, *args):
        try:
            work(*args)
        except Exception as error:
            self.errors.append(error)

    def test_a_lead_comes_back_while_somebody_is_done(self):
        """What is promised again is settled by who did not know of it."""
        with self._env() as env:
            env["crm.lead"].browse(self.lead_ids[0]).active = False
        with self._env() as env:
            env["crm.lead"].browse(self.lead_ids[0]).active = True
            env.flush_all()
            done = self._aside(
                lambda env: env["mail.activity"].browse(self.ids[0]).action_done()
            )
        self.assertTrue(done(), "it was tried once more")
        with self._env() as env:
            rows = env["galloper.promise"].search([("activity_id", "=", self.ids[0])])
            self.assertEqual(len(rows), 2)
            self.assertNotIn("open", rows.mapped("outcome"))
        self.assertFalse(self.errors)

    def _page(self, env):
        """The ids of the activities that My Day shows."""
        mine = [("user_id", "=", self.user_id)]
        lines = env["galloper.schedule.line"]
        page = lines.web_search_read(mine, {"contact_key": {}}, limit=80)
        return sorted(one["contact_key"] for one in page["records"])

    def _books(self, env, activity_ids):
        """[(outcome, how many)] of these activities' promises."""
        env.cr.execute(
            """SELECT outcome, count(*) FROM galloper_promise
                WHERE id = ANY(%s) GROUP BY 1 ORDER BY 1""",
            [activity_ids],
        )
        return env.cr.fetchall()

    # -- In a circle

    def test_a_lead_is_deleted_while_its_promise_is_settled(self):
        self._delete_while_done(lambda env: env["crm.lead"].browse(self.lead_ids[0]))

    def test_an_activity_is_deleted_while_its_promise_is_settled(self):
        self._delete_while_done(lambda env: env["mail.activity"].browse(self.ids[0]))

    def _delete_while_done(self, chosen):
        first = self.ids[0]
        with self._env(self.user_id) as env:
            env.cr.execute(
                "SELECT id FROM galloper_promise WHERE activity_id = %s", [first]
            )
            promises = [row[0] for row in env.cr.fetchall()]
            locks.hold(env, "mail_activity", locks.SQL("id = %s", first))
            join = self._aside(lambda other: chosen(other(su=True)).unlink())
            env["galloper.schedule.line"].work_done(first, note="Yes")
            env.cr.commit()
            refused = join()
        self.assertEqual(self.errors, [])
        self.assertEqual(refused, [psycopg2.errors.SerializationFailure])
        with self._env() as env:
            self.assertFalse(chosen(env).exists())
            self.assertEqual(self._books(env, promises), [("late", 1)])
            env.cr.execute(
                """SELECT count(*) FROM galloper_attempt
                    WHERE user_id = %s AND answered AND activity_id IS NULL
                      AND tried_at > now() AT TIME ZONE 'UTC' - interval '1 minute'""",
                [self.user_id],
            )
            self.assertGreaterEqual(env.cr.fetchone(), (1,))

    def test_activities_are_deleted_while_their_lines_are_stored(self):
        """One line goes, one comes; both activities are deleted, the last one first."""
        goes = self.ids[0]
        with self._env() as env:
            env["mail.activity"].browse(goes).promised_at = False
            later = fields.Date.today() + timedelta(days=9)
            env["mail.activity"].browse(goes).date_deadline = later
            lead = env["crm.lead"].browse(self.lead_ids[1])
            comes = self._contact(env, lead).id
        joins = []

        def delete(env):
            env(su=True)["mail.activity"].browse([comes, goes]).unlink()

        with self._env() as env:
            execute = env.cr.execute

            def meet(query, *args, **kwargs):
                if "INSERT INTO galloper_schedule_line" in str(query):
                    joins.append(self._aside(delete))
                return execute(query, *args, **kwargs)

            with patch.object(env.cr, "execute", meet):
                env["res.users"].browse(self.user_id)._plan_day()
            env.cr.commit()
        refused = joins[0]()
        self.assertEqual(self.errors, [])
        self.assertEqual(refused, [psycopg2.errors.SerializationFailure])
        with self._env() as env:
            self.assertFalse(env["mail.activity"].browse([comes, goes]).exists())

    def test_contacts_change_hands_while_both_are_planned(self):
        """Each takes over one of the other's: both planners want both lines."""
        with self._env() as env:
            lead = env["crm.lead"].browse(self.lead_ids[0])
            other = self._contact(env, lead, user_id=self.mate_id)
            users = env["res.users"].browse([self.user_id, self.mate_id])
            users._plan_day()
            env.cr.commit()
            other.user_id, mine = self.user_id, self.ids[0]
            env["mail.activity"].browse(mine).user_id = self.mate_id
        with self._env() as first, self._env() as second, self._quietly():
            mine = first["res.users"].browse(self.user_id)
            theirs = second["res.users"].browse(self.mate_id)
            now = fields.Datetime.now()
            self.assertTrue(mine._plan_day_or_log(now))
            self.assertFalse(theirs._plan_day_or_log(now), "left to the next round")
            first.cr.commit()
            second.cr.commit()
            self.assertTrue(theirs._plan_day_or_log(now))

    # -- Whoever looks waits for nobody

    def test_a_look_while_somebody_else_plans(self):
        first, second, *others = self.ids
        with self._env() as planner:
            locks.free_plans(planner, [self.user_id])
            with self._env() as env:
                env["mail.activity"].browse(first).action_feedback()
                env["mail.activity"].browse(second).user_id = self.mate_id
            with self._env(self.user_id) as env, self._quietly():
                env["ir.cron.trigger"].sudo().search([]).unlink()
                self.assertEqual(self._page(env), others, "as stored, but no customer")
                groups = env["galloper.schedule.line"].web_read_group(
                    [("user_id", "=", self.user_id)], ["bucket"], ["__count"]
                )["groups"]
                self.assertEqual(sum(one["__count"] for one in groups), len(others))
                self.assertEqual(env.user.plan_my_day()["contacts"], len(others))
                self.assertTrue(env["ir.cron.trigger"].sudo().search([]))
            with self._env() as env:
                self.assertEqual(len(self._stored(env)), len(self.ids))
        with self._env(self.user_id) as env:
            self.assertEqual(self._page(env), others)
            self.assertEqual(len(self._stored(env)), len(others))

    def _stored(self, env):
        lines = env["galloper.schedule.line"].sudo()
        return lines.search([("user_id", "=", self.user_id)])

    def test_a_look_after_somebody_else_has_planned(self):
        """Since the look's transaction began: it is refused what it wants to write."""
        first, *others = self.ids
        with self._env(self.user_id) as env, self._quietly():
            env.user.read(["name"])  # what it reads is what there is at this moment
            with self._env() as planner:
                planner["mail.activity"].browse(first).action_feedback()
                planner["res.users"].browse(self.user_id)._plan_day()
            env["galloper.schedule.due"]._mark_users([self.user_id])
            env.cr.flush()
            self.assertEqual(self._page(env), self.ids, "as it was then")
            self.assertTrue(due_rows.next_moment(env, env.cr.now()))
        with self._env(self.user_id) as env:
            self.assertEqual(self._page(env), others)

    def test_a_look_while_an_activity_is_deleted(self):
        with self._env() as other:
            book, looked = promise_log.book, []

            def meet(activities, *args):
                if activities:
                    with self._env(self.user_id) as env, self._quietly():
                        lead = env["crm.lead"].sudo().browse(self.lead_ids[0])
                        lead.priority = "3"
                        env.cr.commit()
                        looked.append(self._page(env))
                return book(activities, *args)

            with patch.object(promise_log, "book", meet):
                other["mail.activity"].browse(self.ids[0]).unlink()
        self.assertEqual(looked, [self.ids])

    def test_a_look_while_others_are_claimed(self):
        """A planner that finds somebody looking holds nothing of theirs."""
        with self._env() as env:
            env["galloper.schedule.due"]._mark_users([self.user_id, self.mate_id])
        now = fields.Datetime.now()
        with self._env(self.user_id) as looker, self._env() as planner:
            locks.free_plans(looker, [self.user_id])
            claimed, _users = due_rows.claim(planner, now, 1000)
            self.assertIn(self.mate_id, claimed)
            self.assertNotIn(self.user_id, claimed)
            looker.cr.execute("SET lock_timeout = '1s'")
            looker.user._plan_day()

    # -- Reassigning beside busy colleagues

    def test_reassigning_beside_busy_colleagues(self):
        free, pressed, done, own_lead = self.ids
        with self._env(self.leader_id) as env:
            dialog_id = self._dialog(env).id
        with self._env(self.user_id) as busy, self._env() as planner:
            locks.hold(busy, "mail_activity", locks.SQL("id = %s", pressed))
            on_lead = locks.SQL("id = %s", self.lead_ids[3])
            locks.hold(busy, "crm_lead", on_lead)
            locks.free_plans(planner, [self.mate_id])
            with self._env(self.leader_id) as env, self._quietly():
                env.user.read(["name"])  # what it knows is what there is at this moment
                with self._env(self.user_id) as other:
                    other["galloper.schedule.line"].work_done(done)
                dialog = env["galloper.schedule.reassign"].browse(dialog_id)
                dialog.with_leads = True
                told = dialog.action_confirm()["params"]
            busy["galloper.schedule.line"].work_done(pressed)
        self.assertEqual(told["type"], "warning")
        self.assertIn(": 1.", told["message"])
        with self._env() as env:
            activities = env["mail.activity"].browse(self.ids)
            given = activities.filtered(lambda one: one.user_id.id == self.mate_id)
            self.assertEqual(given.ids, [free])
            self.assertEqual(activities.filtered("active").ids, [free, own_lead])
            lead = env["crm.lead"].browse(self.lead_ids[0])
            self.assertEqual(lead.user_id.id, self.mate_id)
            env.cr.execute(
                """SELECT activity_id, outcome, count(*) FROM galloper_promise
                    WHERE activity_id = ANY(%s) GROUP BY 1, 2 ORDER BY 1""",
                [self.ids],
            )
            outcomes = ["open", "late", "late", "open"]
            self.assertEqual(
                env.cr.fetchall(),
                [(*one, 1) for one in zip(self.ids, outcomes, strict=True)],
            )
            due = env["galloper.schedule.due"]._get_due_users(fields.Datetime.now())
            self.assertIn(self.mate_id, due.ids, "planned when nobody else does")

    def _dialog(self, env):
        activities = env["mail.activity"].sudo().browse(self.ids)
        lines = [
            Command.create(
                {
                    "activity_key": one.id,
                    "chosen": True,
                    "who": one.res_name,
                    "promised_at": one.promised_at,
                    "colleague_id": self.mate_id,
                }
            )
            for one in activities
        ]
        return env["galloper.schedule.reassign"].create(
            {"user_id": self.user_id, "line_ids": lines}
        )

    # -- The connection is gone

    def test_a_connection_that_is_gone_is_told_once(self):
        people = [self.user_id, self.mate_id, self.leader_id]
        with self._env() as env:
            env["galloper.schedule.due"]._mark_users(people)

        def lose(env, *_args):
            pid = env.cr._cnx.info.backend_pid
            with self.registry.cursor() as other:
                other.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
            env.cr.execute("SELECT 1", log_exceptions=False)

        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        env = api.Environment(cr, SUPERUSER_ID, {})
        with (
            patch.object(day_draft, "plan_days", lose),
            self.assertLogs("odoo", logging.WARNING) as logs,
        ):
            env["res.users"]._cron_plan_day()
        self.assertEqual(len(logs.records), 1, logs.output)
        self.assertFalse(logs.records[0].exc_info)
        with self._env() as env:
            due = env["galloper.schedule.due"]._get_due_users(fields.Datetime.now())
            self.assertLessEqual(set(people), set(due.ids))

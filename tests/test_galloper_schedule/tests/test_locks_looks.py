"""Whoever looks, reassigns or has lost the connection waits for nobody."""

import logging
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.log import promise_changes
from odoo.addons.galloper_schedule.adapter.plan import day_draft, due_rows
from odoo.addons.galloper_schedule.adapter.tools import locks

from .locks_case import LocksCase


@tagged("post_install", "-at_install")
class TestLooks(LocksCase):
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
            book, looked = promise_changes.book, []

            def meet(activities, *args):
                if activities:
                    with self._env(self.user_id) as env, self._quietly():
                        lead = env["crm.lead"].sudo().browse(self.lead_ids[0])
                        lead.priority = "3"
                        env.cr.commit()
                        looked.append(self._page(env))
                return book(activities, *args)

            with patch.object(promise_changes, "book", meet):
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

"""Who waits for who: never in a circle, and where somebody looks for nobody at all.

Real connections, each at just the point that matters.
"""

from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo import fields
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.tools import locks

from .locks_case import LocksCase


@tagged("post_install", "-at_install")
class TestLocks(LocksCase):
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

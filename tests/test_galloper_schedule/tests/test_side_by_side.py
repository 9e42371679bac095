"""Any number of Odoo processes plan side by side: everybody once, nobody forgotten."""

import subprocess
import sys
import threading
from collections import Counter
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged
from odoo.tools import config

from odoo.addons.galloper_schedule.adapter.plan import batches

PEOPLE, BATCH = 14, 3
PROCESS = Path(__file__).with_name("planner_process.py")
LONG_AGO = datetime(2000, 1, 1)


@tagged("post_install", "-at_install")
class TestSideBySide(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        cls.user_ids = []
        cls.addClassCleanup(cls._clean_up)
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            for number in range(PEOPLE):
                user = new_test_user(
                    env,
                    f"galloper_side_{number}",
                    groups="base.group_user,sales_team.group_sale_salesman",
                )
                cls.user_ids.append(user.id)
            env["mail.activity"].with_context(mail_activity_quick_update=True).create(
                [
                    {
                        "summary": "Call",
                        "user_id": user_id,
                        "date_deadline": fields.Date.today(),
                    }
                    for user_id in cls.user_ids
                ]
            )

    @classmethod
    def _clean_up(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            mine = [("user_id", "in", cls.user_ids)]
            env["mail.activity"].search(mine).unlink()
            env["res.users"].browse(cls.user_ids).unlink()

    def setUp(self):
        super().setUp()
        self.planned = Counter()
        self.patch(batches, "USERS", BATCH)
        # Who goes first: they have been due for longer than anybody else.
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            lines = [("user_id", "in", self.user_ids)]
            env["galloper.schedule.line"].search(lines).unlink()
            env["galloper.schedule.due"].search(lines).unlink()
            env["galloper.schedule.due"].create(
                [
                    {"user_id": user_id, "due_at": LONG_AGO}
                    for user_id in [*self.user_ids, *self.user_ids]  # told twice
                ]
            )

    @contextmanager
    def _counting(self):
        """Whoever is planned, and stays so, is counted."""
        users = self.registry["res.users"]
        plan_anew = users._plan_anew

        def note(users, *args):
            plan_anew(users, *args)
            ids = [one for one in users.ids if one in self.user_ids]
            users.env.cr.postcommit.add(lambda: self.planned.update(ids))

        with patch.object(users, "_plan_anew", note):
            yield

    def _round(self):
        """The scheduled action, once; who waits for others has failed."""
        with self._counting(), self.registry.cursor() as cr:
            cr.execute("SET lock_timeout = '5s'")
            api.Environment(cr, SUPERUSER_ID, {})["res.users"]._cron_plan_day()
            cr.execute("RESET lock_timeout")

    def _check_everybody(self):
        self.assertEqual(self.planned, Counter(self.user_ids), "each of them once")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            mine = [("user_id", "in", self.user_ids)]
            lines = env["galloper.schedule.line"].search(mine)
            self.assertEqual(sorted(lines.user_id.ids), sorted(self.user_ids))
            self.assertEqual(len(lines), PEOPLE)
            due = env["galloper.schedule.due"]._get_due_users(fields.Datetime.now())
            self.assertFalse(due & env["res.users"].browse(self.user_ids))

    def _process(self):
        """Another Odoo, and the users it has claimed."""
        command = [sys.executable, PROCESS, config["config"], get_db_name(), str(BATCH)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        claimed = [int(one) for one in process.stdout.readline().split()]
        self.assertEqual(claimed, self.user_ids[:BATCH])
        return process, claimed

    def test_two_processes(self):
        process, claimed = self._process()
        self._round()
        self.assertEqual(
            self.planned, Counter(self.user_ids[BATCH:]), "all but the other one's"
        )
        process.stdin.write("go on\n")
        process.stdin.flush()
        planned = [int(one) for one in process.stdout.readline().split()]
        self.assertEqual(planned, claimed, "the other process has found no more")
        self.planned.update(planned)
        self.assertEqual(process.wait(), 0)
        self._check_everybody()

    def test_one_process_dies(self):
        process, claimed = self._process()
        self._round()
        process.kill()
        process.wait()
        self.assertFalse(self.planned.keys() & claimed)
        self._wait_until_gone(claimed)
        self._round()
        self._check_everybody()

    def _wait_until_gone(self, claimed):
        """PostgreSQL takes a moment to see that nobody is there any more."""
        with self.registry.cursor() as cr:
            cr.execute(
                """SELECT pg_advisory_xact_lock(
                            'galloper_schedule_line'::regclass::oid::int, id)
                     FROM unnest(%s) AS u (id)""",
                [claimed],
            )

    def test_many_at_once(self):
        """Without any order between them, each claims what the others leave."""
        errors = []

        def work():
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    together.wait()
                    batches.plan_due(env, now, lambda _count: self._committed(env))
            except Exception as error:
                errors.append(error)

        now = fields.Datetime.now()
        together = threading.Barrier(4, timeout=60)
        with self._counting():
            threads = [threading.Thread(target=work) for _number in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(errors, [])
        self._check_everybody()

    def _committed(self, env):
        env.cr.commit()
        return True

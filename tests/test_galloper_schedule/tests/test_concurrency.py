"""Two sessions of one salesperson and the scheduled action at the same time.

Real connections that commit, as on a server with several workers.
"""

import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, get_db_name, new_test_user, tagged

ROUNDS = 200
PAGE = {"who": {}, "reason": {}, "slot": {}}


@tagged("post_install", "-at_install")
class TestConcurrency(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})
            user = new_test_user(
                env,
                "galloper_busy",
                groups="base.group_user,sales_team.group_sale_salesman",
                tz="UTC",
            )
            cls.user_id = user.id
            cls._make_contacts(env, user)
        cls.addClassCleanup(cls._clean_up)

    @classmethod
    def _make_contacts(cls, env, user):
        lead = env["crm.lead"].create({"name": "Busy", "user_id": user.id})
        now = fields.Datetime.now()
        env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": env.ref("mail.mail_activity_data_call").id,
                    "res_model_id": env["ir.model"]._get_id("crm.lead"),
                    "res_id": lead.id,
                    "summary": str(number),
                    "user_id": user.id,
                    "date_deadline": fields.Date.today() - timedelta(days=1),
                    "promised_at": number % 9 == 0
                    and now - timedelta(days=2, minutes=number),
                }
                for number in range(2 * ROUNDS + 40)
            ]
        )

    @classmethod
    def _clean_up(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            mine = [("user_id", "=", cls.user_id)]
            env["mail.activity"].search(mine).unlink()
            env["crm.lead"].search(mine).unlink()
            env["res.users"].browse(cls.user_id).unlink()

    def setUp(self):
        super().setUp()
        self.errors, self.done = [], []
        self.together = threading.Barrier(3, timeout=300)

    def _request(self, work):
        """As a request of the web client: with a cursor of its own, tried again."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            return retrying(lambda: work(env), env)

    def _look(self, env):
        lines = env["galloper.schedule.line"]
        mine = [("user_id", "=", self.user_id)]
        page = lines.web_search_read(mine, PAGE, limit=40)
        return [record["id"] for record in page["records"]]

    def _salesperson(self, place):
        """He looks, and does one of the contacts that he sees; both do the same one."""
        for number in range(ROUNDS):
            self.together.wait()
            ids = self._request(self._look)
            chosen = ids[0 if number % 5 == 0 else place]
            self._request(lambda env, one=chosen: self._press_done(env, one))

    def _press_done(self, env, line_id):
        line = env["galloper.schedule.line"].browse(line_id).exists()
        activity = line.activity_id
        line.action_done()
        env.cr.postcommit.add(lambda one=activity.id: self.done.append(one))

    def _scheduled_action(self):
        for _round in range(ROUNDS):
            self.together.wait()
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                user = env["res.users"].browse(self.user_id)
                user._plan_day_or_log(fields.Datetime.now())

    def _run(self, work, *args):
        try:
            work(*args)
        except Exception as error:
            self.errors.append(error)
            self.together.abort()

    def test_two_sessions_and_the_scheduled_action(self):
        threads = [
            threading.Thread(target=self._run, args=args)
            for args in (
                (self._salesperson, 0),
                (self._salesperson, 1),
                (self._scheduled_action,),
            )
        ]
        # Odoo waits up to seconds before it tries a request again: rounds are enough.
        with patch("odoo.service.model.random.uniform", lambda _low, _high: 0.02):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(self.errors, [])
        self._check()

    def _check(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            env["res.users"].browse(self.user_id)._plan_day()
            mine = [("user_id", "=", self.user_id)]
            lines = env["galloper.schedule.line"].search([*mine, ("active", "=", True)])
            activities = env["mail.activity"].search(mine)
            open_ones = activities.filtered("active")
            self.assertEqual(sorted(lines.activity_id.ids), sorted(open_ones.ids))
            self.assertEqual(len(lines), len(open_ones), "no line twice")
            done = set(filter(None, self.done))
            self.assertGreater(len(done), ROUNDS)
            self.assertEqual(set((activities - open_ones).ids), done, "none is lost")

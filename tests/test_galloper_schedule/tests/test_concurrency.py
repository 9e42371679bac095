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

from .common import noon_zone

ROUNDS = 200
PRESSES = 12
PAGE = {"who": {}, "reason": {}, "slot": {}}


class SessionsCase(BaseCase):
    """A salesperson with several sessions; what they did is taken away at the end."""

    tz = "UTC"

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
                tz=cls.tz,
            )
            cls.user_id = user.id
            cls._make_contacts(env, user)
        cls.addClassCleanup(cls._clean_up)

    @classmethod
    def _clean_up(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            mine = [("user_id", "=", cls.user_id)]
            env["mail.activity"].search(mine).unlink()
            env["crm.lead"].search(mine).unlink()
            resources = env["resource.resource"].search(mine)
            calendars = resources.calendar_id
            resources.unlink()
            calendars.unlink()
            env["res.users"].browse(cls.user_id).unlink()

    def setUp(self):
        super().setUp()
        self.errors = []

    def _request(self, work):
        """As a request of the web client: with a cursor of its own, tried again."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            return retrying(lambda: work(env), env)

    def _at_once(self, *works):
        """Each work in a thread of its own; whatever goes wrong ends up in errors."""
        self.together = threading.Barrier(len(works), timeout=300)
        threads = [threading.Thread(target=self._run, args=work) for work in works]
        # Odoo waits up to seconds before it tries a request again: rounds are enough.
        with patch("odoo.service.model.random.uniform", lambda _low, _high: 0.02):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        self.assertEqual(self.errors, [])

    def _run(self, work, *args):
        try:
            work(*args)
        except Exception as error:
            self.errors.append(error)
            self.together.abort()


@tagged("post_install", "-at_install")
class TestConcurrency(SessionsCase):
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
        # Who looks while it is made anew sees the plan that there is.
        user._plan_day()

    def setUp(self):
        super().setUp()
        self.done = []

    def _look(self, env):
        lines = env["galloper.schedule.line"]
        mine = [("user_id", "=", self.user_id)]
        page = lines.web_search_read(mine, PAGE, limit=40)
        return [record["id"] for record in page["records"]]

    def _salesperson(self, place):
        """Looks, and does one of the activities shown; both do the same one."""
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

    def test_two_sessions_and_the_scheduled_action(self):
        self._at_once(
            (self._salesperson, 0), (self._salesperson, 1), (self._scheduled_action,)
        )
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


@tagged("post_install", "-at_install")
class TestDoneTwice(SessionsCase):
    """Done is pressed in two sessions at the same moment: one counts."""

    # About noon, with flexible working hours: idle leads are suggested.
    tz = noon_zone()

    @classmethod
    def _make_contacts(cls, env, user):
        hours = {"flexible_hours": True, "hours_per_day": 20, "hours_per_week": 140}
        calendar = {"name": "Any time", **hours}
        vals = {"name": "Busy", "user_id": user.id}
        calendar = env["resource.calendar"].create(calendar)
        env["resource.resource"].create({**vals, "calendar_id": calendar.id})
        leads = env["crm.lead"].create([vals] * 2 * PRESSES)
        suggested, others = leads[:PRESSES], leads[PRESSES:]
        others.with_user(user)._schedule_first_contact()
        user._plan_day()
        cls.suggestions = [-lead.id for lead in suggested]
        cls.contacts = others.activity_ids.ids

    def _press(self, keys, answers):
        for key in keys:
            self.together.wait()
            answer = self._request(lambda env, one=key: self._done(env, one))
            answers.append(answer["status"])

    def _done(self, env, key):
        call = env.ref("mail.mail_activity_data_call").id
        step = {"type_id": call, "day": "2999-01-01"}
        return env["galloper.schedule.line"].work_done(key, note="Yes", step=step)

    def _press_twice(self, keys, refusal):
        answers = [], []
        self._at_once(*((self._press, keys, mine) for mine in answers))
        pairs = [{*pair} for pair in zip(*answers, strict=True)]
        self.assertEqual(pairs, [{"ok", refusal}] * PRESSES)

    def _check_done_once(self, leads):
        for lead in leads:
            steps = lead.with_context(active_test=False).activity_ids
            self.assertEqual(sorted(steps.mapped("active")), [False, True])
            results = lead.message_ids.filtered("mail_activity_type_id")
            self.assertEqual(len(results), 1)

    def test_the_same_contact(self):
        self._press_twice(self.contacts, "already")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            done = env["mail.activity"].browse(self.contacts)
            self._check_done_once(env["crm.lead"].browse(done.mapped("res_id")))

    def test_the_same_suggestion(self):
        self._press_twice(self.suggestions, "gone")
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            ids = [-key for key in self.suggestions]
            self._check_done_once(env["crm.lead"].browse(ids))

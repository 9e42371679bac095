"""Where each has a record that nobody could have entered, all can work."""

import json
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from .poisoned_case import PoisonedCase

_LOGS = (
    "odoo.addons.galloper_schedule.adapter.tools.tolerance",
    "odoo.addons.galloper_schedule.models.res_users",
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
)
REPORTS = (
    "galloper.promise.report",
    "galloper.contact.report",
    "galloper.opportunity.report",
    "galloper.day.report",
    "galloper.lead.report",
    "galloper.customer.report",
    "galloper.promise",
    "galloper.attempt",
    "galloper.day",
)

PRESSES = (
    ("work_no_answer", None),
    ("work_later", None, "2026-03-04T16:00:00Z"),
    ("work_promise", None, "2026-03-04T17:00:00+03:00"),
    ("work_promise", None, False),
    ("work_skip", None, False),
    ("work_done", "Yes"),
)


@tagged("post_install", "-at_install")
class TestPoisoned(HttpCase, PoisonedCase):
    def _as(self, user, model):
        return (
            self.env[model]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
        )

    def _open_my_day(self, user):
        lines = self._as(user, "galloper.schedule.line")
        screen = lines.with_context(
            galloper_counters="mine", galloper_focus=0, active_test=False
        )
        every = dict.fromkeys(lines.fields_get(), {})
        mine = [("user_id", "=", user.id)]
        answer = screen.web_search_read(mine, every, limit=80)
        lines.web_search_read([], every, limit=80)
        lines.search([("who", "ilike", "good")])
        screen.web_read_group(
            mine,
            ["bucket"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=every,
        )
        lines.get_busy(str(self._at(0)), str(self._at(23)))
        for line in answer["records"]:
            key = line["contact_key"]
            self.assertNotIn("gone", lines.get_focus(key))
            lines.get_difficulties(key, str(self._at(15)))
            lines.open_contact(key)
        lines.get_risk_notice([line["contact_key"] for line in answer["records"]])
        self.assertEqual(lines.get_pulse()["left"], answer["counters"]["contacts"])
        return answer

    def _open_reports(self, user):
        for name in REPORTS:
            report = self._as(user, name)
            names = [
                field
                for field, description in report.fields_get().items()
                if description["type"] in ("date", "datetime") and description["store"]
            ]
            every = report.fields_get().keys() - {"display_name"}
            report.web_search_read([], dict.fromkeys(every, {}), limit=80)
            for field in names:
                report.web_read_group([], [f"{field}:month"], ["__count"])

    def _open_dialogs(self, user):
        """The team of the leader, and what would become of their days."""
        team_day = self._as(user, "galloper.team.day")
        rows = team_day.web_search_read([], dict.fromkeys(team_day.fields_get(), {}))
        replay = self._as(user, "galloper.schedule.replay").new(
            {"date_from": date(2026, 3, 1), "date_until": date(2026, 3, 3)}
        )
        self.assertTrue(replay.result)
        return {row["name"]: row for row in rows["records"]}

    def _reassign(self, user, rows):
        team_day, alone = self._as(user, "galloper.team.day"), []
        for name, person in self.people.items():
            if person.name not in rows:
                continue
            row = team_day.browse(rows[person.name]["id"])
            if not self.lines.search(
                [("user_id", "=", person.id), ("active", "=", True)]
            ):
                continue
            try:
                action = row.action_reassign()
            except UserError:
                # Somebody who is alone in a company has no colleague.
                alone.append(name)
                continue
            dialog = self._as(user, action["res_model"]).browse(action["res_id"])
            with Form(dialog) as form:
                for number in range(len(dialog.line_ids)):
                    with form.line_ids.edit(number) as line:
                        line.chosen = True
                        line.colleague_id = self.seller
            self.assertTrue(dialog.effect["people"], name)
        self.assertLessEqual(len(alone), 1, alone)

    @mute_logger(*_LOGS)
    def test_everybody_opens_everything(self):
        planned = set()
        everybody = [*self.people.values(), self.seller, self.leader, self.manager]
        for user in (*everybody, self.env.ref("base.user_admin")):
            with self.subTest(user=user.login):
                answer = self._open_my_day(user)
                planned.update(line["who"] for line in answer["records"])
                rows = self._open_dialogs(user)
                self._open_reports(user)
                if user in (self.leader, self.manager):
                    self._check_team_day(rows)
                    self._reassign(user, rows)
        # What is of no use is nobody's activity, as one on an archived document.
        for name in self.people:
            if name not in ("customer", "stars"):
                self.assertIn(f"Deal of {name}", planned)
        self.assertIn("Customer", planned)

    def _check_team_day(self, rows):
        for name, user in self.people.items():
            # Another company's are none of the leader's business.
            if name != "company":
                self.assertTrue(rows[user.name]["kind"], name)
        self.assertEqual(rows[self.people["hours"].name]["kind"], "failed")
        self.assertEqual(rows[self.people["calendar"].name]["kind"], "before")
        self.assertEqual(rows[self.people["zone"].name]["kind"], "before")
        self.assertEqual(rows[self.seller.name]["to_do"], 1)

    @mute_logger(*_LOGS)
    def test_the_scheduled_action(self):
        due = self.env["galloper.schedule.due"]
        users = self.env["res.users"].union(*self.people.values()) | self.seller
        due._mark_users(users.ids)
        self.env.cr.flush()
        planned = due._get_due_users(self._at(10))._plan_day_or_log(self._at(10))
        self.assertEqual(users - planned, self.people["stars"], "it cannot be planned")
        lines = self.lines.search([("user_id", "in", users.ids)])
        self.assertEqual(lines.user_id, users - self.people["stars"])

    @mute_logger(*_LOGS)
    def test_everybody_logs_in(self):
        self.env["res.users"].union(*self.people.values())._plan_day_or_log(
            self._at(10)
        )
        call = json.dumps({"jsonrpc": "2.0", "method": "call"})
        headers = {"Content-Type": "application/json"}
        for name, user in self.people.items():
            self.authenticate(user.login, "galloper galloper")
            url = "/web/session/get_session_info"
            answer = self.url_open(url, call, headers=headers).json()
            self.assertIn("galloper_pulse", answer["result"], name)

    @mute_logger(*_LOGS)
    def test_whatever_is_there_can_be_worked_on(self):
        for name, user in self.people.items():
            work = self._as(user, "galloper.schedule.line")
            key = self.contacts[name].id
            with self.subTest(poison=name):
                for method, *arguments in PRESSES:
                    self._free(key)
                    user._plan_day_or_log(self._at(10))
                    answer = getattr(work, method)(key, *arguments)
                    self.assertEqual(answer["status"], "ok")
                work.web_search_read([("user_id", "=", user.id)], {"reason": {}})

    def _free(self, key):
        """It is promised no more, so that it may be put off."""
        self._sql(
            "UPDATE mail_activity SET promised_at = NULL, promised_until = NULL"
            " WHERE id = %s",
            key,
        )

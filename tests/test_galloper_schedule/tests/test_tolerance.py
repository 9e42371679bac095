"""What fails for one person fails for nobody else, and says why."""

import json
from unittest.mock import patch

import psycopg2
from psycopg2.errors import SerializationFailure

from odoo.tests import HttpCase, tagged

from odoo.addons.galloper_schedule.adapter.facts import working_time
from odoo.addons.galloper_schedule.adapter.screen import card, reasons, systray
from odoo.addons.galloper_schedule.adapter.team import team_figures
from odoo.addons.galloper_schedule.adapter.tools import tolerance

from .common import OpenDayCase

_LOG = "odoo.addons.galloper_schedule.adapter.tools.tolerance"


@tagged("post_install", "-at_install")
class TestTolerance(HttpCase, OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )
        cls.mates = cls.env["res.users"].union(
            *(cls._new_seller(f"galloper_mate_{number}", cls.tz) for number in range(5))
        )
        cls.team = cls.env["crm.team"].create(
            {"name": "Team", "user_id": cls.manager.id}
        )
        cls.team.member_ids = cls.mates | cls.seller
        cls.sick = cls.mates[2]

    def _log(self, caught):
        """One line, without a traceback."""
        [line] = caught.output
        self.assertNotIn("Traceback", line)
        return line

    def test_others_are_done_one_by_one(self):
        asked = []

        def work(keys):
            asked.append(keys)
            self.env.cr.execute("SELECT 1 / (%s - 3)", [max(keys) if 3 in keys else 0])
            if 3 in keys:
                raise ValueError("three\nis wrong")
            return dict.fromkeys(keys, "fine")

        with self.assertLogs(_LOG) as caught:
            done = tolerance.for_each(self.env, range(8), work, None, "Number %s")
        self.assertEqual(done, {**dict.fromkeys(range(8), "fine"), 3: None})
        self.assertIn("Number 3: DivisionByZero", self._log(caught))
        self.assertLess(len(asked), 8, "not each one by itself")

    def test_what_fails_leaves_nothing_behind(self):
        def work():
            self.seller.partner_id.name = "Half done"
            self.env.flush_all()
            raise ValueError("wrong")

        with self.assertLogs(_LOG):
            self.assertEqual(tolerance.attempt(self.env, work, "none", "It"), "none")
        self.assertNotEqual(self.seller.partner_id.name, "Half done")

    def test_what_concerns_the_transaction_is_no_bad_record(self):
        def work(*_keys):
            raise SerializationFailure("somebody was first")

        with self.assertRaises(SerializationFailure):
            tolerance.attempt(self.env, work, None, "It")
        with self.assertRaises(SerializationFailure):
            tolerance.for_each(self.env, [1, 2], work, None, "It %s")
        with self.assertRaises(psycopg2.Error):
            tolerance.reading(work, None, "It")

    # -- Where it is used

    def test_ones_own_plan_cannot_be_made(self):
        self._contact("old", self._lead("Deal"))
        self._look()
        self._contact("new", self._lead("Other"))
        users = self.registry["res.users"]
        with (
            patch.object(users, "_plan_anew", side_effect=ValueError("broken")),
            self.assertLogs(_LOG) as caught,
        ):
            answer = self._look()
        self.assertEqual([one["who"] for one in answer["records"]], ["Deal"])
        self.assertIn(f"user {self.seller.id} could not be planned", self._log(caught))
        self.assertIn("broken", caught.output[0])
        self.assertEqual(len(self._look()["records"]), 2, "later it can")

    def test_somebody_was_first(self):
        """Odoo tries the request again."""
        self._contact("old", self._lead("Deal"))
        users = self.registry["res.users"]
        with (
            patch.object(users, "_plan_anew", side_effect=SerializationFailure("x")),
            self.assertRaises(SerializationFailure),
        ):
            self._look()

    def test_the_team_day(self):
        describe = team_figures._describe

        def fail(env, days, now):
            if self.sick.id in {day.user_id for day in days}:
                env.cr.execute("SELECT 2147483647::int + 1")
            return describe(env, days, now)

        for user in self.mates:
            self._contact("call", self._lead("Deal", user_id=user.id), user)
        team_day = self.env["galloper.team.day"].with_user(self.manager)
        with (
            patch.object(team_figures, "_describe", fail),
            self.assertLogs(_LOG) as caught,
        ):
            rows = team_day.web_search_read(
                [("user_id", "in", self.mates.ids)],
                {"user_id": {}, "kind": {}, "to_do": {}, "next_who": {}},
            )["records"]
        found = {row["user_id"]: (row["kind"], row["to_do"]) for row in rows}
        self.assertEqual(found.pop(self.sick.id), ("failed", 0))
        self.assertEqual(set(found.values()), {("working", 1)})
        for line in caught.output:
            self.assertIn(f"user {self.sick.id} could not be worked out", line)

    def test_hours_that_odoo_cannot_work_out(self):
        work_out = working_time._of_company
        other = self.env["res.company"].create({"name": "Other"})
        self.sick.write({"company_ids": [(4, other.id)], "company_id": other.id})

        def fail(company, *arguments):
            if company == other:
                raise KeyError("no such zone")
            return work_out(company, *arguments)

        for user in (self.seller, self.sick):
            self._contact("call", self._lead("Deal", user_id=user.id), user)
        with (
            patch.object(working_time, "_of_company", fail),
            self.assertLogs(_LOG) as caught,
        ):
            planned = (self.seller | self.sick)._plan_day_or_log(self._at(10))
        self.assertEqual(planned, self.seller | self.sick)
        self.assertIn("no such zone", self._log(caught))
        starts = self.lines.search([("user_id", "in", planned.ids)])
        starts = {line.user_id: line.planned_start for line in starts}
        self.assertEqual(starts, {self.seller: self._at(10), self.sick: False})

    def test_a_line_and_the_focus(self):
        self._contact("one", self._lead("Deal"))
        self._contact("two", self._lead("Other"))
        write = reasons.ReasonWriter.reason

        def fail(writer, line, activity):
            if activity.summary == "one":
                raise ValueError("no words")
            return write(writer, line, activity)

        with (
            patch.object(reasons.ReasonWriter, "reason", fail),
            patch.object(card, "describe", side_effect=KeyError("closed")),
            self.assertLogs(_LOG) as caught,
        ):
            answer = self._look()
            lines = self.lines.with_user(self.seller)
            told = {line.summary: line.reason for line in lines.search([])}
        self.assertEqual(len(answer["records"]), 2)
        self.assertEqual(answer["focus"].keys(), {"key"})
        self.assertTrue(told["two"])
        self.assertFalse(told["one"])
        self.assertTrue(any("could not be described" in one for one in caught.output))

    def test_a_name_that_cannot_be_told(self):
        call = self._contact("call", self.seller.partner_id)
        visit = self._contact(
            "visit",
            self.env["calendar.event"].create(
                {"name": "Event", "start": self._at(15), "stop": self._at(16)}
            ),
        )
        event = self.env["calendar.event"].create(
            {"name": "Other", "start": self._at(15), "stop": self._at(16)}
        )
        other = self._contact("other", event)
        self.env.invalidate_all()
        compute = self.registry["calendar.event"]._compute_display_name

        def fail(events):
            if event in events:
                raise RuntimeError("nameless")
            return compute(events)

        with (
            patch.object(
                self.registry["calendar.event"], "_compute_display_name", fail
            ),
            self.assertLogs(_LOG),
        ):
            answer = self._look()
        who = {line["contact_key"]: line["who"] for line in answer["records"]}
        self.assertEqual((who[visit.id], who[other.id]), ("Event", "other"))
        self.assertEqual(who[call.id], self.seller.partner_id.name)

    def test_logging_in(self):
        self.seller.password = "galloper galloper"
        call = json.dumps({"jsonrpc": "2.0", "method": "call"})
        headers = {"Content-Type": "application/json"}

        def fail(*_arguments):
            self.seller.env.cr.execute("SELECT no_such_column FROM res_users")

        self.authenticate(self.seller.login, "galloper galloper")
        for failure in (fail, ValueError("broken"), SerializationFailure("broken")):
            with (
                patch.object(systray, "tell", side_effect=failure),
                self.assertLogs(_LOG) as caught,
            ):
                url = "/web/session/get_session_info"
                answer = self.url_open(url, call, headers=headers).json()["result"]
            self.assertEqual(answer["uid"], self.seller.id)
            self.assertNotIn("galloper_pulse", answer)
            self.assertIn(f"user {self.seller.id}", self._log(caught))

"""What keeps a promise: a try in its time, and Done after the talk."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import TimetableCase
from .test_notice_rights import migrate

SECOND = timedelta(seconds=1)


@tagged("post_install", "-at_install")
class TestPromiseKept(TimetableCase):
    """On Wednesday morning; the customer expects a call at three, or between three and
    four."""

    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))
        self.lead = self._lead("Deal", "hot")
        self.log = self.env["galloper.promise"]

    def _call(self, until=False, **vals):
        vals = {"promised_at": self._at(15), "promised_until": until, **vals}
        return self._contact("call", self.lead, **vals).with_user(self.seller)

    def _verdict(self, contact):
        self.env.flush_all()
        row = self.log.search([("activity_id", "=", contact.id)], order="id", limit=1)
        return row.outcome, row.minutes_late

    def _done(self, contact, moment):
        """What is said of the promise if Done is pressed then."""
        self._freeze(moment)
        contact.action_feedback()
        return self._verdict(contact)

    def _tried(self, contact, moment):
        self._freeze(moment)
        contact.action_no_answer()
        return self._verdict(contact)

    def test_what_was_promised_before_there_was_any_tolerance(self):
        settled, contact = self._call(), self._call(contact_minutes=20)
        self._done(settled, self._at(11))
        rows = self.log.search([("activity_id", "in", (settled | contact).ids)])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE galloper_promise SET tolerance = NULL WHERE id = ANY(%s)",
            [rows.ids],
        )
        self.env.invalidate_all()
        migrate(self.env, "post-tolerate_open_promises", "19.0.1.5.0")
        tolerated = {row.activity_id: row.tolerance for row in rows}
        self.assertEqual(tolerated, {settled: 0, contact: 20})

    # -- No answer before its time

    def test_tried_before_its_time_it_is_still_promised(self):
        for until in (False, self._at(16)):
            contact = self._call(until)
            for attempts, hour in enumerate((10, 12, 14), start=1):
                outcome = self._tried(contact, self._at(hour))
                self.assertEqual(outcome, ("open", 0))
                self.assertEqual(contact.attempt_count, attempts)
            self.assertEqual(contact.promised_at, self._at(15))
            self.assertEqual(contact.promised_until, until)
            self.assertEqual(str(contact.date_deadline), "2026-03-04")
            line = self._plan(self._at(14)).filtered(
                lambda line, contact=contact: line.activity_id == contact
            )
            self.assertEqual(
                (line.state, line.planned_start), ("waiting", self._at(15))
            )
            self.assertEqual((line.bucket, line.at_risk), ("today", False))
            line = self._plan(self._at(15)).filtered(
                lambda line, contact=contact: line.activity_id == contact
            )
            self.assertEqual(
                (line.state, line.planned_start), ("planned", self._at(15))
            )
            self.assertEqual(self._done(contact, self._at(15, 5)), ("kept", 0))
            self._freeze(self._at(10))
        tries = self.env["galloper.attempt"].search([("lead_id", "=", self.lead.id)])
        self.assertEqual(tries.mapped("answered").count(False), 6, "logged and counted")
        self.assertIn(
            "No answer (attempt 3)", "".join(self.lead.message_ids.mapped("body"))
        )

    def test_a_day_before_and_ever_so_often(self):
        """Nobody is asked whether to go on while the customer expects a call."""
        self.company.galloper_max_attempts = 1
        contact = self._call(promised_at=self._at(11, day=5))
        self.assertIs(contact.action_no_answer(), True)
        self.assertFalse(contact.galloper_unresponsive)
        self.assertEqual(str(contact.date_deadline), "2026-03-05")
        self.assertEqual(self._times(self._at(9, day=5)), "call 11:00")
        self._freeze(self._at(11, day=5))
        self.assertIsNot(contact.action_no_answer(), True, "now it is asked")

    def test_another_time_is_not_put_off_by_the_try_before(self):
        contact = self._call()
        contact.action_no_answer()
        contact.promised_at = self._at(12)
        self.assertEqual(self._times(self._at(10)), "call 12:00")

    # -- No answer in its time, and after it

    def test_tried_in_its_time(self):
        for until, moment, outcome in (
            (False, self._at(15) - SECOND, ("open", 0)),
            (False, self._at(15), ("kept", 0)),
            (False, self._at(15, 15), ("kept", 0)),
            (False, self._at(15, 15) + SECOND, ("open", 0)),
            (self._at(16), self._at(15) - SECOND, ("open", 0)),
            (self._at(16), self._at(15), ("kept", 0)),
            (self._at(16), self._at(16, 15), ("kept", 0)),
            (self._at(16), self._at(16, 15) + SECOND, ("open", 0)),
        ):
            self._freeze(self._at(10))
            contact = self._call(until)
            with self.subTest(until=until, moment=moment):
                self.assertEqual(self._tried(contact, moment), outcome)
                self.assertEqual(bool(contact.promised_at), outcome[0] == "open")

    def test_tried_too_late_it_is_late_by_that(self):
        contact = self._call()
        self._tried(contact, self._at(15, 20))
        self.assertEqual(self._done(contact, self._at(17)), ("late", 20))

    # -- Done after the talk

    def test_done_after_the_talk(self):
        service = self.env["galloper.service.model"].create(
            {"name": "Thorough", "contact_minutes": 30}
        )
        served = self.env["res.partner"].create(
            {"name": "Served", "galloper_service_model_id": service.id}
        )
        plain = self.env["res.partner"].create({"name": "Plain"})
        for minutes, partner, least, tolerated in (
            (0, plain, 5, 15),  # the company's length of an activity
            (8, plain, 5, 8),
            (3, plain, 5, 5),
            (8, served, 5, 8),
            (0, served, 5, 30),
            (0, plain, 60, 60),
            (8, plain, 0, 0),  # to the second
        ):
            self.company.galloper_promise_tolerance = least
            self.lead.partner_id = partner
            for until in (False, self._at(16)):
                end = until or self._at(15)
                last = end + timedelta(minutes=tolerated)
                for moment, outcome in (
                    (last, ("kept", 0)),
                    (last + SECOND, ("late", tolerated)),
                ):
                    self._freeze(self._at(10))
                    contact = self._call(until, contact_minutes=minutes)
                    with self.subTest(minutes=minutes, least=least, moment=moment):
                        self.assertEqual(self._done(contact, moment), outcome)

    def test_the_tolerance_is_that_of_whose_company_it_is(self):
        other = self.env["res.company"].create(
            {"name": "Other", "galloper_promise_tolerance": 0}
        )
        self.seller.write(
            {"company_ids": [Command.link(other.id)], "company_id": other.id}
        )
        self.assertEqual(self._done(self._call(), self._at(15) + SECOND), ("late", 0))

    def test_moved_in_the_tolerance_it_was_missed(self):
        for act in (
            lambda contact: contact.action_promise(self._at(17)),
            lambda contact: contact.action_promise(False),
        ):
            self._freeze(self._at(10))
            contact = self._call()
            self._freeze(self._at(15) + SECOND)
            act(contact)
            self.assertEqual(self._verdict(contact), ("broken", 0))

    def test_in_the_plan_it_is_missed_at_once(self):
        """The order of the day knows of no tolerance."""
        self._call()
        for moment, bucket in ((self._at(15), "today"), (self._at(15, 1), "missed")):
            self.assertEqual(self._plan(moment).bucket, bucket)

    def test_reports_wait_for_the_tolerance_too(self):
        contact = self._call(contact_minutes=20)
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        reports = self.env["galloper.promise.report"].with_user(manager)
        row = self.log.search([("activity_id", "=", contact.id)])
        self.assertEqual(row.tolerance, 20)
        contact.contact_minutes = 30
        self.assertEqual(row.tolerance, 30, "it follows the activity")
        opportunities = self.env["galloper.opportunity.report"].with_user(manager)
        for moment, outcome, promises in (
            (self._at(15, 30), "open", "none"),
            (self._at(15, 30) + SECOND, "overdue", "late"),
        ):
            self._freeze(moment)
            self.env.invalidate_all()
            report = reports.search([("promise_id", "=", row.id)])
            self.assertEqual(
                (report.outcome, report.owed), (outcome, promises == "late")
            )
            opportunity = opportunities.search([("lead_id", "=", self.lead.id)])
            self.assertEqual(opportunity.promises, promises)
        helps = reports.fields_get(["outcome", "minutes_late"])
        self.assertIn("tolerance", helps["outcome"]["help"])
        self.assertIn("end of the promised time", helps["minutes_late"]["help"])

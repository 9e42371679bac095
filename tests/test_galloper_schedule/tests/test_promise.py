"""Promises where people make them, and what may not happen to them."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from .common import MyDayCase, utc


@tagged("post_install", "-at_install")
class TestPromise(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.seller.tz = "Pacific/Auckland"
        cls.at = utc("Pacific/Auckland", 2026, 3, 5, 8)  # still the 4th in UTC

    def setUp(self):
        super().setUp()
        self._freeze(utc("Pacific/Auckland", 2026, 3, 4, 8))

    def test_promise_sets_the_local_day(self):
        contact = self._contact("call", deadline=date(2026, 1, 1), promised_at=self.at)
        self.assertEqual(contact.date_deadline, date(2026, 3, 5))
        contact = self._contact("call", deadline=date(2026, 1, 1))
        mine = contact.with_user(self.seller)
        mine.action_promise(fields.Datetime.to_string(self.at))
        self.assertEqual(contact.date_deadline, date(2026, 3, 5))
        until = self.at + timedelta(hours=4)
        mine.action_promise(self.at + timedelta(days=1), until + timedelta(days=1))
        self.assertEqual(contact.date_deadline, date(2026, 3, 6))
        self.assertEqual(contact.promised_until, until + timedelta(days=1))
        mine.action_promise(self.at)
        self.assertFalse(contact.promised_until)
        mine.write({"promised_at": False})
        self.assertEqual(contact.date_deadline, date(2026, 3, 5), "due as before")

    def test_handed_over_to_another_time_zone(self):
        contact = self._contact("call", promised_at=self.at)
        moscow = self._new_seller("galloper_moscow", "Europe/Moscow")
        contact.user_id = moscow
        self.assertEqual(contact.date_deadline, date(2026, 3, 4))
        self.assertEqual(contact.promised_at, self.at)

    def test_rescheduling_by_odoo_leaves_the_promise_and_tells(self):
        contact = self._contact("call", self._lead("Deal"), promised_at=self.at)
        free = self._contact("free")
        user = self.registry["res.users"]
        for button in ("today", "tomorrow", "nextweek"):
            with patch.object(user, "_bus_send", autospec=True) as send:
                both = (contact | free).with_user(self.seller)
                getattr(both, f"action_reschedule_{button}")()
            self.assertEqual(contact.promised_at, self.at, button)
            self.assertEqual(contact.date_deadline, date(2026, 3, 5), button)
            self.assertNotEqual(free.date_deadline, date(2026, 3, 5), button)
            told = [call.args for call in send.call_args_list]
            told = [args for args in told if args[1] == "simple_notification"]
            self.assertEqual(len(told), 1, button)
            self.assertEqual(told[0][0], self.seller)
            self.assertIn("Deal", told[0][2]["message"])

    def test_what_is_closed_is_not_named_when_it_stays(self):
        other = self._new_seller("galloper_other")
        lead = self._lead("Planted Secret", user_id=other.id)
        contact = self._contact("call", lead, promised_at=self.at)
        user = self.registry["res.users"]
        with patch.object(user, "_bus_send", autospec=True) as send:
            contact.with_user(self.seller).date_deadline = date(2026, 3, 9)
        [told] = [one.args[2] for one in send.call_args_list if len(one.args) > 2]
        self.assertIn("call: ", told["message"])
        self.assertNotIn("Planted", told["message"])

    def test_a_moved_meeting_takes_its_promise_along(self):
        self._freeze(datetime(2026, 3, 4))
        start = utc("Pacific/Auckland", 2026, 3, 5, 10)
        contact = self._contact("meeting", promised_at=start)
        event = self.env["calendar.event"].create(
            {
                "name": "Meeting",
                "start": start,
                "stop": start + timedelta(hours=1),
                "activity_ids": [(4, contact.id)],
                "user_id": self.seller.id,
            }
        )
        contact.calendar_event_id = event
        event.with_user(self.seller).with_context(tz="Pacific/Auckland").write(
            {
                "start": start + timedelta(days=2),
                "stop": start + timedelta(days=2, hours=1),
            }
        )
        self.assertEqual(contact.promised_at, start + timedelta(days=2))
        self.assertEqual(contact.date_deadline, date(2026, 3, 7))
        self.assertEqual(event.start, start + timedelta(days=2))

    def test_wrong_promises_say_what_to_do(self):
        contact = self._contact("call").with_user(self.seller)
        hour = timedelta(hours=1)
        cases = [
            ((self.at, self.at - hour), "ends before it starts"),
            ((False, self.at), "no start"),
            ((datetime(1, 1, 1), False), "1970 and 2099"),
            ((datetime(9999, 12, 31, 23, 59), False), "1970 and 2099"),
            ((self.at, datetime(9999, 12, 31, 23, 59)), "1970 and 2099"),
            (("tomorrow at noon", False), "1970 and 2099"),
        ]
        for promise, message in cases:
            with (
                self.assertRaisesRegex(ValidationError, message),
                self.env.cr.savepoint(),
            ):
                contact.action_promise(*promise)
        contact.action_done()
        with self.assertRaisesRegex(UserError, "already done"):
            contact.action_promise(self.at)

    def test_schedule_dialog(self):
        lead = self._lead("Deal")
        wizard = Form(
            self.env["mail.activity.schedule"]
            .with_user(self.seller)
            .with_context(active_model="crm.lead", active_ids=lead.ids)
        )
        wizard.promised_at = self.at
        self.assertEqual(wizard.date_deadline, date(2026, 3, 5))
        wizard.promised_until = self.at + timedelta(hours=4)
        wizard.save().action_schedule_activities()
        self.assertEqual(lead.activity_ids.promised_at, self.at)
        self.assertEqual(lead.activity_ids.promised_until, self.at + timedelta(hours=4))
        self.assertEqual(lead.activity_ids.date_deadline, date(2026, 3, 5))

    def test_promise_dialog_of_a_line(self):
        lead = self._lead("Deal")
        contact = self._contact("call", lead)
        line = self._plan(self.at)
        action = line.action_promise()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(self.seller)
            .with_context(**action["context"])
        )
        wizard.promised_at = self.at
        wizard.save().action_confirm()
        self.assertEqual(contact.promised_at, self.at)

    def test_the_leads_next_promise(self):
        lead = self._lead("Deal").with_user(self.seller)
        self.assertFalse(lead.promised_at)
        lead.promised_at = self.at
        self.assertEqual(lead.activity_ids.promised_at, self.at)
        self.assertEqual(lead.activity_ids.user_id, self.seller)
        self._contact("later", lead, promised_at=self.at + timedelta(days=1))
        self.assertEqual(lead.promised_at, self.at)
        lead.promised_at = self.at + timedelta(hours=1)
        self.assertEqual(len(lead.activity_ids), 2, "moved, not doubled")
        self.assertEqual(lead.promised_at, self.at + timedelta(hours=1))
        leads = self.env["crm.lead"].with_user(self.seller)
        mine = [("id", "=", lead.id)]
        hour = timedelta(hours=1)
        self.assertTrue(leads.search([*mine, ("promised_at", "!=", False)]))
        self.assertFalse(leads.search([*mine, ("promised_at", "=", False)]))
        self.assertTrue(leads.search([*mine, ("promised_at", "=", self.at + hour)]))
        self.assertTrue(leads.search([*mine, ("promised_at", "<=", self.at + hour)]))
        self.assertFalse(leads.search([*mine, ("promised_at", ">", self.at + hour)]))
        lead.activity_ids.action_done()
        self.assertFalse(lead.promised_at)

    def _leads_of_seller(self):
        """As they are made in the interface: followers, tracking and all."""
        bare = self.env(user=self.seller.id, context={})
        return bare["crm.lead"]

    def test_a_lead_is_made_with_its_next_promise(self):
        leads = self._leads_of_seller()
        with Form(leads) as form:
            form.name = "Deal"
            form.promised_at = self.at
        lead = form.save()
        self.assertEqual(lead.activity_ids.promised_at, self.at)
        self.assertEqual(lead.activity_ids.user_id, self.seller)
        self.assertEqual(lead.promised_at, self.at)
        self.assertEqual(lead.message_partner_ids, self.seller.partner_id)
        [row] = self.env["galloper.promise"].search([("lead_id", "=", lead.id)])
        self.assertEqual((row.outcome, row.user_id), ("open", self.seller))

    def test_many_are_made_or_imported_with_theirs(self):
        hour = timedelta(hours=1)
        leads = self._leads_of_seller()
        made = leads.create(
            [
                {"name": "a", "promised_at": self.at},
                {"name": "b"},
                {"name": "c", "promised_at": fields.Datetime.to_string(self.at + hour)},
            ]
        )
        promised = [self.at, False, self.at + hour]
        self.assertEqual(made.mapped("promised_at"), promised)
        by_default = leads.with_context(default_promised_at=self.at)
        made = by_default.create([{"name": "d"}, {"name": "e", "promised_at": False}])
        self.assertEqual(made.mapped("promised_at"), [self.at, False])
        text = fields.Datetime.to_string(self.at)
        result = leads.with_context(tz="UTC").load(
            ["name", "promised_at"], [["f", text], ["g", text], ["h", ""]]
        )
        self.assertEqual(len(result["ids"] or ()), 3, result["messages"])
        imported = leads.browse(result["ids"])
        self.assertEqual(imported.mapped("promised_at"), [self.at, self.at, False])
        self.assertEqual(imported.activity_ids.user_id, self.seller)

    def test_nothing_is_promised_about_a_lost_lead(self):
        leads = self._leads_of_seller()
        values = {"name": "Lost", "active": False, "probability": 0}
        with self.assertRaisesRegex(UserError, "“Lost” is lost or archived"):
            leads.create({**values, "promised_at": self.at})
        result = leads.with_context(tz="UTC").load(
            ["name", "active", "promised_at"],
            [["Alive", "True", str(self.at)], ["Gone", "False", str(self.at)]],
        )
        self.assertFalse(result["ids"])
        self.assertIn("“Gone” is lost", str(result["messages"]))
        lead = leads.create({"name": "Deal", "promised_at": self.at})
        lead.action_set_lost()
        with self.assertRaisesRegex(UserError, "restore it first"):
            lead.promised_at = self.at + timedelta(hours=1)
        lead.write({"active": True, "promised_at": self.at + timedelta(hours=1)})
        self.assertEqual(lead.promised_at, self.at + timedelta(hours=1))

    def test_a_visitors_promise_is_the_teams(self):
        team = self.env["crm.team"].create({"name": "Team"})
        visitor = self.env.ref("base.public_user")
        lead = self.env["crm.lead"].with_user(visitor).sudo()
        lead = lead.create(
            {
                "name": "Web",
                "team_id": team.id,
                "user_id": False,
                "promised_at": self.at,
            }
        )
        self.assertEqual(lead.activity_ids.promised_at, self.at)
        self.assertFalse(lead.activity_ids.user_id)

    def test_a_plan_that_is_older_than_the_facts_can_be_read(self):
        now = fields.Datetime.now()
        promised = self._contact("promised", promised_at=now + timedelta(hours=1))
        waiting = self._contact("waiting", retry_at=now + timedelta(hours=1))
        self._plan(now)
        (promised | waiting).write({"promised_at": False, "retry_at": False})
        lines = self.env["galloper.schedule.line"].with_user(self.seller).search([])
        self.assertEqual(lines.activity_id, promised | waiting)
        for values in lines.web_read({"reason": {}, "promised": {}, "slot": {}}):
            self.assertTrue(values["reason"], "something is said of each")

    def test_no_answer_keeps_a_promise_tried_in_time(self):
        now = utc("Europe/Brussels", 2026, 3, 4, 10)
        self.seller.tz = "Europe/Brussels"
        self._freeze(now)
        lead = self._lead("Deal")
        contact = self._contact("now", lead, promised_at=now)
        missed = self._contact("missed", lead, promised_at=now - timedelta(hours=1))
        owed = missed.promised_at
        (contact | missed).with_user(self.seller).action_no_answer()
        self.assertFalse(contact.promised_at)
        self.assertEqual(missed.promised_at, owed, "still owed")
        self.assertEqual((contact | missed).mapped("attempt_count"), [1, 1])
        self.assertGreater(contact.retry_at, now)
        self.assertIn("No answer (attempt 1)", lead.message_ids[0].body)
        line = self._plan(now).filtered(lambda line: line.activity_id == contact)
        self.assertEqual(line.state, "waiting")

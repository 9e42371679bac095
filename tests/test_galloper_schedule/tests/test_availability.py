"""Making a promise: quick choices, warnings, and new times for promises at risk."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestAvailability(TimetableCase):
    def setUp(self):
        super().setUp()
        now = patch.object(fields.Datetime, "now", lambda: self._at(11, 2))
        now.start()
        self.addCleanup(now.stop)
        self.contact = self._contact("one", self._lead("one"))

    def _dialog(self):
        action = self.contact.with_user(self.seller).action_open_promise()
        return Form(
            self.env[action["res_model"]]
            .with_user(self.seller)
            .with_context(**action["context"])
        )

    def test_quick_choices(self):
        dialog = self._dialog()
        for choice, start, end in (
            ("half_hour", self._at(11, 35), False),
            ("afternoon", self._at(13), self._at(18)),
            ("next_morning", self._at(9, day=5), self._at(12, day=5)),
        ):
            dialog.choice = choice
            self.assertEqual(dialog.promised_at, start)
            self.assertEqual(dialog.promised_until, end)
        dialog.save().action_confirm()
        self.assertEqual(self.contact.promised_at, self._at(9, day=5))
        self.assertEqual(str(self.contact.date_deadline), "2026-03-05")

    def test_after_friday_comes_monday(self):
        with patch.object(fields.Datetime, "now", lambda: self._at(17, 30, day=6)):
            dialog = self._dialog()
            dialog.choice = "next_morning"
            self.assertEqual(dialog.promised_at, self._at(9, day=9))
            dialog.choice = "afternoon"
            self.assertFalse(dialog.promised_at, "it is over")

    def test_warnings(self):
        self._meeting(self._at(15), self._at(16))
        self._contact("other", promised_at=self._at(16, 30))
        dialog = self._dialog()
        for start, end, warning in (
            (self._at(14), False, False),
            (self._at(15, 30), False, "Clashes with a meeting"),
            (self._at(20), False, "Outside working hours"),
            (self._at(14, day=25), False, False),
            (self._at(20, day=25), False, "Outside working hours"),
            (self._at(16, 35), False, "Another customer has been promised"),
            (self._at(10), False, "in the past"),
            (self._at(15), self._at(15, 45), "Outside working hours"),
            (self._at(15), self._at(17), False),
        ):
            dialog.promised_at, dialog.promised_until = start, end
            if warning:
                self.assertIn(warning, dialog.warning)
            else:
                self.assertFalse(dialog.warning)

    def test_customers_time(self):
        partner = self.env["res.partner"].create({"name": "Far", "tz": "Asia/Tokyo"})
        self.contact.res_id = self._lead("far", partner_id=partner.id).id
        dialog = self._dialog()
        dialog.promised_at = self._at(17)
        self.assertIn("11:00", dialog.customer_time.replace("\N{NNBSP}", " "))
        self.assertIn("Outside the customer's calling hours", dialog.warning)

    def test_later_without_a_promise(self):
        dialog = self._dialog()
        dialog.promised_at = self._at(15)
        dialog.save().action_snooze()
        self.assertFalse(self.contact.promised_at)
        self.assertEqual(self.contact.retry_at, self._at(15))

    def test_promises_at_risk_are_promised_anew(self):
        self._meeting(self._at(12), self._at(13))
        first = self._contact("first", self._lead("a"), promised_at=self._at(14))
        second = self._contact("second", self._lead("b"), promised_at=self._at(14))
        meant = self._contact("meant", self._lead("c"), promised_at=self._at(12, 30))
        self._plan(self._at(11, 2))
        lines = self.lines.with_user(self.seller)
        self.assertEqual(lines.get_day_counters()["at_risk"], 2)
        action = lines.action_reschedule([("user_id", "=", self.seller.id)])
        reschedule = self.env[action["res_model"]].browse(action["res_id"])
        reschedule = reschedule.with_user(self.seller)
        proposed = {one.activity_id: one.proposed_at for one in reschedule.line_ids}
        self.assertEqual(proposed.keys(), {meant, second})
        self.assertEqual(
            sorted(proposed.values()),
            [self._at(11, 20), self._at(11, 35)],
            "after the contact in progress",
        )
        reschedule.action_confirm()
        self.assertEqual(first.promised_at, self._at(14))
        self._plan(self._at(11, 3))
        self.assertEqual(lines.get_day_counters()["at_risk"], 0)
        with self.assertRaisesRegex(UserError, "All promises can be met"):
            lines.action_reschedule([("user_id", "=", self.seller.id)])

    def test_a_manager_reschedules_the_teams_promises(self):
        for name in ("a", "b"):
            self._contact(name, self._lead(name), promised_at=self._at(14))
        self._plan(self._at(11, 2))
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        lines = self.lines.with_user(manager)
        self.assertGreaterEqual(lines.get_day_counters("team")["at_risk"], 1)
        action = lines.action_reschedule([("user_id", "=", self.seller.id)])
        reschedule = self.env[action["res_model"]].with_user(manager)
        reschedule.browse(action["res_id"]).action_confirm()
        self.assertFalse(
            self._plan(self._at(11, 3)).filtered("at_risk"), "promised anew"
        )

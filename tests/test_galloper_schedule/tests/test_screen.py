"""A salesperson's working day at the screen of My Day, in a real browser."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .screen import ScreenCase

_HOUR = timedelta(hours=1)


class ScreenDayCase(ScreenCase):
    """A day with a bit of everything; the working hours never end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.noon = cls.now.replace(second=0, microsecond=0)
        cls.seller.company_id.resource_calendar_id = cls.env[
            "resource.calendar"
        ].create({"name": "Any time", "flexible_hours": True})
        # When they work who have no number of hours.
        cls.seller.company_id.galloper_contact_from = 0
        cls.seller.company_id.galloper_contact_to = 24

    def _fill_day(self):
        """Missed, Hot, Early, a promise to come, and a lead without any next step."""
        self.missed = self._lead_with_contact(
            "Missed", promised_at=self.noon - 2 * _HOUR
        )
        self.hot = self._lead_with_contact("Hot", "hot")
        self.early = self._lead_with_contact("Early", "qualified")
        self.promised = self._lead_with_contact(
            "Promised", promised_at=self.noon + 2 * _HOUR
        )
        partner = self.env["res.partner"].create({"name": "Idle"})
        self.idle = self._lead("Idle lead", partner_id=partner.id)
        self._document(self.missed).message_post(
            body="Prefers mornings", message_type="comment"
        )
        self.env["calendar.event"].create(
            {
                "name": "Secret",
                "privacy": "private",
                "start": self.noon + 5 * _HOUR,
                "stop": self.noon + 6 * _HOUR,
                "partner_ids": [Command.set(self.seller.partner_id.ids)],
            }
        )

    def _document(self, activity):
        return self.env[activity.res_model].browse(activity.res_id)

    def _tour(self, name, url="/odoo/my-day", **options):
        self.start_tour(url, name, login=self.seller.login, **options)
        self.env.invalidate_all()

    def _lead_with_contact(self, name, stage="new", priority_of=None, **vals):
        contact = super()._lead_with_contact(name, stage, **vals)
        if priority_of:
            # The first one stands first.
            self._document(contact).expected_revenue = 1000 - priority_of
        return contact


@tagged("post_install", "-at_install")
class TestScreen(ScreenDayCase):
    def test_with_the_mouse(self):
        self._fill_day()
        self._tour("galloper_schedule_screen")
        lead = self._document(self.missed)
        self.assertFalse(self.missed.active)
        self.assertEqual(self.missed.feedback, "Wants an offer")
        self.assertEqual(lead.stage_id, self.stage["qualified"])
        self.assertEqual(lead.activity_ids.summary, "Did they like it?")
        self.assertTrue(lead.activity_ids.promised_until)
        self.assertEqual(self.hot.attempt_count, 1)
        self.assertEqual(self.early.galloper_snooze_count, 1)
        self.assertTrue(self.early.galloper_snooze_reason_id)
        self.assertTrue(self.idle.activity_ids.promised_at)

    def test_with_the_keyboard_alone(self):
        self._fill_day()
        self._tour("galloper_schedule_keyboard")
        self.assertEqual(self.missed.feedback, "Wants an offer")
        self.assertEqual(self.hot.attempt_count, 1)
        self.assertEqual(self.early.galloper_snooze_count, 1)
        self.assertTrue(self.idle.activity_ids.promised_at)
        self.assertTrue(self.promised.active)

    def test_ten_contacts_in_few_presses(self):
        for number in range(1, 12):
            self._lead_with_contact(f"Customer {number}", "hot", priority_of=number)
        self._tour("galloper_schedule_ten_contacts")
        tried = self.env["mail.activity"].search([("user_id", "=", self.seller.id)])
        self.assertEqual(sum(tried.mapped("attempt_count")), 3)
        self.assertEqual(sum(tried.mapped("galloper_snooze_count")), 2)
        self.assertEqual(len(tried.filtered("promised_at")), 1)

    def test_who_may_not_be_called(self):
        self._fill_day()
        shared = self._lead_with_contact("Shared", promised_at=self.noon + 3 * _HOUR)
        late = self._lead_with_contact("Late")
        for activity in shared + late:
            self._document(activity).phone = "+74951234567"
        blacklist = self.env["phone.blacklist"]
        blacklist.create({"number": "+74951234567"})
        self._tour("galloper_schedule_refusal")
        self.assertFalse(self.missed.active)
        self.assertIn("Asked not to be called", self.missed.feedback)
        number = self._document(self.missed).phone_sanitized
        self.assertTrue(blacklist.search([("number", "=", number)]))
        self.assertEqual(shared.galloper_agreed_call, shared.promised_at)
        self.assertTrue(late.active)

    def test_two_tabs(self):
        """Done elsewhere while the dialog is open: said, and nothing typed is lost."""
        self._fill_day()
        self._tour("galloper_schedule_two_tabs")
        self.assertEqual(self.missed.feedback, "Said in the other tab")
        bodies = " ".join(self._document(self.missed).message_ids.mapped("body"))
        self.assertEqual(bodies.count("Said here"), 1)


@tagged("post_install", "-at_install")
class TestScreenOnPhone(ScreenDayCase):
    browser_size = "360x740"
    touch_enabled = True

    def test_on_a_phone(self):
        self._fill_day()
        self._tour("galloper_schedule_phone")
        self.assertFalse(self.missed.active)
        self.assertEqual(self.hot.attempt_count, 1)
        self.assertGreater(self.promised.promised_at, self.noon + 4 * _HOUR)

    def test_who_may_not_be_called_on_a_phone(self):
        self._fill_day()
        (self.missed + self.promised).unlink()
        self._document(self.early).phone = "+74951234567"
        number = self._document(self.hot).phone_sanitized
        self.env["phone.blacklist"].create({"number": number})
        self._tour("galloper_schedule_refusal_phone")

"""Leads without a next step fill the rest of the day."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .common import MyDayCase, call_on_all_days, noon_zone


@tagged("post_install", "-at_install")
class TestSuggestions(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tz = cls.seller.tz = noon_zone()
        call_on_all_days(cls.env)
        cls.now = fields.Datetime.now().replace(microsecond=0)
        cls.company = cls.seller.company_id
        # It is about noon and everybody has flexible working hours.
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Any time", "flexible_hours": True}
        )
        cls.new = cls._lead(cls, "new", "new")
        cls.hot = cls._lead(cls, "hot", "hot")

    def _all(self):
        self.seller._plan_day(self.now)
        lines = self.lines.with_user(self.seller).with_context(active_test=False)
        return lines.search([("user_id", "=", self.seller.id)])

    def test_they_stand_behind_all_contacts_by_tier(self):
        self._contact("contact", self._lead("busy", "new"), deadline=self.now.date())
        lines = self._all()
        self.assertEqual(lines.mapped("who"), ["busy", "hot", "new"])
        self.assertEqual(lines.mapped("active"), [True, False, False])
        self.assertEqual(lines.mapped("bucket"), ["funnel", "suggested", "suggested"])
        starts = lines.mapped("planned_start")
        self.assertEqual(starts, sorted(starts))
        self.assertIn("no next step yet", lines[-1].reason)
        self.assertFalse(self.hot.activity_ids, "nothing is made behind their back")
        self.assertEqual(self._plan(self.now).mapped("summary"), ["contact"])
        self.assertEqual(lines.get_day_counters()["contacts"], 1)

    def test_as_many_as_fit(self):
        self.company.galloper_contact_minutes = 150
        for number in range(5):
            self._lead(str(number), "qualified")
        lines = self._all()
        self.assertGreater(len(lines), 1)
        self.assertLess(len(lines), 5)
        self.assertEqual(lines[0].who, "hot")

    def test_whoever_acts_makes_a_contact(self):
        self._all()[0].action_no_answer()
        contact = self.hot.activity_ids
        self.assertEqual(contact.user_id, self.seller)
        self.assertEqual(contact.attempt_count, 1)
        self.assertNotIn("hot", self._all().filtered(lambda one: not one.active))
        self._all().filtered(lambda one: not one.active).action_done()
        self.assertFalse(self.new.activity_ids)
        self.assertTrue(self.new.message_ids.filtered("mail_activity_type_id"))
        self.assertFalse(
            self._all().filtered(lambda one: one.who == "new"), "not twice a day"
        )

    def test_moving_to_another_zone_is_no_step(self):
        """Odoo keeps the user's zone with each activity, those that are done, too."""
        contact = self._contact("long ago", self.hot, deadline=self.now.date())
        contact.action_done()
        self.env.flush_all()
        before = self.now - timedelta(days=3)
        self.env.cr.execute(
            "UPDATE mail_activity SET date_done = %s, write_date = %s WHERE id = %s",
            [before.date(), before, contact.id],
        )
        self.env.invalidate_all()
        self.assertIn("hot", self._all().mapped("who"))
        self.seller.tz = "Asia/Kolkata" if self.tz != "Asia/Kolkata" else "UTC"
        self.env.flush_all()
        self.seller.tz = self.tz
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertGreater(contact.write_date, before)
        self.assertIn("hot", self._all().mapped("who"))

    def test_another_lead_shows_at_the_next_look(self):
        self.assertEqual(len(self._all()), 2)
        lead = self._lead("another", "hot", priority="3")
        self.assertEqual(self._all()[0].who, "another")
        self._contact("next step", lead, deadline=self.now.date() + timedelta(days=9))
        self.assertEqual(len(self._all()), 2)
        self.hot.action_set_lost()
        self.new.user_id = self.env.ref("base.user_admin")
        self.assertFalse(self._all())

    def test_switched_off(self):
        self.company.galloper_suggest_leads = False
        self.assertFalse(self._all())

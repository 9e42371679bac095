"""What a person does, in a real browser."""

from datetime import timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .screen import ScreenCase


@tagged("post_install", "-at_install")
class TestTours(ScreenCase):
    def test_a_salespersons_day(self):
        hour = timedelta(hours=1)
        self._lead_with_contact("Fresh face")
        self._lead_with_contact("Early", "qualified")
        hot = self._lead_with_contact("Hot", "hot")
        self._lead_with_contact("Yesterday", promised_at=self.now - 24 * hour)
        self._lead_with_contact("Missed", promised_at=self.now - hour)
        done = self._lead_with_contact("Promised", promised_at=self.now + hour)
        leads = self.env["crm.lead"].browse([hot.res_id, done.res_id])
        self.start_tour(
            "/odoo", "galloper_schedule_salesperson", login=self.seller.login
        )
        self.env.invalidate_all()
        self.assertFalse(done.active)
        self.assertFalse(hot.active)
        self.assertEqual(leads[0].activity_ids.summary, "Send the contract")
        self.assertFalse(leads[1].activity_ids)

    def test_a_timetable(self):
        hour, minute = timedelta(hours=1), timedelta(minutes=1)
        now = self.now.replace(second=0, microsecond=0)
        company = self.seller.company_id
        company.write(
            {
                "galloper_max_attempts": 2,
                "resource_calendar_id": self.env["resource.calendar"]
                .create({"name": "Any time", "flexible_hours": True})
                .id,
            }
        )
        hot = self._lead_with_contact("Hot", "hot")
        silent = self._lead_with_contact("Silent", attempt_count=1)
        self._lead_with_contact("Early", "qualified")
        pinned = self._lead_with_contact(
            "Pinned", "hot", galloper_pinned_at=now + 3 * hour
        )
        for name in ("First", "Second"):
            self._lead_with_contact(name, promised_at=now + 4 * hour)
        idle = self._lead("Idle", partner_id=False)
        self.env["calendar.event"].create(
            {
                "name": "Secret",
                "privacy": "private",
                "start": now + 5 * hour,
                "stop": now + 5 * hour + 30 * minute,
                "partner_ids": [Command.set(self.seller.partner_id.ids)],
            }
        )
        self.start_tour(
            "/odoo/my-day", "galloper_schedule_timetable", login=self.seller.login
        )
        self.env.invalidate_all()
        self.assertEqual(hot.attempt_count, 1)
        self.assertEqual(silent.attempt_count, 0, "counted anew")
        self.assertFalse(pinned.galloper_pinned_at)
        self.assertEqual(idle.activity_ids.user_id, self.seller)
        self.assertEqual(idle.activity_ids.attempt_count, 1)

    def test_the_tier_order_reordered(self):
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        for name, stage in (("Hot", "hot"), ("Fresh face", "new")):
            contact = self._lead_with_contact(name, stage)
            contact.user_id = manager
        self.start_tour(
            "/odoo/my-day-priorities",
            "galloper_schedule_priorities",
            login=manager.login,
        )

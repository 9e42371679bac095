"""Flexible hours that exclude weekends have none then, and those of others do."""

from datetime import datetime

from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestWeekends(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, mail_activity_quick_update=True)
        )
        # Customers may be called on Sundays, too.
        cls.company = cls.env["res.company"].create(
            {"name": "Weekends Ltd", "galloper_contact_hours": False}
        )
        cls._open_on_sundays(cls.company.resource_calendar_id)
        cls.calendar = cls.env["resource.calendar"].create(
            {
                "name": "Flexible",
                "company_id": cls.company.id,
                "tz": "UTC",
                "flexible_hours": True,
                "hours_per_day": 8,
                "full_time_required_hours": 56,
            }
        )
        cls.seller = new_test_user(
            cls.env,
            "galloper_weekend_seller",
            groups="base.group_user,sales_team.group_sale_salesman",
            tz="UTC",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env["resource.resource"].create(
            {
                "name": "Seller",
                "user_id": cls.seller.id,
                "company_id": cls.company.id,
                "calendar_id": cls.calendar.id,
                "tz": "UTC",
            }
        )
        cls._make_activity()

    @classmethod
    def _make_activity(cls):
        customer = cls.env["res.partner"].create({"name": "Customer"})
        cls.env["mail.activity"].create(
            {
                "summary": "Call",
                "res_model_id": cls.env["ir.model"]._get_id("res.partner"),
                "res_id": customer.id,
                "user_id": cls.seller.id,
                "date_deadline": "2026-03-02",
            }
        )

    @classmethod
    def _open_on_sundays(cls, calendar):
        hours = {"hour_from": 8, "hour_to": 12, "day_period": "morning"}
        sunday = {"name": "Sunday", "dayofweek": "6", **hours}
        calendar.write({"tz": "UTC", "attendance_ids": [(0, 0, sunday)]})

    def _works_on(self, day):
        """Whether the activity has its time on that day of March 2026, seen before."""
        self.env.flush_all()
        self.seller._plan_day(datetime(2026, 3, day, 6))
        lines = self.env["galloper.schedule.line"].search(
            [("user_id", "=", self.seller.id)]
        )
        return bool(lines.planned_start)

    def test_weekends(self):
        friday, sunday, monday = 6, 8, 9
        self.assertTrue(self._works_on(sunday))
        self.calendar.exclude_weekends = True
        self.assertFalse(self._works_on(sunday))
        self.assertTrue(self._works_on(friday) and self._works_on(monday))
        self.calendar.exclude_weekends = False
        self.assertTrue(self._works_on(sunday), "at once")

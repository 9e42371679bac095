"""Nobody is planned on a public holiday of where they work, and on no other day."""

from datetime import date, datetime

from odoo.tests import TransactionCase, new_test_user, tagged

WEDNESDAY = date(2026, 3, 4)


@tagged("post_install", "-at_install")
class TestPublicHolidays(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, mail_activity_quick_update=True)
        )
        cls.spain, cls.france = cls.env.ref("base.es"), cls.env.ref("base.fr")
        cls.madrid, cls.galicia = cls.env["res.country.state"].create(
            [
                {"name": "Here", "code": "QA1", "country_id": cls.spain.id},
                {"name": "There", "code": "QA2", "country_id": cls.spain.id},
            ]
        )
        cls.company = cls.env["res.company"].create(
            {"name": "Holidays Ltd", "country_id": cls.spain.id}
        )
        cls.company.partner_id.state_id = cls.madrid
        cls.company.resource_calendar_id.tz = "Europe/Madrid"
        cls.seller = new_test_user(
            cls.env,
            "galloper_holiday_seller",
            groups="base.group_user,sales_team.group_sale_salesman",
            tz="Europe/Madrid",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.clerk = cls.env.ref("base.user_admin")

    def _enter(self, country, *states, day=WEDNESDAY):
        holidays = self.env["calendar.public.holiday"].with_user(self.clerk)
        year = holidays.search(
            [("year", "=", day.year), ("country_id", "=", country.id)]
        ) or holidays.create({"year": day.year, "country_id": country.id})
        vals = {"name": "Holiday", "date": day, "public_holiday_id": year.id}
        vals["state_ids"] = [(6, 0, [state.id for state in states])]
        return (
            self.env["calendar.public.holiday.line"].with_user(self.clerk).create(vals)
        )

    def _slots(self, day=4):
        """How many activities have their time on that day, seen before it begins."""
        self.env.flush_all()
        self.seller._plan_day(datetime(2026, 3, day, 5))
        return self.env["galloper.schedule.line"].search_count(
            [("user_id", "=", self.seller.id), ("planned_start", "!=", False)]
        )

    def _activity(self):
        customer = self.env["res.partner"].create({"name": "Customer"})
        return self.env["mail.activity"].create(
            {
                "summary": "Call",
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": customer.id,
                "user_id": self.seller.id,
                "date_deadline": "2026-03-02",
            }
        )

    def test_of_the_country_and_of_the_state(self):
        self._activity()
        self.assertEqual(self._slots(), 1)
        for slots, *place in (
            (1, self.france),
            (1, self.spain, self.galicia),
            (0, self.spain, self.madrid),
        ):
            line = self._enter(*place)
            self.assertEqual(self._slots(), slots)
            line.unlink()
        self.assertEqual(self._slots(), 1, "it is over with its holiday")
        line = self._enter(self.env["res.country"])
        self.assertEqual(self._slots(), 0, "a holiday of no country")
        self.assertEqual(self._slots(day=5), 1, "the next day")
        line.date = date(2026, 3, 5)
        self.assertEqual(self._slots(), 1)
        self.assertEqual(self._slots(day=5), 0)
        line.public_holiday_id.unlink()
        self.assertEqual(self._slots(day=5), 1)

    def test_where_the_employee_works(self):
        self._activity()
        away = self.env["res.partner"].create(
            {"name": "Branch", "country_id": self.france.id}
        )
        self.env["hr.employee"].create(
            {
                "name": "Seller",
                "user_id": self.seller.id,
                "company_id": self.company.id,
                "address_id": away.id,
            }
        )
        self._enter(self.spain)
        self.assertEqual(self._slots(), 1)
        self._enter(self.france)
        self.assertEqual(self._slots(), 0)

    def test_plans_are_made_anew(self):
        self._activity()
        self._slots()
        line = self._enter(self.spain, day=date(2026, 3, 6))
        self._is_due()
        line.date = WEDNESDAY
        self.assertTrue(self._is_due())
        line.public_holiday_id.country_id = self.france
        self.assertTrue(self._is_due())
        line.unlink()
        self.assertTrue(self._is_due())
        self.assertFalse(self._is_due(), "told once")

    def _is_due(self):
        self.env.flush_all()
        self.env.cr.flush()
        self.env.cr.execute(
            "DELETE FROM galloper_schedule_due WHERE user_id = %s RETURNING 1",
            self.seller.ids,
        )
        return bool(self.env.cr.fetchall())

"""Whose hours are whose: flexible calendars, leaves, several companies."""

from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.facts import working_time
from odoo.addons.galloper_schedule.adapter.facts.day import Day

from .common import OpenDayCase, utc

WORKDAYS = [480] * 5 + [0] * 2


class HoursCase(OpenDayCase):
    """The week of Wednesday, 4 March 2026."""

    def _flexible(self, **vals):
        vals = {"hours_per_day": 8, "hours_per_week": 40, **vals}
        return self._calendar([], [], flexible_hours=True, **vals)

    def _resource(self, calendar, user=None, **vals):
        user = user or self.seller
        return self.env["resource.resource"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "calendar_id": calendar.id,
                "tz": user.tz,
                **vals,
            }
        )

    def _away(self, start, stop, **vals):
        return self.env["resource.calendar.leaves"].create(
            {"name": "Away", "date_from": start, "date_to": stop, **vals}
        )

    def _capacities(self, user=None):
        """The minutes of Monday to Sunday, as the days' records have them."""
        user = user or self.seller
        self.env.cr.execute("DELETE FROM galloper_day WHERE user_id = %s", [user.id])
        self.env.invalidate_all()
        for day in range(2, 9):
            user._plan_day(self._at(7, day=day, tz=user.tz))
        records = self.env["galloper.day"].search([("user_id", "=", user.id)])
        return records.sorted("day").mapped("capacity_minutes")

    def _hours(self, day=4, user=None):
        """The working hours of a day, by the salesperson's clock: ``9-13 14-18``."""
        user = user or self.seller
        now = utc(user.tz, 2026, 3, day, 12)
        of = Day.of(user.sudo(), now)
        env = user.env(su=True)
        found = working_time.of_days(env, [of], [], now)[user.id].working
        return " ".join(
            "-".join(self._clock(moment, user).lstrip("0") for moment in window)
            for window in found
        )


@tagged("post_install", "-at_install")
class TestFlexibleHours(HoursCase):
    def test_capacity_is_the_hours_on_working_days(self):
        for of_resource in (False, True):
            if of_resource:
                self.company.resource_calendar_id = self._calendar([(9, 13), (14, 18)])
                self._resource(self._flexible())
            else:
                self.company.resource_calendar_id = self._flexible()
            with self.subTest(of_resource=of_resource):
                self.assertEqual(self._capacities(), WORKDAYS)
                self.assertEqual(self._hours(), "8:00-16:00")
                kinds = [self._day(self._at(12, day=day))["kind"] for day in (6, 7)]
                self.assertEqual(kinds, ["working", "off"])

    def test_the_days_are_those_of_the_company(self):
        self.company.resource_calendar_id = self._calendar([(9, 17)], [6, 0, 1, 2, 3])
        resource = self._resource(self._flexible())
        self.assertEqual(self._capacities(), [480] * 4 + [0, 0, 480])
        resource.calendar_id.hours_per_week = 20
        self.assertEqual(self._capacities(), [480, 480, 240, 0, 0, 0, 0])

    def test_by_the_clock_of_the_resource(self):
        """In New York clocks change on 8 March 2026, and both days have their hours."""
        seller = self._new_seller("galloper_ny", "America/New_York")
        self._resource(self._flexible(), seller)
        for day, hour in ((6, 13), (9, 12)):
            self._contact(str(day), user=seller, deadline=date(2026, 3, day))
            [first, *_rest] = self._plan(datetime(2026, 3, day, 10), seller)
            self.assertEqual(first.planned_start, datetime(2026, 3, day, hour))
        self.assertEqual(self._capacities(seller), WORKDAYS)

    def test_a_leave_of_the_whole_day(self):
        """However it is written down: as Odoo's time off does, by the company's hours,
        from midnight on; with or without a meeting in the calendar."""
        resource = self._resource(self._flexible())
        self._contact("one", self._lead("one", "hot"))
        for begin, end in (
            (self._at(8), self._at(16)),
            (self._at(9), self._at(18)),
            (self._at(0), self._at(23, 59)),
            (self._at(12, day=3), self._at(16)),
        ):
            leave = self._away(begin, end, resource_id=resource.id)
            self.assertEqual(self._day()["kind"], "leave")
            row = self.env["galloper.team.day"].search(
                [("user_id", "=", self.seller.id)]
            )
            self.assertEqual(row.kind, "leave")
            self.assertEqual(self._times(self._at(7)), "one -")
            leave.unlink()
        holiday = self._away(self._at(0), self._at(23, 59), calendar_id=False)
        self.assertEqual(self._day()["kind"], "leave")
        holiday.unlink()
        half = self._away(self._at(8), self._at(12), resource_id=resource.id)
        self.assertEqual(self._times(self._at(7)), "one 12:00")
        half.time_type = "other"
        self.assertEqual(self._times(self._at(7)), "one 08:00", "worked")

    def test_a_leave_until_a_second_before_midnight(self):
        """As Odoo's dialog has it, for somebody who works until midnight."""
        self.company.resource_calendar_id = self._calendar([(16, 24)])
        midnight = self._at(0, day=5)
        self._away(self._at(0), midnight - timedelta(seconds=1), calendar_id=False)
        self.assertEqual(self._day()["kind"], "leave")

    def test_the_leader_hears_of_promises_on_leave(self):
        leader = self._new_seller("galloper_leader", self.tz)
        self.env["crm.team"].create(
            {
                "name": "Team",
                "user_id": leader.id,
                "crm_team_member_ids": [Command.create({"user_id": self.seller.id})],
            }
        )
        resource = self._resource(self._flexible())
        self._away(self._at(9), self._at(18), resource_id=resource.id)
        self._contact("promised", promised_at=self._at(11))
        self._plan(self._at(7))
        today = [("user_id", "=", self.seller.id), ("day", "=", "2026-03-04")]
        self.assertTrue(self.env["galloper.day"].search(today).absence_told)

    def test_no_answer_on_friday_evening(self):
        self._resource(self._flexible())
        contact = self._contact("call", self._lead("Deal"), deadline=date(2026, 3, 6))
        self._freeze(self._at(15, 30, day=6))
        contact.with_user(self.seller).action_no_answer()
        self.assertEqual(contact.retry_at, self._at(8, day=9))

    def test_without_a_number_of_hours(self):
        """Whenever customers may be called, as nobody has said more."""
        calendar = self._flexible(hours_per_day=0, hours_per_week=0)
        self.company.resource_calendar_id = calendar
        self.assertEqual(self._hours(), "8:00-20:00")

    def test_fully_flexible(self):
        """No calendar at all: whenever the company's says."""
        self._contact("one", self._lead("one", "hot"))
        nobody = self.env["resource.calendar"]
        resource = self._resource(nobody)
        self.assertFalse(resource.calendar_id)
        self.assertEqual(self._hours(), "9:00-13:00 14:00-18:00")
        self.assertEqual(self._capacities(), WORKDAYS)
        leave = self._away(self._at(10), self._at(12), resource_id=resource.id)
        self.assertEqual(self._hours(), "9:00-10:00 12:00-13:00 14:00-18:00")
        leave.write({"date_from": self._at(0), "date_to": self._at(23, 59)})
        self.assertEqual(self._day()["kind"], "leave")
        self.assertEqual(self._times(self._at(7)), "one -")
        leave.unlink()
        self.company.resource_calendar_id = self._flexible()
        self.assertEqual(self._hours(), "8:00-16:00")
        self.company.resource_calendar_id = False
        self.assertEqual(self._day()["kind"], "no_hours")


@tagged("post_install", "-at_install")
class TestHoursInCompanies(HoursCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.seller.company_ids += cls.other
        cls.mornings = cls._calendar([(9, 13)])
        cls.afternoons = cls._calendar([(14, 18)], company_id=cls.other.id)

    def _there(self, calendar, **vals):
        vals = {"company_id": self.other.id, **vals}
        return self._resource(calendar, **vals)

    def test_an_employee_of_another_company_alone(self):
        self._contact("one", self._lead("one", "hot"))
        there = self._there(self._calendar([(10, 16)], company_id=self.other.id))
        self.assertEqual(self._hours(), "10:00-16:00")
        leave = self._away(self._at(9), self._at(11), resource_id=there.id)
        self.assertEqual(self._times(self._at(8)), "one 11:00")
        leave.write({"date_from": self._at(0), "date_to": self._at(23, 59)})
        self.assertEqual(self._times(self._at(8)), "one -", "seen at once")
        self.assertEqual(self._day()["kind"], "leave")

    def test_mornings_here_and_afternoons_there(self):
        here, there = self._resource(self.mornings), self._there(self.afternoons)
        self.assertEqual(self._hours(), "9:00-13:00 14:00-18:00")
        # Who is away is away, whichever company knows of it.
        leave = self._away(self._at(12), self._at(15), resource_id=here.id)
        self.assertEqual(self._hours(), "9:00-12:00 15:00-18:00")
        leave.resource_id = there
        self.assertEqual(self._hours(), "9:00-12:00 15:00-18:00")
        leave.unlink()
        # A company's holiday is one of its own hours.
        holiday = self._away(self._at(0), self._at(23, 59), calendar_id=False)
        self.assertEqual(holiday.company_id, self.company)
        self.assertEqual(self._hours(), "14:00-18:00")
        self.assertEqual(self._day()["kind"], "before")

    def test_which_records_count(self):
        self._contact("one", contact_minutes=200)
        self._contact("two", contact_minutes=200)
        self._resource(self.mornings)
        there = self._there(self.afternoons)

        def check(expected):
            self.assertEqual(self._times(self._at(8)), expected)

        both, one = "one 09:00 two 14:00", "one 09:00 two -"
        check(both)
        self.seller.company_ids -= self.other
        check(one)
        self.seller.company_ids += self.other
        check(both)
        there.active = False
        check(one)
        seen = self.seller.with_context(active_test=False)
        self.assertEqual(self._hours(user=seen), "9:00-13:00")
        there.active = True
        there.user_id = self._new_seller("galloper_other", self.tz)
        check(one)

    def test_many_people_cost_no_query_each(self):
        def count(users):
            days = [Day.of(user.sudo(), self._at(8)) for user in users]
            spans = working_time.spans_of(days)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            working_time.working_windows(self.env, days, spans)
            return self.cr.sql_log_count - before

        people, flexible = self.env["res.users"], self._flexible()
        nobody = self.env["resource.calendar"]
        for number in range(12):
            user = self._new_seller(f"galloper_{number}", self.tz)
            user.company_ids += self.other
            calendars = (flexible, nobody, self.mornings)
            for calendar in calendars[number % 3], self.afternoons:
                resource = self._resource(
                    calendar,
                    user,
                    company_id=calendar.company_id.id or self.company.id,
                )
                self._away(self._at(9), self._at(10), resource_id=resource.id)
            people += user
        self.assertEqual(count(people[:3]), count(people))

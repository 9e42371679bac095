"""When each activity is, on a real calendar: meetings, leaves, customers' hours."""

from datetime import date, datetime

from odoo.fields import Command
from odoo.tests import tagged

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestTimetable(TimetableCase):
    def _example(self):
        for name, day, hour, minute in (
            ("A", 4, 11, 30),
            ("B", 4, 11, 0),
            ("C", 3, 15, 0),
            ("D", 3, 10, 0),
            ("E", 2, 9, 0),
        ):
            self._contact(name, promised_at=self._at(hour, minute, day))
        self._contact("F", self._lead("F", "hot"))

    def test_the_design_day(self):
        self._example()
        self._meeting(self._at(12), self._at(13))
        self.assertEqual(
            self._times(self._at(11, 20)),
            "A 11:30 B 11:45 D 14:00 C 14:15 E 14:30 F 14:45",
        )
        self.company.galloper_contact_minutes = 10
        self.assertEqual(
            self._times(self._at(11, 20)),
            "A 11:30 B 11:20 D 11:40 C 11:50 E 14:00 F 14:10",
        )
        activity = self.env["mail.activity"].search([("summary", "=", "B")])
        self.assertEqual(activity.planned_start, self._at(11, 20))
        self.assertEqual(activity.planned_stop, self._at(11, 30))

    def test_a_colleagues_meeting_moves_what_can_move(self):
        now = self._at(13, 50)
        self._contact("promised", promised_at=self._at(14, 30))
        self._contact("one", self._lead("one", "hot"))
        self._contact("two", self._lead("two", "qualified"))
        self.assertEqual(self._times(now), "promised 14:30 one 14:00 two 14:15")
        colleague = self._new_seller("galloper_colleague", self.tz)
        meeting = self.env["calendar.event"].with_user(colleague)
        meeting = meeting.create(
            {
                "name": "Urgent",
                "start": self._at(14),
                "stop": self._at(15),
                "partner_ids": [Command.set(self.seller.partner_id.ids)],
            }
        )
        self.assertEqual(self._times(now), "promised 14:30 one 15:00 two 15:15")
        line = self._lines_of(self.seller, bucket="today")
        self.assertEqual(line.conflict, "meeting")
        self.assertIn("clashes with a meeting", line.with_user(self.seller).reason)
        meeting.write({"start": self._at(16), "stop": self._at(17)})
        self.assertEqual(self._times(now), "promised 14:30 one 14:00 two 14:15")
        meeting.unlink()
        self._plan(now)
        self.assertFalse(self._lines_of(self.seller).filtered("conflict"))

    def test_what_is_no_meeting_of_theirs(self):
        self._contact("one", self._lead("one", "hot"))
        now, ten, noon = self._at(8, 30), self._at(9), self._at(12)
        self._meeting(ten, noon, state="declined")
        self._meeting(ten, noon, show_as="free")
        self._meeting(ten, noon, user=self.env.ref("base.user_admin"))
        self._meeting(ten, noon).active = False
        yesterday = {"start_date": "2026-03-03", "stop_date": "2026-03-03"}
        self._meeting(
            datetime(2026, 3, 3), datetime(2026, 3, 3), allday=True, **yesterday
        )
        self.assertEqual(self._times(now), "one 09:00")
        all_day = {"start_date": "2026-03-04", "stop_date": "2026-03-04"}
        event = self._meeting(
            datetime(2026, 3, 4), datetime(2026, 3, 4), allday=True, **all_day
        )
        self.assertEqual(self._times(now), "one -")
        event.with_user(self.seller).attendee_ids.do_decline()
        self.assertEqual(self._times(now), "one 09:00")

    def test_a_private_meetings_title_is_never_shown(self):
        self._meeting(self._at(10), self._at(11), privacy="private")
        self._meeting(self._at(11), self._at(12), name="Open")
        self._meeting(self._at(12), self._at(13), state="declined", name="No")
        lines = self.lines.with_user(self.seller)
        busy = lines.get_busy(self._at(0), self._at(23))
        self.assertEqual([one["name"] for one in busy], ["Busy", "Open"])

    def test_a_meeting_that_is_a_contact_stands_once_at_its_own_time(self):
        lead = self._lead("Deal", "hot")
        meeting = self._contact(
            "meet",
            lead,
            activity_type_id=self.env.ref("mail.mail_activity_data_meeting").id,
        )
        event = self._meeting(self._at(9, 30), self._at(10, 30))
        meeting.calendar_event_id = event
        self._contact("one", self._lead("one", "qualified"), contact_minutes=40)
        self.assertEqual(self._times(self._at(8)), "meet 09:30 one 10:30")
        event.attendee_ids.state = "declined"
        self.assertEqual(self._times(self._at(8)), "meet 09:00 one 09:15")

    def test_leaves_and_holidays(self):
        self._contact("one", self._lead("one", "hot"))
        other = self.env["res.company"].create({"name": "Other"})
        leave = {
            "name": "Holiday",
            "date_from": self._at(0),
            "date_to": self._at(12),
        }
        leaves = self.env["resource.calendar.leaves"]
        abroad = leaves.with_company(other).create(leave)
        self.assertEqual(abroad.company_id, other)
        self.assertEqual(self._times(self._at(8)), "one 09:00")
        leaves.create(leave)
        self.assertEqual(self._times(self._at(8)), "one 12:00")

    def test_own_resource_and_own_leave(self):
        self._contact("one", self._lead("one", "hot"))
        resource = self.env["resource.resource"].create(
            {
                "name": "Seller",
                "user_id": self.seller.id,
                "calendar_id": self._calendar([(10, 16)]).id,
                "tz": self.tz,
            }
        )
        self.assertEqual(self._times(self._at(8)), "one 10:00")
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Dentist",
                "resource_id": resource.id,
                "date_from": self._at(9),
                "date_to": self._at(11),
            }
        )
        self.assertEqual(self._times(self._at(8)), "one 11:00")
        resource.calendar_id.attendance_ids.filtered(
            lambda one: one.dayofweek == "2"
        ).hour_from = 12
        self.assertEqual(self._times(self._at(8)), "one 12:00")

    def test_night_shift_two_weeks_and_flexible_hours(self):
        self._contact("one", contact_minutes=90)
        self._contact("two", contact_minutes=90)
        self.company.resource_calendar_id = self._calendar([(0, 6), (22, 24)], range(7))
        self.assertEqual(self._times(self._at(21)), "one 22:00 two 23:30")
        self.company.resource_calendar_id = self._calendar([(0, 24)], range(7))
        self.assertEqual(self._times(self._at(21)), "one 21:00 two 22:30")
        even, odd = (
            [(0, 0, {"name": w, "dayofweek": "2", "week_type": w, **hours})]
            for w, hours in (
                ("0", {"hour_from": 9, "hour_to": 17}),
                ("1", {"hour_from": 13, "hour_to": 20}),
            )
        )
        calendar = self._calendar([], [], two_weeks_calendar=True)
        calendar.attendance_ids = even + odd
        self.company.resource_calendar_id = calendar
        week = self.env["resource.calendar.attendance"].get_week_type(date(2026, 3, 4))
        expected = "one 13:00 two 14:30" if week else "one 09:00 two 10:30"
        self.assertEqual(self._times(self._at(8)), expected)
        self.company.resource_calendar_id = self._calendar(
            [], [], flexible_hours=True, hours_per_day=8
        )
        self.assertEqual(self._times(self._at(14, 30)), "one 14:30 two -")

    def test_clocks_change(self):
        """In New York 9 o'clock is an hour earlier in UTC from 8 March 2026 on."""
        seller = self._new_seller("galloper_ny", "America/New_York")
        for day, hour in ((6, 14), (9, 13)):
            self._contact(str(day), user=seller, deadline=date(2026, 3, day))
            line = self._plan(datetime(2026, 3, day, 10), seller)[:1]
            self.assertEqual(line.planned_start, datetime(2026, 3, day, hour))

    def test_nobody_is_called_at_night(self):
        """From Vladivostok to Kaliningrad, eight hours behind."""
        seller = self._new_seller("galloper_east", "Asia/Vladivostok")
        company = self.env["res.partner"].create(
            {"name": "West", "is_company": True, "tz": "Europe/Kaliningrad"}
        )
        person = self.env["res.partner"].create(
            {"name": "Person", "parent_id": company.id, "tz": False}
        )
        lead = self._lead("far", "hot", partner_id=person.id, user_id=seller.id)
        self._contact("far", lead, user=seller)
        self._contact("near", self._lead("near", "new"), user=seller)
        now = self._at(8, 30, tz=seller.tz)
        self.assertEqual(self._times(now, seller), "far 16:00 near 09:00")
        company.write({"galloper_contact_from": 9, "galloper_contact_to": 18})
        self.assertEqual(self._times(now, seller), "far 17:00 near 09:00")
        person.write({"galloper_contact_from": 10, "galloper_contact_to": 18})
        self.assertEqual(self._times(now, seller), "far - near 09:00")
        self.assertEqual(self._lines_of(seller, state="unplaced").summary, "far")
        self.company.galloper_contact_hours = False
        self.assertEqual(self._times(now, seller), "far 09:00 near 09:15")

    def test_buffer(self):
        self._contact("one", self._lead("one", "hot"))
        self._contact("two", self._lead("two", "qualified"))
        self.company.galloper_contact_buffer = 5
        self.assertEqual(self._times(self._at(9)), "one 09:00 two 09:20")

"""Windows that last for days, and those that the customer wished outside all hours."""

from datetime import datetime

from odoo.tests import tagged

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestPromisedWindows(TimetableCase):
    def setUp(self):
        super().setUp()
        self._freeze(self._at(8))
        self.lead = self._lead("Deal", "hot")

    def _window(self, start, end, name="window", document=None, **vals):
        vals = {"promised_at": start, "promised_until": end, **vals}
        return self._contact(name, document or self.lead, **vals)

    def _line(self, now, activity):
        self._freeze(now)
        return self._plan(now).filtered(lambda line: line.activity_id == activity)

    def _says(self, line):
        return line.reason.replace("\N{NNBSP}", " ")

    # -- Several days

    def test_a_full_day_is_no_risk_while_others_follow(self):
        """From Wednesday nine o'clock to Friday six: Wednesday is full."""
        window = self._window(self._at(9), self._at(18, day=6))
        self._meeting(self._at(9), self._at(18))
        line = self._line(self._at(9), window)
        self.assertEqual((line.state, line.bucket), ("unplaced", "today"))
        self.assertFalse(line.at_risk)
        self.assertEqual(
            self._says(line),
            "Promised until Fri, Mar 6, 6:00 PM · does not fit today",
        )
        self.assertEqual(
            self.lines.with_user(self.seller).get_day_counters()["at_risk"], 0
        )
        # Thursday is full as well, then Friday: of meetings, or of promised moments.
        self._meeting(self._at(9, day=5), self._at(18, day=5))
        self.assertFalse(self._line(self._at(9), window).at_risk)
        self._meeting(self._at(9, day=6), self._at(17, 30, day=6))
        self.assertFalse(self._line(self._at(9), window).at_risk)
        for minute in (30, 45):
            self._contact(f"at {minute}", promised_at=self._at(17, minute, day=6))
        line = self._line(self._at(9), window)
        self.assertTrue(line.at_risk)
        self.assertEqual(
            self._says(line),
            "Promised until Fri, Mar 6, 6:00 PM: no free slot left before then",
        )

    def test_on_its_last_day_it_is(self):
        window = self._window(self._at(9), self._at(12, day=6))
        self._meeting(self._at(9, day=6), self._at(18, day=6))
        self.assertFalse(self._line(self._at(9), window).at_risk)
        self.assertTrue(self._line(self._at(9, day=6), window).at_risk)

    def test_over_the_weekend(self):
        window = self._window(self._at(9, day=6), self._at(18, day=9))
        line = self._line(self._at(11, day=7), window)
        self.assertEqual((line.state, line.at_risk), ("unplaced", False))
        self.assertFalse(line.planned_start)
        leave = {"date_from": self._at(0, day=9), "date_to": self._at(0, day=10)}
        self.env["resource.calendar.leaves"].create({"name": "Holiday", **leave})
        line = self._line(self._at(11, day=7), window)
        self.assertFalse(line.at_risk, "nobody works any more: on Saturday then")
        self.assertIn("outside working hours", line.reason)

    def test_until_tomorrow_when_the_day_is_over(self):
        window = self._window(self._at(9), self._at(10, day=5))
        line = self._line(self._at(17, 50), window)
        self.assertEqual((line.state, line.at_risk), ("unplaced", False))
        self._meeting(self._at(9, day=5), self._at(11, day=5))
        self.assertTrue(self._line(self._at(17, 50), window).at_risk)

    def test_two_windows_do_not_share_a_room(self):
        first = self._window(self._at(9), self._at(9, 10, day=5), "first")
        second = self._window(self._at(9, 1), self._at(9, 10, day=5), "second")
        self._meeting(self._at(9), self._at(18))
        self._plan(self._at(9))
        self.assertEqual(self._lines_of(self.seller, at_risk=True).activity_id, second)
        self.assertTrue(first.promised_at)

    def test_as_long_as_nobody_looks(self):
        """A month and more is not worked out: there will be room."""
        window = self._window(self._at(9), datetime(2026, 6, 30))
        self._meeting(self._at(9), datetime(2026, 4, 20))
        line = self._line(self._at(9), window)
        self.assertFalse(line.at_risk)

    def test_what_it_costs(self):
        """Two windows, or those of three people: as many queries."""
        colleagues = self.seller
        for number in range(2):
            colleagues |= self._new_seller(f"galloper_{number}", self.tz)
        for user in colleagues:
            lead = self._lead("Deal", user_id=user.id)
            for name in ("one", "two"):
                self._window(self._at(9), self._at(18, day=6), name, lead, user=user)
        now = self._at(9)

        def count(users):
            users._plan_day(now)
            self.env.flush_all()
            self.env["galloper.schedule.due"]._mark_users(users.ids)
            self.env["galloper.schedule.due"]._write_marks()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            users._plan_day(now)
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(count(colleagues), count(self.seller))

    # -- Outside the hours of the customer, and one's own

    def test_the_evening_was_the_customers_wish(self):
        for start, end in (((20, 15), (21, 45)), ((20, 30), None)):
            vals = {} if end is None else {"promised_until": self._at(*end)}
            contact = self._contact(
                "evening", self.lead, promised_at=self._at(*start), **vals
            )
            line = self._line(self._at(10), contact)
            self.assertEqual(line.planned_start, self._at(*start))
            self.assertEqual((line.state, line.at_risk), ("planned", False))
            self.assertIn("outside working hours", line.reason)
            self.assertIn("calling hours", line.reason)
            contact.unlink()

    def test_at_night_for_the_customer(self):
        """In Tokyo it is six hours later: half past four is half past ten."""
        partner = self.env["res.partner"].create({"name": "Far", "tz": "Asia/Tokyo"})
        self.lead.partner_id = partner
        window = self._window(self._at(16, 30), self._at(17, 30))
        line = self._line(self._at(10), window)
        self.assertEqual(line.planned_start, self._at(16, 30))
        self.assertFalse(line.at_risk)
        self.assertIn("outside the customer's calling hours", line.reason)
        # What lies in both hours comes first.
        window.promised_at = self._at(9)
        self._meeting(self._at(9), self._at(12))
        line = self._line(self._at(8), window)
        self.assertEqual(line.planned_start, self._at(12))
        self.assertNotIn("outside", line.reason)

    def test_after_work_if_the_rest_is_full(self):
        window = self._window(self._at(17), self._at(20))
        self._meeting(self._at(17), self._at(18, 30))
        line = self._line(self._at(10), window)
        self.assertEqual(line.planned_start, self._at(18, 30))
        self.assertIn("outside working hours", line.reason)
        self._meeting(self._at(18, 30), self._at(20, 10))
        self.assertTrue(self._line(self._at(10), window).at_risk)

    def test_warnings_of_a_window(self):
        partner = self.env["res.partner"].create({"name": "Far", "tz": "Asia/Tokyo"})
        self.lead.partner_id = partner
        contact = self._contact("call", self.lead)
        lines = self.lines.with_user(self.seller)
        for start, stop, says in (
            ((9,), (12,), []),
            ((16, 30), (17, 30), ["Outside the customer's calling hours."]),
            ((20, 15), (21, 45), ["Outside working hours."]),
        ):
            found = lines.get_difficulties(
                contact.id, self._at(*start), self._at(*stop)
            )
            self.assertEqual(found, says)
        self._meeting(self._at(9), self._at(18, day=6))
        end = self._at(18, day=9)
        self.assertFalse(lines.get_difficulties(contact.id, self._at(9), end))

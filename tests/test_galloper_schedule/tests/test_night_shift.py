"""A shift that goes on after midnight is one planning day."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OpenDayCase

HOUR = timedelta(hours=1)


@tagged("post_install", "-at_install")
class TestNightShift(OpenDayCase):
    """Every night from 22 to 6, which Odoo has as two halves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls._calendar([(0, 6), (22, 24)], range(7))
        cls.company.galloper_contact_hours = False

    def test_a_promise_after_midnight_keeps_its_time(self):
        """It is no line of today, but nothing is laid over it."""
        promise = self._contact("promised", promised_at=self._at(1, day=5))
        self._contact("long", self._lead("long", "hot"), contact_minutes=180)
        self._contact("short", self._lead("short", "new"))
        self.assertEqual(self._times(self._at(22, 30)), "long 01:15 short 22:30")
        # Before the shift: nothing is in progress.
        now = self._at(21, 30)
        free = "long 22:00 short 01:00"
        promise.write({"promised_at": self._at(0, 30, day=5)})
        self.assertEqual(self._times(now), "long 00:45 short 22:00")
        promise.write({"promised_until": self._at(5, day=5)})
        self.assertEqual(self._times(now), "long 00:45 short 22:00", "a window, too")
        promise.write({"promised_at": self._at(4, day=5)})
        self.assertEqual(self._times(now), free)
        # Past Odoo, too: nothing marks the plan, and it is found to be another.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mail_activity SET promised_at = %s, promised_until = NULL "
            "WHERE id = %s",
            [self._at(0, 59, day=5), promise.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._times(now), "long 01:14 short 22:00")
        # After the shift it is another day's, as is what nobody can do.
        promise.write({"promised_at": self._at(6, day=5)})
        self.assertEqual(self._times(now), free)

    def test_the_usual_day_has_nothing_to_do_with_the_next(self):
        self.company.resource_calendar_id = self._calendar([(8, 20)])
        self._contact("promised", promised_at=self._at(8, day=5))
        self._contact("long", contact_minutes=180)
        self.assertEqual(self._times(self._at(17)), "long 17:00")
        self.assertEqual(self._times(self._at(17, 30)), "long 17:00", "in progress")

    def test_after_midnight_it_goes_on(self):
        self._contact("long", self._lead("long", "hot"), contact_minutes=180)
        self._contact("next", self._lead("next", "new"))
        self.assertEqual(self._times(self._at(22)), "long 22:00 next 01:00")
        self.assertEqual(self._times(self._at(0, 30, day=5)), "long 22:00 next 01:00")
        self.assertFalse(any(self._lines_of(self.seller).mapped("conflict")))
        day = self._day(self._at(0, 30, day=5))
        self.assertEqual(day["kind"], "working")
        self.assertEqual(
            (day["begins"], day["ends"]), (self._text(22), self._text(6, day=5))
        )
        self.assertEqual(day["free_minutes"], 5 * 60 - 15)

    def test_the_planning_day_ends_with_the_shift(self):
        """What finds no room in it waits for the next; a promise of that one is kept
        free there, and none is at risk."""
        now = self._at(0, 30, day=5)
        self._contact("exact", promised_at=self._at(23, day=5))
        window = {"promised_until": self._at(23, 30, day=5)}
        self._contact("window", promised_at=self._at(22, day=5), **window)
        self._contact("long", contact_minutes=360)
        self.assertEqual(self._times(now), "window 22:00 exact 23:00 long -")
        lines = self._lines_of(self.seller)
        self.assertFalse(any(lines.mapped("at_risk")))
        self.assertFalse(any(lines.mapped("conflict")))
        due = self.env["galloper.schedule.due"].search(
            [("user_id", "=", self.seller.id), ("planned_at", "!=", False)]
        )
        self.assertEqual(due.due_at, self._at(6, day=5), "the end of the shift")
        self.assertEqual(
            self._times(self._at(6, day=5)), "window 22:00 exact 23:00 long 23:15"
        )

    def test_capacity_is_one_shift(self):
        for hour, day in ((12, 3), (0, 4), (12, 5)):
            self._plan(self._at(hour, day=day))
        days = self.env["galloper.day"].search([("user_id", "=", self.seller.id)])
        self.assertEqual(days.mapped("capacity_minutes"), [480] * 3)

    def test_snoozed_and_tried_before_midnight(self):
        contact = self._contact("call", self._lead("Deal"))
        contact = contact.with_user(self.seller)
        self._freeze(self._at(23, 50))
        contact.action_skip(self.env["galloper.skip.reason"])
        self.assertEqual(contact.retry_at, self._at(0, 50, day=5))
        contact.retry_at = False
        contact.action_no_answer()
        self.assertEqual(contact.retry_at, self._at(1, 50, day=5), "the same night")
        self._freeze(self._at(1, 50, day=5))
        contact.action_no_answer()
        self.assertEqual(contact.retry_at, self._at(22, day=5), "the next one")

    def test_pinned_after_midnight(self):
        contact = self._contact("call", self._lead("Deal"))
        contact = contact.with_user(self.seller)
        self._freeze(self._at(23))
        with self.assertRaisesRegex(UserError, "another time today"):
            contact.action_pin(self._at(6, day=5))
        contact.action_pin(self._at(2, day=5))
        self.assertEqual(self._times(fields.Datetime.now()), "call 02:00")
        self.assertEqual(self._times(self._at(1, day=5)), "call 02:00")
        contact.sudo().galloper_pinned_at = self._at(7, day=5)
        self.assertEqual(self._times(self._at(23)), "call 23:00")

    def test_clocks_change_in_the_night(self):
        """From 22 to 6 it is seven hours in March, and nine in autumn."""
        seller = self._new_seller("galloper_ny", "America/New_York")
        for month, day, minutes in ((3, 7, 420), (10, 31, 540)):
            now = fields.Datetime.to_datetime(f"2026-{month:02}-{day:02} 23:00:00")
            seller._plan_day(now)
            record = self.env["galloper.day"].search(
                [("user_id", "=", seller.id)], order="day desc", limit=1
            )
            self.assertEqual(record.capacity_minutes, minutes)

    def test_a_colleague_of_the_night_takes_over(self):
        """Whoever has left is planned no more."""
        self._contact("call", promised_at=self._at(1, day=5))
        self.seller._plan_day(self._at(23))
        self.seller.active = False
        self.seller._plan_day(self._at(23, 1))
        self.assertFalse(self._lines_of(self.seller))

"""A salesperson moves to another time zone."""

from datetime import date, timedelta

from odoo.tests import tagged

from .common import utc
from .test_zone_law import ZoneCase

TOKYO, HONOLULU = "Asia/Tokyo", "Pacific/Honolulu"


@tagged("post_install", "-at_install")
class TestZoneMoves(ZoneCase):
    """From Moscow, where it is Wednesday, ten o'clock."""

    def _evening(self, **vals):
        return self._contact("evening", promised_at=self._at(20, day=5), **vals)

    def _move(self, tz, user=None):
        (user or self.seller).tz = tz
        self.env.flush_all()
        self.env.invalidate_all()

    def test_days_follow(self):
        """Eight in the evening of Thursday is Friday in Tokyo."""
        evening = self._evening()
        plain = self._contact("plain", deadline=date(2026, 3, 5))
        noon = self._contact("noon", promised_at=self._at(12, day=5))
        promised = evening.promised_at
        self._move(TOKYO)
        self.assertEqual(evening.date_deadline, date(2026, 3, 6))
        self.assertEqual(self._row(evening).day, date(2026, 3, 6))
        self.assertEqual(evening.promised_at, promised)
        self.assertEqual(self._row(evening).mapped("outcome"), ["open"])
        self.assertEqual(noon.date_deadline, date(2026, 3, 5))
        self.assertEqual(plain.date_deadline, date(2026, 3, 5))
        self._move(self.tz)
        self.assertEqual(evening.date_deadline, date(2026, 3, 5))
        self.assertEqual(self._row(evening).day, date(2026, 3, 5))

    def test_as_people_do_it_themselves(self):
        evening = self._evening()
        self.seller.with_user(self.seller).write({"tz": TOKYO})
        self.assertEqual(evening.date_deadline, date(2026, 3, 6))

    def test_counters_follow(self):
        """A promise of late Wednesday is one of Thursday in Tokyo."""
        late = self._contact("late", promised_at=self._at(20))
        due = self.env["res.users"].with_user(self.seller).plan_my_day
        days = self.env["galloper.day"]
        mine = [("user_id", "=", self.seller.id)]
        self.assertEqual(due()["promises"], 1)
        self.assertEqual(days.search(mine).mapped("promises_due"), [1])
        self._move(TOKYO)
        self.assertEqual(days.search(mine).mapped("promises_due"), [0])
        self.assertEqual(due()["promises"], 0)
        self._move(self.tz)
        self.assertEqual(days.search(mine).mapped("promises_due"), [1])
        self.assertEqual(due()["promises"], 1)
        self.assertEqual(self._row(late).day, date(2026, 3, 4))

    def test_whose_promise_it_was_counts_it(self):
        """Missed by one, and given to another: each has a day of their own."""
        missed = self._contact("missed", promised_at=self._at(2))
        self._freeze(self._at(10))
        missed.user_id = self.colleague
        self.assertEqual(self._row(missed).user_id, self.seller)
        self._move(HONOLULU)
        self.assertEqual(self._row(missed).day, date(2026, 3, 3))
        self._move(TOKYO, self.colleague)
        self.assertEqual(missed.date_deadline, date(2026, 3, 4))
        self.assertEqual(self._row(missed).day, date(2026, 3, 3))

    def test_meetings_stay(self):
        start = self._at(20, day=5)
        meeting = self._meeting(start, start + timedelta(hours=1))
        bound = self._evening(calendar_event_id=meeting.id)
        self._move(TOKYO)
        self.assertEqual(
            (meeting.start, meeting.stop - start), (start, timedelta(hours=1))
        )
        self.assertEqual(bound.promised_at, start)
        self.assertEqual(bound.date_deadline, date(2026, 3, 6))

    def test_a_meeting_of_a_whole_day_is_by_ones_own_calendar(self):
        """Thursday is Thursday, in Moscow as in Tokyo; the promise is the same one."""
        meeting = self._meeting(
            self._at(8, day=5),
            self._at(18, day=5),
            allday=True,
            start_date=date(2026, 3, 5),
            stop_date=date(2026, 3, 5),
        )
        bound = self._contact("day", calendar_event_id=meeting.id)
        self.assertEqual(bound.promised_at, self._at(0, day=5))
        self._move(TOKYO)
        self.assertEqual(bound.promised_at, utc(TOKYO, 2026, 3, 5))
        self.assertEqual(bound.date_deadline, date(2026, 3, 5))
        row = self._row(bound)
        self.assertEqual(row.mapped("outcome"), ["open"])
        self.assertEqual((row.day, row.shifted_on), (date(2026, 3, 5), False))
        self.assertEqual(meeting.start_date, date(2026, 3, 5))

    def test_another_contact_of_a_user(self):
        evening = self._evening()
        contact = self.env["res.partner"].create({"name": "New", "tz": TOKYO})
        self.seller.partner_id = contact
        self.assertEqual(evening.date_deadline, date(2026, 3, 6))

    def test_a_merged_contact(self):
        evening = self._evening()
        into = self.env["res.partner"].create({"name": "New", "tz": TOKYO})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((into + self.seller.partner_id).ids, into)
        self.env.invalidate_all()
        self.assertEqual(self.seller.tz, TOKYO)
        self.assertEqual(evening.date_deadline, date(2026, 3, 6))

    def test_the_scheduled_action_plans_them(self):
        self._evening()
        self.seller._plan_day()
        self.env["galloper.schedule.due"].search([]).unlink()
        self._move(TOKYO)
        due = self.env["galloper.schedule.due"]._get_due_users(self._at(10))
        self.assertIn(self.seller, due)

    def test_many_cost_no_more_queries(self):
        def move(number, tz):
            for _one in range(number):
                self._evening()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._move(tz)
            return self.cr.sql_log_count - before

        move(1, TOKYO)
        few = move(1, self.tz)
        self.assertLessEqual(move(40, TOKYO), few)

    def test_other_contacts_cost_nothing(self):
        """A customer's zone is no salesperson's."""
        customer = self.env["res.partner"].create({"name": "Anna"})
        self.env.flush_all()
        evening = self._evening(document=customer)
        customer.tz = TOKYO
        self.assertEqual(evening.date_deadline, date(2026, 3, 5))
        self.assertEqual(evening.promised_at, utc(self.tz, 2026, 3, 5, 20))

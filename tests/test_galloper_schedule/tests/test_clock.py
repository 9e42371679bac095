"""The server's clock was ahead for a while, and is right again."""

from datetime import timedelta

from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.plan import batches

from .common import OpenDayCase
from .report_facts import insert

_AHEAD = timedelta(days=30)


@tagged("post_install", "-at_install")
class TestClock(OpenDayCase):
    def setUp(self):
        super().setUp()
        self.due = self.env["galloper.schedule.due"]
        self.env.cr.flush()
        self.due.search([]).unlink()
        self.days = self.env["galloper.day"]
        self.colleague = self._new_seller("galloper_colleague", self.tz)

    def _plan_ahead(self):
        """A day is planned, and another is marked, by the clock that is ahead."""
        now = self._at(10)
        self._freeze(now + _AHEAD)
        self._contact("call", self._lead("Deal"), promised_at=now + _AHEAD)
        self.seller._plan_day()
        self._contact("theirs", user=self.colleague)
        self.env.cr.flush()
        self._freeze(now)
        return now

    def _run(self, now):
        """A round of the scheduled action; the number of people it has planned."""
        planned = []
        batches.plan_due(self.env, now, lambda number: planned.append(number) or True)
        return sum(planned)

    def test_what_was_planned_in_the_future_is_due(self):
        now = self._plan_ahead()
        both = self.seller | self.colleague
        self.assertEqual(self.due._get_due_users(now) & both, both)
        self.assertEqual(self.due._count_due_users(now), 2)
        self.assertEqual(self._run(now), 2)
        lines = self.lines.search([("user_id", "=", self.colleague.id)])
        self.assertEqual(lines.activity_id.summary, "theirs")
        self.assertEqual(self.due._count_due_users(now), 0, "once is enough")
        self.assertEqual(self._run(now), 0)

    def test_what_was_planned_a_moment_ago_is_not(self):
        """A round goes by the time at which it began."""
        now = self._at(10)
        self._contact("call", self._lead("Deal"))
        self._freeze(now + timedelta(seconds=20))
        self.seller._plan_day()
        self.assertNotIn(self.seller, self.due._get_due_users(now))

    def test_no_day_of_the_future_stays(self):
        now = self._plan_ahead()
        mine = [("user_id", "=", self.seller.id)]
        self.assertEqual(self.days.search(mine).day, (now + _AHEAD).date())
        ahead = self.days.search(mine)
        day = {name: ahead[name] for name in ("day", "begins_at", "ends_at")}
        self.env.flush_all()
        insert(self.cr, "galloper_day", [{"user_id": self.colleague.id, **day}])
        self._run(now)
        self.assertEqual(self.days.search(mine).mapped("day"), [now.date()])
        others = self.days.search([("user_id", "=", self.colleague.id)])
        self.assertEqual(others.mapped("day"), [now.date()])

    def test_ones_own_day(self):
        """Opened before any scheduled action has run."""
        now = self._plan_ahead()
        self._contact("now", self._lead("Other"))
        answer = self._look()
        self.assertEqual(answer["records"][0]["who"], "Other")
        mine = [("user_id", "=", self.seller.id)]
        self.assertEqual(self.days.search(mine).mapped("day"), [now.date()])

"""An activity with a meeting has the meeting's time as its promise."""

from datetime import date, datetime, timedelta

from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.galloper_schedule.adapter.log import meeting_promises

from .common import utc
from .meetings_case import MeetingsCase

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@tagged("post_install", "-at_install")
class TestMeetingsFollow(MeetingsCase):
    def _check(self, *expected, activity=None):
        self.assertEqual(self._promise(activity), expected or (False, False))

    def test_made_in_the_calendar(self):
        self._check(self._at(10, day=6), self._at(11, day=6))
        self.assertEqual(self._outcomes(), ["open"])
        self.assertEqual(self.activity.date_deadline, date(2026, 3, 6))

    def test_made_from_an_activity(self):
        call = self._contact("call", self.lead).with_user(self.seller)
        context = call.action_create_calendar_event()["context"]
        Event = self.env["calendar.event"].with_user(self.seller)
        Event.with_context(**context).create(
            {"start": self._at(8, day=5), "stop": self._at(9, day=5)}
        )
        self._check(self._at(8, day=5), self._at(9, day=5), activity=call)
        self.assertEqual(call.date_deadline, date(2026, 3, 5))
        call.calendar_event_id = self.event
        self._check(self._at(10, day=6), self._at(11, day=6), activity=call)
        self.assertEqual(self._outcomes(call), ["moved", "open"])

    def test_moved_by_the_hour_and_by_the_day(self):
        self.event.write({"start": self._at(15, day=6), "stop": self._at(16, day=6)})
        self._check(self._at(15, day=6), self._at(16, day=6))
        self.event.stop = self._at(17, day=6)
        self._check(self._at(15, day=6), self._at(17, day=6))
        self.event.write({"start": self._at(15, day=9), "stop": self._at(17, day=9)})
        self._check(self._at(15, day=9), self._at(17, day=9))
        self.assertEqual(self.activity.date_deadline, date(2026, 3, 9))
        self.assertEqual(self._outcomes(), ["moved"] * 3 + ["open"])
        self.event.write(
            {"name": "Talk", "location": "Here", "start": self.event.start}
        )
        self.assertEqual(self._outcomes(), ["moved"] * 3 + ["open"])
        self._freeze(self._at(16, 50, day=9))
        self.activity.with_user(self.seller).action_done()
        self.assertEqual(self._outcomes()[-1], "kept")

    def test_moved_by_somebody_who_knows_nothing_of_the_activity(self):
        """And who lives where it is another day."""
        other = self._new_seller("galloper_other", "Australia/Sydney")
        self.lead.team_id = False
        self.activity.invalidate_recordset()
        late = self._at(23, day=9)
        self.event.with_user(other).with_context(tz=other.tz).write(
            {"start": late, "stop": late + HOUR}
        )
        self._check(late, late + HOUR)
        self.assertEqual(self.activity.date_deadline, date(2026, 3, 9))
        self.assertEqual(self.event.start, late)

    def test_the_due_day_written_in_odoo(self):
        """There it moves the meeting, as ever: by the calendar of whoever writes it."""
        sydney = self.activity.with_user(self.seller).with_context(
            tz="Australia/Sydney"
        )
        sydney.date_deadline = date(2026, 3, 12)
        self.assertEqual(self.event.start, self._at(10, day=12))
        self._check(self._at(10, day=12), self._at(11, day=12))
        # By the calendar of Sydney it is on that day already.
        self.event.write(
            {"start": self._at(23, day=9), "stop": self._at(23, 30, day=9)}
        )
        sydney.date_deadline = date(2026, 3, 10)
        self.assertEqual(self.event.start, self._at(23, day=9))
        self.assertEqual(self.activity.date_deadline, date(2026, 3, 9))

    def test_called_off_and_on_again(self):
        self.event.active = False
        self._check()
        self.assertTrue(self.activity.active)
        self.assertEqual(self._outcomes(), ["cancelled"])
        self.event.active = True
        self._check(self._at(10, day=6), self._at(11, day=6))
        self.event.unlink()
        self.assertFalse(self.activity.exists(), "as in Odoo alone")
        rows = self.log.search([("lead_id", "=", self.lead.id)], order="id")
        self.assertEqual(rows.mapped("outcome"), ["cancelled"] * 2)

    def test_all_day(self):
        """By the calendar of whoever goes there."""
        days = {"start_date": "2026-03-10", "stop_date": "2026-03-11", "allday": True}
        event = self._meet(datetime(2026, 3, 10), datetime(2026, 3, 11), **days)
        activity = event.activity_ids
        self._check(self._at(0, day=10), self._at(23, 59, day=11), activity=activity)
        event.write({"start_date": "2026-03-12", "stop_date": "2026-03-12"})
        self._check(self._at(0, day=12), self._at(23, 59, day=12), activity=activity)
        self.assertEqual(activity.date_deadline, date(2026, 3, 12))
        tz = "Pacific/Auckland"
        activity.user_id = self._new_seller("galloper_far", tz)
        begin = utc(tz, 2026, 3, 12)
        self._check(begin, utc(tz, 2026, 3, 12, 23, 59), activity=activity)
        self.assertEqual(activity.date_deadline, date(2026, 3, 12))

    def _series(self):
        event = self._meet(
            self._at(9, day=9),
            self._at(10, day=9),
            recurrency=True,
            rrule_type="daily",
            interval=1,
            end_type="count",
            count=3,
        )
        return event, event.activity_ids

    def test_one_of_a_series(self):
        event, activity = self._series()
        self._check(self._at(9, day=9), self._at(10, day=9), activity=activity)
        second = event.recurrence_id.calendar_event_ids.sorted("start")[1]
        call = second.activity_ids
        self._check(self._at(9, day=10), self._at(10, day=10), activity=call)
        second.write({"start": self._at(12, day=10), "stop": self._at(13, day=10)})
        self._check(self._at(12, day=10), self._at(13, day=10), activity=call)
        self._check(self._at(9, day=9), self._at(10, day=9), activity=activity)

    def test_a_whole_series(self):
        event, activity = self._series()
        event.write(
            {
                "start": self._at(11, day=9),
                "stop": self._at(12, day=9),
                "recurrence_update": "all_events",
            }
        )
        self._check(self._at(11, day=9), self._at(12, day=9), activity=activity)
        self.assertEqual(self._outcomes(activity), ["moved", "open"])
        event = activity.calendar_event_id
        event.write(
            {
                "start": self._at(13, day=9),
                "stop": self._at(14, day=9),
                "recurrence_update": "future_events",
            }
        )
        self._check(self._at(13, day=9), self._at(14, day=9), activity=activity)
        self.assertEqual(self._outcomes(activity), ["moved", "moved", "open"])

    def test_nobody_comes(self):
        """It was kept, and is promised again only if the meeting is moved."""
        self._freeze(self._at(10, 20, day=6))
        self.activity.with_user(self.seller).action_no_answer()
        self._check()
        self.assertEqual(self._outcomes(), ["kept"])
        same = {"start": self.event.start, "stop": self.event.stop}
        self.event.write({**same, "description": "From another calendar"})
        self._check()
        self.event.write({name: moment + 3 * DAY for name, moment in same.items()})
        self._check(self._at(10, day=9), self._at(11, day=9))

    def test_what_is_over_promises_nothing(self):
        past = self._meet(self._at(8), self._at(9)).activity_ids
        self._check(activity=past)
        running = self._meet(self._at(9), self._at(12)).activity_ids
        self._check(self._at(9), self._at(12), activity=running)
        # It took place earlier: nobody was promised anything for then.
        self.event.write({"start": self._at(8), "stop": self._at(9)})
        self._check()
        self.assertEqual(self._outcomes(), ["cancelled"])
        # What was missed stays so, wherever the meeting is entered afterwards.
        self._freeze(self._at(13))
        running.calendar_event_id.write({"start": self._at(7), "stop": self._at(8)})
        self._check(self._at(9), self._at(12), activity=running)
        self.assertEqual(self._outcomes(running), ["open"])

    def test_ends_of_the_calendar(self):
        for year in (1900, 2200):
            start = datetime(year, 3, 4)
            activity = self._meet(start, start + HOUR).activity_ids
            self._check(activity=activity)

    def test_those_there_were_before(self):
        done = self._meet(self._at(9, day=7), self._at(10, day=7)).activity_ids
        done.with_user(self.seller).action_done()
        every = self.activity | done
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """UPDATE mail_activity SET promised_at = NULL, promised_until = NULL
                    WHERE id = ANY(%s)""",
                every.ids,
            )
        )
        self.env.invalidate_all()
        meeting_promises.follow_all(self.env)
        self._check(self._at(10, day=6), self._at(11, day=6))
        self._check(activity=done)

    def test_on_the_screen(self):
        lines = self._plan(self._at(9, day=6))
        self.assertEqual((lines.bucket, lines.reason[:12]), ("today", "Promised for"))
        self._freeze(self._at(10, 40, day=6))
        lines = self._plan(self._at(10, 40, day=6))
        self.assertEqual(lines.bucket, "today", "they are there")
        self.assertEqual(lines.planned_start, self.event.start)
        self.assertFalse(lines.at_risk)

    # -- A meeting is a next step

    def _suggested(self, now):
        self.seller._plan_day(now)
        lines = self.lines.with_context(active_test=False)
        mine = [("user_id", "=", self.seller.id), ("bucket", "=", "suggested")]
        return lines.search(mine).raw_lead_id

    def test_a_lead_with_a_meeting_to_come_has_a_next_step(self):
        idle = self._lead("Idle", "hot")
        self.env["calendar.event"].search([]).unlink()
        every = idle | self.lead
        self.assertEqual(self._suggested(self._at(10)) & every, every)
        event = self._meeting(
            self._at(15, day=9), self._at(16, day=9), opportunity_id=idle.id
        )
        self.assertFalse(event.activity_ids)
        self.assertEqual(self._suggested(self._at(10)) & every, self.lead)
        self._freeze(self._at(18, day=9))
        self.assertEqual(self._suggested(self._at(17, day=9)) & every, self.lead)
        self.assertEqual(self._suggested(self._at(10, day=10)) & every, every)
        event.write({"start": self._at(9, day=11), "stop": self._at(10, day=11)})
        self.assertEqual(self._suggested(self._at(10, day=10)) & every, self.lead)
        event.active = False
        self.assertEqual(self._suggested(self._at(10, day=10)) & every, every)

    def test_it_makes_the_plan_stale(self):
        """Also of a salesperson who does not attend."""
        everybodys = "sales_team.group_sale_salesman_all_leads"
        boss = self._new_seller("galloper_boss", self.tz, everybodys)
        due = self.env["galloper.schedule.due"]
        mine = [("user_id", "=", self.seller.id), ("planned_at", "=", False)]

        def check(act):
            self._plan(self._at(10))
            self.env.cr.flush()
            due.search(mine).unlink()
            act()
            self.env.cr.flush()
            self.assertTrue(due.search(mine))

        lead = self._lead("Idle", "hot")
        times = {"start": self._at(9, day=9), "stop": self._at(10, day=9)}
        event = self.env["calendar.event"].with_user(boss)
        vals = {"name": "Talk", "partner_ids": [Command.set(boss.partner_id.ids)]}
        event = event.create({**vals, **times})
        check(lambda: event.write({"opportunity_id": lead.id}))
        check(lambda: event.write({"active": False}))
        check(lambda: event.write({"active": True}))
        check(lambda: event.write({"opportunity_id": False}))
        vals = {**vals, **times, "opportunity_id": lead.id}
        check(lambda: event.create(vals))
        check(lambda: event.search([("opportunity_id", "=", lead.id)]).unlink())

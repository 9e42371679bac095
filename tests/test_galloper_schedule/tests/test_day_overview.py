"""What the screen of My Day reads of the whole day, together with the lines."""

from datetime import date, timedelta

from odoo.fields import Command
from odoo.tests import tagged

from .common import OpenDayCase, utc

MINUTE = timedelta(minutes=1)


@tagged("post_install", "-at_install")
class TestDayOverview(OpenDayCase):
    def _leave(self, *when, **vals):
        self.env["resource.calendar.leaves"].create(
            {"name": "Away", "date_from": when[0], "date_to": when[1], **vals}
        )

    def test_what_kind_of_day(self):
        for now, kind in (
            (self._at(8, 59), "before"),
            (self._at(9), "working"),
            (self._at(13, 30), "working"),
            (self._at(17, 59), "working"),
            (self._at(18), "after"),
            (self._at(12, day=7), "off"),
        ):
            day = self._day(now)
            self.assertEqual(day["kind"], kind, now)
            works = kind != "off"
            self.assertEqual(day["begins"], works and self._text(9))
            self.assertEqual(day["ends"], works and self._text(18))
            self.assertEqual((day["now"], day["tz"]), (str(now), self.tz))

    def test_a_leave(self):
        self._leave(self._at(0), self._at(0, day=5), company_id=self.company.id)
        self.assertEqual(self._day()["kind"], "leave")
        self.assertEqual(self._day(self._at(10, day=5))["kind"], "working")

    def test_the_salespersons_own_leave(self):
        resource = self.env["resource.resource"].create(
            {"name": "Seller", "user_id": self.seller.id, "tz": self.tz}
        )
        resource.calendar_id = self.company.resource_calendar_id
        self._leave(self._at(0), self._at(12), resource_id=resource.id)
        day = self._day()
        self.assertEqual((day["kind"], day["begins"]), ("before", self._text(12)))
        self._leave(self._at(12), self._at(0, day=5), resource_id=resource.id)
        self.assertEqual(self._day()["kind"], "leave")

    def test_nobody_has_entered_working_hours(self):
        self.company.resource_calendar_id.attendance_ids = [Command.clear()]
        self.assertEqual(self._day()["kind"], "no_hours")
        self.assertFalse(self._day()["begins"])

    def test_free_minutes(self):
        self.company.galloper_contact_buffer = 5
        self._meeting(self._at(15), self._at(16))
        self._contact("exact", self._lead("exact"), promised_at=self._at(11))
        self._contact("over lunch", self._lead("lunch"), promised_at=self._at(12, 50))
        self._contact("waits", self._lead("waits"), retry_at=self._at(17))
        self._lead("suggested")
        now = self._at(10, 7)
        free = self._day(now)["free_minutes"]
        lines = self._plan(now)
        self.assertEqual(len(lines), 3)
        taken = [
            (line.planned_start - 5 * MINUTE, line.planned_stop + 5 * MINUTE)
            for line in lines
        ]
        taken += [(self._at(13), self._at(14)), (self._at(15), self._at(16))]
        minutes = [now + number * MINUTE for number in range(8 * 60 - 7)]
        left = [one for one in minutes if not any(a <= one < b for a, b in taken)]
        self.assertEqual(free, len(left))

    def test_busy(self):
        self._meeting(self._at(15), self._at(16))
        self._meeting(self._at(16), self._at(17), name="Secret", privacy="private")
        self._meeting(self._at(17), self._at(18), state="declined")
        self._meeting(self._at(9, day=5), self._at(10, day=5))
        busy = self._day()["busy"]
        told = [(one["name"], one["start"], one["stop"]) for one in busy]
        bank = ("Talk to the bank", self._text(15), self._text(16))
        self.assertEqual(told, [bank, ("Busy", self._text(16), self._text(17))])

    def test_done_today_by_the_salespersons_clock(self):
        for zone in ("Pacific/Auckland", "America/Los_Angeles"):
            self.seller.tz = zone
            done = self.env["mail.activity"]
            for when in ((3, 23, 59), (4, 0, 0), (4, 12, 0), (4, 23, 58)):
                self._freeze(utc(zone, 2026, 3, *when))
                done += self._contact(zone, self._lead("Deal"))
                done[-1].with_user(self.seller).action_feedback()
            day = self._day(utc(zone, 2026, 3, 4, 23, 59))
            told = [(one["key"], one["who"], one["about"]) for one in day["done"]]
            self.assertEqual(told, [(one.id, "Deal", zone) for one in done[1:]])
            self.assertEqual(day["done"][0]["at"], str(utc(zone, 2026, 3, 4)))
            self.assertEqual(day["progress"]["done"], 3)
            day = self._day(utc(zone, 2026, 3, 5))
            self.assertFalse(day["done"] or day["progress"]["done"])
            done.unlink()

    def _promised(self, at, until=False):
        contact = self._contact("promised", promised_at=at, promised_until=until)
        return contact.with_user(self.seller)

    def test_progress(self):
        self._freeze(self._at(9, day=3))
        self._promised(self._at(11)).action_feedback()  # of today, kept yesterday
        self._promised(self._at(12, day=3))
        self._freeze(self._at(9))
        in_time, tried = (self._promised(self._at(10, 30)) for _number in range(2))
        late, missed = self._promised(self._at(10)), self._promised(self._at(10, 10))
        window = self._promised(self._at(10), self._at(12))
        self._promised(self._at(17))
        free = self._contact("free").with_user(self.seller)
        self._freeze(self._at(10, 30))
        (in_time | late | window | free).action_feedback()
        (tried | missed).action_no_answer()
        progress = self._day()["progress"]
        self.assertEqual(progress["done"], 4)
        # Left: yesterday's, both that were tried, and the one of 17:00.
        self.assertEqual(progress["planned"], 4 + 4)
        self.assertEqual(progress["kept"], 4, "done or tried in time")
        self.assertEqual(progress["due"], 7, "yesterday's is not of today")

    def test_kept_and_promised_anew_but_late(self):
        contact = self._promised(self._at(11))
        self._freeze(self._at(11))
        contact.action_no_answer()
        contact.action_promise(self._at(12))
        self._freeze(self._at(12, 30))
        contact.action_feedback()
        progress = self._day()["progress"]
        self.assertEqual((progress["kept"], progress["due"]), (1, 2))

    def test_what_comes_next_when_nothing_is_left(self):
        lost, colleague = self._lead("Lost"), self._new_seller("galloper_colleague")
        lost.action_set_lost()
        self._contact("lost", lost, deadline=date(2026, 3, 5))
        self._contact("theirs", user=colleague, deadline=date(2026, 3, 5))
        self._contact("later", deadline=date(2026, 3, 9))
        deal = self._lead("Deal")
        self.assertEqual(self._day()["next"], None, "it is suggested")
        self._contact("promised", deal, promised_at=self._at(0, 30, day=6))
        self._contact("same day", deadline=date(2026, 3, 6))
        told = {"who": "Deal", "day": "2026-03-06"}
        told["promised_at"] = self._text(0, 30, day=6)
        self.assertEqual(self._day()["next"], told)
        self._contact("today")
        self.assertEqual(self._day()["next"], None)

    def test_what_does_not_fit(self):
        self._freeze(self._at(17, 20))
        for number in range(5):
            self._contact(str(number), self._lead(str(number)))
        answer = self._look()
        self.assertEqual(answer["day"]["unplaced"], 3)
        states = [record["state"] for record in answer["records"]]
        self.assertEqual(states.count("unplaced"), 3)
        self.assertEqual(answer["counters"]["contacts"], 5)

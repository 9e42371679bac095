"""The two-pass order, from Odoo's own records."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.tests import tagged

from .common import MyDayCase, utc

ZONES = ["Europe/Moscow", "Asia/Vladivostok", "America/New_York", "Pacific/Auckland"]
# A Wednesday, the days on which New York and Auckland change their clocks, and the
# days after.
DAYS = [
    date(2026, 3, 4),
    date(2026, 3, 8),
    date(2026, 3, 9),
    date(2026, 4, 5),
    date(2026, 4, 6),
    date(2026, 9, 27),
    date(2026, 11, 1),
]


@tagged("post_install", "-at_install")
class TestPlan(MyDayCase):
    def _design_example(self, day, tz):
        """The nine activities of the example, made in the opposite order."""

        def promised(days_ago, hour, minute=0):
            that_day = day - timedelta(days=days_ago)
            at = utc(tz, that_day.year, that_day.month, that_day.day, hour, minute)
            return {"promised_at": at, "deadline": that_day}

        customer = self.env["res.partner"].create({"name": "Regular"})
        self._lead("Bought before", "won", partner_id=customer.id, probability=100)
        again = self._lead("Buys again", "new", partner_id=customer.id)
        self._contact("I", self._lead("I", "new"), deadline=day)
        self._contact("H", self._lead("H", "qualified"), deadline=day)
        self._contact("G", again, deadline=day)
        self._contact("F", self._lead("F", "hot"), deadline=day)
        self._contact("E", **promised(2, 9))
        self._contact("D", **promised(1, 10))
        self._contact("C", **promised(1, 15))
        self._contact("B", **promised(0, 11))
        self._contact("A", **promised(0, 11, 30))

    def test_example_in_all_time_zones(self):
        for tz in ZONES:
            for day in DAYS:
                with self.subTest(tz=tz, day=day):
                    self.seller.tz = tz
                    self.env["mail.activity"].search(
                        [("user_id", "=", self.seller.id)]
                    ).unlink()
                    self._design_example(day, tz)
                    today = (day.year, day.month, day.day)
                    at = self._order(utc(tz, *today, 11, 20))
                    self.assertEqual(at, "A B D C E F G H I")
                    at = self._order(utc(tz, *today, 11, 30))
                    self.assertEqual(at, "A B D C E F G H I", "kept until its end")
                    at = self._order(utc(tz, *today, 11, 31))
                    self.assertEqual(at, "B A D C E F G H I")
                    tomorrow = day + timedelta(days=1)
                    tomorrow = (tomorrow.year, tomorrow.month, tomorrow.day)
                    lines = self._plan(utc(tz, *tomorrow, 0, 0))
                    self.assertEqual(
                        lines.filtered(lambda line: line.summary in "AB").mapped(
                            "bucket"
                        ),
                        ["overdue", "overdue"],
                    )
                    self.assertEqual(
                        " ".join(lines.mapped("summary")), "B A D C E F G H I"
                    )

    def test_promise_of_a_later_day_is_not_for_today(self):
        now = utc(self.tz, 2026, 3, 4, 11, 20)
        later = self._contact("later", promised_at=utc(self.tz, 2026, 3, 5, 0, 0))
        self.env.cr.execute(
            "UPDATE mail_activity SET date_deadline = '2026-03-01' WHERE id = %s",
            [later.id],
        )
        later.invalidate_recordset()
        self._contact("late today", promised_at=utc(self.tz, 2026, 3, 4, 23, 59))
        self._contact("future work", deadline=date(2026, 3, 5))
        self.assertEqual(self._order(now), "late today")

    def test_window_counts_to_its_end(self):
        morning = self._contact(
            "morning",
            promised_at=utc(self.tz, 2026, 3, 4, 9),
            promised_until=utc(self.tz, 2026, 3, 4, 13),
        )
        line = self._plan(utc(self.tz, 2026, 3, 4, 13, 0))
        self.assertEqual((line.activity_id, line.bucket), (morning, "today"))
        line = self._plan(utc(self.tz, 2026, 3, 4, 13, 0, 1))
        self.assertEqual(line.bucket, "missed")

    def test_order_within_a_tier(self):
        self._contact("no lead", deadline=date(2026, 1, 1))
        tiers = {
            "poor": dict(priority="0", expected_revenue=10),
            "rich": dict(priority="0", expected_revenue=1000),
            "unlikely": dict(priority="0", expected_revenue=1000),
            "star": dict(priority="1", expected_revenue=1),
        }
        for name, vals in tiers.items():
            lead = self._lead(name, "hot", **vals)
            lead.probability = 10 if name == "unlikely" else 50
            self._contact(name, lead)
        late = self.env["crm.stage"].create(
            {"name": "Closing", "sequence": 5, "tier_id": self.stage["hot"].tier_id.id}
        )
        self._contact("later stage", self._lead("x", "hot", stage_id=late.id))
        lead = self._lead("twins", "qualified")
        self._contact("waits", lead, deadline=date(2026, 3, 1))
        self._contact("first id", lead)
        self._contact("second id", lead)
        self.assertEqual(
            self._plan(utc(self.tz, 2026, 3, 4, 9)).mapped("summary"),
            ["later stage", "star", "rich", "unlikely", "poor"]
            + ["waits", "first id", "second id", "no lead"],
        )

    def test_every_change_shows_at_the_next_look(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        self._freeze(now)
        one = self._lead("one", "hot")
        two = self._lead("two", "qualified")
        contact_one, contact_two = self._contact("1", one), self._contact("2", two)
        self.assertEqual(self._order(now), "1 2")
        two.stage_id, one.stage_id = one.stage_id, two.stage_id
        self.assertEqual(self._order(now), "2 1")
        contact_one.action_promise(utc(self.tz, 2026, 3, 4, 12))
        self.assertEqual(self._order(now), "1 2")
        contact_one.action_done()
        self.assertEqual(self._order(now), "2")
        colleague = self._new_seller("galloper_colleague", self.tz)
        contact_two.user_id = colleague
        self.assertEqual(self._order(now), "")
        self.assertEqual(self._order(now, colleague), "2")
        contact_two.user_id = self.seller
        self.assertEqual(self._order(now), "2")
        contact_two.date_deadline = date(2026, 3, 5)
        self.assertEqual(self._order(now), "")
        contact_two.date_deadline = date(2026, 3, 3)
        self.assertEqual(self._order(now), "2")
        contact_two.unlink()
        self.assertEqual(self._order(now), "")

    def test_merged_leads_bring_their_contacts(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        kept, merged = self._lead("kept", "hot"), self._lead("merged", "new")
        self._contact("other", self._lead("other", "qualified"))
        self._contact("moved", merged)
        self.assertEqual(self._order(now), "other moved")
        (kept | merged).merge_opportunity()
        self.assertEqual(self._order(now), "moved other")

    def test_lost_archived_and_deleted_documents(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        lead = self._lead("lead", "hot")
        partner = self.env["res.partner"].create({"name": "Partner"})
        self._contact("lead", lead)
        self._contact("partner", partner)
        self._contact("own")
        self.assertEqual(self._order(now), "lead own partner")
        lead.action_set_lost()
        partner.active = False
        self.assertEqual(self._order(now), "own")
        lead.action_unarchive()
        partner.active = True
        self.assertEqual(self._order(now), "lead own partner")
        lead.probability = 0
        lead.unlink()
        self.assertEqual(self._order(now), "own partner")
        self.assertEqual(self.seller._get_planning_tz().key, self.tz)

    def _make_many_contacts(self, count):
        """So many leads, the last one worth most, and an activity on each, by SQL."""
        self.env.cr.execute(
            """
            WITH lead AS (
                INSERT INTO crm_lead (name, type, active, user_id, stage_id,
                                      priority, expected_revenue, probability,
                                      won_status)
                SELECT n, 'opportunity', TRUE, %(user)s, %(stage)s,
                       '0', n, 10, 'pending'
                  FROM generate_series(0, %(count)s - 1) n
                RETURNING id, name)
            INSERT INTO mail_activity (res_model_id, res_model, res_id, summary,
                                       user_id, date_deadline, active)
            SELECT %(model)s, 'crm.lead', id, name, %(user)s, '2026-03-04', TRUE
              FROM lead
            """,
            {
                "user": self.seller.id,
                "stage": self.stage["new"].id,
                "model": self.env["ir.model"]._get_id("crm.lead"),
                "count": count,
            },
        )

    def test_all_of_many_contacts_are_shown(self):
        self._make_many_contacts(3000)
        self.assertEqual(len(self._plan(utc(self.tz, 2026, 3, 4, 9))), 3000)
        seen = []

        def turn_to(offset, limit=80, count_limit=None):
            return self.lines.with_user(self.seller).web_search_read(
                [("user_id", "=", self.seller.id)],
                {"summary": {}},
                offset=offset,
                limit=limit,
                count_limit=count_limit,
            )

        for offset in range(0, 3000, 80):
            page = turn_to(offset)
            self.assertEqual(len(page["records"]), min(80, 3000 - offset))
            self.assertEqual(page["length"], 3000)
            seen += [int(record["summary"]) for record in page["records"]]
        self.assertEqual(seen, list(range(2999, -1, -1)))
        self.assertEqual(turn_to(3000), {"length": 3000, "records": []})
        self.assertEqual(len(turn_to(80, limit=None)["records"]), 2920)
        self.assertEqual(turn_to(0, count_limit=100)["length"], 100)

    def test_nothing_changed_writes_nothing(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        for number in range(5):
            self._contact(str(number), self._lead(str(number), "hot"))
        self._plan(now)
        self.env.flush_all()
        before = self._row_versions()
        self._plan(now + timedelta(minutes=1))
        self.assertEqual(self._row_versions(), before)
        order = self._order(now)
        done = self.lines.search([("user_id", "=", self.seller.id)], limit=1)
        ranks = {line.id: line.rank for line in self._plan(now)}
        done.activity_id.action_done()
        self.assertEqual(
            {line.id: line.rank for line in self._plan(now)},
            {key: rank for key, rank in ranks.items() if key != done.id},
            "one done changes no other's rank",
        )
        self.assertEqual(self._order(now), order.partition(" ")[2])

    def _row_versions(self):
        self.env.cr.execute(
            "SELECT id, ctid, xmin FROM galloper_schedule_line "
            "WHERE user_id = %s ORDER BY rank",
            [self.seller.id],
        )
        return self.env.cr.fetchall()

    def test_a_user_without_a_usable_time_zone_counts_in_utc(self):
        self._contact("utc", promised_at=datetime(2026, 3, 4, 23, 30))
        for tz in (None, "Mars/Olympus", "../etc/passwd", ""):
            self.env.cr.execute(
                "UPDATE res_partner SET tz = %s WHERE id = %s",
                [tz, self.seller.partner_id.id],
            )
            self.seller.partner_id.invalidate_recordset()
            self.seller.invalidate_recordset()
            self.assertEqual(self._order(datetime(2026, 3, 4, 9)), "utc", tz)

    def test_deadlines_at_the_ends_of_the_calendar(self):
        self.seller.tz = "America/New_York"
        self._contact("year 1", deadline=date(1, 1, 1))
        self._contact("year 9999", deadline=date(9999, 12, 31))
        self._contact("now")
        self.assertEqual(self._order(datetime(2026, 3, 4, 12)), "year 1 now")

    def test_groups_in_the_order_of_the_day(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        hour = timedelta(hours=1)
        self._contact("funnel", self._lead("funnel"))
        for hours in (1, -1, -24):
            self._contact(str(hours), promised_at=now + hours * hour)
        self._plan(now)
        mine = self.lines.with_user(self.seller)
        with patch.object(self.registry["res.users"], "_plan_day"):
            groups = mine.web_read_group(
                [("user_id", "=", self.seller.id)], ["bucket"], ["__count"]
            )["groups"]
        self.assertEqual(
            [group["bucket"] for group in groups],
            ["today", "missed", "overdue", "funnel"],
        )

    def test_sorted_on_the_activity_itself(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        self._contact("new", self._lead("new", "new"))
        self._contact("hot", self._lead("hot", "hot"))
        self._contact("promised", promised_at=now)
        self._contact("tomorrow", deadline=date(2026, 3, 5))
        self._plan(now)
        activities = self.env["mail.activity"].with_user(self.seller)
        mine = activities.search(
            [("user_id", "=", self.seller.id)], order="schedule_rank", limit=3
        )
        self.assertEqual(mine.mapped("summary"), ["promised", "hot", "new"])
        self.assertEqual(mine.mapped("schedule_rank"), [1, 2, 3])
        every = activities.search([("user_id", "=", self.seller.id)])
        self.assertEqual(
            every.sorted("schedule_rank").mapped("summary"),
            ["promised", "hot", "new", "tomorrow"],
        )

"""The number of queries does not grow with the number of activities or users."""

from datetime import timedelta
from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.facts import working_time
from odoo.addons.galloper_schedule.adapter.log import promise_changes
from odoo.addons.galloper_schedule.adapter.plan import batches

from .common import MyDayCase, utc

FIELDS = {
    "who": {},
    "about": {},
    "reason": {},
    "promised_at": {},
    "stage_id": {"fields": {"display_name": {}}},
    "expected_revenue": {},
    "phone": {},
    "tier_id": {"fields": {"display_name": {}}},
}


@tagged("post_install", "-at_install")
class TestQueryCount(MyDayCase):
    def _many(self, count, user=None):
        for number in range(count):
            partner = self.env["res.partner"].create({"name": f"Customer {number}"})
            self._contact(
                str(number),
                self._lead(
                    str(number),
                    ("hot", "new", "qualified")[number % 3],
                    partner_id=partner.id,
                    user_id=(user or self.seller).id,
                ),
                user=user,
            )

    def _count(self, work):
        self.env.cr.flush()  # what is left to the commit so far
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        work()
        self.env.cr.flush()
        return self.cr.sql_log_count - before

    def test_planning(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        self._many(3)
        few = self._count(lambda: self.seller._plan_day(now))
        self._many(40)
        many = self._count(lambda: self.seller._plan_day(now))
        self.assertLessEqual(many, few)
        again = self._count(lambda: self.seller._plan_day(now))
        self.assertLess(again, many, "nothing changed, nothing written")
        self.assertLessEqual(many, 12)

    def _meetings(self, users, count):
        self.env["calendar.event"].create(
            [
                {
                    "name": str(number),
                    "start": utc(self.tz, 2026, 3, 4, 9 + number),
                    "stop": utc(self.tz, 2026, 3, 4, 9 + number, 30),
                    "partner_ids": [Command.set(users.partner_id.ids)],
                }
                for number in range(count)
            ]
        )

    def test_planning_fifty_users_with_meetings(self):
        now = utc(self.tz, 2026, 3, 4, 9)
        users = self.seller
        self._many(2)
        self._meetings(users, 1)
        one = self._count(lambda: users._plan_day(now))
        self._many(30)
        self._meetings(users, 6)
        busy = self._count(lambda: users._plan_day(now))
        self.assertLessEqual(busy, one, "contacts and meetings cost no query")
        for number in range(49):
            users |= self._new_seller(f"galloper_{number}", self.tz)
        for user in users:
            self._many(2, user)
        self._meetings(users, 3)
        # The bus messages of changed plans are sent together, at commit.
        many = self._count(lambda: users._plan_day(now))
        self.assertLessEqual(many, one + 6, "nor do people of the same working hours")

    def test_the_scheduled_action_over_many(self):
        """Claimed, planned, stored and told in as many queries as one person is."""
        now = utc(self.tz, 2026, 3, 4, 9)
        self._freeze(now)
        self.env["galloper.schedule.due"].search([]).unlink()
        leader = self._new_seller("galloper_leader", self.tz)
        team = self.env["crm.team"].create({"name": "Team", "user_id": leader.id})
        colleagues = self.env["res.users"].union(
            *(self._new_seller(f"galloper_{number}", self.tz) for number in range(20))
        )
        everybody = self.seller | colleagues
        team.member_ids = everybody
        for user in everybody:
            self._many(2, user)
            self._contact("promised", user=user, promised_at=now + timedelta(hours=2))
        self._meetings(everybody, 1)
        self._leave(everybody[1:4])
        self.env.cr.flush()
        due = self.env["galloper.schedule.due"]

        def work(users):
            due.search([("user_id", "not in", users.ids)]).unlink()
            due._mark_users(users.ids)
            self.env.cr.flush()
            self.env.invalidate_all()
            planned = []
            note = planned.append
            batches.plan_due(self.env, now, lambda number: note(number) or True)
            self.assertEqual(planned, [len(users)], "one batch")

        # The first time much is learnt about the world, by whoever comes first.
        work(self.seller)
        few = self._count(lambda: work(everybody[:2]))
        many = self._count(lambda: work(everybody[2:]))
        self.assertLessEqual(many, few + 8)
        self.assertLessEqual(many, 75)
        lines = self.lines.search([("user_id", "in", everybody.ids)])
        self.assertEqual(lines.user_id, everybody)

    def _leave(self, users):
        for user in users:
            resource = self.env["resource.resource"].create(
                {"name": user.name, "user_id": user.id, "tz": self.tz}
            )
            self.env["resource.calendar.leaves"].create(
                {
                    "name": "Away",
                    "resource_id": resource.id,
                    "calendar_id": resource.calendar_id.id,
                    "date_from": utc(self.tz, 2026, 3, 3),
                    "date_to": utc(self.tz, 2026, 3, 7),
                }
            )

    def test_hours_are_worked_out_once(self):
        now = utc(self.tz, 2026, 3, 4, 7)
        work = working_time.working_windows
        with patch.object(working_time, "working_windows", wraps=work) as asked:
            for _time in range(2):
                self._many(1)
                self.seller._plan_day(now)
            self.assertEqual(asked.call_count, 1)
            self._leave(self.seller)
            self.seller._plan_day(now)
            self.assertEqual(asked.call_count, 2, "a leave is seen at once")
        mine = self.lines.search([("user_id", "=", self.seller.id)])
        self.assertEqual(set(mine.mapped("state")), {"unplaced"})

    def test_asking_who_is_due(self):
        """The scheduled action with nothing to do."""
        self._freeze(utc(self.tz, 2026, 3, 4, 9))
        self.env["galloper.schedule.due"].search([]).unlink()
        with patch.object(self.registry["ir.cron"], "_commit_progress", autospec=True):
            nothing = self._count(self.env["res.users"]._cron_plan_day)
        self.assertLessEqual(nothing, 8)

    def test_creating_many_promised_contacts(self):
        colleague = self._new_seller("galloper_colleague", self.tz)
        lead, call = self._lead("Deal"), self.env.ref("mail.mail_activity_data_call")
        model_id = self.env["ir.model"]._get_id("crm.lead")

        def create(number):
            self.env["mail.activity"].create(
                [
                    {
                        "activity_type_id": call.id,
                        "res_model_id": model_id,
                        "res_id": lead.id,
                        "user_id": (self.seller, colleague)[one % 2].id,
                        "promised_at": utc(self.tz, 2026, 3, 4, 9, one),
                    }
                    for one in range(number)
                ]
            )

        self._count(lambda: create(2))
        few = self._count(lambda: create(2))
        self.assertLessEqual(self._count(lambda: create(40)), few + 2)

    def test_pressing_done(self):
        """A press costs few queries more than without My Day, whatever the day holds.

        They are the activity's lock, the attempt and the mark.
        """
        self._many(40)
        promised = self._contact("promised", promised_at=utc(self.tz, 2026, 3, 4, 12))
        self._plan(utc(self.tz, 2026, 3, 4, 9))
        lines = self.lines.with_user(self.seller)
        contacts = self.lines.search([("user_id", "=", self.seller.id)]).activity_id
        keys = [one.id for one in contacts if one != promised]
        pressed = contacts.browse(keys.pop()).with_user(self.seller)
        lines.work_done(keys.pop())
        own = self._count(lambda: lines.work_done(keys.pop()))
        with (
            patch.object(promise_changes, "WATCHED", set()),
            patch.object(type(self.env["galloper.schedule.due"]), "_mark_users"),
        ):
            stock = self._count(pressed.action_feedback)
        self.assertLessEqual(own, stock + 3)
        self.assertLessEqual(self._count(lambda: lines.work_done(promised.id)), own + 3)

    def test_pressing_no_answer_on_many(self):
        self._many(22)
        mine = [("user_id", "=", self.seller.id)]
        contacts = self.env["mail.activity"].with_user(self.seller).search(mine)
        few = self._count(lambda: contacts[:2].action_no_answer())
        many = self._count(lambda: contacts[2:].action_no_answer())
        self.assertLessEqual(many, few + 2)

    def test_reading_a_page(self):
        def read():
            self.lines.with_user(self.seller).web_search_read(
                [("user_id", "=", self.seller.id)], FIELDS, limit=80
            )

        def count(number):
            self._many(number)
            self.env.cr.flush()
            read()  # plans it
            read()  # finds it unchanged
            return self._count(read)

        few = count(1)
        self.assertLessEqual(count(60), few, "of several stages and tiers")
        self.assertLessEqual(few, 7)

    def test_searching_for_somebody(self):
        """Odoo asks of each activity found whether its reader may read it."""
        colleague = self._new_seller("galloper_colleague", self.tz)

        def search():
            mine = self.lines.with_user(self.seller).search([("who", "ilike", "Deal")])
            self.assertEqual(len(mine), 1)

        self._contact("Deal", self._lead("Deal"))
        self._plan(utc(self.tz, 2026, 3, 4, 9))
        search()
        few = self._count(search)
        theirs = self._lead("Deal", user_id=colleague.id)
        self._contact("Deal", theirs, user=colleague)
        self.assertLessEqual(self._count(search), few, "others' work is not looked at")

    def test_opening_the_screen(self):
        self._freeze(utc(self.tz, 2026, 3, 4, 10))
        mine = [("user_id", "=", self.seller.id)]
        screen = self.lines.with_user(self.seller).with_context(
            galloper_counters="mine", galloper_focus=0, active_test=False
        )
        specification = {**FIELDS, "contact_key": {}, "state": {}}

        def look():
            return screen.web_search_read(mine, specification, limit=80)

        def open_the_screen(more):
            self._many(more)
            self._meetings(self.seller, more // 10)
            done = self.env["mail.activity"].search(mine, limit=more // 10)
            done.action_feedback(feedback="Yes")
            look()
            return self._count(look)

        few = open_the_screen(11)
        self.assertLessEqual(open_the_screen(55), few)
        self.assertEqual(len(look()["records"]), 60)
        self.assertTrue(look()["focus"]["can_open"])

    def test_marking_out_of_date(self):
        self._many(30)
        leads = self.env["crm.lead"].search([("user_id", "=", self.seller.id)])
        few = self._count(lambda: leads[:2].write({"priority": "1"}))
        many = self._count(lambda: leads[2:].write({"priority": "1"}))
        self.assertLessEqual(many, few + 1)

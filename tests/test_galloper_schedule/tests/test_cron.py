"""The scheduled action: who is planned, and what happens when one plan fails."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.actions import screen_presses
from odoo.addons.galloper_schedule.adapter.plan import batches, due_rows

from .common import MyDayCase, call_on_all_days, noon_zone


@tagged("post_install", "-at_install")
class TestCron(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tz = cls.seller.tz = noon_zone()
        call_on_all_days(cls.env)
        cls.due = cls.env["galloper.schedule.due"]
        cls.colleague = cls._new_seller("galloper_colleague", cls.tz)
        # Nobody else, from demo data say, is planned or to be planned.
        cls.env.cr.flush()
        cls.lines.search([]).unlink()
        cls.due.search([]).unlink()
        cls.today = fields.Date.today() - timedelta(days=1)

    def _run(self):
        """Run the scheduled action; return the logins in the order of planning."""
        planned = []
        users = self.registry["res.users"]
        plan_day = users._plan_day

        def note(users, now=None):
            planned.extend(users.mapped("login"))
            return plan_day(users, now)

        self.env.cr.flush()  # as a commit would: what changed is written down
        with (
            patch.object(users, "_plan_day", note),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("galloper_schedule.ir_cron_plan_day").method_direct_trigger()
        self.env.invalidate_all()
        return planned

    def test_only_stale_plans(self):
        mine = self._contact("mine", self._lead("Deal"), deadline=self.today)
        theirs = self._contact("theirs", user=self.colleague, deadline=self.today)
        self.assertEqual(self._run(), ["galloper_seller", "galloper_colleague"])
        lines = self.lines.search([("activity_id", "in", (mine | theirs).ids)])
        self.assertEqual(lines.user_id, self.seller | self.colleague)
        self.assertEqual(self._run(), [])
        theirs.summary = "of no importance to the order"
        self.assertEqual(self._run(), [])
        self.env["crm.lead"].browse(mine.res_id).priority = "2"
        self.assertEqual(self._run(), ["galloper_seller"])
        theirs.user_id = self.seller
        self.assertCountEqual(self._run(), ["galloper_seller", "galloper_colleague"])
        theirs.action_done()
        self.assertEqual(self._run(), ["galloper_seller"])
        self.env.ref("galloper_schedule.tier_hot").sequence += 1
        self.assertEqual(self._run(), ["galloper_seller"])

    def test_a_press_in_my_day_wakes_nobody_for_ones_own_plan(self):
        """It is shown anew at once. Whatever else changes is planned at once, too."""
        triggers = self.env["ir.cron.trigger"].sudo()

        def woken(press):
            self.env.cr.flush()
            triggers.search([]).unlink()
            press()
            self.env.cr.flush()
            return bool(triggers.search([]))

        contacts = [self._contact(str(n), deadline=self.today) for n in range(5)]
        done, listed, stock, others, tried = contacts
        self.seller._plan_day()
        mine = self.lines.with_user(self.seller)
        line = mine.search([("activity_id", "=", listed.id)])
        self.assertFalse(woken(lambda: mine.work_done(done.id)))
        self.assertFalse(woken(line.action_done))
        self.assertEqual(self._run(), ["galloper_seller"], "should they not look")
        self.assertTrue(woken(stock.with_user(self.seller).action_done))
        self.assertTrue(woken(lambda: others.write({"user_id": self.colleague.id})))
        contact = screen_presses.find(mine, tried.id)[0]
        self.assertTrue(woken(contact.action_no_answer), "not in My Day")

    def test_what_ran_out_by_itself(self):
        contact = self._contact(
            "soon",
            deadline=self.today,
            promised_at=fields.Datetime.now() + timedelta(minutes=1),
        )
        self.assertEqual(self._run(), ["galloper_seller"])
        line = self.lines.search([("activity_id", "=", contact.id)])
        due_at = self.due.search([("user_id", "=", self.seller.id)]).due_at
        self.assertEqual(due_at, contact.promised_at + timedelta(seconds=1))
        self.assertEqual(due_rows.next_moment(self.env, fields.Datetime.now()), due_at)
        with patch.object(fields.Datetime, "now", lambda: due_at):
            self.assertEqual(self._run(), ["galloper_seller"])
        self.assertIn(line.bucket, ("missed", "overdue"))
        later = self.due.search([("user_id", "=", self.seller.id)]).due_at
        self.assertGreater(later, due_at)

    def test_won_sibling_makes_all_colleagues_plans_stale(self):
        customer = self.env["res.partner"].create({"name": "Customer"})
        self._contact("mine", self._lead("Deal", partner_id=customer.id))
        self._contact("theirs", customer, user=self.colleague)
        sibling = self._lead("Sibling", "hot", partner_id=customer.id)
        self._run()
        sibling.action_set_won()
        self.assertCountEqual(self._run(), ["galloper_seller", "galloper_colleague"])

    def test_one_failing_salesperson_stops_nobody(self):
        self._contact("mine", deadline=self.today)
        theirs = self._contact("theirs", user=self.colleague, deadline=self.today)
        users = self.registry["res.users"]
        plan_anew = users._plan_anew

        def fail(users, *args):
            if self.seller in users:
                raise ValueError("broken on purpose")
            return plan_anew(users, *args)

        logger = "odoo.addons.galloper_schedule.models.res_users"
        with patch.object(users, "_plan_anew", fail), self.assertLogs(logger, "ERROR"):
            self._run()
        self.assertTrue(self.lines.search([("activity_id", "=", theirs.id)]))
        self.assertEqual(self._run(), ["galloper_seller"], "tried again")

    def test_people_who_do_not_sell_are_not_planned(self):
        clerk = self._new_seller("galloper_clerk", self.tz, "base.group_user")
        self._contact("paperwork", user=clerk)
        self.assertEqual(self._run(), [])
        self.assertFalse(self.due.search([("user_id", "=", clerk.id)]))

    def test_who_is_being_planned_is_looked_after_again(self):
        """Somebody else makes the plan, from older facts perhaps, and wakes nobody."""
        self._freeze(fields.Datetime.now())
        triggers = self.env["ir.cron.trigger"].sudo()
        now = [("call_at", "<=", fields.Datetime.now())]
        self._contact("mine", deadline=self.today)
        self.env.cr.flush()
        triggers.search([]).unlink()
        with self.registry.cursor() as other:
            other.execute(
                "SELECT pg_advisory_xact_lock("
                "'galloper_schedule_line'::regclass::oid::int, %s)",
                [self.seller.id],
            )
            self.assertEqual(self._run(), [])
        self.assertTrue(triggers.search(now))
        triggers.search([]).unlink()
        self.assertEqual(self._run(), ["galloper_seller"])
        self.assertFalse(triggers.search(now))

    def test_idle_people_are_not_woken_at_midnight(self):
        self._contact("only one", deadline=self.today).action_done()
        self._run()
        self.assertFalse(self.due.search([("user_id", "=", self.seller.id)]))

    def test_plan_changed_is_told(self):
        contact = self._contact("mine", deadline=self.today)
        users = self.registry["res.users"]
        with patch.object(users, "_bus_send", autospec=True) as send:
            self.seller._plan_day()
            self.seller._plan_day()
            contact.action_done()
            self.seller._plan_day()
        told = [c.args[0] for c in send.call_args_list if "plan_changed" in c.args[1]]
        self.assertEqual(told, [self.seller, self.seller], "when it changed, only then")

    def test_several_actions_share_the_work(self):
        settings = self.env["res.config.settings"]
        settings.create({"galloper_planners": 3}).execute()
        actions = self.env["ir.cron"]._get_planners()
        self.assertEqual(len(actions), 3)
        self.assertEqual(len(set(actions.mapped("name"))), 3)
        self.assertEqual(settings.create({}).galloper_planners, 3)
        self._contact("mine", deadline=self.today)
        self._contact("theirs", user=self.colleague, deadline=self.today)
        woken = self.env["ir.cron.trigger"].search_count
        copies = [("cron_id", "in", actions[1:].ids)]
        self._run()
        self.assertEqual(woken(copies), 0, "few people: one action is enough")
        self.due._mark_users((self.seller | self.colleague).ids)
        self.patch(batches, "USERS", 1)
        self._run()
        self.assertEqual(woken(copies), 2)
        settings.create({"galloper_planners": 1}).execute()
        action = self.env.ref("galloper_schedule.ir_cron_plan_day")
        self.assertEqual(self.env["ir.cron"]._get_planners(), action)
        with self.assertRaisesRegex(UserError, "between 1 and 32"):
            settings.create({"galloper_planners": 0}).execute()

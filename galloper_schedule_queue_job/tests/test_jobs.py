"""Shares of the salespeople become jobs, each once, and a job plans who is due."""

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.galloper_schedule.adapter.plan.batches import USERS
from odoo.addons.queue_job.exception import RetryableJobError
from odoo.addons.queue_job.job import Job


@tagged("post_install", "-at_install")
class TestJobs(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()
        cls.due = cls.env["galloper.schedule.due"]
        cls.due._write_marks()
        cls.due.search([]).unlink()
        cls.env["queue.job"].search([]).unlink()
        cls.users = cls.env["res.users"]
        for number in range(USERS + 2):
            cls.users |= new_test_user(
                cls.env,
                f"galloper_job_{number}",
                groups="base.group_user,sales_team.group_sale_salesman",
            )
        cls.first = cls.users[0]
        cls.contacts = (
            cls.env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                [
                    {
                        "summary": "Call",
                        "user_id": user.id,
                        "date_deadline": fields.Date.today(),
                    }
                    for user in cls.users
                ]
            )
        )
        cls.env.cr.flush()  # as a commit would: what changed is written down

    def _jobs(self):
        """Those that wait, as queue_job's runner loads them."""
        records = self.env["queue.job"].search([("state", "=", "pending")])
        return [Job.load(self.env, record.uuid) for record in records]

    def _planned(self):
        lines = self.env["galloper.schedule.line"].search(
            [("activity_id", "in", self.contacts.ids)]
        )
        return lines.user_id

    def test_each_share_is_one_job(self):
        shares = {user.id // USERS for user in self.users}
        self.env["res.users"]._cron_plan_day()
        self.env["res.users"]._cron_plan_day()
        jobs = self._jobs()
        self.assertEqual(sorted(job.args for job in jobs), sorted((s,) for s in shares))
        self.assertEqual({job.channel for job in jobs}, {"root.my_day"})
        self.assertEqual({job.priority for job in jobs}, {5}, "facts changed")
        self.assertFalse(self._planned(), "nothing is planned yet")
        for job in jobs:
            job.perform()
            job.set_done()
            job.store()
        self.assertEqual(self._planned(), self.users)
        self.env["res.users"]._cron_plan_day()
        self.assertFalse(self._jobs(), "nobody is due any more")
        self.contacts[0].date_deadline = fields.Date.today().replace(year=2020)
        self.env.cr.flush()
        self.env["res.users"]._cron_plan_day()
        [job] = self._jobs()
        self.assertEqual(job.args, (self.first.id // USERS,))

    def test_a_plan_that_ran_out_is_not_urgent(self):
        self.users._plan_day()
        self.env.cr.execute(
            "UPDATE galloper_schedule_due SET due_at = planned_at WHERE user_id = %s",
            [self.first.id],
        )
        self.env["res.users"]._cron_plan_day()
        [job] = self._jobs()
        self.assertEqual((job.priority, job.args), (10, (self.first.id // USERS,)))

    def test_a_job_in_vain_is_tried_again(self):
        share = self.first.id // USERS
        with self.registry.cursor() as other:
            other.execute(
                """SELECT pg_advisory_xact_lock(
                            'galloper_schedule_line'::regclass::oid::int, id)
                     FROM generate_series(%s, %s) AS u (id)""",
                [share * USERS, share * USERS + USERS - 1],
            )
            # Somebody else plans all of them: nothing is left to do.
            self.env["res.users"]._job_plan_share(share)
        self.assertFalse(self._planned())

        def fail(*_args):
            raise ValueError("broken on purpose")

        self.patch(self.registry["res.users"], "_plan_anew", fail)
        logger = "odoo.addons.galloper_schedule.models.res_users"
        with self.assertLogs(logger, "ERROR"), self.assertRaises(RetryableJobError):
            self.env["res.users"]._job_plan_share(share)

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.galloper_schedule.adapter.plan import due_rows
from odoo.addons.galloper_schedule.adapter.plan.batches import USERS
from odoo.addons.queue_job.exception import RetryableJobError

# Somebody changed a fact and may be waiting for it; a plan that ran out can wait.
_CHANGED, _RAN_OUT = 5, 10


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _cron_plan_day(self):
        """Hand those who are due to the job queue: a job a share of the users."""
        now = fields.Datetime.now()
        for share, is_changed in self._get_due_shares(now):
            self.with_delay(
                priority=_CHANGED if is_changed else _RAN_OUT,
                description=self.env._("My Day: plan the salespeople's days"),
                # One that waits will see everything that has changed until it runs.
                identity_key=f"galloper_schedule_plan_share_{share}",
            )._job_plan_share(share)
        self._wake_for_next_lapse(now)

    @api.model
    def _get_due_shares(self, now):
        """(share, whether a fact changed): the shares of users with somebody due.

        A share is always the same people: so many ids side by side.
        """
        self.env["galloper.schedule.due"]._write_marks()
        return self.env.execute_query(
            SQL(
                """SELECT user_id / %s AS share, bool_or(planned_at IS NULL)
                     FROM galloper_schedule_due WHERE due_at <= %s
                    GROUP BY 1 ORDER BY min(due_at), 1""",
                USERS,
                now,
            )
        )

    @api.model
    def _job_plan_share(self, share):
        """Plan whoever of a share is due by now, and is not being planned already."""
        now = fields.Datetime.now()
        first = share * USERS
        claimed = due_rows.claim(
            self.env(su=True), now, USERS, among=(first, first + USERS - 1)
        )
        if not claimed:
            return
        _ids, users = claimed
        if users and not users.sudo()._plan_day_or_log(now):
            raise RetryableJobError("Nobody of this share could be planned just now.")

from odoo import api, fields, models

from ..adapter.plan import due_rows, stale_marks


class GalloperScheduleDue(models.Model):
    """Whose plan is to be made anew, and from when on.

    Like the triggers of a scheduled action, this is a list that is only added to:
    whoever changes a fact adds a row and never waits for anybody; the planner takes
    away the rows it has seen. A row in the future says when a plan runs out by itself,
    and from which facts and lines it was made. See ``stale_marks`` and ``due_rows`` in
    ``adapter.plan``.
    """

    _name = "galloper.schedule.due"
    _description = "Day Plan Status"
    _log_access = False
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", required=True, ondelete="cascade", index=True
    )
    due_at = fields.Datetime("Due at", required=True, index=True)
    planned_at = fields.Datetime("Planned at")
    made_from = fields.Char("Facts Fingerprint")
    made_lines = fields.Char("Lines Fingerprint")
    not_called = fields.Json("Not to Be Called Now")

    _noted_idx = models.Index("(COALESCE(planned_at, due_at))")

    # -- Marking: noted in memory, written together at the end of the transaction

    @api.model
    def _mark_users(self, user_ids):
        """These users' plans are out of date as of now."""
        looking, others = stale_marks.sort_users(self.env, user_ids)
        self._note(stale_marks.LOOKING, looking)
        self._note(stale_marks.USERS, others)

    @api.model
    def _mark_everybody_planned(self):
        """The tier order or a setting changed: so may everybody's order."""
        self._note(stale_marks.PLANNED, [True])

    @api.model
    def _mark_everybody_assigned(self):
        """Everybody who has an open activity, planned so far or not."""
        self._note(stale_marks.ASSIGNED, [True])

    @api.model
    def _mark(self, whose, ids):
        """What has to do with these records: see ``watched_fields`` for whose."""
        if whose == stale_marks.USERS:
            self._mark_users(ids)
        else:
            self._note(whose, ids)

    @api.model
    def _note(self, what, ids):
        stale_marks.note(self.env.cr, what, ids, self._write_marks)

    @api.model
    def _write_marks(self):
        """Write what this transaction has noted so far."""
        if stale_marks.write(self.env):
            # Whoever has My Day open sees a colleague's change within seconds.
            self.env.cr.postcommit.add(self.env["ir.cron"]._notifydb)

    # -- Who is due

    @api.model
    def _get_due_users(self, now):
        """Salespeople whose plan is due at ``now`` (naive UTC), longest due first."""
        self._write_marks()
        return due_rows.users(self.env, now)

    @api.model
    def _count_due_users(self, now):
        """How many people's plans are due at ``now`` (naive UTC)."""
        self._write_marks()
        return due_rows.count(self.env, now)

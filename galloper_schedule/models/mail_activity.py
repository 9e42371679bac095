from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.actions import no_answer, snooze
from ..adapter.facts import activity_facts
from ..adapter.facts.fact_columns import OF_ACTIVITY
from ..adapter.log import (
    meeting_promises,
    promise_changes,
    promise_vals,
    promised_day,
)
from ..adapter.plan import line_store
from ..adapter.tools import asked, locks, untouched
from ..adapter.tools.odoo_internals import left_join

# A change of one of these may change the order of the day.
_PLAN_FACTS = OF_ACTIVITY | {*promise_changes.WATCHED}
# Sorting by one of these is sorting by the plan: our name -> the line's.
_PLAN_ORDER = {
    "schedule_rank": "rank",
    "planned_start": "planned_start",
    "planned_stop": "planned_stop",
}
_NOT_PLANNED = 2**31 - 1


class MailActivity(models.Model):
    _name = "mail.activity"
    _inherit = [
        "galloper.activity.unknown",
        "mail.activity",
        "galloper.schedule.fact",
    ]

    promised_at = fields.Datetime(
        "Promised Time",
        copy=False,
        help="The time agreed with the customer, or the start of the agreed time "
        "window.",
    )
    promised_until = fields.Datetime(
        copy=False,
        help="End of the agreed time window. Leave empty for an exact time.",
    )
    contact_minutes = fields.Integer(
        "Length (min)",
        help="Length of this activity in minutes. Set to 0 to use the default "
        "activity length.",
    )
    attempt_count = fields.Integer("Unanswered Attempts", copy=False)
    galloper_attempt_log = fields.Json("Attempt Log", copy=False)
    retry_at = fields.Datetime(
        "Next Attempt", copy=False, help="My Day does not plan it before this time."
    )
    galloper_unresponsive = fields.Boolean(
        "No Response",
        copy=False,
        help="After too many unanswered attempts: not planned until you decide "
        "whether to keep trying.",
    )
    galloper_pinned_at = fields.Datetime(
        "Pinned to", copy=False, help="My Day keeps it at this time."
    )
    galloper_snooze_count = fields.Integer(
        "Times Snoozed", copy=False, help="How many times it was snoozed in My Day."
    )
    galloper_snooze_reason_id = fields.Many2one(
        "galloper.skip.reason",
        "Snooze Reason",
        copy=False,
        ondelete="set null",
        help="Why it was last snoozed. Cleared by the next attempt or promise.",
    )
    galloper_from_suggestion = fields.Boolean(
        "Suggested",
        copy=False,
        readonly=True,
        help="Started from a suggestion in My Day.",
    )

    # Derived from the plan
    schedule_rank = fields.Integer(
        "Position in My Day",
        compute="_compute_schedule_rank",
        help="1 comes first. Activities not planned for today come last.",
    )
    planned_start = fields.Datetime(compute="_compute_planned")
    planned_stop = fields.Datetime("Planned End", compute="_compute_planned")

    # What may be for today, among all that is planned; see ``activity_sql``.
    _due_idx = models.Index(
        "(user_id, COALESCE(promised_at::date, date_deadline)) WHERE active IS TRUE"
    )
    # They are few, and asked for at each look.
    _unresponsive_idx = models.Index("(user_id) WHERE galloper_unresponsive IS TRUE")
    # What was done today, among all that was ever done.
    _done_idx = models.Index("(user_id, date_done) WHERE active IS NOT TRUE")
    _suggested_idx = models.Index(
        "(user_id, create_date) WHERE galloper_from_suggestion"
    )

    _check_contact_minutes = models.Constraint(
        "CHECK(contact_minutes BETWEEN 0 AND 1440)",
        "Choose between 0 minutes (default) and one day.",
    )

    def _compute_schedule_rank(self):
        places = line_store.places(self.env, self._origin.ids)
        for activity in self:
            activity.schedule_rank = places.get(activity._origin.id, _NOT_PLANNED)

    def _compute_planned(self):
        lines = self.env["galloper.schedule.line"].sudo()
        lines = lines.search_fetch(
            [("activity_id", "in", self._origin.ids)],
            ["activity_id", "planned_start", "planned_stop"],
        ).grouped("activity_id")
        for activity in self:
            line = lines.get(
                activity._origin.sudo(), self.env["galloper.schedule.line"]
            )
            activity.planned_start = line.planned_start
            activity.planned_stop = line.planned_stop

    @api.constrains("promised_at", "promised_until")
    def _check_promise(self):
        for activity in self:
            promised_day.check(activity)

    @api.constrains("retry_at", "galloper_pinned_at")
    def _check_moments(self):
        for activity in self:
            promised_day.check_moments(activity)

    # -- Writing: a promise and the day it is due never part

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = promise_vals.for_create(self.env, vals_list)
        untouched.forget(self.env)
        activities = super().create(vals_list)
        self.env["galloper.promise"]._give(activities)
        return activities

    def write(self, vals):
        if not self or _PLAN_FACTS.isdisjoint(vals):
            return super().write(vals)
        vals = promise_vals.for_write(self, vals)
        untouched.forget(self.env)
        locks.hold_several(self)
        groups, kept = promised_day.split_by_promised_day(self, vals)
        # What a meeting promises is written along with whatever moves it.
        changes = set().union(*(group_vals for _ids, group_vals in groups))
        by_odoo = meeting_promises.asks_odoo(self.env, vals)
        written = self if by_odoo else meeting_promises.still(self)
        with self.env["galloper.promise"]._watch(self, changes):
            for ids, group_vals in groups:
                super(MailActivity, written.browse(ids)).write(group_vals)
        if by_odoo:
            promised_day.settle_meetings(self)
        promised_day.tell_it_stays(kept)
        return True

    def unlink(self):
        locks.hold_to_cancel(self)
        self.env["galloper.promise"]._end(self)
        return super().unlink()

    def web_save(self, vals, specification, next_id=None):
        """What is entered in a form or a list: see ``promise_vals``."""
        activities = self.with_context(**{promise_vals.BY_PEOPLE: True})
        return super(MailActivity, activities).web_save(vals, specification, next_id)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name in _PLAN_ORDER:
            table, link = "galloper_schedule_line", "schedule_line"
            line = left_join(query, alias, "id", table, "activity_id", link)
            column = SQL.identifier(line, _PLAN_ORDER[field_name])
            return SQL("%s %s %s", column, direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    # -- Buttons

    def action_promise(self, promised_at, promised_until=False):
        """Promise a moment or a window to the customer; False takes the promise back.

        :param promised_at: naive UTC datetime or its string
        :param promised_until: the same, the end of a window
        :raise UserError: it is done, or has a meeting; the window is not valid, or over
        """
        self.with_context(**{promise_vals.BY_PEOPLE: True}).write(
            {
                "promised_at": promised_at,
                "promised_until": promised_until,
                "galloper_unresponsive": False,
                "galloper_pinned_at": False,
                "retry_at": False,
                "galloper_snooze_reason_id": False,
            }
        )
        return True

    def action_open_promise(self, promised_at=False):
        """Ask for the time promised to the customer.

        :param promised_at: what they have chosen, naive UTC; else what is promised
        """
        self.ensure_one()
        moment = fields.Datetime.to_string(asked.moment(self.env, promised_at))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reschedule")
            if self.promised_at
            else self.env._("Promise a Time"),
            "res_model": "galloper.schedule.promise",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_activity_id": self.id, "default_promised_at": moment},
        }

    def action_snooze(self, until):
        """Not before ``until`` (naive UTC datetime or its string); promises nothing.

        :raise UserError: the activity has a promise
        """
        until = asked.some_moment(self.env, until)
        locks.hold_several(self)
        for ids, vals in snooze.after_snooze(self, until):
            self.browse(ids).write(vals)
        return True

    def action_skip(self, reason):
        """Not now: they come back later today, by themselves. It is counted.

        :param reason: a ``galloper.skip.reason``, or its id
        """
        reason = asked.record(self.env["galloper.skip.reason"], reason)
        now = fields.Datetime.now()
        locks.hold_several(self)
        for ids, vals in snooze.after_skip(self.filtered("active").sudo(), reason, now):
            self.browse(ids).write(vals)
        return True

    def action_pin(self, moment):
        """Put these activities at a time of today; False lets go of them.

        :param moment: naive UTC datetime or its string
        :raise UserError: another day, a time that is over, or a promised moment
        """
        if moment := asked.moment(self.env, moment):
            moment = moment.replace(second=0)
            promised_day.check_pin(self, moment)
        self.write({"galloper_pinned_at": moment or False})
        return True

    def action_no_answer(self):
        """Tried, but nobody answered: count it, note it, come back later.

        :return: an action that asks whether to go on, once it was tried in vain often
            enough; else True
        """
        tried = self.filtered("active")
        locks.hold_several(tried)
        now = fields.Datetime.now()
        serve = self.env["galloper.service.model"]._of_documents
        for ids, vals in no_answer.after_attempt(tried.sudo(), serve, now):
            tried.browse(ids).write(vals)
        no_answer.log(tried)
        return tried.filtered("galloper_unresponsive")._ask_whether_to_go_on() or True

    def _ask_whether_to_go_on(self):
        """The question about customers who do not respond; nothing if all do."""
        if not self:
            return None
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("No Response"),
            "res_model": "galloper.schedule.unresponsive",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_activity_ids": self.ids},
        }

    # -- Reading

    def _get_contact_partner(self):
        """The activity's customer, as far as the reader may read them."""
        self.ensure_one()
        partner = activity_facts.partners(self.sudo())[self.sudo()]
        return partner.sudo(False)._filtered_access("read").sudo()

    def _to_store_defaults(self, target):
        names = super()._to_store_defaults(target)
        return [*names, "promised_at", "promised_until"]

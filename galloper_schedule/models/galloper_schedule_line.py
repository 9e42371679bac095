from odoo import api, fields, models
from odoo.fields import Domain

from ..adapter.facts import documents, meetings, rhythm
from ..adapter.plan import quick_check, stale_lines
from ..adapter.plan.line_fields import ActivityLink, SortKey
from ..adapter.plan.own_lines import check_reader
from ..adapter.screen import counters, page, systray
from ..adapter.tools import asked
from ..adapter.tools.odoo_internals import may_write, query
from ..planner import timetable, two_pass

# A manager who looks at the team waits for so many days to be planned at the most; the
# scheduled action does the others.
_PLANNED_FOR_A_MANAGER = 20

_INTERNAL = {"rank", "schedule_pass", "bucket", "conflict", "contact_key"}


class GalloperScheduleLine(models.Model):
    """One contact of a salesperson's plan for today, written by the planner alone.

    A plan is derived from the facts: it can be thrown away at any moment. What belongs
    to the document (name, phone, revenue) is read with the reader's own rights.
    """

    _name = "galloper.schedule.line"
    _inherit = [
        "galloper.closed.names",
        "galloper.schedule.buttons",
        "galloper.schedule.work",
    ]
    _description = "My Day Activity"
    _log_access = False
    _order = "rank, id"
    _rec_name = "who"

    activity_id = ActivityLink("mail.activity", readonly=True, ondelete="cascade")
    active = fields.Boolean(
        "Is an Activity",
        readonly=True,
        default=True,
        help="If unset, this is a suggestion: a lead without a next activity. It "
        "becomes an activity as soon as the salesperson works on it.",
    )
    user_id = fields.Many2one(
        "res.users", "Salesperson", required=True, readonly=True, ondelete="cascade"
    )
    rank = SortKey(
        readonly=True,
        help="The place in the plan, from the contact's own facts: smaller is earlier.",
    )
    schedule_pass = fields.Selection(
        [(two_pass.PROMISE, "Promises"), (two_pass.FUNNEL, "Pipeline")],
        "Promises or Pipeline",
        readonly=True,
    )
    bucket = fields.Selection(
        [
            (two_pass.TODAY, "Promised for today"),
            (two_pass.MISSED, "Missed today"),
            (two_pass.OVERDUE, "Missed earlier"),
            (two_pass.FUNNEL, "Pipeline"),
            (two_pass.SUGGESTED, "Suggestions"),
        ],
        "Plan Section",
        readonly=True,
    )
    tier_id = fields.Many2one(
        "galloper.tier", "Priority Group", readonly=True, ondelete="set null"
    )
    planned_start = fields.Datetime("Start", readonly=True)
    planned_stop = fields.Datetime("End", readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("waiting", "Waiting to retry"),
            ("unplaced", "Does not fit today"),
        ],
        "Status",
        readonly=True,
    )
    at_risk = fields.Boolean(readonly=True, help="This promise cannot be met on time.")
    conflict = fields.Selection(
        [
            (timetable.MEETING, "Clashes with a meeting"),
            (timetable.OFF_HOURS, "Outside working hours"),
            (timetable.NIGHT, "Outside the customer's calling hours"),
        ],
        "Time Conflict",
        readonly=True,
        help="Why the promised or pinned time is a problem.",
    )
    # What the line is about, for rules and searches. Reading a many2one would show the
    # document's name to those who may not read it: see lead_id and who instead.
    raw_lead_id = fields.Many2one(
        "crm.lead",
        "Suggested Lead",
        readonly=True,
        ondelete="cascade",
        groups=fields.NO_ACCESS,
    )
    raw_partner_id = fields.Many2one(
        "res.partner",
        "Suggested Customer",
        readonly=True,
        ondelete="cascade",
        groups=fields.NO_ACCESS,
    )
    company_id = fields.Many2one(
        "res.company", readonly=True, ondelete="cascade", groups=fields.NO_ACCESS
    )

    # The activity's own
    activity_type_id = fields.Many2one(related="activity_id.activity_type_id")
    icon = fields.Char(related="activity_id.icon")
    date_deadline = fields.Date(related="activity_id.date_deadline")
    promised_at = fields.Datetime(related="activity_id.promised_at")
    promised_until = fields.Datetime(related="activity_id.promised_until")
    attempt_count = fields.Integer(related="activity_id.attempt_count")
    galloper_snooze_count = fields.Integer(related="activity_id.galloper_snooze_count")
    retry_at = fields.Datetime(related="activity_id.retry_at")
    galloper_pinned_at = fields.Datetime(related="activity_id.galloper_pinned_at")

    contact_key = fields.Integer(
        "Technical Key",
        compute="_compute_contact_key",
        compute_sudo=True,
        help="Technical key: the activity's ID, or the lead's negative ID for a "
        "suggestion.",
    )

    # What the contact is about, as far as the reader may see it
    summary = fields.Char(compute="_compute_shown")
    lead_id = fields.Many2one("crm.lead", compute="_compute_shown")
    partner_id = fields.Many2one("res.partner", "Contact", compute="_compute_shown")
    who = fields.Char(
        "Customer", compute="_compute_shown", search="_search_who", compute_sudo=False
    )
    about = fields.Char("Subject", compute="_compute_shown")
    phone = fields.Char(compute="_compute_shown")
    stage_id = fields.Many2one("crm.stage", compute="_compute_shown")
    expected_revenue = fields.Monetary(
        compute="_compute_shown", currency_field="currency_id"
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_shown")
    promised = fields.Char(
        "Promised for",
        compute="_compute_shown",
        help="In the salesperson's time zone.",
    )
    slot = fields.Char(
        "Time", compute="_compute_shown", help="In the salesperson's time zone."
    )
    reason = fields.Char(
        compute="_compute_shown", help="Why this activity is planned here."
    )

    _activity_uniq = models.Constraint(
        "UNIQUE(activity_id)", "An activity can only be in one plan."
    )
    _suggestion_uniq = models.UniqueIndex(
        "(raw_lead_id) WHERE activity_id IS NULL", "A lead is suggested once only."
    )
    _check_about = models.Constraint(
        "CHECK(activity_id IS NOT NULL OR raw_lead_id IS NOT NULL)",
        "A plan line needs an activity or a lead.",
    )
    _user_rank_idx = models.Index("(user_id, rank, id)")
    _raw_lead_idx = models.Index("(raw_lead_id)")
    _check_end = models.Constraint(
        "CHECK(planned_stop >= planned_start)", "A slot must end after it starts."
    )

    @api.depends("activity_id", "raw_lead_id")
    def _compute_contact_key(self):
        for line in self:
            line.contact_key = line.activity_id.id or -line.raw_lead_id.id

    @api.depends(
        "activity_id", "bucket", "tier_id", "state", "at_risk", "planned_start"
    )
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_shown(self):
        page.show(self, fields.Datetime.now())

    def _get_rhythms(self):
        """{line id: Rhythm} of the customers who are suggested because they are due."""
        suggested = self.sudo().filtered(lambda line: not line.activity_id)
        company_of = {
            line.raw_lead_id.id: line.user_id.company_id.id
            for line in suggested
            if line.raw_lead_id.won_status == "won"
        }
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        known = rhythm.of_orders(suggested.env, company_of, now.date())
        return {
            line.id: known[line.raw_lead_id.id]
            for line in suggested
            if line.raw_lead_id.id in known
        }

    @api.model
    def _search_who(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        return documents.search_who(self.env, operator, value)

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        """What the planner notes for itself is nothing to filter or group by."""
        known = super().fields_get(allfields, attributes)
        for name in _INTERNAL & known.keys():
            hidden = {"searchable", "groupable"} & known[name].keys()
            known[name].update(dict.fromkeys(hidden, False))
        return known

    # -- Reading plans first, so that what is shown is right for now

    @api.model
    @may_write
    def web_search_read(
        self, domain, specification, offset=0, limit=None, order=None, count_limit=None
    ):
        # A day is short. Its lines, searched for once, are the page and the number of
        # all, which Odoo would ask for one after the other.
        domain = stale_lines.hide_what_is_over(
            self.env, domain, self._plan_before_reading()
        )
        most = max(count_limit, offset + limit) if count_limit and limit else None
        every = query(self, domain, limit=most, order=order or self._order)
        now = fields.Datetime.now()
        lines, length = page.turn_to(self, every, offset, limit, now)
        answer = {"length": length, "records": lines.web_read(specification)}
        return self._add_day(self._add_counters(answer))

    @api.model
    @may_write
    def web_read_group(self, domain, *args, **kwargs):
        domain = stale_lines.hide_what_is_over(
            self.env, domain, self._plan_before_reading()
        )
        answer = super().web_read_group(domain, *args, **kwargs)
        return self._add_day(self._add_counters(answer))

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        """Odoo names linked records with all rights: see ActivityLink."""
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != "activity_id":
            return formatter
        ids = [activity.id for activity in values if activity]
        lines = self.with_context(active_test=False)
        lines = lines.search([("activity_id", "in", ids)])
        names = {line.activity_id.id: line.display_name for line in lines}

        def name_as_its_line(activity):
            if not activity:
                return formatter(activity)
            name = names.get(activity.id, "")
            return (activity.id, name), [("activity_id", "=", activity.id)]

        return name_as_its_line

    def _add_counters(self, answer):
        """With the lines, in one answer: the screen never shows two states at once."""
        if whose := self.env.context.get("galloper_counters"):
            answer["counters"] = self.get_day_counters(whose)
            answer["plan"] = systray.plan_id(self.env)
        return answer

    @api.model
    def _get_read_group_order(self, dict_order, groupby, aggregates):
        if groupby[0] in ("schedule_pass", "bucket") and groupby[0] not in dict_order:
            # The passes in the order of the day, not of the alphabet.
            return "rank:min"
        return super()._get_read_group_order(dict_order, groupby, aggregates)

    @api.model
    def _plan_before_reading(self):
        """Plan the reader's day; for managers, also those days that are out of date.

        Whoever is being planned by somebody else is not waited for.

        :return: the ids of those whose plan is older than what it was made from
        """
        check_reader(self.env)
        me, now = self.env.user, fields.Datetime.now()
        seen, stale_ids = quick_check.look(me, now), []
        if not quick_check.is_right(me, seen):
            was_right = me._plan_to_look(now, seen and seen.stamps)
            if was_right:
                # What was seen is what is to stay the same.
                quick_check.remember(me, seen)
            elif was_right is None:
                stale_ids += me.ids
        if me.has_group("sales_team.group_sale_manager"):
            due = self.env["galloper.schedule.due"].sudo()._get_due_users(now) - me
            planned = due[:_PLANNED_FOR_A_MANAGER]._plan_day_or_log(now)
            stale_ids += (due - planned).ids
        return stale_ids

    @api.model
    def get_day_counters(self, whose="mine"):
        """The number of contacts today, by kind; plans nothing.

        :param whose: ``mine``, or ``team``: all that the caller may read
        """
        check_reader(self.env)
        return counters.count(self.with_context(active_test=True), whose)

    @api.model
    def get_busy(self, start, stop):
        """The caller's meetings between two moments, planned round; plans first.

        What is private, or none of the caller's business, has no name.

        :param start: naive UTC datetime or its string, as ``stop``
        """
        check_reader(self.env)
        start, stop = (asked.some_moment(self.env, one) for one in (start, stop))
        self._plan_before_reading()
        return meetings.describe(self.env.user, start, stop)

    def web_read(self, specification):
        if not page.FIELDS.isdisjoint(specification) and not page.is_shown(self):
            self._compute_shown()
        result = super().web_read(specification)
        if "activity_id" in specification:
            # Odoo names linked records with all rights: see ActivityLink.
            names = {line.id: line.display_name for line in self}
            for values in result:
                if isinstance(values["activity_id"], dict):
                    values["activity_id"]["display_name"] = names[values["id"]]
        return result

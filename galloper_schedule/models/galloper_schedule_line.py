from odoo import api, fields, models
from odoo.fields import Domain

from ..adapter.actions import availability, done, list_buttons, screen_presses
from ..adapter.facts import documents
from ..adapter.plan import line_fields, over_lines, risk_notices
from ..adapter.screen import before_reading, card, counters, page, systray, where
from ..adapter.tools.odoo_internals import may_write, query
from ..planner import conflicts, two_pass

_INTERNAL = {"rank", "schedule_pass", "bucket", "conflict", "contact_key"}


class GalloperScheduleLine(models.Model):
    """One activity of a salesperson's plan for today, written by the planner alone.

    A plan is derived from the facts: it can be thrown away at any moment. What belongs
    to the document (name, phone, revenue) is read with the reader's own rights.
    """

    _name = "galloper.schedule.line"
    _inherit = ["galloper.closed.names"]
    _description = "My Day Activity"
    _log_access = False
    _order = "rank, id"
    _rec_name = "who"

    activity_id = line_fields.ActivityLink(
        "mail.activity", readonly=True, ondelete="cascade"
    )
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
    rank = line_fields.SortKey(
        readonly=True, help="Sorts the plan, from the activity's own facts alone."
    )
    place = fields.Integer(
        compute=line_fields.compute_places,
        search=line_fields.search_places,
        aggregator=None,
        help="1, 2, 3 … in the order of the plan.",
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
            (conflicts.MEETING, "Clashes with a meeting"),
            (conflicts.TIME_OFF, "Clashes with time off"),
            (conflicts.OFF_HOURS, "Outside working hours"),
            (conflicts.NIGHT, "Outside the customer's calling hours"),
            (conflicts.OFF_NIGHT, "Outside working hours and calling hours"),
        ],
        "Time Conflict",
        readonly=True,
        help="Why the promised or pinned time is a problem.",
    )
    # For rules and searches. Reading a many2one would show the document's name to those
    # who may not read it: see lead_id and who instead.
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
        help="The activity's ID, or the negative ID of a suggested lead.",
    )

    # What the activity is about, as far as the reader may see it
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
        domain = over_lines.hide_what_is_over(
            self.env, domain, self._plan_before_reading()
        )
        most = max(count_limit, offset + limit) if count_limit and limit else None
        every = query(self, domain, limit=most, order=order or self._order)
        now = fields.Datetime.now()
        lines, length = page.turn_to(self, every, offset, limit, now)
        answer = {"length": length, "records": lines.web_read(specification)}
        return before_reading.complete(self, answer)

    @api.model
    @may_write
    def web_read_group(self, domain, *args, **kwargs):
        domain = over_lines.hide_what_is_over(
            self.env, domain, self._plan_before_reading()
        )
        return before_reading.complete(
            self, super().web_read_group(domain, *args, **kwargs)
        )

    def web_read(self, specification):
        if not page.FIELDS.isdisjoint(specification) and not page.is_shown(self):
            self._compute_shown()
        result = super().web_read(specification)
        if "activity_id" in specification:
            before_reading.name_links(self, result)
        return result

    def _web_read_group_groupby_formatter(self, groupby_spec, values):
        formatter = super()._web_read_group_groupby_formatter(groupby_spec, values)
        if groupby_spec != "activity_id":
            return formatter
        return before_reading.name_groups(self, formatter, values)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        if field_name == "place":
            return line_fields.order_by_place(query, alias, direction, nulls)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    @api.model
    def _get_read_group_order(self, dict_order, groupby, aggregates):
        if groupby[0] in ("schedule_pass", "bucket") and groupby[0] not in dict_order:
            # The passes in the order of the day, not of the alphabet.
            return "rank:min"
        return super()._get_read_group_order(dict_order, groupby, aggregates)

    # -- What the screen and programs call: the first argument is the model, or lines

    action_done = list_buttons.action_done
    action_done_schedule_next = list_buttons.action_done_schedule_next
    action_no_answer = list_buttons.action_no_answer
    action_promise = list_buttons.action_promise
    action_pin = list_buttons.action_pin
    action_unpin = list_buttons.action_unpin
    action_open = list_buttons.action_open
    action_unresponsive = api.model(counters.action_unresponsive)

    @api.model
    def action_reschedule(self, domain):
        """Propose new times for the promises at risk among the lines of a domain."""
        lines = list_buttons.find_at_risk(self, domain)
        return self.env["galloper.schedule.reschedule"]._open(lines)

    get_day_counters = api.model(counters.get_day_counters)
    get_pulse = api.model(systray.get_pulse)
    get_busy = api.model(before_reading.get_busy)
    get_focus = api.model(card.get_focus)
    get_customer_zones = api.model(where.get_customer_zones)
    get_risk_notice = api.model(risk_notices.get_risk_notice)
    get_difficulties = api.model(availability.get_difficulties)
    set_customer_zone = api.model(where.set_customer_zone)
    open_contact = api.model(screen_presses.open_contact)
    work_done = api.model(done.work_done)
    work_no_answer = api.model(screen_presses.work_no_answer)
    work_promise = api.model(screen_presses.work_promise)
    work_later = api.model(screen_presses.work_later)
    work_skip = api.model(screen_presses.work_skip)
    work_note = api.model(screen_presses.work_note)

    @api.model
    def _plan_before_reading(self):
        """See ``before_reading.plan_before_reading``."""
        due = self.env["galloper.schedule.due"].sudo()
        return before_reading.plan_before_reading(self, due)

    @api.model
    def _forget_cached(self):
        """Lines were written past the ORM."""
        self.invalidate_model()
        self.env["mail.activity"].invalidate_model(
            ["schedule_rank", "planned_start", "planned_stop"], flush=False
        )

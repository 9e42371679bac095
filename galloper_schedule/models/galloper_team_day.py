from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..adapter.facts import day_kind, documents
from ..adapter.facts.day import of_users
from ..adapter.screen.reasons import ReasonWriter
from ..adapter.team import team_figures
from ..adapter.tools import tolerance
from ..adapter.tools.odoo_internals import may_write

# So many days are planned at the most before the page is shown; the scheduled action
# does the others.
_PLANNED_FOR_A_READER = 20
#: Whose channel tells that the days of a company's salespeople have changed.
CHANNEL = "galloper_team_day"
_NOBODY, _LEFT, _PRESENT = range(3)
# The rows of promises which nobody has: behind all users' ids.
_NOBODYS = 10**9
_FIGURES = [
    "acts",
    "adherence",
    "at_risk",
    "capacity_minutes",
    "done",
    "done_minutes",
    "missed",
    "planned_minutes",
    "promises_due",
    "promises_kept",
    "to_do",
    "unplaced",
    "unplaced_minutes",
]


def _tell_times(writer, current, coming):
    """(when the one line is, when the other is promised), as far as there is any."""
    return (
        current and writer.slot(current),
        coming and writer.promised(coming, coming.activity_id),
    )


class GalloperTeamDay(models.Model):
    """How the day of each salesperson goes at the moment: one row a person.

    Those who are away and have promises come first, and what nobody has any more: the
    promises of people who left, and those without a salesperson.
    """

    _name = "galloper.team.day"
    _description = "Team Day"
    _auto = False
    _order = "place, name, id"
    _rec_name = "name"
    _depends = {
        "crm.lead": ["active", "company_id", "team_id", "won_status"],
        "crm.team.member": ["active", "crm_team_id", "user_id"],
        "mail.activity": ["active", "promised_at", "res_id", "res_model", "user_id"],
        "res.partner": ["name"],
        "res.users": ["active", "company_id", "group_ids", "partner_id", "share"],
    }

    name = fields.Char("Salesperson", readonly=True)
    user_id = fields.Many2one("res.users", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    place = fields.Integer("Order", readonly=True)

    kind = fields.Selection(
        [
            ("nobody", "Unassigned"),
            ("left", "Left the company"),
            (day_kind.LEAVE, "On leave today"),
            (day_kind.OFF, "Not working today"),
            (day_kind.NO_HOURS, "No working hours"),
            (day_kind.BEFORE, "Not started yet"),
            (day_kind.WORKING, "At work"),
            (day_kind.AFTER, "Day ended"),
            (day_kind.FAILED, "Working hours unknown"),
        ],
        "Status",
        compute="_compute_figures",
    )
    to_cover = fields.Integer(
        "Promises to Reassign",
        compute="_compute_figures",
        help="Promises of absent salespeople: they need to be reassigned.",
    )
    capacity_minutes = fields.Integer("Capacity (min)", compute="_compute_figures")
    done_minutes = fields.Integer("Done (min)", compute="_compute_figures")
    planned_minutes = fields.Integer("To Do (min)", compute="_compute_figures")
    unplaced_minutes = fields.Integer("Over Capacity (min)", compute="_compute_figures")
    done = fields.Integer("Activities Done", compute="_compute_figures")
    to_do = fields.Integer("Activities to Do", compute="_compute_figures")
    unplaced = fields.Integer("Does Not Fit Today", compute="_compute_figures")
    promises_due = fields.Integer(compute="_compute_figures")
    promises_kept = fields.Integer(compute="_compute_figures")
    at_risk = fields.Integer("Promises at Risk", compute="_compute_figures")
    missed = fields.Integer("Promises Missed", compute="_compute_figures")
    acts = fields.Integer("Activities Done or Attempted", compute="_compute_figures")
    adherence = fields.Integer(
        "Followed Plan (%)",
        compute="_compute_figures",
        help="Share of today's activities that were done when they were next up.",
    )
    load = fields.Json("Workload", compute="_compute_load")
    current_slot = fields.Char("Current Time Slot", compute="_compute_contacts")
    current_who = fields.Char("Now", compute="_compute_contacts")
    next_time = fields.Char("Next Promise Time", compute="_compute_contacts")
    next_who = fields.Char("Next Promise", compute="_compute_contacts")
    current_line_id = fields.Integer(compute="_compute_figures")
    next_line_id = fields.Integer(compute="_compute_figures")

    @property
    def _table_query(self):
        sellers = self.env.ref("sales_team.group_sale_salesman").all_implied_by_ids
        return SQL(
            team_figures.ROWS,
            groups=tuple(sellers.ids),
            nobodys=SQL(team_figures.OPEN_PROMISES, [], True),
            base=_NOBODYS,
            nobody=_NOBODY,
            left=_LEFT,
            present=_PRESENT,
        )

    def _compute_figures(self):
        now = fields.Datetime.now()
        rows = self.sudo()
        present = rows.filtered(lambda row: row.place == _PRESENT)
        days = of_users(present.user_id, now)
        figures = team_figures.describe(self.env(su=True), list(days.values()), now)
        gone = {row.user_id.id or None for row in rows - present}
        promises = team_figures.open_promises(self.env(su=True), gone) if gone else {}
        for row, sudo in zip(self, rows, strict=True):
            known = figures.get(sudo.user_id.id) or team_figures.NOTHING
            row.update({name: known[name] for name in _FIGURES})
            row.current_line_id = known["current_line"]
            row.next_line_id = known["next_line"]
            if sudo.place == _PRESENT:
                row.kind = known["kind"]
                is_away = row.kind in day_kind.AWAY
                row.to_cover = known["open_promises"] if is_away else 0
            else:
                row.kind = "left" if sudo.user_id else "nobody"
                row.to_cover = len(promises.get(sudo._get_owner(), ()))

    @api.depends(
        "done_minutes", "planned_minutes", "unplaced_minutes", "capacity_minutes"
    )
    def _compute_load(self):
        for row in self:
            row.load = {
                "done": row.done_minutes,
                "planned": row.planned_minutes,
                "unplaced": row.unplaced_minutes,
                "capacity": row.capacity_minutes,
            }

    @api.depends("current_line_id", "next_line_id")
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_contacts(self):
        ids = {*self.mapped("current_line_id"), *self.mapped("next_line_id")} - {0}
        lines = self.env["galloper.schedule.line"].browse(ids)
        # What the reader may not read of a document is not told, whoever they are.
        told = documents.describe(lines)
        writer = ReasonWriter(self.env, fields.Datetime.now())
        by_id = {line.id: line for line in lines.sudo()}
        for row in self:
            current = by_id.get(row.current_line_id)
            coming = by_id.get(row.next_line_id)
            row.current_who = current and told[current.id]["who"]
            row.next_who = coming and told[coming.id]["who"]
            row.current_slot, row.next_time = tolerance.reading(
                partial(_tell_times, writer, current, coming),
                (False, False),
                "The times of user %s could not be told",
                row.user_id.id,
            )

    # -- Reading: plans are made first, and those who are away come first

    @api.model
    @may_write
    def web_search_read(self, *args, **kwargs):
        return super(GalloperTeamDay, self._make_ready()).web_search_read(
            *args, **kwargs
        )

    @api.model
    @may_write
    def web_read_group(self, *args, **kwargs):
        return super(GalloperTeamDay, self._make_ready()).web_read_group(
            *args, **kwargs
        )

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        first = self.env.context.get("galloper_first")
        if field_name == "place" and first:
            return SQL(
                "CASE WHEN %s = ANY(%s) THEN LEAST(%s, %s) ELSE %s END %s %s",
                SQL.identifier(alias, "id"),
                first,
                SQL.identifier(alias, "place"),
                _LEFT,
                _PRESENT,
                direction,
                nulls,
            )
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    # -- Buttons

    def action_open_day(self):
        """The salesperson's day, to look at."""
        self.ensure_one()
        if self.place != _PRESENT:
            return self.action_reassign()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "galloper_schedule.action_day_to_look_at"
        )
        action["name"] = action["display_name"] = self.env._(
            "%(user)s's Day", user=self.name
        )
        action["domain"] = [("user_id", "=", self.user_id.id)]
        return action

    def action_reassign(self):
        """Ask which activities go to which colleague."""
        self.ensure_one()
        return self.env["galloper.schedule.reassign"]._open(self)

    def _get_owner(self):
        """By what ``team_figures.open_promises`` names whose these promises are."""
        return self.user_id.id or -self.team_id.id

    @api.model
    def _make_ready(self):
        """The model with all figures of its rows read, and who comes first."""
        self.invalidate_model()
        everyone = self.search([])  # pylint: disable=no-search-all
        now = fields.Datetime.now()
        due = self.env["galloper.schedule.due"].sudo()._get_due_users(now)
        mine = due & everyone.sudo().user_id
        mine[:_PLANNED_FOR_A_READER]._plan_day_or_log(now)
        first = everyone.filtered("to_cover").ids
        return self.with_context(galloper_first=first)

    def _get_colleagues(self):
        """(colleagues of the same team, all who may take over these activities).

        As far as the caller leads them.

        :raise UserError: nobody may
        """
        self.ensure_one()
        present = self.search([("place", "=", _PRESENT), ("id", "!=", self.id)])
        same_company = present.filtered(
            lambda row: (
                not self.company_id or self.company_id in row.sudo().user_id.company_ids
            )
        )
        mates = same_company.filtered(
            lambda row: row.team_id and row.team_id == self.team_id
        )
        colleagues = mates or same_company
        if not colleagues:
            raise UserError(
                self.env._("There is no colleague to reassign activities to.")
            )
        return colleagues.user_id, same_company.user_id

    @api.model
    def _tell_watchers(self, users):
        """Whoever looks at the Team day hears that a day of their company changed.

        Not which, and not what: they read it again, with their own rights.
        """
        for company in users.sudo().company_id:
            self.env["bus.bus"]._sendone(
                (company, CHANNEL), "galloper_schedule/team_changed", {}
            )

    @api.model
    def _leads_anybody(self):
        """Whether the caller leads anybody else."""
        user = self.env.user
        if user.has_group("sales_team.group_sale_manager"):
            return True
        return bool(
            self.env["crm.team"].sudo().search_count([("user_id", "=", user.id)], 1)
        )

from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.log import closed_documents
from ..models.galloper_closed_names import READER
from .galloper_report_values import KNOWN, OPEN


class GalloperDayReport(models.Model):
    """The days of salespeople, how far they followed the plan, and what they won."""

    _name = "galloper.day.report"
    _description = "Plan and Results Report"
    _inherit = ["galloper.report.values", "galloper.report.aggregates"]
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "user_id"
    _depends = {
        "crm.lead": [
            "company_id",
            "date_closed",
            "expected_revenue",
            "type",
            "user_id",
            "won_status",
        ],
        "galloper.day": [
            "attempts",
            "begins_at",
            "broken",
            "capacity_minutes",
            "company_id",
            "day",
            "done",
            "ends_at",
            "in_order",
            "kept",
            "late",
            "planned_contacts",
            "promises_due",
            "suggestions_taken",
            "team_id",
            "user_id",
        ],
        "res.company": ["currency_id"],
    }
    _ratios = {
        "adherence": ("in_order", "contacts"),
        "kept_share": ("kept", "promises_due"),
        "won_per_day": ("won", "days"),
    }
    _values = ("won_revenue",)

    day = fields.Date(readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    adherence_band = fields.Selection(
        [
            ("0", "Under 25%"),
            ("25", "25% to under 50%"),
            ("50", "50% to under 75%"),
            ("75", "75% and more"),
            ("none", "No activities"),
        ],
        "Followed Plan (range)",
        readonly=True,
        help="Share of the day's activities that were done in the planned order. "
        "Correlation is not causation.",
    )
    days = fields.Integer(readonly=True)
    capacity_minutes = fields.Integer("Capacity (min)", readonly=True)
    planned_contacts = fields.Integer("Planned Activities", readonly=True)
    contacts = fields.Integer(
        "Activities", readonly=True, help="Completed, or attempted without an answer."
    )
    done = fields.Integer("Activities Done", readonly=True)
    in_order = fields.Integer("In Planned Order", readonly=True)
    adherence = fields.Float(
        "Followed Plan",
        readonly=True,
        aggregator="ratio",
        help="Share of activities that were done when they were next up.",
    )
    promises_due = fields.Integer(readonly=True)
    kept = fields.Integer("Promises Kept", readonly=True)
    late = fields.Integer("Promises Kept Late", readonly=True)
    broken = fields.Integer("Promises Broken", readonly=True)
    kept_share = fields.Float(
        "Kept Rate", readonly=True, aggregator="ratio", help="Of promises due."
    )
    suggestions_taken = fields.Integer(readonly=True)
    won = fields.Integer(
        "Opportunities Won",
        readonly=True,
        help="The salesperson's opportunities won on that day, in their time zone.",
    )
    won_per_day = fields.Float("Won per Day", readonly=True, aggregator="ratio")
    won_revenue = fields.Monetary(
        "Revenue Won",
        currency_field="currency_id",
        readonly=True,
        depends_context=READER,
        help="Of opportunities you have access to.",
    )
    currency_id = fields.Many2one("res.currency", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    @api.model
    def _select(self):
        return SQL(
            """
            SELECT d.id,
                   d.day,
                   d.user_id,
                   d.team_id,
                   d.company_id,
                   CASE WHEN ratio.adherence IS NULL THEN 'none'
                        WHEN ratio.adherence < 0.25 THEN '0'
                        WHEN ratio.adherence < 0.5 THEN '25'
                        WHEN ratio.adherence < 0.75 THEN '50'
                        ELSE '75' END AS adherence_band,
                   1 AS days,
                   d.capacity_minutes,
                   d.planned_contacts,
                   d.done + d.attempts AS contacts,
                   d.done,
                   d.in_order,
                   ratio.adherence,
                   d.promises_due,
                   d.kept,
                   d.late,
                   d.broken,
                   d.kept::float8 / NULLIF(d.promises_due, 0) AS kept_share,
                   d.suggestions_taken,
                   %(sales)s,
                   COALESCE(company.currency_id, %(currency)s) AS currency_id
            """,
            sales=self._select_sales(),
            currency=self.env.company.currency_id.id,
        )

    @api.model
    def _select_sales(self):
        return SQL(
            """(%(won)s) AS won,
                   (%(won)s)::float8 AS won_per_day,
                   (%(open_revenue)s) AS won_revenue_open,
                   (%(known_revenue)s) AS won_revenue_known,
                   (%(all_revenue)s) AS won_revenue_all,
                   (%(closed)s) AS closed""",
            won=self._won(SQL("COUNT(*)::int")),
            open_revenue=self._won(self._revenue(self._may_open_won(OPEN))),
            known_revenue=self._won(self._revenue(self._may_open_won(KNOWN))),
            all_revenue=self._won(self._revenue(SQL("TRUE"))),
            closed=self._won(
                SQL("COUNT(*) FILTER (WHERE NOT %s)", self._may_open_won(KNOWN))
            ),
        )

    @api.model
    def _won(self, what):
        """``what`` of the opportunities won that day; asked for only where it is shown.

        Those of another company are none of this record's: its readers may not be
        allowed to know of them.
        """
        return SQL(
            """SELECT %s FROM crm_lead l
                WHERE l.user_id = d.user_id AND l.won_status = 'won'
                  AND l.type = 'opportunity'
                  AND l.date_closed >= d.begins_at AND l.date_closed < d.ends_at
                  AND COALESCE(l.company_id, d.company_id)
                      IS NOT DISTINCT FROM d.company_id""",
            what,
        )

    @api.model
    def _revenue(self, condition):
        return SQL("COALESCE(SUM(l.expected_revenue) FILTER (WHERE %s), 0)", condition)

    @api.model
    def _may_open_won(self, mode):
        is_open = closed_documents.of_lead(self.env, "l", "id")
        if mode == OPEN:
            return is_open
        led = closed_documents.is_led(self.env, SQL.identifier("l", "team_id"))
        return SQL("(%s OR %s)", is_open, led)

    def _value_to_sql(self, alias, name, mode):
        return SQL.identifier(alias, f"{name}_{mode}")

    def _count_closed(self, alias):
        return SQL("COALESCE(SUM(%s), 0)", SQL.identifier(alias, "closed"))

    @api.model
    def _from(self):
        return SQL(
            """
              FROM galloper_day d
              LEFT JOIN res_company company ON company.id = d.company_id
             CROSS JOIN LATERAL (
                   SELECT d.in_order::float8 / NULLIF(d.done + d.attempts, 0)
                          AS adherence) ratio
            """
        )

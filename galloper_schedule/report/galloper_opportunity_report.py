from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.log import closed_documents, promise_rows
from ..models.galloper_closed_names import READER
from ..planner import promise
from .galloper_report_aggregates import USABLE


class GalloperOpportunityReport(models.Model):
    """How promises were kept, and what was won: side by side, without any claim that
    the one comes from the other."""

    _name = "galloper.opportunity.report"
    _description = "Promises and Win Rate Report"
    _inherit = [
        "galloper.closed.names",
        "galloper.report.values",
        "galloper.report.aggregates",
    ]
    _auto = False
    _order = "id desc"
    _rec_name = "lead_id"
    _depends = {
        "crm.lead": [
            "company_id",
            "create_date",
            "date_closed",
            "expected_revenue",
            "partner_id",
            "stage_id",
            "team_id",
            "type",
            "user_id",
            "won_status",
        ],
        "crm.stage": ["tier_id"],
        "galloper.promise": [
            "lead_id",
            "outcome",
            "promised_at",
            "promised_until",
            "tolerance",
        ],
        "res.company": ["currency_id"],
        "res.partner": ["tz"],
        "res.users": ["partner_id"],
    }
    _ratios = {"win_share": ("won", "closed")}
    _values = ("won_revenue",)

    lead_id = fields.Many2one(
        "crm.lead", "Opportunity", readonly=True, depends_context=READER
    )
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, depends_context=READER
    )
    tier_id = fields.Many2one("galloper.tier", "Priority Group", readonly=True)
    created_day = fields.Date(
        "Created", readonly=True, help="In the salesperson's time zone."
    )
    closed_day = fields.Date(
        "Closed", readonly=True, help="Won or lost, in the salesperson's time zone."
    )
    promises = fields.Selection(
        [
            ("broken", "Some broken"),
            ("kept", "All kept"),
            ("late", "Some late, none broken"),
            ("none", "None due"),
        ],
        readonly=True,
        help="Promises due on the opportunity. Missed promises that are still open "
        "count as late. Correlation is not causation.",
    )
    promise_count = fields.Integer("Promises Due", readonly=True)
    opportunities = fields.Integer(readonly=True)
    closed = fields.Integer("Won or Lost", readonly=True)
    won = fields.Integer(readonly=True)
    win_share = fields.Float(
        "Win Rate",
        readonly=True,
        aggregator="ratio",
        help="Share of won or lost opportunities.",
    )
    cycle_days = fields.Float(
        "Days to Win (median)",
        digits=(16, 1),
        readonly=True,
        aggregator="median",
        help="From creation to closing of won opportunities: half of them took longer.",
    )
    won_revenue = fields.Monetary(
        "Revenue Won",
        currency_field="currency_id",
        readonly=True,
        depends_context=READER,
    )
    currency_id = fields.Many2one("res.currency", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s %s %s", self._select(), self._from(), self._where())

    def action_open_document(self):
        return self.lead_id.get_formview_action()

    def _may_show(self, name, alias):
        return closed_documents.of_column(self.env, name, alias)

    def _anonymous(self):
        return dict.fromkeys(self, self.env._("Opportunity"))

    @api.model
    def _select(self):
        return SQL(
            """
            SELECT l.id,
                   l.id AS lead_id,
                   l.user_id,
                   l.team_id,
                   l.company_id,
                   l.stage_id,
                   l.partner_id,
                   s.tier_id,
                   %(created_day)s AS created_day,
                   CASE WHEN l.won_status IN ('won', 'lost')
                        THEN %(closed_day)s END AS closed_day,
                   CASE WHEN promised.due = 0 THEN 'none'
                        WHEN promised.broken THEN 'broken'
                        WHEN promised.late THEN 'late'
                        ELSE 'kept' END AS promises,
                   promised.due AS promise_count,
                   1 AS opportunities,
                   (l.won_status IN ('won', 'lost'))::int AS closed,
                   (l.won_status = 'won')::int AS won,
                   CASE WHEN l.won_status IN ('won', 'lost')
                        THEN (l.won_status = 'won')::int::float8 END AS win_share,
                   CASE WHEN l.won_status = 'won'
                        THEN EXTRACT(epoch FROM l.date_closed - l.create_date)::float8
                             / 86400 END AS cycle_days,
                   CASE WHEN l.won_status = 'won'
                        THEN COALESCE(l.expected_revenue, 0)
                        ELSE 0 END AS won_revenue,
                   COALESCE(company.currency_id, %(currency)s) AS currency_id
            """,
            currency=self.env.company.currency_id.id,
            created_day=self._own_day(SQL("l.create_date")),
            closed_day=self._own_day(SQL("l.date_closed")),
        )

    @api.model
    def _own_day(self, moment):
        """The day of a moment by the salesperson's calendar."""
        return SQL(
            """CASE WHEN %(moment)s %(usable)s
                    THEN timezone(COALESCE(zone.name, 'UTC'),
                                  timezone('UTC', %(moment)s))::date END""",
            moment=moment,
            usable=USABLE,
        )

    @api.model
    def _from(self):
        # A zone that PostgreSQL does not know counts as none: one salesperson's must
        # not spoil the report.
        return SQL(
            """
              FROM crm_lead l
              LEFT JOIN crm_stage s ON s.id = l.stage_id
              LEFT JOIN res_company company ON company.id = l.company_id
              LEFT JOIN res_users u ON u.id = l.user_id
              LEFT JOIN res_partner person ON person.id = u.partner_id
              LEFT JOIN pg_timezone_names zone ON zone.name = person.tz
             CROSS JOIN LATERAL (
                   SELECT COUNT(*)::int AS due,
                          BOOL_OR(p.outcome = 'broken') AS broken,
                          BOOL_OR(p.outcome IN ('late', 'open')) AS late
                     FROM galloper_promise p
                    WHERE p.lead_id = l.id
                      AND (p.outcome IN %s
                           OR p.outcome = 'open' AND %s < %s)
                   ) promised
            """,
            promise.OWED,
            promise_rows.kept_until("p"),
            fields.Datetime.now(),
        )

    @api.model
    def _where(self):
        return SQL(" WHERE l.type = 'opportunity'")

from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.facts import rhythm
from ..adapter.log import closed_documents
from ..adapter.tools.odoo_internals import column
from ..models.galloper_closed_names import READER
from .galloper_report_aggregates import USABLE
from .galloper_report_values import ALL, KNOWN, OPEN

QUIET_FACTOR = 1.5


class GalloperCustomerReport(models.Model):
    """Customer care: one row per regular customer and company.

    A regular customer is a company (commercial partner) that has bought before. An
    order is a won opportunity.
    """

    _name = "galloper.customer.report"
    _description = "Regular Customers Report"
    _inherit = [
        "galloper.closed.names",
        "galloper.report.values",
        "galloper.report.aggregates",
    ]
    _auto = False
    _order = "revenue desc, id desc"
    _rec_name = "partner_id"
    _depends = {
        "crm.lead": [
            "company_id",
            "create_date",
            "date_closed",
            "expected_revenue",
            "partner_id",
            "team_id",
            "user_id",
            "won_status",
        ],
        "galloper.tier": ["kind", "quiet_days"],
        "res.company": ["currency_id"],
        "res.partner": ["commercial_partner_id"],
    }
    _ratios = {
        "average_revenue": ("revenue", "valued_orders"),
        "gone_quiet_share": ("gone_quiet", "customers"),
        "orders_per_year": ("orders", "years"),
    }
    _values = ("average_revenue", "revenue", "valued_orders")

    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, depends_context=READER
    )
    user_id = fields.Many2one(
        "res.users", "Salesperson", readonly=True, help="From the last order."
    )
    team_id = fields.Many2one(
        "crm.team", "Sales Team", readonly=True, help="From the last order."
    )
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    customers = fields.Integer("Regular Customers", readonly=True)
    orders = fields.Integer(
        readonly=True, help="Won opportunities of the customer's company."
    )
    valued_orders = fields.Integer(
        "Orders Counted in Revenue",
        readonly=True,
        depends_context=READER,
        help="Orders you have access to. Totals also include orders of the teams you "
        "lead, and all orders if there are many.",
    )
    revenue = fields.Monetary(
        readonly=True,
        depends_context=READER,
        help="Of orders you have access to.",
    )
    average_revenue = fields.Monetary(
        "Average Order",
        readonly=True,
        aggregator="ratio",
        depends_context=READER,
        help="Revenue per order.",
    )
    first_day = fields.Date("First Order", readonly=True)
    last_day = fields.Date("Last Order", readonly=True)
    years = fields.Float(
        "Years as Customer",
        readonly=True,
        aggregator="avg",
        help="Since the first order. The first year counts in full.",
    )
    orders_per_year = fields.Float("Orders per Year", readonly=True, aggregator="ratio")
    days_between = fields.Float(
        "Days Between Orders",
        readonly=True,
        aggregator="avg",
        help="On average. Empty while all orders are from the same day.",
    )
    days_since = fields.Integer(
        "Days Since the Last Order", readonly=True, aggregator="avg"
    )
    usual_gap = fields.Float(
        "Reorder Cycle (days)",
        readonly=True,
        aggregator="avg",
        help="The customer's own average, or the default of the regular customers "
        "group while there is no average yet.",
    )
    gone_quiet = fields.Integer(
        "Inactive",
        readonly=True,
        help="The last order is more than one and a half reorder cycles ago.",
    )
    gone_quiet_share = fields.Float(
        "Inactive Rate",
        readonly=True,
        aggregator="ratio",
        help="Share of regular customers whose last order is more than one and a half "
        "reorder cycles ago.",
    )

    @property
    def _table_query(self) -> SQL:
        """The id of a row is that of the last order, which is no one else's."""
        now = fields.Datetime.context_timestamp(self, fields.Datetime.now())
        return SQL(
            """
            WITH won AS (%(won)s), customer AS (%(customer)s), known AS (
                SELECT customer.*, %(today)s - last_day AS days_since,
                       GREATEST((%(today)s - first_day) / 365.25, 1)::float AS years,
                       %(between)s AS days_between
                  FROM customer
            ), judged AS (
                SELECT known.*, COALESCE(days_between, %(quiet)s)::float AS usual_gap
                  FROM known
            )
            SELECT judged.*, %(averages)s,
                   orders / years AS orders_per_year, 1 AS customers,
                   (days_since > %(factor)s * usual_gap)::int AS gone_quiet,
                   (days_since > %(factor)s * usual_gap)::int::float
                       AS gone_quiet_share
              FROM judged
            """,
            won=self._won(),
            customer=self._customer(),
            between=rhythm.days_between(
                SQL("first_day"), SQL("last_day"), SQL("orders")
            ),
            quiet=rhythm.quiet_days(),
            today=now.date(),
            factor=QUIET_FACTOR,
            averages=SQL(", ").join(
                SQL(
                    "%s / NULLIF(%s, 0) AS %s",
                    *map(SQL.identifier, (f"revenue_{mode}", f"valued_orders_{mode}")),
                    SQL.identifier(f"average_revenue_{mode}"),
                )
                for mode in (OPEN, KNOWN, ALL)
            ),
        )

    def _read_group_select(self, aggregate_spec, query):
        """The days between orders of a group are those of all its pairs of orders."""
        if aggregate_spec != "days_between:avg":
            return super()._read_group_select(aggregate_spec, query)
        days, orders = (
            column(self, self._table, name, query)
            for name in ("days_between", "orders")
        )
        return SQL(
            """SUM(%(days)s * (%(orders)s - 1))
               / NULLIF(SUM(%(orders)s - 1) FILTER (WHERE %(days)s IS NOT NULL), 0)""",
            days=days,
            orders=orders,
        )

    def action_open_customer(self):
        self.ensure_one()
        return self.partner_id.get_formview_action()

    @api.model
    def _won(self) -> SQL:
        """The orders, by the reader's calendar."""
        return SQL(
            """
            SELECT l.id, l.user_id, l.team_id, l.company_id,
                   partner.commercial_partner_id AS partner_id,
                   COALESCE(l.expected_revenue, 0) AS revenue,
                   %(is_open)s AS is_open, %(is_open)s OR %(is_led)s AS is_known,
                   COALESCE(l.date_closed, l.create_date) AS won_at,
                   CASE WHEN COALESCE(l.date_closed, l.create_date) %(usable)s
                        THEN (COALESCE(l.date_closed, l.create_date)
                              AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date END AS day
              FROM crm_lead l JOIN res_partner partner ON partner.id = l.partner_id
             WHERE l.won_status = 'won'
            """,
            tz=self.env.tz.zone,
            is_open=closed_documents.of_lead(self.env, "l", "id"),
            is_led=closed_documents.is_led(self.env, SQL.identifier("l", "team_id")),
            usable=USABLE,
        )

    @api.model
    def _customer(self) -> SQL:
        def latest(name):
            return SQL(
                "(ARRAY_AGG(%s ORDER BY won_at DESC, won.id DESC))[1]",
                SQL.identifier("won", name),
            )

        return SQL(
            """
            SELECT %(id)s AS id, %(user)s AS user_id, %(team)s AS team_id,
                   won.partner_id, won.company_id,
                   COALESCE(MIN(company.currency_id), %(currency)s) AS currency_id,
                   COUNT(*) AS orders, BOOL_OR(is_open) AS is_open,
                   COALESCE(SUM(won.revenue) FILTER (WHERE is_open), 0) AS revenue_open,
                   COALESCE(SUM(won.revenue) FILTER (WHERE is_known), 0)
                       AS revenue_known,
                   SUM(won.revenue) AS revenue_all,
                   COUNT(*) FILTER (WHERE is_open) AS valued_orders_open,
                   COUNT(*) FILTER (WHERE is_known) AS valued_orders_known,
                   COUNT(*) AS valued_orders_all,
                   COUNT(*) FILTER (WHERE NOT is_known) AS closed,
                   MIN(won.day) AS first_day, MAX(won.day) AS last_day
              FROM won LEFT JOIN res_company company ON company.id = won.company_id
             GROUP BY won.partner_id, won.company_id
            """,
            id=latest("id"),
            user=latest("user_id"),
            team=latest("team_id"),
            currency=self.env.company.currency_id.id,
        )

    def _may_show(self, name, alias):
        """Who has bought of colleagues alone is theirs."""
        if name != "partner_id":
            return None
        return SQL(
            "(%s AND %s)",
            SQL.identifier(alias, "is_open"),
            closed_documents.of_customer(self.env, alias),
        )

    def _anonymous(self):
        return dict.fromkeys(self, self.env._("Customer"))

    def _value_to_sql(self, alias, name, mode):
        return SQL.identifier(alias, f"{name}_{mode}")

    def _count_closed(self, alias):
        return SQL("COALESCE(SUM(%s), 0)", SQL.identifier(alias, "closed"))

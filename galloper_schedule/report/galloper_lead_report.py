from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.log import closed_documents
from ..models.galloper_closed_names import READER
from ..models.galloper_tier import SALES_FUNCTIONS
from .galloper_report_aggregates import USABLE


class GalloperLeadReport(models.Model):
    """Lead generation and conversion: one row per lead, lost and archived ones too.

    What is counted is of new leads only, so that shares and sums go together: a lead
    of somebody who had already bought when it came in counts for nothing here.
    """

    _name = "galloper.lead.report"
    _description = "Customer Acquisition Report"
    _inherit = [
        "galloper.closed.names",
        "galloper.report.values",
        "galloper.report.aggregates",
    ]
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "lead_id"

    _depends = {
        "crm.lead": [
            "active",
            "campaign_id",
            "company_id",
            "country_id",
            "create_date",
            "date_closed",
            "expected_revenue",
            "medium_id",
            "partner_id",
            "source_id",
            "stage_id",
            "team_id",
            "user_id",
            "won_status",
        ],
        "crm.stage": ["tier_id"],
        "crm.team": ["galloper_sales_function"],
        "galloper.attempt": ["answered", "lead_id"],
        "galloper.tier": ["sales_function"],
        "res.company": ["currency_id"],
        "res.partner": ["commercial_partner_id", "tz"],
        "res.users": ["partner_id"],
    }
    _ratios = {
        "converted_share": ("converted", "captured"),
        "sorted_out_share": ("sorted_out", "captured"),
    }
    _values = ("first_revenue",)

    lead_id = fields.Many2one("crm.lead", readonly=True, depends_context=READER)
    day = fields.Date(
        "Created on", readonly=True, help="In the salesperson's time zone."
    )
    sales_function = fields.Selection(
        SALES_FUNCTIONS,
        readonly=True,
        help="From the sales team, or from the priority group of the lead's stage.",
    )
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        readonly=True,
        depends_context=READER,
        help="The company, not the person.",
    )
    country_id = fields.Many2one("res.country", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    source_id = fields.Many2one("utm.source", readonly=True)
    medium_id = fields.Many2one("utm.medium", readonly=True)
    campaign_id = fields.Many2one("utm.campaign", readonly=True)
    won_status = fields.Selection(
        [("won", "Won"), ("lost", "Lost"), ("pending", "Pending")],
        "Outcome",
        readonly=True,
    )
    captured = fields.Integer(
        "New Leads",
        readonly=True,
        help="Leads whose customer had not bought anything before.",
    )
    converted = fields.Integer(
        "First Sales",
        readonly=True,
        help="The first won opportunity of the customer's company.",
    )
    converted_share = fields.Float(
        "First-Sale Rate",
        readonly=True,
        aggregator="ratio",
        help="Share of all new leads, including those still open.",
    )
    sorted_out = fields.Integer(
        "Disqualified",
        readonly=True,
        help="Lost without any response: attempted, but never answered.",
    )
    sorted_out_share = fields.Float(
        "Disqualified Rate",
        readonly=True,
        aggregator="ratio",
        help="Share of all new leads, including those still open.",
    )
    first_revenue = fields.Monetary(readonly=True, depends_context=READER)
    days_to_first_revenue = fields.Float(
        "Days to First Sale (median)",
        digits=(16, 1),
        readonly=True,
        aggregator="median",
        help="Since the lead was created: half of the buyers took longer.",
    )

    @property
    def _table_query(self) -> SQL:
        return SQL(
            """
            WITH first_won AS (%s)
            SELECT lead.*, lead.id AS lead_id, lead.won AS converted,
                   lead.won::float / NULLIF(lead.captured, 0) AS converted_share,
                   lead.captured * lead.unresponsive AS sorted_out,
                   lead.unresponsive::float / NULLIF(lead.captured, 0)
                       AS sorted_out_share,
                   CASE WHEN lead.won = 1 THEN lead.revenue END AS first_revenue,
                   CASE WHEN lead.won = 1 THEN lead.days END AS days_to_first_revenue
              FROM (%s %s) lead
            """,
            self._first_won(),
            self._select(),
            self._from(),
        )

    def action_open_lead(self):
        self.ensure_one()
        return self.lead_id.get_formview_action()

    def _may_show(self, name, alias):
        return closed_documents.of_column(self.env, name, alias)

    def _anonymous(self):
        return dict.fromkeys(self, self.env._("Opportunity"))

    @api.model
    def _first_won(self) -> SQL:
        """The lead that brought the first money of each customer, by company."""
        return SQL(
            """SELECT DISTINCT ON (partner.commercial_partner_id, l.company_id)
                      partner.commercial_partner_id, l.company_id, l.id,
                      COALESCE(l.date_closed, l.create_date) AS won_at
                 FROM crm_lead l JOIN res_partner partner ON partner.id = l.partner_id
                WHERE l.won_status = 'won'
                ORDER BY partner.commercial_partner_id, l.company_id, won_at, l.id"""
        )

    @api.model
    def _select(self) -> SQL:
        """A lead that was won without any customer on it is the first of somebody."""
        return SQL(
            """
            SELECT l.id, l.user_id, l.team_id, l.company_id, l.country_id, l.stage_id,
                   l.source_id, l.medium_id, l.campaign_id, l.won_status,
                   partner.commercial_partner_id AS partner_id,
                   COALESCE(company.currency_id, %(currency)s) AS currency_id,
                   COALESCE(team.galloper_sales_function, tier.sales_function)
                       AS sales_function,
                   CASE WHEN l.create_date %(usable)s
                        THEN timezone(COALESCE(zone.name, 'UTC'),
                                      timezone('UTC', l.create_date))::date END AS day,
                   CASE WHEN first_won.id IS NULL OR first_won.id = l.id
                          OR first_won.won_at >= l.create_date
                        THEN 1 ELSE 0 END AS captured,
                   CASE WHEN l.won_status = 'won'
                         AND COALESCE(first_won.id, l.id) = l.id
                        THEN 1 ELSE 0 END AS won,
                   CASE WHEN l.won_status IS DISTINCT FROM 'won' AND NOT l.active
                         AND EXISTS (SELECT FROM galloper_attempt try
                                      WHERE try.lead_id = l.id AND NOT try.answered)
                         AND NOT EXISTS (SELECT FROM galloper_attempt made
                                          WHERE made.lead_id = l.id AND made.answered)
                        THEN 1 ELSE 0 END AS unresponsive,
                   l.expected_revenue AS revenue,
                   EXTRACT(epoch FROM l.date_closed - l.create_date) / 86400 AS days
            """,
            currency=self.env.company.currency_id.id,
            usable=USABLE,
        )

    @api.model
    def _from(self) -> SQL:
        return SQL(
            """
              FROM crm_lead l
              LEFT JOIN res_partner partner ON partner.id = l.partner_id
              LEFT JOIN res_company company ON company.id = l.company_id
              LEFT JOIN crm_team team ON team.id = l.team_id
              LEFT JOIN crm_stage stage ON stage.id = l.stage_id
              LEFT JOIN galloper_tier tier ON tier.id = stage.tier_id
              LEFT JOIN res_users seller ON seller.id = l.user_id
              LEFT JOIN res_partner person ON person.id = seller.partner_id
              LEFT JOIN pg_timezone_names zone ON zone.name = person.tz
              LEFT JOIN first_won
                     ON first_won.commercial_partner_id = partner.commercial_partner_id
                    AND COALESCE(first_won.company_id, 0) = COALESCE(l.company_id, 0)
            """
        )

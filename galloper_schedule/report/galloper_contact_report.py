from datetime import time

from odoo import api, fields, models
from odoo.tools import SQL, format_time

from ..models.galloper_attempt import WEEKDAYS
from ..models.galloper_closed_names import READER


class GalloperContactReport(models.Model):
    """Activities done or tried in vain, by the clocks of the salespeople."""

    _name = "galloper.contact.report"
    _description = "Activities Report"
    _inherit = ["galloper.closed.names", "galloper.report.aggregates"]
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "partner_id"
    _depends = {
        "crm.stage": ["tier_id"],
        "galloper.attempt": [
            "activity_type_id",
            "answered",
            "company_id",
            "day",
            "hour",
            "in_order",
            "is_call",
            "lead_id",
            "minutes",
            "partner_id",
            "promised",
            "stage_id",
            "suggested",
            "team_id",
            "tier_id",
            "user_id",
            "weekday",
        ],
    }
    _ratios = {"answered_share": ("answered", "contacts")}

    day = fields.Date(readonly=True)
    # As text, so that nothing sums it up; its values sort as the hours do.
    hour = fields.Selection(selection="_get_hours", readonly=True)
    weekday = fields.Selection(WEEKDAYS, readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    tier_id = fields.Many2one("galloper.tier", "Priority Group", readonly=True)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, depends_context=READER
    )
    lead_id = fields.Many2one(
        "crm.lead", "Opportunity", readonly=True, depends_context=READER
    )
    activity_type_id = fields.Many2one("mail.activity.type", readonly=True)
    is_call = fields.Boolean("Call", readonly=True)
    promised = fields.Boolean(readonly=True)
    suggested = fields.Boolean(
        readonly=True, help="Started from a suggestion in My Day."
    )
    in_order = fields.Boolean(
        "Followed Plan", readonly=True, help="It was next up in My Day."
    )
    contacts = fields.Integer(
        "Activities", readonly=True, help="Completed, or attempted without an answer."
    )
    answered = fields.Integer(readonly=True)
    answered_share = fields.Float(
        "Answer Rate",
        readonly=True,
        aggregator="ratio",
        help="Share of all activities.",
    )
    minutes = fields.Integer("Planned Minutes", readonly=True, help="Planned length.")

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    @api.model
    def _get_hours(self):
        """The hours of the day, as the reader's language writes them."""
        return [
            (f"{hour:02}", format_time(self.env, time(hour), time_format="short"))
            for hour in range(24)
        ]

    def action_open_document(self):
        """Open the document that the activity was about."""
        self.ensure_one()
        document = self.lead_id or self.partner_id
        return document.get_formview_action() if document else False

    def _may_show(self, name, alias):
        if name in ("lead_id", "partner_id"):
            return self.env["galloper.attempt"]._may_show(name, alias)
        return None

    def _anonymous(self):
        return self.env["galloper.attempt"].browse(self.ids)._anonymous()

    @api.model
    def _select(self):
        return SQL(
            """
            SELECT a.id,
                   a.day,
                   LPAD(a.hour::text, 2, '0') AS hour,
                   a.weekday,
                   a.user_id,
                   a.team_id,
                   a.company_id,
                   COALESCE(a.tier_id, s.tier_id) AS tier_id,
                   a.stage_id,
                   a.partner_id,
                   a.lead_id,
                   a.activity_type_id,
                   a.is_call,
                   a.promised,
                   a.suggested,
                   a.in_order,
                   1 AS contacts,
                   COALESCE(a.answered, FALSE)::int AS answered,
                   COALESCE(a.answered, FALSE)::int::float8 AS answered_share,
                   a.minutes
            """
        )

    @api.model
    def _from(self):
        return SQL(
            """
              FROM galloper_attempt a
              LEFT JOIN crm_stage s ON s.id = a.stage_id
            """
        )

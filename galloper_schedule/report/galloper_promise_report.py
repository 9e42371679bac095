from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.log import promise_rows
from ..models.galloper_closed_names import READER
from ..planner import promise

OVERDUE = "overdue"
#: In which of these the customer was still waiting, and the time is up.
OWED = (*promise.OWED, OVERDUE)


class GalloperPromiseReport(models.Model):
    """How promises were kept. An open one that is over counts as not kept: nobody gains
    by leaving it open."""

    _name = "galloper.promise.report"
    _description = "Promises Report"
    _inherit = ["galloper.closed.names", "galloper.report.aggregates"]
    _auto = False
    _order = "day desc, id desc"
    _rec_name = "promise_id"
    _depends = {
        "crm.stage": ["tier_id"],
        "galloper.promise": [
            "company_id",
            "day",
            "lead_id",
            "minutes_late",
            "outcome",
            "partner_id",
            "promised_at",
            "promised_until",
            "stage_id",
            "team_id",
            "tier_id",
            "tolerance",
            "user_id",
        ],
    }
    _ratios = {"kept_share": ("kept", "owed")}

    promise_id = fields.Many2one("galloper.promise", readonly=True)
    day = fields.Date(
        "Promised Date", readonly=True, help="In the salesperson's time zone."
    )
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
    outcome = fields.Selection(
        [
            (promise.OPEN, "Still open"),
            (promise.KEPT, "Kept"),
            (promise.LATE, "Late"),
            (promise.BROKEN, "Broken"),
            (promise.MOVED, "Moved in time"),
            (promise.CANCELLED, "Canceled in time"),
            (OVERDUE, "Missed, still open"),
        ],
        readonly=True,
        help="Kept: the activity was completed before the end of the promised time, or "
        "attempted during it. Both may be later by the tolerance: the activity's own "
        "length, or the company's setting if that is longer. Late: only after that. "
        "Broken: rescheduled or given up after the promised time, without any attempt.",
    )
    owed = fields.Integer(
        "Promises Due",
        readonly=True,
        help="Promises whose time has come, except those moved or canceled in time. "
        "Open ones are due once the tolerance is over, too. An activity that is "
        "brought back after it was completed, lost or given up is promised once more, "
        "and counts once more.",
    )
    kept = fields.Integer("Promises Kept", readonly=True)
    late = fields.Integer("Promises Kept Late", readonly=True)
    broken = fields.Integer("Promises Broken", readonly=True)
    kept_share = fields.Float(
        "Kept Rate",
        readonly=True,
        aggregator="ratio",
        help="Of promises due. Missed promises that are still open count as not kept.",
    )
    minutes_late = fields.Float(
        "Delay (median, min)",
        digits=(16, 1),
        readonly=True,
        aggregator="median",
        help="Of promises kept late: half of them were later than this. Counted from "
        "the end of the promised time.",
    )

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def action_open_document(self):
        """Open what the promise was about, as far as it is still there."""
        return self.promise_id.action_open_document()

    def _may_show(self, name, alias):
        """As the log itself: what each row is about is the row's own document."""
        if name in ("lead_id", "partner_id"):
            return self.env["galloper.promise"]._may_show(name, alias)
        return None

    @api.model
    def _select(self):
        return SQL(
            """
            SELECT p.id,
                   p.id AS promise_id,
                   p.day,
                   p.user_id,
                   p.team_id,
                   p.company_id,
                   COALESCE(p.tier_id, s.tier_id) AS tier_id,
                   p.stage_id,
                   p.partner_id,
                   p.lead_id,
                   p.res_model,
                   p.res_id,
                   verdict.outcome,
                   (verdict.outcome IN %(owed)s)::int AS owed,
                   (verdict.outcome = 'kept')::int AS kept,
                   (verdict.outcome = 'late')::int AS late,
                   (verdict.outcome = 'broken')::int AS broken,
                   CASE WHEN verdict.outcome IN %(owed)s
                        THEN (verdict.outcome = 'kept')::int::float8
                        END AS kept_share,
                   CASE WHEN verdict.outcome = 'late'
                        THEN p.minutes_late::float8 END AS minutes_late
            """,
            owed=OWED,
        )

    @api.model
    def _from(self):
        return SQL(
            """
              FROM galloper_promise p
              LEFT JOIN crm_stage s ON s.id = p.stage_id
             CROSS JOIN LATERAL (
                   SELECT CASE WHEN p.outcome = 'open' AND %s < %s
                               THEN %s ELSE p.outcome END AS outcome) verdict
            """,
            promise_rows.kept_until("p"),
            fields.Datetime.now(),
            OVERDUE,
        )

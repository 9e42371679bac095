from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.log import closed_documents
from ..demo import history
from .galloper_closed_names import READER

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class GalloperAttempt(models.Model):
    """A salesperson's activity that was done, or tried in vain; written by the system.

    Day, hour and weekday are those of the salesperson's own clock. Names stay until the
    person is forgotten: see ``adapter.privacy.forget``.
    """

    _name = "galloper.attempt"
    _description = "Activity Log"
    _inherit = ["galloper.closed.names", "galloper.log"]
    _log_access = False
    _order = "tried_at desc, id desc"
    _rec_name = "customer_name"

    activity_id = fields.Many2one(
        "mail.activity", readonly=True, depends_context=READER
    )
    activity_type_id = fields.Many2one("mail.activity.type", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    user_name = fields.Char("Salesperson Name", readonly=True)
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    lead_id = fields.Many2one(
        "crm.lead",
        "Opportunity",
        readonly=True,
        index="btree_not_null",
        depends_context=READER,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        readonly=True,
        index="btree_not_null",
        depends_context=READER,
    )
    customer_name = fields.Char(readonly=True, depends_context=READER)
    stage_id = fields.Many2one("crm.stage", readonly=True)
    tier_id = fields.Many2one("galloper.tier", "Priority Group", readonly=True)
    tried_at = fields.Datetime("Date", required=True, readonly=True)
    day = fields.Date(readonly=True)
    hour = fields.Integer(readonly=True, aggregator=None)
    weekday = fields.Selection(WEEKDAYS, readonly=True)
    answered = fields.Boolean(readonly=True, help="The activity was completed.")
    is_call = fields.Boolean("Call", readonly=True)
    # What was dialled, for nothing but counting how often: see ``attempt_caps``.
    number = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    promised = fields.Boolean(readonly=True)
    suggested = fields.Boolean(
        readonly=True, help="Started from a suggestion in My Day."
    )
    in_order = fields.Boolean(
        "Followed Plan", readonly=True, help="It was next up in My Day."
    )
    minutes = fields.Integer("Planned Minutes", readonly=True, help="Planned length.")

    _activity_idx = models.Index("(activity_id) WHERE activity_id IS NOT NULL")
    _user_day_idx = models.Index("(user_id, day)")
    # How often a number was tried of late.
    _number_idx = models.Index(
        "(number, tried_at) WHERE number IS NOT NULL AND is_call"
    )
    # Whoever asks for somebody's today may come by either index: of today PostgreSQL
    # knows nothing yet, and would read everybody's to find theirs.
    _day_idx = models.Index("(day, user_id)")

    def _may_show(self, name, alias):
        if name == "lead_id":
            return closed_documents.of_attempt(self.env, alias)
        if name in ("customer_name", "partner_id"):
            return SQL(
                "(%s AND %s)",
                closed_documents.of_attempt(self.env, alias),
                closed_documents.of_customer(self.env, alias),
            )
        if name == "activity_id":
            # Of what is about anything else nobody but its salesperson knows.
            return SQL(
                "(%s OR COALESCE(%s, %s) IS NOT NULL AND %s)",
                closed_documents.is_mine(self.env, alias),
                SQL.identifier(alias, "lead_id"),
                SQL.identifier(alias, "partner_id"),
                closed_documents.of_attempt(self.env, alias),
            )
        return None

    def _anonymous(self):
        names = {one.id: one.activity_type_id.name for one in self.sudo()}
        return {
            one: names[one.id] or name for one, name in super()._anonymous().items()
        }

    @api.model
    def _make_history(self):
        """For the demo data alone: sixty days that have been; only once."""
        history.make(self.env)

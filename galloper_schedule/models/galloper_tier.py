from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..planner import tier_order

SALES_FUNCTIONS = [
    (tier_order.GENERATION, "Lead generation"),
    (tier_order.CONVERSION, "Conversion"),
    (tier_order.CARE, "Customer care"),
]


class GalloperTier(models.Model):
    _name = "galloper.tier"
    _inherit = ["galloper.schedule.fact"]
    _description = "Priority Group"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="Activities in a higher group come first."
    )
    kind = fields.Selection(
        [
            (tier_order.STAGE, "Stages"),
            (tier_order.CUSTOMER, "Regular customers"),
            (tier_order.FRESH, "Fresh inquiries"),
            (tier_order.OTHER, "Other tasks"),
            (tier_order.NEW, "New leads"),
        ],
        required=True,
        default=tier_order.STAGE,
        copy=False,
        help="What belongs to this group besides the leads of its stages: customers "
        "who bought before, inbound leads that just came in, activities that are not "
        "about sales, or contacts who have not bought yet.",
    )
    stage_ids = fields.One2many(
        "crm.stage",
        "tier_id",
        string="Stages",
        help="Leads in these stages belong to this group.",
    )
    fresh_minutes = fields.Integer(
        "New for (minutes)",
        default=60,
        help="An inbound lead counts as a fresh inquiry for this many minutes.",
    )
    sales_function = fields.Selection(
        SALES_FUNCTIONS,
        compute="_compute_sales_function",
        store=True,
        readonly=False,
        precompute=True,
        help="The goal of this group: finding potential customers, making the first "
        "sale, or having customers buy more and more often. Used for grouping in "
        "reports.",
    )
    quiet_days = fields.Integer(
        "Reorder Cycle (days)",
        default=180,
        help="Customers with a single order have no reorder cycle of their own yet: "
        "they are expected to reorder after this many days.",
    )
    active = fields.Boolean(
        default=True,
        help="Activities of an archived group move to the next group below.",
    )

    _kind_uniq = models.UniqueIndex(
        "(kind) WHERE kind != 'stage'",
        "There can be one priority group of this kind: only groups of stages can be "
        "added.",
    )
    _check_fresh_minutes = models.Constraint(
        "CHECK(fresh_minutes BETWEEN 0 AND 525600)",
        "Choose between 0 minutes and one year.",
    )
    _check_quiet_days = models.Constraint(
        "CHECK(quiet_days BETWEEN 1 AND 3650)",
        "Choose between one day and ten years.",
    )

    @api.depends("kind")
    def _compute_sales_function(self):
        for tier in self:
            tier.sales_function = tier_order.FUNCTION_OF_KIND.get(tier.kind)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        if self.filtered(lambda tier: tier.kind != tier_order.STAGE):
            raise UserError(
                self.env._("This priority group cannot be deleted. Archive it instead.")
            )
        if self.with_context(active_test=False).stage_ids:
            raise UserError(
                self.env._(
                    "Move the stages of this priority group to another one first."
                )
            )

    @api.model
    def _get_tier_order(self):
        """The tier order as the planner knows it."""
        names = ["kind", "active", "fresh_minutes"]
        self.flush_model([*names, "sequence"])
        # Asked at each look, and by everybody: without the detour of the ORM.
        rows = self.env.execute_query(
            SQL(
                """SELECT id, kind, active, fresh_minutes FROM galloper_tier
                    ORDER BY sequence, id"""
            )
        )
        return tier_order.TierOrder(tier_order.Tier(*row) for row in rows)

    @api.model
    def _get_order(self):
        """Ids of all tiers from the top, also of those that are switched off."""
        return self.sudo().with_context(active_test=False).search([]).ids  # pylint: disable=no-search-all

    @api.model
    def _set_order(self, ids):
        """Put all tiers in this order, from the top; one statement."""
        tiers = self.browse(ids)
        tiers.check_access("write")
        tiers.flush_recordset(["sequence"])
        self.env.cr.execute(
            """
            UPDATE galloper_tier tier
               SET sequence = 10 * wanted.place, write_uid = %s,
                   write_date = NOW() AT TIME ZONE 'UTC'
              FROM UNNEST(%s) WITH ORDINALITY AS wanted (id, place)
             WHERE tier.id = wanted.id AND tier.sequence <> 10 * wanted.place
            """,
            [self.env.uid, list(ids)],
        )
        tiers.invalidate_recordset(["sequence", "write_uid", "write_date"])
        self.env["galloper.schedule.due"]._mark_everybody_planned()

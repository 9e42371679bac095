from odoo import api, fields, models
from odoo.exceptions import UserError

from ..planner import ladder


class GalloperTier(models.Model):
    _name = "galloper.tier"
    _description = "Rung of the Ladder"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(
        default=10, help="Contacts on a higher rung are called earlier."
    )
    kind = fields.Selection(
        [
            (ladder.STAGE, "Stages"),
            (ladder.CUSTOMER, "Regular customers"),
            (ladder.FRESH, "Fresh inquiries"),
            (ladder.OTHER, "Other work"),
            (ladder.NEW, "New contacts"),
        ],
        required=True,
        default=ladder.STAGE,
        copy=False,
        help="What stands on this rung besides the leads of its stages: customers who "
        "have bought before, inbound leads that have just come in, contacts about "
        "anything but sales, or partners who are no customers yet.",
    )
    stage_ids = fields.One2many(
        "crm.stage", "tier_id", string="Stages", help="Their leads stand on this rung."
    )
    fresh_minutes = fields.Integer(
        "Fresh for (minutes)",
        default=60,
        help="An inbound lead counts as a fresh inquiry for so many minutes.",
    )
    active = fields.Boolean(
        default=True,
        help="The contacts of a rung that is switched off stand on the next one below.",
    )

    _kind_uniq = models.UniqueIndex(
        "(kind) WHERE kind != 'stage'",
        "There is one such rung already: only rungs of stages may be added.",
    )
    _check_fresh_minutes = models.Constraint(
        "CHECK(fresh_minutes BETWEEN 0 AND 525600)",
        "A lead can be fresh for 0 minutes up to a year.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        self.env["galloper.schedule.due"]._mark_everybody_planned()
        return tiers

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys() <= {"name"}:
            self.env["galloper.schedule.due"]._mark_everybody_planned()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_needed(self):
        if self.filtered(lambda tier: tier.kind != ladder.STAGE):
            raise UserError(
                self.env._("This rung cannot be deleted. Archive it instead.")
            )
        if self.with_context(active_test=False).stage_ids:
            raise UserError(
                self.env._("Put the stages of this rung on another one first.")
            )

    def unlink(self):
        self.env["galloper.schedule.due"]._mark_everybody_planned()
        return super().unlink()

    @api.model
    def _get_ladder(self):
        """The ladder as the planner knows it."""
        every = self.sudo().with_context(active_test=False)
        tiers = every.search_fetch([], ["kind", "active", "fresh_minutes"])
        return ladder.Ladder(
            ladder.Rung(tier.id, tier.kind, tier.active, tier.fresh_minutes)
            for tier in tiers
        )

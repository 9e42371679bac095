from odoo import api, fields, models

from .galloper_tier import BLOCKS


class CrmTeam(models.Model):
    _inherit = "crm.team"

    block = fields.Selection(
        BLOCKS,
        help="The whole team works for this block: its contacts count for it, whatever "
        "rung they stand on. Empty: each contact counts for the block of its rung.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env.registry.clear_cache()  # see ir.ui.menu
        return teams

    def write(self, vals):
        result = super().write(vals)
        if not {"active", "user_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

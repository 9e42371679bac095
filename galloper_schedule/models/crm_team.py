from odoo import api, models


class CrmTeam(models.Model):
    _inherit = "crm.team"

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

from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        """The Team day is for those who lead somebody, whatever their rights."""
        hidden = super()._load_menus_blacklist()
        menu = self.env.ref("galloper_schedule.menu_team_days", False)
        if menu and not self.env["galloper.team.day"]._leads_anybody():
            hidden.append(menu.id)
        return hidden

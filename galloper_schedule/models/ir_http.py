from odoo import fields, models

from ..adapter import pulse


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """A salesperson's page knows at once what is left of his day."""
        info = super().session_info()
        user = self.env.user
        if user and user.has_group("sales_team.group_sale_salesman"):
            info["galloper_pulse"] = pulse.describe(user, fields.Datetime.now())
        return info

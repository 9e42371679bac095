from odoo import models

from ..adapter.screen import systray
from ..adapter.tools import tolerance


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """A salesperson's page knows at once what is left of their day."""
        info = super().session_info()
        user, lines = self.env.user, self.env["galloper.schedule.line"]
        if user and user.has_group("sales_team.group_sale_salesman"):
            told = tolerance.attempt(
                self.env,
                lambda: systray.get_pulse(lines),
                None,
                "What is left of the day of user %s could not be told",
                user.id,
                always=True,
            )
            if told:
                info["galloper_pulse"] = told
        return info

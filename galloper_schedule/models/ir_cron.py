from odoo import api, models


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _get_planners(self):
        """The scheduled actions that plan people's days: ours and its copies.

        Each runs in a worker of its own, on whatever machine.
        """
        return self.search([("code", "=", "model._cron_plan_day()")])

from odoo import api, models


class IrCron(models.Model):
    _inherit = "ir.cron"

    @api.model
    def _get_planners(self):
        """The scheduled actions that plan people's days: ours and its copies.

        Each runs in a worker of its own, on whatever machine.
        """
        return self.sudo().search([("code", "=", "model._cron_plan_day()")])

    @api.model
    def _wake_planner(self, at=None):
        """Have ours run at once, or at a moment (naive UTC).

        After a change ``stale_marks`` does so along with what it writes.
        """
        number = self.env["ir.model.data"]._xmlid_to_res_id(
            "galloper_schedule.ir_cron_plan_day", raise_if_not_found=False
        )
        if number:
            action = self.sudo().browse(number)
            action.fetch(["active"])
            action._trigger(at)

    @api.model
    def _wake_other_planners(self):
        """Have all others that plan days run now, side by side."""
        for action in self._get_planners():
            if action.id != self.env.context.get("cron_id"):
                action._trigger()

    @api.model
    def _set_planners(self, number):
        """Have so many of them, one at least: copies of ours come and go."""
        ours = self.env.ref("galloper_schedule.ir_cron_plan_day", False)
        if not ours:
            return
        ours = ours.sudo()
        copies = self.with_context(active_test=False)._get_planners() - ours
        copies[number - 1 :]._remove_planners()
        for place in range(len(copies) + 2, number + 1):
            ours.copy({"name": f"{ours.name} ({place})"})

    def _remove_planners(self):
        """With what they do, which Odoo would leave behind."""
        actions = self.ir_actions_server_id
        self.unlink()
        actions.unlink()

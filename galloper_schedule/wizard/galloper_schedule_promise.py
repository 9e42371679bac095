from odoo import fields, models


class GalloperSchedulePromise(models.TransientModel):
    _name = "galloper.schedule.promise"
    _description = "Promise a Contact"

    activity_id = fields.Many2one(
        "mail.activity", required=True, readonly=True, ondelete="cascade"
    )
    res_name = fields.Char(related="activity_id.res_name")
    promised_at = fields.Datetime("Promised", required=True)
    promised_until = fields.Datetime()

    def default_get(self, fields_list):
        """What is promised so far."""
        values = super().default_get(fields_list)
        activity = self.env["mail.activity"].browse(values.get("activity_id"))
        for name in {"promised_at", "promised_until"} & set(fields_list):
            values[name] = activity[name]
        return values

    def action_confirm(self):
        """Make the promise."""
        self.ensure_one()
        self.activity_id.action_promise(self.promised_at, self.promised_until)
        return {"type": "ir.actions.act_window_close"}

from odoo import api, models

from odoo.addons.galloper_schedule.adapter.plan import watched_fields

watched_fields.watch_for_everybody(
    "calendar_public_holiday_line", {"date", "public_holiday_id", "state_ids"}
)


class CalendarPublicHolidayLine(models.Model):
    _name = "calendar.public.holiday.line"
    _inherit = ["calendar.public.holiday.line", "galloper.schedule.fact"]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        self.env.registry.clear_cache()
        return lines

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

from odoo import models

from odoo.addons.galloper_schedule.adapter.plan import watched_fields

watched_fields.watch_for_everybody("calendar_public_holiday", {"country_id"})


class CalendarPublicHoliday(models.Model):
    _name = "calendar.public.holiday"
    _inherit = ["calendar.public.holiday", "galloper.schedule.fact"]

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        # PostgreSQL would delete them past Odoo, and their meetings would stay.
        self.line_ids.unlink()
        return super().unlink()

from odoo import models

_WEEKEND = frozenset({5, 6})  # as OCA's add-on has it


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _get_free_weekdays(self):
        days = super()._get_free_weekdays()
        return days | _WEEKEND if self.exclude_weekends else days

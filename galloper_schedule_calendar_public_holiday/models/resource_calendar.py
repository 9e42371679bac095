from odoo import api, models
from odoo.tools import ormcache

from odoo.addons.galloper_schedule.adapter.tools.work_calendars import Holiday


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    @api.model
    @ormcache()
    def _get_public_holidays(self):
        # All there are: they are kept until one changes.
        Line = self.env["calendar.public.holiday.line"].sudo()
        lines = Line.search([])  # pylint: disable=no-search-all
        return super()._get_public_holidays() | {
            Holiday(
                line.date,
                line.public_holiday_id.country_id.id,
                frozenset(line.state_ids.ids),
            )
            for line in lines
        }

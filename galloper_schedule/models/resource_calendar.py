from odoo import api, models


class ResourceCalendar(models.Model):
    """What other add-ons know of working hours is asked here: see those that join
    them. It is asked for each plan, so they keep what they have read.
    """

    _name = "resource.calendar"
    _inherit = ["resource.calendar", "galloper.schedule.fact"]

    @api.model
    def _get_public_holidays(self):
        """Days off for all who work in some place, besides Odoo's own leaves: a
        frozenset of ``work_calendars.Holiday``.
        """
        return frozenset()

    def _get_free_weekdays(self):
        """On which weekdays (0: Monday) nobody works these flexible hours."""
        return frozenset()

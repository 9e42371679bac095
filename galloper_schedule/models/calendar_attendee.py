from odoo import models


class CalendarAttendee(models.Model):
    _name = "calendar.attendee"
    _inherit = ["calendar.attendee", "galloper.schedule.fact"]

    _partner_idx = models.Index("(partner_id)")

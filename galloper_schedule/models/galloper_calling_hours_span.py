from odoo import api, fields, models

from .galloper_attempt import WEEKDAYS


class GalloperCallingHoursSpan(models.Model):
    """From when until when, on a day of the week; past midnight, if it ends earlier."""

    _name = "galloper.calling.hours.span"
    _inherit = ["galloper.schedule.fact"]
    _description = "Hours of a Weekday"
    _order = "weekday, from_hour, id"

    hours_id = fields.Many2one(
        "galloper.calling.hours",
        "Calling Hours",
        required=True,
        index=True,
        ondelete="cascade",
    )
    weekday = fields.Selection(WEEKDAYS, required=True, default="0")
    from_hour = fields.Float("From", required=True, default=9.0)
    to_hour = fields.Float("To", required=True, default=18.0)

    _check_hours = models.Constraint(
        "CHECK(from_hour >= 0 AND from_hour < 24 AND to_hour >= 0 AND to_hour <= 24"
        " AND from_hour <> to_hour)",
        "Choose hours between 0:00 and 24:00 that begin and end at different times.",
    )

    @api.depends("weekday", "from_hour", "to_hour")
    def _compute_display_name(self):
        names = self.fields_get(["weekday"], ["selection"])["weekday"]["selection"]
        days = dict(names)
        for span in self:
            begin, end = (
                f"{minutes // 60}:{minutes % 60:02}"
                for minutes in (round(span.from_hour * 60), round(span.to_hour * 60))
            )
            span.display_name = f"{days.get(span.weekday, '')} {begin}–{end}"

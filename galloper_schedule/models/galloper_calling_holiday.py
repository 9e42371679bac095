from odoo import api, fields, models
from odoo.exceptions import ValidationError


class GalloperCallingHoliday(models.Model):
    """A day that is another one than the calendar of public holidays has it: closed,
    or a working day after all.
    """

    _name = "galloper.calling.holiday"
    _inherit = ["galloper.schedule.fact"]
    _description = "Customers' Holiday"
    _order = "date desc, id"

    name = fields.Char(required=True)
    date = fields.Date(required=True)
    kind = fields.Selection(
        [("closed", "Holiday"), ("working", "Working day")],
        required=True,
        default="closed",
        help="A working day may be at a weekend: customers are called as on any other "
        "working day.",
    )
    company_id = fields.Many2one(
        "res.company", ondelete="cascade", help="If empty: for all companies."
    )
    country_id = fields.Many2one(
        "res.country", ondelete="restrict", help="If empty: anywhere."
    )
    state_ids = fields.Many2many(
        "res.country.state",
        string="States",
        domain="[('country_id', '=', country_id)]",
        help="If empty: in the whole country.",
    )

    @api.constrains("country_id", "state_ids")
    def _check_states(self):
        for day in self:
            if day.state_ids.country_id - day.country_id:
                raise ValidationError(
                    self.env._(
                        "%(day)s: choose states of the same country.",
                        day=day.display_name,
                    )
                )

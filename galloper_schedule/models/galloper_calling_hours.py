from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class GalloperCallingHours(models.Model):
    """When whom of a country may be called, how often, and after which refusal again.

    What a law or a code of conduct says comes with the add-on, archived, with its
    source and the day on which it was read: an administrator who has read that turns
    it on.
    """

    _name = "galloper.calling.hours"
    _inherit = ["galloper.schedule.fact"]
    _description = "Calling Hours"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", ondelete="cascade", help="If empty: for all companies."
    )
    country_id = fields.Many2one(
        "res.country",
        ondelete="restrict",
        help="Where the customer is. If empty: anywhere.",
    )
    state_ids = fields.Many2many(
        "res.country.state",
        string="States",
        domain="[('country_id', '=', country_id)]",
        help="If empty: in the whole country.",
    )
    applies_to = fields.Selection(
        [
            ("all", "Everybody"),
            ("business", "Businesses"),
            ("consumer", "Consumers"),
        ],
        required=True,
        default="all",
        help="Contacts that are companies, or belong to one, are businesses.",
    )
    span_ids = fields.One2many(
        "galloper.calling.hours.span",
        "hours_id",
        "Hours",
        copy=True,
        help="By the customer's clock. Several on one day leave a break between them; "
        "a day without any is closed.",
    )
    on_public_holidays = fields.Boolean(
        help="Customers may be called on public holidays, too."
    )
    attempts_most = fields.Integer(
        "Max. Attempts",
        help="One number is tried so many times at most. Set to 0 for no limit.",
    )
    attempts_hours = fields.Integer(
        "Within (hours)", default=24, help="The time in which attempts are counted."
    )
    refusal_pause_days = fields.Integer(
        "Pause After a Refusal (days)",
        help="Who asked not to be called is not called for so long. Set to 0 to never "
        "call them again.",
    )
    source_url = fields.Char("Source")
    source_date = fields.Date("Date Read", help="When the source was read.")
    note = fields.Text(translate=True)
    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False, ondelete="set null"
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)

    _check_attempts = models.Constraint(
        "CHECK(attempts_most BETWEEN 0 AND 1000 AND attempts_hours BETWEEN 1 AND 8784)",
        "Choose at most 1000 attempts, within one hour to one year.",
    )
    _check_refusal_pause = models.Constraint(
        "CHECK(refusal_pause_days BETWEEN 0 AND 36500)",
        "Choose a pause between 0 (for good) and 36500 days.",
    )

    @api.constrains("country_id", "state_ids")
    def _check_states(self):
        for hours in self:
            if hours.state_ids.country_id - hours.country_id:
                raise ValidationError(
                    self.env._(
                        "%(hours)s: choose states of the same country.",
                        hours=hours.display_name,
                    )
                )

    def write(self, vals):
        if vals.get("active") and not vals.get("confirmed_on"):
            self._check_confirmed()
        return super().write(vals)

    def _check_confirmed(self):
        """Nobody turns on what a source says without having been told of it."""
        if unread := self._get_unconfirmed():
            raise UserError(
                self.env._(
                    "%(hours)s: open the record and choose Activate, which says what "
                    "it is based on.",
                    hours=unread[0].display_name,
                )
            )

    def _get_unconfirmed(self):
        return self.filtered(
            lambda hours: (
                not hours.active and hours.source_url and not hours.confirmed_on
            )
        )

    def action_unarchive(self):
        if unread := self._get_unconfirmed():
            (self - unread).action_unarchive()
            return unread.action_activate()
        return super().action_unarchive()

    def action_activate(self):
        """Ask whether what these are based on has been read, then turn them on."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Activate Calling Hours"),
            "res_model": "galloper.calling.hours.activate",
            "view_mode": "form",
            "target": "new",
            "context": {"default_hours_ids": self.ids},
        }

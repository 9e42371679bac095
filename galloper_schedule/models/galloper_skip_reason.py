from odoo import fields, models


class GalloperSkipReason(models.Model):
    """Why an activity is snoozed, though its turn has come."""

    _name = "galloper.skip.reason"
    _description = "Snooze Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

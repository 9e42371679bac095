from odoo import fields, models


class GalloperSkipReason(models.Model):
    """Why a contact is not made now, though its turn has come."""

    _name = "galloper.skip.reason"
    _description = "Snooze Reason"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

from odoo import fields, models

from ..planner import whereabouts


class GalloperLocated(models.Model):
    """Where a customer is, or a lead without one, written by whoever plans.

    It is derived from addresses, numbers and zones: it can be thrown away at any
    moment. See ``adapter.whereabouts.located``.
    """

    _name = "galloper.located"
    _description = "Customer Time Zones"
    _log_access = False
    _rec_name = "zones"

    key = fields.Integer(
        "Technical Key",
        required=True,
        readonly=True,
        help="The customer's ID, or the negative ID of a lead without a customer.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index=True, ondelete="cascade"
    )
    lead_id = fields.Many2one(
        "crm.lead", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    evidence = fields.Char("Evidence Fingerprint", required=True, readonly=True)
    zones = fields.Char("Time Zones", readonly=True)
    source = fields.Selection(
        [
            (whereabouts.ENTERED, "Entered"),
            (whereabouts.ADDRESS, "Address"),
            (whereabouts.FIXED_LINE, "Phone number"),
            (whereabouts.COUNTRY, "Country"),
            (whereabouts.MOBILE, "Mobile number"),
            (whereabouts.DEFAULT, "Contact's time zone"),
            (whereabouts.COMPANY, "Company"),
            (whereabouts.SALESPERSON, "Salesperson"),
        ],
        readonly=True,
    )
    is_certain = fields.Boolean("Certain", readonly=True)

    _key_uniq = models.Constraint(
        "UNIQUE(key)", "There is one entry for each customer or lead."
    )

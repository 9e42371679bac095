from odoo import fields, models

from .galloper_tier import BLOCKS


class CrmTeam(models.Model):
    _inherit = "crm.team"

    block = fields.Selection(
        BLOCKS,
        help="The whole team works for this block: its contacts count for it, whatever "
        "rung they stand on. Empty: each contact counts for the block of its rung.",
    )

from odoo import api, fields, models

from ..adapter.privacy import forget, idle_names


class GalloperErasure(models.Model):
    """That people were forgotten: when, who did it and how, never who it was.

    Written by the system alone; see ``adapter.privacy.forget``.
    """

    _name = "galloper.erasure"
    _description = "Erased Names"
    _inherit = ["galloper.log"]
    _log_access = False
    _order = "done_on desc, id desc"
    _rec_name = "done_on"

    done_on = fields.Datetime("Date", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Done by", readonly=True)
    kind = fields.Selection(
        [
            (forget.CUSTOMER, "Customer"),
            (forget.LEAD, "Lead"),
            (forget.SALESPERSON, "Salesperson"),
        ],
        "Type",
        required=True,
        readonly=True,
    )
    through = fields.Selection(
        [
            (forget.DELETED, "Record deleted"),
            (forget.LOOKUP, "Privacy lookup"),
            (forget.ANONYMIZED, "Contact anonymized"),
            (forget.ACCOUNT, "Portal account deleted by its owner"),
            (forget.IDLE, "No activity for a long time"),
            (forget.MISSING, "Record found missing"),
        ],
        "Reason",
        required=True,
        readonly=True,
    )
    entry_count = fields.Integer(
        "Entries",
        readonly=True,
        help="Promises, activities and days from which names were erased. The figures "
        "still count.",
    )
    company_id = fields.Many2one("res.company", readonly=True)

    @api.autovacuum
    def _forget_missing(self):
        for found in forget.of_missing(self.env):
            found.clear(forget.MISSING)

    @api.autovacuum
    def _forget_idle(self):
        return idle_names.forget_idle(self.env, fields.Datetime.now())

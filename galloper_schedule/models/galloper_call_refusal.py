from odoo import api, fields, models

from ..adapter.log import closed_documents
from .galloper_closed_names import READER


class GalloperCallRefusal(models.Model):
    """Somebody asked not to be called: for good, or for a while.

    A number that is not to be called for good is on Odoo's phone blacklist as well, and
    this counts as long as it is there. Where there is no number that Odoo can make
    sense of, this alone says so.
    """

    _name = "galloper.call.refusal"
    _inherit = ["galloper.closed.names", "galloper.schedule.fact"]
    _description = "Asked Not to Be Called"
    _log_access = False
    _order = "asked_on desc, id desc"
    _rec_name = "number"

    number = fields.Char(help="In international format, as on the phone blacklist.")
    until = fields.Datetime(
        "Paused until", help="If empty: not to be called as long as it is here."
    )
    asked_on = fields.Datetime(
        "Date", required=True, readonly=True, default=fields.Datetime.now
    )
    reason = fields.Char(readonly=True, depends_context=READER)
    user_id = fields.Many2one("res.users", "Noted by", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    lead_id = fields.Many2one(
        "crm.lead",
        "Opportunity",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        depends_context=READER,
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
        depends_context=READER,
    )

    # Asked for with each number that is planned.
    _number_idx = models.Index("(number) WHERE number IS NOT NULL")

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        return super().create([self._sanitized(vals) for vals in vals_list])

    def write(self, vals):
        self.check_access("write")
        return super().write(self._sanitized(vals))

    @api.model
    def _sanitized(self, vals):
        """A number is entered as people write it."""
        if not vals.get("number"):
            return vals
        number = self.env.user._phone_format(
            number=vals["number"], raise_exception=True
        )
        return {**vals, "number": number}

    def _may_show(self, name, alias):
        if name in ("lead_id", "partner_id", "reason"):
            return closed_documents.of_attempt(self.env, alias)
        return None

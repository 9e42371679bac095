from odoo import api, models
from odoo.exceptions import UserError


class GalloperLog(models.AbstractModel):
    """What the system writes down of the past, by statements of its own.

    Nobody enters, changes or deletes a row, whatever rights an administrator gives.
    """

    _name = "galloper.log"
    _description = "System Log"

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        self._refuse()
        return super().create(vals_list)

    @api.model
    def load(self, fields, data):
        """Odoo's import tells of errors row by row; here none is to be begun with."""
        self.check_access("create")
        self._refuse()
        return super().load(fields, data)

    def write(self, vals):
        self.check_access("write")
        self._refuse()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        self._refuse()

    @api.model
    def _refuse(self):
        raise UserError(
            self.env._(
                "%(log)s: written by the system only. Entries cannot be created, "
                "changed or deleted.",
                log=self.env["ir.model"]._get(self._name).name,
            )
        )

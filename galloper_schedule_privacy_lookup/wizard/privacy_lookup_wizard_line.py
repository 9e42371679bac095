from odoo import api, models

from odoo.addons.galloper_schedule.adapter.privacy import forget


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    @api.onchange("is_active")
    def _onchange_is_active(self):
        """Whoever is archived here asked not to be known any more."""
        result = super()._onchange_is_active()
        archived = self.filtered(lambda line: not line.is_active and line.res_id)
        for model, find in _FINDERS.items():
            lines = archived.filtered(lambda line, model=model: line.res_model == model)
            records = self.env[model].browse(lines.mapped("res_id"))
            find(records).clear(forget.LOOKUP)
        return result

    def action_unlink(self):
        """An entry of the log is no record of its own: the person's name in it is
        erased, and what came of it stays.
        """
        self.ensure_one()
        if self.is_unlinked or self.res_model not in forget.BOOKS:
            through = {forget.THROUGH: forget.LOOKUP}
            return super(
                PrivacyLookupWizardLine, self.with_context(**through)
            ).action_unlink()
        entry = self.env[self.res_model].sudo().browse(self.res_id)
        forget.of_entries(entry).clear(forget.LOOKUP)
        self.execution_details = self.env._(
            "Erased the names from %(model)s #%(id)s",
            model=self.res_model_id.name,
            id=self.res_id,
        )
        self.is_unlinked = True
        return None


_FINDERS = {
    "crm.lead": forget.of_leads,
    "res.partner": forget.of_customers,
    "res.users": forget.of_users,
}

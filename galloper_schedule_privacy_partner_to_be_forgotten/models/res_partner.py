from odoo import models

from odoo.addons.galloper_schedule.adapter.privacy import forget


class ResPartner(models.Model):
    _inherit = "res.partner"

    def anonymize_partner_data(self):
        """The log of promises forgets them, as a customer and as a salesperson."""
        users = self.with_context(active_test=False).user_ids
        found = forget.of_customers(self), forget.of_users(users)
        result = super().anonymize_partner_data()
        for entries in found:
            entries.clear(forget.ANONYMIZED)
        return result

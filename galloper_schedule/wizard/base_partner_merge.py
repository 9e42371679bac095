from odoo import models

from ..adapter.privacy import merges


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _update_reference_fields(self, src_partners, dst_partner):
        result = super()._update_reference_fields(src_partners, dst_partner)
        merges.follow_partners(src_partners, dst_partner)
        self.env["galloper.promise"]._forget_cached()
        return result

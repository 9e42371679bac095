from odoo import api, models
from odoo.exceptions import ValidationError

from ..adapter.actions import notices


class MailTemplate(models.Model):
    _inherit = "mail.template"

    @api.constrains("model", "model_id", "report_template_ids")
    def _check_model_of_notices(self):
        """A notice renders its template on leads: no other record has their numbers."""
        changed = self.sudo().filtered(lambda one: not notices.is_about_leads(one))
        used = self.env["galloper.service.notice"].sudo()
        if changed and used.search_count([("template_id", "in", changed.ids)], limit=1):
            raise ValidationError(
                self.env._(
                    "This template is sent automatically when leads enter a stage, so "
                    "it and its reports must apply to leads."
                )
            )

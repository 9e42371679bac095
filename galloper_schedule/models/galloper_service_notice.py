from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..adapter.actions import notices


class GalloperServiceNotice(models.Model):
    """What customers of a service model hear by email when their lead moves on."""

    _name = "galloper.service.notice"
    _description = "Automatic Email"
    _order = "model_id, stage_id, id"
    _rec_name = "stage_id"

    model_id = fields.Many2one(
        "galloper.service.model", "Service Model", required=True, ondelete="cascade"
    )
    stage_id = fields.Many2one(
        "crm.stage",
        required=True,
        ondelete="cascade",
        help="Sent when an opportunity enters this stage.",
    )
    template_id = fields.Many2one(
        "mail.template",
        "Email Template",
        required=True,
        ondelete="cascade",
        domain=[("model", "=", notices.MODEL)],
    )

    _stage_uniq = models.UniqueIndex(
        "(model_id, stage_id)",
        "This service model already has an automatic email for this stage.",
    )

    @api.constrains("template_id")
    def _check_template(self):
        for notice in self.sudo():
            if not notices.is_about_leads(notice.template_id):
                raise ValidationError(
                    self.env._(
                        "“%(name)s” does not apply to leads: choose another template.",
                        name=notice.template_id.name,
                    )
                )

    @api.model
    def _send(self, leads):
        """Tell the customers of these leads that they have entered their stage.

        Once each, through Odoo's queue of emails, which shows what could not be sent.
        Nobody hears anything who is on Odoo's blacklist, wants no notices or has no
        usable address. A lead that is entered or imported hears nothing: it has not
        moved. What is known with all rights here is who is told, and by which template.
        """
        wanted = self.sudo().search([("stage_id", "in", leads.stage_id.ids)])
        if not wanted:
            return
        leads = leads.sudo().filtered("active")
        of_lead = self.env["galloper.service.model"]._of_leads(leads)
        for notice in wanted.filtered("model_id.active"):
            moved = leads.filtered(
                lambda lead, notice=notice: (
                    lead.stage_id == notice.stage_id
                    and of_lead[lead] == notice.model_id
                )
            )
            heard = moved.filtered(lambda lead: not _is_deaf(lead))
            if heard:
                notices.send(notice.template_id, heard)


def _is_deaf(lead):
    partner = lead.partner_id
    return (
        lead.is_blacklisted
        or partner.is_blacklisted
        or partner.galloper_no_emails
        or partner.commercial_partner_id.galloper_no_emails
        or not (lead.email_normalized or partner.email_normalized)
    )

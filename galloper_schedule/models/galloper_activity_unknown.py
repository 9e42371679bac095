from odoo import models

from ..adapter.tools.readable import is_kept


class GalloperActivityUnknown(models.AbstractModel):
    """Activities about something that this database knows no more, or that keeps no
    notes.
    """

    _name = "galloper.activity.unknown"
    _description = "Activity on an Unknown Record"

    def action_open_document(self):
        self.ensure_one()
        if not self.res_model or is_kept(self.env, self.res_model):
            return super().action_open_document()
        view = self.env.ref("mail.mail_activity_view_form_without_record_access")
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.activity",
            "res_id": self.id,
            "view_mode": "form",
            "views": [(view.id, "form")],
            "target": "current",
        }

    def _has_notes(self):
        """Whether Odoo can note on its document that it was done."""
        if not self.res_model or not self.res_id:
            return True
        known = is_kept(self.env, self.res_model)
        return known and hasattr(self.env[self.res_model], "message_post_with_source")

    def _action_done(self, feedback=False, attachment_ids=None):
        """What is about something without notes can be done as well."""
        silent = self.filtered(lambda one: not one._has_notes())
        if silent:
            silent.action_archive()
            silent.feedback = feedback
        return super(GalloperActivityUnknown, self - silent)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

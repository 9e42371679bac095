from odoo import models

from ..adapter.readable import is_kept


class GalloperActivityUnknown(models.AbstractModel):
    """Activities about something that this database knows no more."""

    _name = "galloper.activity.unknown"
    _description = "Activity about an Unknown Document"

    def _is_about_nothing_known(self):
        """Whether its document's model has gone, with the add-on that it came from."""
        return bool(self.res_model) and not is_kept(self.env, self.res_model)

    def _action_done(self, feedback=False, attachment_ids=None):
        """What is about nothing known can be done as well: there is just no document to
        note it on.
        """
        unknown = self.filtered(lambda one: one._is_about_nothing_known())
        if unknown:
            unknown.action_archive()
            unknown.feedback = feedback
        return super(GalloperActivityUnknown, self - unknown)._action_done(
            feedback=feedback, attachment_ids=attachment_ids
        )

    def action_open_document(self):
        self.ensure_one()
        if not self._is_about_nothing_known():
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

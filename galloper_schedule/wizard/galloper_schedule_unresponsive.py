from odoo import fields, models

from ..adapter.facts import activity_facts
from ..adapter.log import meeting_promises
from ..adapter.tools import company_language


class GalloperScheduleUnresponsive(models.TransientModel):
    """Customers who never answer: nobody calls them for ever, nothing disappears."""

    _name = "galloper.schedule.unresponsive"
    _description = "No Response"
    _inherit = ["galloper.guarded.wizard"]

    activity_ids = fields.Many2many("mail.activity", string="Activities", readonly=True)
    lost_reason_id = fields.Many2one("crm.lost.reason")

    def action_lose(self):
        """Lose the leads; other activities are closed."""
        leads = self.env["crm.lead"].browse(
            self.activity_ids.filtered(lambda one: one.res_model == "crm.lead").mapped(
                "res_id"
            )
        )
        # They are closed, but nobody has answered.
        activities = meeting_promises.without_notes(self.activity_ids.exists())
        activities = activities.with_context(galloper_given_up=True)
        for attempts, group in activities.grouped("attempt_count").items():
            for company, theirs in self._by_company(group).items():
                env = company_language.env_of(self.env, company)
                feedback = env._("No answer after %(count)s attempts", count=attempts)
                theirs.action_feedback(feedback=feedback)
        leads.exists().action_set_lost(lost_reason_id=self.lost_reason_id.id)
        return {"type": "ir.actions.act_window_close"}

    def _by_company(self, activities):
        """{company: the activities about its documents, or of its salespeople}."""
        documents = activity_facts.documents(activities.sudo())
        return activities.grouped(
            lambda one: (
                company_language.company_of(documents[one])
                or one.user_id.sudo().company_id
            )
        )

    def action_keep_trying(self):
        """Begin to count anew; the next attempt stays where it was put."""
        self.activity_ids.exists().write(
            {"attempt_count": 0, "galloper_unresponsive": False}
        )
        return {"type": "ir.actions.act_window_close"}

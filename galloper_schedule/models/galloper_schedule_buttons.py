from odoo import api, models

from ..adapter.facts import documents
from ..adapter.plan.own_lines import check_reader
from ..adapter.screen import counters
from ..adapter.tools import asked
from ..planner import two_pass


class GalloperScheduleButtons(models.AbstractModel):
    """What a salesperson does with the lines of his plan.

    Whoever acts on a suggestion makes a contact of it.
    """

    _name = "galloper.schedule.buttons"
    _description = "My Day Buttons"

    def _get_activities(self):
        """The contacts of these lines; first contacts are made of the suggestions."""
        check_reader(self.env)
        # My Day shows lines that are not active, too: nobody else's business.
        self = self.with_context(active_test=True)
        suggested = self.filtered(lambda line: not line.activity_id)
        activities = self.activity_id
        if suggested:
            for about in filter(None, suggested._get_suggested()):
                about.check_access("write")
                activities += about._schedule_first_contact()
            # Whoever else acts on the same suggestion finds that it is none any more.
            suggested.sudo().unlink()
        return activities

    def _get_pressed(self):
        """Their contacts, for a press after which My Day is shown anew."""
        check_reader(self.env)
        return self.env["galloper.schedule.due"]._looking(self)._get_activities()

    def _get_suggested(self):
        """The leads, and the customers, of these suggestions: a recordset a model."""
        leads, customers = self.env["crm.lead"], self.env["res.partner"]
        for line in self.sudo():
            about = documents.suggested_document(line).with_env(self.env)
            if about._name == leads._name:
                leads += about
            else:
                customers += about
        return leads, customers

    def action_done(self):
        """Done: the contact was made."""
        return self._get_pressed().action_done()

    def action_done_schedule_next(self):
        """Done, and straight to the next step with the same customer."""
        check_reader(self.env)
        self.ensure_one()
        return self._get_activities().action_done_schedule_next()

    def action_no_answer(self):
        """Tried, but nobody answered."""
        return self._get_pressed().action_no_answer()

    def action_promise(self):
        """Ask what was agreed with the customer."""
        check_reader(self.env)
        self.ensure_one()
        return self._get_activities().action_open_promise()

    def action_pin(self, moment):
        """Keep these contacts at a time of today until they are done or it is over.

        :param moment: naive UTC datetime or its string; False lets go of them
        """
        return self._get_pressed().action_pin(moment)

    def action_unpin(self):
        """Let the planner find a time again."""
        return self.action_pin(False)

    @api.model
    def action_unresponsive(self):
        """Ask about the caller's contacts who never answer."""
        check_reader(self.env)
        unresponsive = self.env["mail.activity"].search(counters.unresponsive(self.env))
        return unresponsive._ask_whether_to_go_on() or False

    @api.model
    def action_reschedule(self, domain):
        """Propose new times for the promises at risk among the lines of a domain."""
        domain = asked.sequence(self.env, domain)
        lines = self.env["galloper.schedule.line"].search(
            [*domain, ("bucket", "=", two_pass.TODAY)]
        )
        return self.env["galloper.schedule.reschedule"]._open(lines)

    def _prepare_reschedule_vals(self, proposed_at):
        return {
            "activity_id": self.activity_id.id,
            "user_id": self.user_id.id,
            "who": self.who,
            "reason": self.reason,
            "phone": self.phone,
            "proposed_at": proposed_at,
        }

    def action_open(self):
        """Open the document; of a suggestion it stays one."""
        check_reader(self.env)
        self.ensure_one()
        if not self.activity_id:
            return (self.lead_id or self.partner_id).get_formview_action()
        return self.activity_id.action_open_document()

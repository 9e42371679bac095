from odoo import api, fields, models
from odoo.exceptions import UserError


class GalloperServiceModel(models.Model):
    """How customers want to be served, and what follows from it for the day.

    Source: the CRM strategy lesson's three models. Transactional customers know what
    they want and are glad that nobody calls; consultative ones need help with their
    problem; with an entrepreneurial one something new is made together.
    """

    _name = "galloper.service.model"
    _inherit = ["galloper.schedule.fact"]
    _description = "Service Model"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Text(translate=True)
    phone_allowed = fields.Boolean(
        "Allow Unscheduled Calls",
        default=True,
        help="If unset, only promised calls are planned for these customers.",
    )
    first_activity_type_id = fields.Many2one(
        "mail.activity.type",
        "First Activity",
        ondelete="restrict",
        domain=[("res_model", "in", (False, "crm.lead"))],
        help="What My Day suggests for leads without a next activity. If empty: a "
        "call.",
    )
    contact_minutes = fields.Integer(
        "Activity Length (min)", help="Set to 0 to use the default activity length."
    )
    prepare_minutes = fields.Integer(
        "Preparation Time (min)", help="Kept free before each activity."
    )
    goes_first = fields.Boolean(
        "Call First Within Its Group",
        help="These activities come before the others in their priority group.",
    )
    max_attempts = fields.Integer(
        "Max. Attempts",
        help="After this many unanswered attempts, salespeople decide whether to keep "
        "trying. Set to 0 to use the general setting.",
    )
    notice_ids = fields.One2many(
        "galloper.service.notice", "model_id", "Automatic Emails"
    )
    team_ids = fields.One2many("crm.team", "galloper_service_model_id", "Sales Teams")

    _check_minutes = models.Constraint(
        "CHECK(contact_minutes BETWEEN 0 AND 1440"
        " AND prepare_minutes BETWEEN 0 AND 480)",
        "Choose at most one day for an activity, and at most eight hours for its "
        "preparation.",
    )
    _check_attempts = models.Constraint(
        "CHECK(max_attempts BETWEEN 0 AND 100)", "Choose between 0 and 100 attempts."
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        used = self.env["crm.team"].sudo().with_context(active_test=False)
        if used.search_count([("galloper_service_model_id", "in", self.ids)], limit=1):
            raise UserError(
                self.env._(
                    "This service model is used by sales teams. Assign them another "
                    "one first, or archive this one."
                )
            )

    @api.model
    def _of_documents(self, documents):
        """{activity: the service model of its lead or customer}, or an empty one.

        :param documents: as from ``activity_facts.documents``, with all rights
        """
        found = {}
        for activity, document in documents.items():
            if document._name == "crm.lead":
                found[activity] = self._of_leads(document)[document]
                continue
            # What is about nothing is no customer's.
            user = activity.user_id if activity.res_model else activity.user_id.browse()
            found[activity] = document._get_service_model(user.sale_team_id)
        return found

    @api.model
    def _of_leads(self, leads):
        """{lead: its service model}: the customer's, their company's, or the team's."""
        leads = leads.sudo()
        return {
            lead: lead.partner_id._get_service_model(
                lead.team_id or lead.user_id.sale_team_id
            )
            for lead in leads
        }

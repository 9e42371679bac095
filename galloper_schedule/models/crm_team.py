from odoo import api, fields, models

from ..planner.strategy import CHAOS, SELF, SYSTEM
from .galloper_tier import SALES_FUNCTIONS

STYLES = [
    (CHAOS, "Free hand"),
    (SYSTEM, "System"),
    (SELF, "Self-development"),
]


class CrmTeam(models.Model):
    _inherit = "crm.team"

    galloper_sales_function = fields.Selection(
        SALES_FUNCTIONS,
        help="The whole team works for this block: its contacts count for it, whatever "
        "tier they stand on. Empty: each contact counts for the block of its tier.",
    )

    galloper_service_model_id = fields.Many2one(
        "galloper.service.model",
        ondelete="restrict",
        help="How the team's customers want to be served. Empty: consultative, as the "
        "call priorities have it. A customer may have another one.",
    )
    galloper_management_style = fields.Selection(
        STYLES,
        default=CHAOS,
        required=True,
        help="Free hand: the plan is a proposal, contacts can be dragged freely. "
        "System: the order is the order; nothing is dragged, skipping needs a reason. "
        "Self-development: a system that learns from its own figures.",
    )
    galloper_style_changes = fields.Text(
        "What Will Change", compute="_compute_style_changes"
    )

    @api.depends("galloper_management_style", "galloper_service_model_id")
    def _compute_style_changes(self):
        for team in self:
            team.galloper_style_changes = team._origin._say_what_changes(
                team.galloper_service_model_id, team.galloper_management_style
            )

    def _say_what_changes(self, model, style):
        """What members will notice by another service model and style; False: nothing.

        A team that is new changes nothing.
        """
        if not self:
            return False
        texts = self._say_what_model_changes(self.galloper_service_model_id, model)
        if style != self.galloper_management_style:
            texts += self._say_what_style_changes(self.galloper_management_style, style)
        return "\n".join(texts) or False

    @api.model
    def _say_what_model_changes(self, before, after):
        called = [not model or model.phone_allowed for model in (before, after)]
        if called == [True, False]:
            return [
                self.env._(
                    "Calls nobody has promised are not planned any more for the team's "
                    "customers: they leave My Day, and stay where they are in Odoo."
                )
            ]
        if called == [False, True]:
            return [self.env._("Calls are planned again without a promise, too.")]
        return []

    @api.model
    def _say_what_style_changes(self, before, after):
        texts = []
        if before == CHAOS:
            texts += [
                self.env._("Contacts cannot be dragged to another time any more."),
                self.env._(
                    "Times that were given by dragging count no longer; they come back "
                    "if you go back to a free hand."
                ),
                self.env._("Skipping a contact needs a reason."),
            ]
        if after == CHAOS:
            texts += [
                self.env._("Contacts can be dragged to any time of the day again."),
                self.env._("Skipping a contact needs no reason."),
            ]
        if after == SELF:
            texts.append(
                self.env._(
                    "Once a week the figures are compared, and changes of the "
                    "priorities are proposed to the sales manager. Nothing changes "
                    "by itself."
                )
            )
        elif before == SELF:
            texts.append(
                self.env._("No changes of the priorities are proposed any more.")
            )
        return texts

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env.registry.clear_cache()  # see ir.ui.menu, and res.users
        return teams

    def write(self, vals):
        result = super().write(vals)
        if not {"active", "user_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        if not {"galloper_management_style", "galloper_service_model_id"}.isdisjoint(
            vals
        ):
            self.env["galloper.schedule.due"]._mark_everybody_planned()
        return result

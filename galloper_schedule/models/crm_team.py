from odoo import api, fields, models

from ..planner.strategy import CHAOS, SELF, SYSTEM
from .galloper_tier import BLOCKS

STYLES = [
    (CHAOS, "Free hand"),
    (SYSTEM, "System"),
    (SELF, "Self-development"),
]


class CrmTeam(models.Model):
    _inherit = "crm.team"

    block = fields.Selection(
        BLOCKS,
        help="The whole team works for this block: its contacts count for it, whatever "
        "rung they stand on. Empty: each contact counts for the block of its rung.",
    )

    service_model_id = fields.Many2one(
        "galloper.service.model",
        ondelete="restrict",
        help="How the team's customers want to be served. Empty: consultative, as the "
        "ladder has it. A customer may have another one.",
    )
    management_style = fields.Selection(
        STYLES,
        default=CHAOS,
        required=True,
        help="Free hand: the plan is a proposal, contacts can be dragged freely. "
        "System: the order is the order; nothing is dragged, skipping needs a reason. "
        "Self-development: a system that learns from its own figures.",
    )
    style_changes = fields.Text("What Will Change", compute="_compute_style_changes")

    @api.depends("management_style")
    def _compute_style_changes(self):
        for team in self:
            before = team._origin.management_style
            team.style_changes = self._say_what_changes(before, team.management_style)

    @api.model
    def _say_what_changes(self, before, after):
        """What the members will notice; False: nothing."""
        if not before or before == after:
            return False
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
                    "Once a week the figures are compared, and changes of the ladder "
                    "are proposed to the sales manager. Nothing changes by itself."
                )
            )
        elif before == SELF:
            texts.append(self.env._("No changes of the ladder are proposed any more."))
        return "\n".join(texts)

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env.registry.clear_cache()  # see ir.ui.menu
        return teams

    def write(self, vals):
        result = super().write(vals)
        if not {"active", "user_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        if not {"management_style", "service_model_id"}.isdisjoint(vals):
            self.env["galloper.schedule.due"]._mark_everybody_planned()
        return result

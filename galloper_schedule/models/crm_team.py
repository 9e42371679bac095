from odoo import api, fields, models

from ..adapter.tools import untouched
from ..planner.strategy import CHAOS, SELF, SYSTEM
from .galloper_tier import SALES_FUNCTIONS

STYLES = [
    (CHAOS, "Flexible"),
    (SYSTEM, "Systematic"),
    (SELF, "Self-improving"),
]


class CrmTeam(models.Model):
    _name = "crm.team"
    _inherit = ["crm.team", "galloper.schedule.fact"]

    galloper_sales_function = fields.Selection(
        SALES_FUNCTIONS,
        "Sales Function",
        help="All activities of this team count for this sales function. If empty, "
        "each activity counts for the sales function of its priority group.",
    )

    galloper_service_model_id = fields.Many2one(
        "galloper.service.model",
        "Service Model",
        ondelete="restrict",
        help="How this team's customers want to be served. If empty: Consultative, "
        "following the call priorities. Can be overridden on the customer.",
    )
    galloper_management_style = fields.Selection(
        STYLES,
        "Management Style",
        default=CHAOS,
        required=True,
        help="Flexible: the plan is a suggestion, activities can be dragged freely. "
        "Systematic: activities are worked in order, nothing is dragged, and snoozing "
        "requires a reason. Self-improving: systematic, and the call priorities learn "
        "from the team's own results.",
    )
    galloper_style_changes = fields.Text(
        "What Changes", compute="_compute_style_changes"
    )

    @api.depends("galloper_management_style", "galloper_service_model_id")
    def _compute_style_changes(self):
        for team in self:
            team.galloper_style_changes = team._origin._say_what_changes(
                team.galloper_service_model_id, team.galloper_management_style
            )

    @api.model_create_multi
    def create(self, vals_list):
        teams = super().create(vals_list)
        self.env.registry.clear_cache()  # see ir.ui.menu, and res.users
        return teams

    def write(self, vals):
        result = super().write(vals)
        if not {"active", "user_id"}.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def _allocate_leads(self, creation_delta_days=7):
        # They are merged with their duplicates, one after the other.
        untouched.ask_of_new(self.env, creation_delta_days)
        return super()._allocate_leads(creation_delta_days)

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
                    "Calls that were not promised are no longer planned for this "
                    "team's customers. They disappear from My Day, but stay in Odoo."
                )
            ]
        if called == [False, True]:
            return [self.env._("Calls that were not promised are planned again.")]
        return []

    @api.model
    def _say_what_style_changes(self, before, after):
        texts = []
        if before == CHAOS:
            texts += [
                self.env._("Activities can no longer be dragged to another time."),
                self.env._(
                    "Times set by dragging are ignored. They apply again if you "
                    "switch back to Flexible."
                ),
                self.env._("Snoozing an activity requires a reason."),
            ]
        if after == CHAOS:
            texts += [
                self.env._("Activities can be dragged to any time of the day again."),
                self.env._("Snoozing an activity no longer requires a reason."),
            ]
        if after == SELF:
            texts.append(
                self.env._(
                    "Once a week, results are compared and changes to the call "
                    "priorities are proposed to sales managers. Nothing changes "
                    "automatically."
                )
            )
        elif before == SELF:
            texts.append(
                self.env._("Changes to the call priorities are no longer proposed.")
            )
        return texts

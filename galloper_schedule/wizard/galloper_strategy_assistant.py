from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..adapter.tools import company_language
from ..models.crm_team import STYLES
from ..planner import strategy


class GalloperStrategyAssistant(models.TransientModel):
    """Five questions about a team, and what the CRM strategy lesson answers."""

    _name = "galloper.strategy.assistant"
    _description = "Strategy Assistant"
    _inherit = ["galloper.guarded.wizard"]

    team_id = fields.Many2one(
        "crm.team", "Sales Team", required=True, ondelete="cascade"
    )
    knows = fields.Selection(
        [
            (strategy.CUSTOMER, "The customer does: they know exactly what they want"),
            (strategy.WE, "We do: customers need advice"),
            (strategy.NOBODY, "Neither: we develop something new together"),
        ],
        "Who knows more?",
        required=True,
        default=strategy.CUSTOMER,
    )
    market = fields.Selection(
        [("stable", "Stable"), ("growing", "Growing fast")],
        "The Market",
        required=True,
        default="stable",
    )
    maturity = fields.Selection(
        [
            ("running", "Established business"),
            ("startup", "Startup: still finding out what works"),
        ],
        "The Business",
        required=True,
        default="running",
    )
    product = fields.Selection(
        [
            ("average", "Average, or hard to tell apart from others"),
            ("outstanding", "Outstanding: it sells itself"),
        ],
        "The Product",
        required=True,
        default="average",
    )
    size = fields.Integer(
        "People in the Team",
        compute="_compute_size",
        store=True,
        readonly=False,
        precompute=True,
    )
    service_model_id = fields.Many2one(
        "galloper.service.model",
        compute="_compute_recommendation",
        store=True,
        readonly=False,
        precompute=True,
        help="Recommended based on your answers. You can choose another one.",
    )
    management_style = fields.Selection(
        STYLES,
        compute="_compute_recommendation",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Recommended based on your answers. You can choose another one.",
    )
    model_reason = fields.Text("Why This Model", compute="_compute_reasons")
    style_reason = fields.Text("Why This Style", compute="_compute_reasons")
    style_changes = fields.Text("What Changes", compute="_compute_style_changes")

    _check_size = models.Constraint(
        "CHECK(size BETWEEN 1 AND 100000)", "A team has at least one member."
    )

    @api.depends("team_id")
    def _compute_size(self):
        for assistant in self:
            assistant.size = len(assistant.team_id.member_ids) or 1

    @api.depends("knows", "market", "maturity", "product", "size")
    def _compute_recommendation(self):
        for assistant in self:
            asked = assistant._get_answers()
            style, _rules = strategy.management_style(asked)
            assistant.management_style = style
            assistant.service_model_id = assistant._get_model(asked)

    @api.depends("knows", "market", "maturity", "product", "size")
    @api.depends_context("lang")
    def _compute_reasons(self):
        for assistant in self:
            asked = assistant._get_answers()
            reasons = assistant._get_reasons(asked)
            _style, rules = strategy.management_style(asked)
            model = strategy.service_model(asked)
            texts = [reasons[model]]
            if not assistant._get_model(asked):
                texts.append(
                    self.env._(
                        "This service model has been archived or deleted: choose "
                        "another one, or restore it under Configuration."
                    )
                )
            assistant.model_reason = "\n".join(texts)
            assistant.style_reason = "\n".join(reasons[rule] for rule in rules)

    @api.depends("team_id", "service_model_id", "management_style")
    def _compute_style_changes(self):
        for assistant in self:
            assistant.style_changes = assistant.team_id._say_what_changes(
                assistant.service_model_id, assistant.management_style
            )

    def action_apply(self):
        """Give the team what is chosen, and note in its chatter why."""
        self.ensure_one()
        if not self.service_model_id:
            raise UserError(self.env._("Choose a service model for the team."))
        self.team_id.write(
            {
                "galloper_service_model_id": self.service_model_id.id,
                "galloper_management_style": self.management_style,
            }
        )
        # Whoever reads the team's notes: in the language of its company.
        house = company_language.env_of(self.env, self.team_id.company_id)
        self.team_id.message_post(body=self.with_env(house)._get_note())
        return {"type": "ir.actions.act_window_close"}

    def _get_note(self):
        field = self.fields_get(["management_style"], ["selection"])
        style = dict(field["management_style"]["selection"])
        title = self.env._(
            "Service model: %(model)s. Management style: %(style)s.",
            model=self.service_model_id.name,
            style=style[self.management_style],
        )
        reasons = f"{self.model_reason}\n{self.style_reason}".split("\n")
        items = Markup().join(Markup("<li>%s</li>") % reason for reason in reasons)
        return Markup("<p>%s</p><p>%s</p><ul>%s</ul>") % (
            title,
            self.env._("Recommended by the strategy assistant:"),
            items,
        )

    def _get_answers(self):
        return strategy.Team(
            knows=self.knows or strategy.CUSTOMER,
            is_growing=self.market == "growing",
            is_startup=self.maturity == "startup",
            is_outstanding=self.product == "outstanding",
            size=self.size,
        )

    def _get_model(self, asked):
        """The recommended model; empty: the company has archived or deleted it."""
        name = f"galloper_schedule.service_model_{strategy.service_model(asked)}"
        model = self.env.ref(name, raise_if_not_found=False)
        return model and model.filtered("active") or self.service_model_id.browse()

    def _get_reasons(self, asked):
        """{model or rule: what the lesson says about it}."""
        return self._get_model_reasons() | self._get_style_reasons(asked)

    def _get_model_reasons(self):
        return {
            strategy.TRANSACTIONAL: self.env._(
                "Customers who know exactly what they want look for a good price and "
                "an easy purchase, and prefer not to be called. Most business "
                "customers are like that."
            ),
            strategy.CONSULTATIVE: self.env._(
                "Customers who need help value your salespeople's expertise: find "
                "their problem and propose a solution."
            ),
            strategy.ENTREPRENEURIAL: self.env._(
                "When you develop something new together, a few customers get a lot "
                "of time each. This is rare: make sure it really applies."
            ),
        }

    def _get_style_reasons(self, asked):
        return {
            "outstanding": self.env._(
                "An outstanding product sells itself: choose Flexible. It works well "
                "for up to %s people who all know what to do.",
                strategy.MOST_OF_CHAOS,
            ),
            "too_large": self.env._(
                "Flexible works well for up to %(most)s people. This team has "
                "%(size)s.",
                most=strategy.MOST_OF_CHAOS,
                size=asked.size,
            ),
            "average": self.env._(
                "Flexible works only with top performers or a standout product: with "
                "an average product, results vary too much."
            ),
            "startup": self.env._(
                "A startup chooses between Flexible and Systematic: there are no "
                "results to learn from yet."
            ),
            "growing": self.env._(
                "In a fast-growing market, a fixed order does not work well. "
                "Self-improving suits any market, because the order follows the "
                "results."
            ),
            "stable": self.env._(
                "Systematic suits a stable market: calm, predictable, and it scales "
                "without top performers."
            ),
        }

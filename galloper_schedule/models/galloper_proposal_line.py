from odoo import api, fields, models

from ..adapter.learning import proposal_texts


class GalloperProposalLine(models.Model):
    """The figures of one tier, or of one hour of the day, behind a proposal."""

    _name = "galloper.proposal.line"
    _description = "Proposal Figures"
    _order = "proposal_id, place_after, hour, id"

    proposal_id = fields.Many2one(
        "galloper.proposal",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="proposal_id.currency_id")
    tier_id = fields.Many2one(
        "galloper.tier", "Priority Group", readonly=True, ondelete="cascade"
    )
    place_before = fields.Integer("Current Position", readonly=True)
    place_after = fields.Integer("Proposed Position", readonly=True)
    change = fields.Selection(
        [("up", "Up"), ("same", "Stays"), ("down", "Down")], readonly=True
    )
    leads = fields.Integer(
        readonly=True,
        help="Leads that were in this priority group and are won, lost or inactive by "
        "now. All leads and activities of one customer count as one.",
    )
    contact_hours = fields.Float(
        "Hours Spent",
        readonly=True,
        help="Planned hours of all activities on these leads since they entered this "
        "priority group, including unanswered attempts.",
    )
    won = fields.Integer(
        "Orders", readonly=True, help="Since they entered this priority group."
    )
    revenue = fields.Float(
        "Revenue Won", readonly=True, help="Revenue of these orders."
    )
    per_hour = fields.Float("Revenue per Hour", readonly=True)
    per_hour_low = fields.Float("Revenue per Hour (low)", readonly=True)
    per_hour_high = fields.Float("Revenue per Hour (high)", readonly=True)
    advanced_share = fields.Float(
        "Advanced",
        readonly=True,
        help="Share of leads that moved on to a later stage. For information only: it "
        "does not affect the proposal.",
    )
    hour = fields.Integer(readonly=True, aggregator=None)
    hour_text = fields.Char("Hour of the Day", compute="_compute_texts")
    calls = fields.Integer(
        readonly=True, help="Excluding promised calls: customers expect those."
    )
    answered = fields.Integer(readonly=True)
    share = fields.Float("Answer Rate", readonly=True)
    share_low = fields.Float("Answer Rate (low)", readonly=True)
    share_high = fields.Float("Answer Rate (high)", readonly=True)
    interval = fields.Char(
        "95% Range",
        compute="_compute_texts",
        help="The true value lies in this range with a probability of 95%.",
    )
    is_better = fields.Boolean("Best Hours", readonly=True)
    lacks = fields.Json("Missing Data (raw)", readonly=True)
    note = fields.Char("Missing Data", compute="_compute_texts")

    @api.depends("hour", "lacks", "per_hour_high", "share_high")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            line.hour_text = proposal_texts.say_hour(self.env, line.hour)
            line.note = proposal_texts.say_lacks(self.env, line.lacks)
            line.interval = proposal_texts.say_interval(line)

from odoo import api, fields, models

from ..adapter.learning import proposal_texts


class GalloperProposalLine(models.Model):
    """The figures of one tier, or of one hour of the day, behind a proposal."""

    _name = "galloper.proposal.line"
    _description = "Figures of a Proposal"
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
        "galloper.tier", "Tier", readonly=True, ondelete="cascade"
    )
    place_before = fields.Integer("Place Now", readonly=True)
    place_after = fields.Integer("Proposed", readonly=True)
    change = fields.Selection(
        [("up", "Up"), ("same", "Stays"), ("down", "Down")], readonly=True
    )
    leads = fields.Integer(
        readonly=True,
        help="That have stood on this tier and are won, lost or forgotten by now. All "
        "leads and contacts of one customer count as one.",
    )
    contact_hours = fields.Float(
        readonly=True,
        help="Of contacts with these leads, since they first stood on this tier; as "
        "planned, of tries in vain as well.",
    )
    won = fields.Integer(
        "Orders", readonly=True, help="Since they first stood on this tier."
    )
    revenue = fields.Float("Revenue Won", readonly=True, help="By these orders.")
    per_hour = fields.Float("Revenue per Hour", readonly=True)
    per_hour_low = fields.Float(readonly=True)
    per_hour_high = fields.Float(readonly=True)
    advanced_share = fields.Float(
        "Advanced",
        readonly=True,
        help="Share of the leads that went on from here to a later stage. It is shown "
        "beside the revenue and decides nothing.",
    )
    hour = fields.Integer(readonly=True, aggregator=None)
    hour_text = fields.Char("Hour of the Day", compute="_compute_texts")
    calls = fields.Integer(
        readonly=True, help="Without a promise: those are answered at any hour."
    )
    answered = fields.Integer(readonly=True)
    share = fields.Float("Answered Share", readonly=True)
    share_low = fields.Float(readonly=True)
    share_high = fields.Float(readonly=True)
    interval = fields.Char(
        "Likely Between",
        compute="_compute_texts",
        help="Ninety-five times of a hundred the truth lies between these two.",
    )
    is_better = fields.Boolean("Among the Best Hours", readonly=True)
    lacks = fields.Json(readonly=True)
    note = fields.Char("Still Missing", compute="_compute_texts")

    @api.depends("hour", "lacks", "per_hour_high", "share_high")
    @api.depends_context("lang")
    def _compute_texts(self):
        for line in self:
            line.hour_text = f"{line.hour}:00 – {line.hour + 1}:00"
            line.note = proposal_texts.say_lacks(self.env, line.lacks)
            line.interval = proposal_texts.say_interval(line)

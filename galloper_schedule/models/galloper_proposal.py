from odoo import api, fields, models
from odoo.exceptions import UserError

from ..adapter.learning import proposal_texts, proposals
from ..adapter.learning.proposal_states import (
    APPLIED,
    DISMISSED,
    HOURS,
    NOTHING,
    OPEN,
    OUTDATED,
    TIERS,
    UNDONE,
)


class GalloperProposal(models.Model):
    """What the figures ask to change: the order of the tiers, or the hours to call.

    Made once a week for self-improving teams, decided on by a sales manager.
    Nothing changes by itself. Written by the system alone, so all that was ever
    proposed can be read here. The last comparison that showed nothing is kept as well:
    it says what was missing.
    """

    _name = "galloper.proposal"
    _description = "Proposal"
    _order = "is_open desc, made_on desc, id desc"
    _rec_name = "title"

    kind = fields.Selection(
        [(TIERS, "Call priorities"), (HOURS, "Calling hours")],
        "Type",
        required=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        ondelete="cascade",
        help="The company these figures belong to. Priority groups are shared by all "
        "companies.",
    )
    state = fields.Selection(
        [
            (OPEN, "Pending"),
            (APPLIED, "Applied"),
            (UNDONE, "Undone"),
            (DISMISSED, "Dismissed"),
            (OUTDATED, "Outdated"),
            (NOTHING, "No change"),
        ],
        "Status",
        required=True,
        readonly=True,
        default=OPEN,
    )
    is_open = fields.Boolean(
        "Is Pending", compute="_compute_is_open", store=True, precompute=True
    )
    made_on = fields.Datetime("Proposed on", required=True, readonly=True)
    decided_on = fields.Datetime("Decided on", readonly=True)
    decided_by = fields.Many2one("res.users", "Decided by", readonly=True)
    period_from = fields.Date("Period Start", readonly=True)
    period_until = fields.Date("Period End", readonly=True)
    order_before = fields.Json(
        "Current Order", readonly=True, help="IDs of the priority groups, from the top."
    )
    order_after = fields.Json("Proposed Order", readonly=True)
    from_before = fields.Float("Current Hours from", readonly=True)
    to_before = fields.Float("Current Hours to", readonly=True)
    from_after = fields.Float("Proposed Hours from", readonly=True)
    to_after = fields.Float("Proposed Hours to", readonly=True)
    evidence = fields.Json(readonly=True, help="The expected effect in figures.")
    currency_id = fields.Many2one("res.currency", readonly=True)
    line_ids = fields.One2many(
        "galloper.proposal.line", "proposal_id", string="Figures", readonly=True
    )
    title = fields.Char("Proposal", compute="_compute_texts", search="_search_title")
    effect = fields.Text("Expected Effect", compute="_compute_texts")
    before = fields.Html("Current", compute="_compute_texts")
    after = fields.Html("Proposed", compute="_compute_texts")
    basis = fields.Text("Based on", compute="_compute_texts")
    has_moved_on = fields.Boolean(
        "Settings Changed Since", compute="_compute_has_moved_on"
    )

    _open_uniq = models.UniqueIndex(
        "(kind, company_id) WHERE state = 'open'",
        "There is an open proposal about this already.",
    )

    @api.depends("state")
    def _compute_is_open(self):
        for proposal in self:
            proposal.is_open = proposal.state == OPEN

    @api.depends("state", "order_after", "to_after", "evidence", "decided_on")
    @api.depends_context("lang")
    def _compute_texts(self):
        for proposal, texts in proposal_texts.write(self):
            proposal.update(texts)

    @api.model
    def _search_title(self, operator, value):
        """Proposals are few: their titles are written to be looked at."""
        if operator not in ("ilike", "=", "in") or value is True:
            return NotImplemented
        asked = [value] if isinstance(value, str) else value
        asked = [str(one or "").casefold() for one in asked or ()]
        found = self.search([]).filtered(  # pylint: disable=no-search-all
            lambda one: any(
                text in one.title.casefold()
                if operator == "ilike"
                else text == one.title.casefold()
                for text in asked
            )
        )
        return [("id", "in", found.ids)]

    @api.depends("state", "order_before", "order_after", "from_before", "to_before")
    def _compute_has_moved_on(self):
        """Whether what would be changed is another by now."""
        tier_order = self.env["galloper.tier"]._get_order()
        for proposal in self:
            before, after = proposal._get_change()
            expected = {OPEN: before, APPLIED: after}.get(proposal.state)
            company = proposal.company_id.sudo()
            in_use = [company.galloper_best_call_from, company.galloper_best_call_to]
            stands = tier_order if proposal.kind == TIERS else in_use
            proposal.has_moved_on = expected is not None and expected != stands

    def action_apply(self):
        """One press: the tier order or the hours to call become the proposed ones."""
        return self._exchange(OPEN, APPLIED)

    def action_undo(self):
        """One press: what was there before the proposal comes back."""
        return self._exchange(APPLIED, UNDONE)

    def action_dismiss(self):
        """It is not proposed again for some time."""
        self._check_decision(OPEN)
        return self._decide(DISMISSED)

    def _get_change(self):
        """(what was compared, what is proposed): ids of tiers, or two hours."""
        self.ensure_one()
        if self.kind == TIERS:
            return self.order_before, self.order_after
        before = [self.from_before, self.to_before]
        return before, [self.from_after, self.to_after]

    def _check_decision(self, state):
        self.ensure_one()
        # Who may read proposals may decide on them: sales managers.
        self.check_access("read")
        if self.state != state:
            raise UserError(self.env._("This proposal has already been decided."))

    def _exchange(self, state, becomes):
        self._check_decision(state)
        if self.has_moved_on:
            raise UserError(self._say_what_moved_on(becomes))
        before, after = self._get_change()
        wanted = after if becomes == APPLIED else before
        if self.kind == TIERS:
            self.env["galloper.tier"]._set_order(wanted)
        else:
            first, last = wanted
            hours = {"galloper_best_call_from": first, "galloper_best_call_to": last}
            self.company_id.sudo().write(hours)
        return self._decide(becomes)

    def _say_what_moved_on(self, becomes):
        texts = {
            (TIERS, APPLIED): self.env._(
                "The call priorities have changed since the comparison, so this order "
                "may no longer be right. The next weekly comparison uses the new "
                "order."
            ),
            (TIERS, UNDONE): self.env._(
                "The call priorities have changed since this proposal was applied. "
                "Undoing it would overwrite that change: reorder them manually."
            ),
            (HOURS, APPLIED): self.env._(
                "The calling hours have changed since the comparison. The next weekly "
                "comparison uses the new hours."
            ),
            (HOURS, UNDONE): self.env._(
                "The calling hours have changed since this proposal was applied. "
                "Undoing it would overwrite that change: change them in the settings."
            ),
        }
        return texts[self.kind, becomes]

    def _decide(self, state):
        now = fields.Datetime.now()
        decision = {"state": state, "decided_on": now, "decided_by": self.env.uid}
        self.sudo().write(decision)
        return True

    def _proposed_tiers(self):
        """The tiers in the proposed order, as far as they are still there."""
        self.ensure_one()
        return self.env["galloper.tier"].browse(self.order_after or ()).exists()

    @api.model
    def _newest_tiers(self):
        """The open proposal of another order of the tiers that the reader looks at, or
        else the present company's; none if there is none they may read."""
        is_open = [("kind", "=", TIERS), ("state", "=", OPEN)]
        shown = self.env.context.get("active_id")
        if self.env.context.get("active_model") == self._name and type(shown) is int:
            if proposal := self.search([*is_open, ("id", "=", shown)]):
                return proposal
        return self.search([*is_open, ("company_id", "=", self.env.company.id)])

    @api.model
    def _cron_compare(self):
        """Once a week; what is found is put before the sales managers, no more."""
        proposals.make(self, fields.Datetime.now())

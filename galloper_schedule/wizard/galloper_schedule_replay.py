from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command

from ..adapter.replay import replay_texts
from ..adapter.replay.replay import Replay
from ..adapter.tools import tolerance

_MOST_DAYS = 7
# More days of people than these nobody waits for.
_MOST = 70


class GalloperScheduleReplay(models.TransientModel):
    """What a past day or week would have come to in another order of activities.

    Team leaders see it of their team, sales managers of everybody, salespeople of
    themselves: as in the Team Day.
    """

    _name = "galloper.schedule.replay"
    _description = "What If"
    _inherit = ["galloper.guarded.wizard"]

    @api.model
    def _default_users(self):
        """The team the reader leads, or the reader alone; if nothing is known of them,
        those of the reader's salespeople of which something is known."""
        allowed = self._get_allowed_users()
        mates = allowed.filtered(
            lambda user: user.sudo().sale_team_id.user_id == self.env.user
        )
        mine = mates or allowed & self.env.user
        if self._get_last_day(mine):
            return mine[:_MOST]
        return self._get_last_day(allowed).user_id[:_MOST] or mine[:_MOST]

    @api.model
    def _default_day(self):
        """The last day over which there is a record of one of them."""
        last = self._get_last_day(self._default_users())
        return last[:1].day or self._get_today() - timedelta(days=1)

    @api.model
    def _default_tiers(self):
        present = self.env["galloper.tier"].search([])  # pylint: disable=no-search-all
        tiers = self._get_proposed_tiers() or present
        return [
            Command.create({"tier_id": tier.id, "sequence": place})
            for place, tier in enumerate(tiers, start=1)
        ]

    allowed_user_ids = fields.Many2many(
        "res.users",
        "galloper_schedule_replay_allowed",
        string="Allowed Salespeople",
        compute="_compute_allowed",
        help="Salespeople whose days you have access to.",
    )
    allowed_team_ids = fields.Many2many(
        "crm.team", string="Allowed Teams", compute="_compute_allowed"
    )
    team_id = fields.Many2one("crm.team", "Sales Team")
    user_ids = fields.Many2many(
        "res.users", string="Salespeople", default=lambda self: self._default_users()
    )
    date_from = fields.Date("From", default=lambda self: self._default_day())
    date_until = fields.Date("Until", default=lambda self: self._default_day())
    tier_ids = fields.One2many(
        "galloper.schedule.replay.tier",
        "replay_id",
        string="Call Priorities to Test",
        default=lambda self: self._default_tiers(),
    )
    result = fields.Json(compute="_compute_result")

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_allowed(self):
        allowed = self._get_allowed_users()
        for wizard in self:
            wizard.allowed_user_ids = allowed
            wizard.allowed_team_ids = allowed.sudo().sale_team_id.sudo(False)

    @api.depends("user_ids", "date_from", "date_until", "tier_ids.sequence")
    @api.depends_context("uid", "allowed_company_ids", "lang", "tz")
    def _compute_result(self):
        for wizard in self:
            problem = wizard._find_problem()
            wizard.result = (
                {"problem": problem} if problem else wizard._compare_or_say_why()
            )

    @api.onchange("team_id")
    def _onchange_team_id(self):
        if self.team_id:
            self.user_ids = self._get_allowed_users().filtered(
                lambda user: user.sudo().sale_team_id == self.team_id._origin
            )

    @api.model
    def _get_last_day(self, users):
        """The records of the last day of these users that is over."""
        days = self.env["galloper.day"]
        domain = [("user_id", "in", users.ids), ("day", "<", self._get_today())]
        last = days.search(domain, order="day desc", limit=1)
        return days.search([*domain, ("day", "=", last.day)]) if last else days

    @api.model
    def _get_today(self):
        now = fields.Datetime.now()
        return fields.Datetime.context_timestamp(self, now).date()

    @api.model
    def _get_proposed_tiers(self):
        """The tiers as they are proposed to the reader; none if nothing is."""
        proposals = self.env["galloper.proposal"]
        newest = proposals.has_access("read") and proposals._newest_tiers()
        return newest and newest._proposed_tiers().filtered("active")

    @api.model
    def _get_allowed_users(self):
        """As in the Team Day, and always the reader, even with nothing to do today."""
        led = self.env["galloper.team.day"].search([]).user_id  # pylint: disable=no-search-all
        reader = self.env["res.users"].browse(self.env.uid)
        return (reader | led).filtered(lambda user: user.sudo().active)

    def _find_problem(self):
        """Why there is nothing to compare, for people; None if there is."""
        first, last = self.date_from, self.date_until
        if not self.user_ids:
            return self.env._("Choose at least one salesperson.")
        if self.user_ids._origin - self._get_allowed_users():
            return self.env._("You can only see the days of the teams you lead.")
        if not first or not last:
            return self.env._("Choose a day or a period.")
        if first > last:
            return self.env._("The period ends before it starts.")
        if last >= self._get_today():
            return self.env._("Choose days in the past.")
        if (last - first).days >= _MOST_DAYS:
            return self.env._("Choose at most %(count)s days.", count=_MOST_DAYS)
        if len(self.user_ids) * ((last - first).days + 1) > _MOST:
            return self.env._(
                "Choose fewer people or days: at most %(count)s days in total.",
                count=_MOST,
            )
        return None

    def _compare_or_say_why(self):
        failed = self.env._(
            "These days could not be calculated. See the server log for details."
        )
        return tolerance.reading(
            self._compare,
            {"problem": failed},
            "Past days of users %s could not be worked out",
            self.user_ids._origin.ids,
        )

    def _compare(self):
        currency = self.env.company.currency_id
        replayed = Replay(
            self.user_ids._origin,
            self.date_from,
            self.date_until,
            fields.Datetime.now(),
            currency,
        )
        tiers = self.tier_ids.sorted("sequence").tier_id
        compared = replayed.compare(tiers._origin.ids)
        if not compared.days:
            return {"problem": self.env._("There were no activities on these days.")}
        return replay_texts.describe(self.env, compared, currency)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..adapter.whereabouts import libraries

# More side by side would only wait for the database.
_MOST_PLANNERS = 32


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    galloper_missing_libraries = fields.Char(
        compute="_compute_galloper_missing_libraries"
    )
    galloper_contact_minutes = fields.Integer(
        related="company_id.galloper_contact_minutes", readonly=False
    )
    galloper_contact_buffer = fields.Integer(
        related="company_id.galloper_contact_buffer", readonly=False
    )
    galloper_contact_hours = fields.Boolean(
        related="company_id.galloper_contact_hours", readonly=False
    )
    galloper_contact_from = fields.Float(
        related="company_id.galloper_contact_from", readonly=False
    )
    galloper_contact_to = fields.Float(
        related="company_id.galloper_contact_to", readonly=False
    )
    galloper_contact_holidays = fields.Boolean(
        related="company_id.galloper_contact_holidays", readonly=False
    )
    galloper_retry_hours = fields.Float(
        related="company_id.galloper_retry_hours", readonly=False
    )
    galloper_retry_days = fields.Integer(
        related="company_id.galloper_retry_days", readonly=False
    )
    galloper_max_attempts = fields.Integer(
        related="company_id.galloper_max_attempts", readonly=False
    )
    galloper_best_call_from = fields.Float(
        related="company_id.galloper_best_call_from", readonly=False
    )
    galloper_best_call_to = fields.Float(
        related="company_id.galloper_best_call_to", readonly=False
    )
    galloper_suggest_customers = fields.Boolean(
        related="company_id.galloper_suggest_customers", readonly=False
    )
    galloper_suggest_leads = fields.Boolean(
        related="company_id.galloper_suggest_leads", readonly=False
    )
    galloper_snooze_minutes = fields.Integer(
        related="company_id.galloper_snooze_minutes", readonly=False
    )
    galloper_promise_tolerance = fields.Integer(
        related="company_id.galloper_promise_tolerance", readonly=False
    )
    galloper_pass_on = fields.Boolean(
        related="company_id.galloper_pass_on", readonly=False
    )
    galloper_notice_minutes = fields.Integer(
        related="company_id.galloper_notice_minutes", readonly=False
    )
    galloper_forget_months = fields.Integer(
        related="company_id.galloper_forget_months", readonly=False
    )
    galloper_calendar_id = fields.Many2one(
        related="company_id.resource_calendar_id", readonly=False
    )
    galloper_interval_minutes = fields.Integer(
        "Plan Every (min)",
        compute="_compute_galloper_interval_minutes",
        inverse="_inverse_galloper_interval_minutes",
        readonly=False,
        help="My Day itself is always up to date when you open it. Background "
        "planning keeps team views, reminders and integrations up to date.",
    )
    galloper_planners = fields.Integer(
        "Parallel Planning Jobs",
        compute="_compute_galloper_planners",
        inverse="_inverse_galloper_planners",
        readonly=False,
        help="Number of scheduled actions that plan in parallel, each in its own "
        "worker process.",
    )
    galloper_tier_ids = fields.Many2many(
        "galloper.tier",
        string="Call Priorities",
        compute="_compute_galloper_tier_ids",
        inverse="_inverse_galloper_tier_ids",
        readonly=False,
    )

    galloper_zone_check = fields.Html(
        "Time Zone Rules",
        compute="_compute_galloper_zone_check",
        help="Which program goes by older time zone rules than the others.",
    )

    @api.depends("company_id")
    def _compute_galloper_missing_libraries(self):
        missing = ", ".join(libraries.missing())
        text = missing and self.env._(
            "These Python packages are not installed on the server: %(names)s. "
            "Without them, time zones come from addresses alone, not from phone "
            "numbers, and public holidays are not known.",
            names=missing,
        )
        self.galloper_missing_libraries = text

    @api.depends("company_id")
    def _compute_galloper_zone_check(self):
        self.galloper_zone_check = self.env["galloper.zone.report"]._tell()

    @api.depends("company_id")
    def _compute_galloper_interval_minutes(self):
        action = self.env.ref("galloper_schedule.ir_cron_plan_day", False)
        for settings in self:
            settings.galloper_interval_minutes = action and action.interval_number

    def _inverse_galloper_interval_minutes(self):
        action = self.env.ref("galloper_schedule.ir_cron_plan_day", False)
        for settings in self:
            if settings.galloper_interval_minutes < 1:
                raise UserError(self.env._("Choose at least one minute."))
            if action and action.interval_number != settings.galloper_interval_minutes:
                self.env["ir.cron"]._get_planners().write(
                    {
                        "interval_number": settings.galloper_interval_minutes,
                        "interval_type": "minutes",
                    }
                )

    @api.depends("company_id")
    def _compute_galloper_planners(self):
        planners = self.env["ir.cron"].with_context(active_test=False)._get_planners()
        self.galloper_planners = max(len(planners), 1)

    def _inverse_galloper_planners(self):
        for settings in self:
            if not 1 <= settings.galloper_planners <= _MOST_PLANNERS:
                raise UserError(
                    self.env._(
                        "Choose between 1 and %(most)s parallel planning jobs.",
                        most=_MOST_PLANNERS,
                    )
                )
            self.env["ir.cron"]._set_planners(settings.galloper_planners)

    @api.depends("company_id")
    def _compute_galloper_tier_ids(self):
        tiers = self.env["galloper.tier"].with_context(active_test=False)
        self.galloper_tier_ids = tiers.search([])  # pylint: disable=no-search-all

    def _inverse_galloper_tier_ids(self):
        """Dragging in the settings: only the order is taken over."""
        for settings in self:
            for tier in settings.galloper_tier_ids:
                if tier._origin.sequence != tier.sequence:
                    tier._origin.sequence = tier.sequence

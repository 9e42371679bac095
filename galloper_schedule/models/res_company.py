from odoo import api, fields, models

from ..adapter.tools import zones
from ..planner.call_hours import to_minutes
from ..planner.retry import RetryPolicy


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "galloper.schedule.fact"]

    galloper_contact_minutes = fields.Integer(
        "Default Activity Length (min)",
        default=15,
        help="For activities without a length of their own.",
    )
    galloper_contact_buffer = fields.Integer(
        "Break Between Activities (min)",
        help="Kept free between two activities, for notes and a short break.",
    )
    galloper_contact_hours = fields.Boolean(
        "Respect Customers' Calling Hours",
        default=True,
        help="Customers are only called during their calling hours, in their own time "
        "zone.",
    )
    galloper_contact_from = fields.Float(
        "Calling Hours from",
        default=9.0,
        help="On working days of the customer's country, in their time zone: for "
        "customers to whom no other calling hours apply.",
    )
    galloper_contact_to = fields.Float("Calling Hours to", default=18.0)
    galloper_contact_holidays = fields.Boolean(
        "Call on Public Holidays",
        help="Where no other calling hours apply.",
    )
    galloper_suggest_leads = fields.Boolean(
        "Suggest Leads",
        default=True,
        help="Leads without a next activity fill the rest of the salesperson's day.",
    )
    galloper_suggest_customers = fields.Boolean(
        "Suggest Regular Customers",
        default=True,
        help="Regular customers who are past their usual reorder date fill the rest "
        "of the day, too.",
    )
    galloper_retry_hours = fields.Float(
        "First Retry After (hours)",
        default=2.0,
        help="After the first unanswered attempt of a day. Set to 0 to always retry "
        "on another day.",
    )
    galloper_retry_days = fields.Integer(
        "Next Retries After (working days)",
        default=1,
        help="After further attempts, or late in the day. Retries are at another time "
        "of day.",
    )
    galloper_max_attempts = fields.Integer(
        "Max. Attempts",
        default=6,
        help="After this many unanswered attempts, salespeople decide whether to keep "
        "trying. Set to 0 to never ask.",
    )
    galloper_best_call_from = fields.Float(
        "Best Calling Hours from",
        help="In the salesperson's time zone. Unanswered activities come back in "
        "these hours where possible. Leave both at 0:00 for any time.",
    )
    galloper_best_call_to = fields.Float("Best Calling Hours to")

    galloper_snooze_minutes = fields.Integer(
        "Snooze for (min)",
        default=60,
        help="Snoozed activities come back the same day, early enough to keep their "
        "promise.",
    )
    galloper_promise_tolerance = fields.Integer(
        "Promise Tolerance (min)",
        default=5,
        help="Done is pressed after the talk: a promise still counts as kept for as "
        "long as the activity takes, and for this long at least. Set to 0 to count to "
        "the second.",
    )
    galloper_pass_on = fields.Boolean(
        "Reassign Activities with Leads",
        default=True,
        help="When a lead gets another salesperson, the open activities of the former "
        "one go along, promises included. Both are told in one message. Activities of "
        "others on the lead stay where they are.",
    )
    galloper_notice_minutes = fields.Integer(
        "Remind Before a Promise (min)",
        default=5,
        help="Wherever the salesperson is in Odoo. Set to 0 to disable.",
    )

    galloper_forget_months = fields.Integer(
        "Forget Names After (months)",
        help="Names of customers without any activity for this long are erased from "
        "the promise log and the activity log. The figures still count. Contacts and "
        "opportunities are not changed. Set to 0 to disable.",
    )

    _check_contact_minutes = models.Constraint(
        "CHECK(galloper_contact_minutes BETWEEN 1 AND 1440)",
        "Choose between one minute and one day.",
    )
    _check_contact_buffer = models.Constraint(
        "CHECK(galloper_contact_buffer BETWEEN 0 AND 240)",
        "Choose a break between 0 minutes and four hours.",
    )
    _check_contact_hours = models.Constraint(
        "CHECK(galloper_contact_from >= 0 AND galloper_contact_from < 24"
        " AND galloper_contact_to >= 0 AND galloper_contact_to <= 24)",
        "Choose calling hours between 0:00 and 24:00.",
    )
    _check_retries = models.Constraint(
        "CHECK(galloper_retry_hours BETWEEN 0 AND 24"
        " AND galloper_retry_days BETWEEN 1 AND 365"
        " AND galloper_max_attempts BETWEEN 0 AND 1000)",
        "Choose 0 to 24 hours for the first retry, 1 to 365 working days for the next "
        "ones, and at most 1000 attempts.",
    )
    _check_best_hours = models.Constraint(
        "CHECK(COALESCE(galloper_best_call_from, 0) = 0"
        " AND COALESCE(galloper_best_call_to, 0) = 0"
        " OR galloper_best_call_from >= 0"
        " AND galloper_best_call_from < galloper_best_call_to"
        " AND galloper_best_call_to <= 24)",
        "The best calling hours must be between 0:00 and 24:00 and end after they "
        "start.",
    )

    _check_skip_minutes = models.Constraint(
        "CHECK(galloper_snooze_minutes BETWEEN 5 AND 480)",
        "Choose a snooze time between 5 minutes and eight hours.",
    )
    _check_notice_minutes = models.Constraint(
        "CHECK(galloper_notice_minutes BETWEEN 0 AND 120)",
        "Choose a reminder between 0 (none) and 120 minutes ahead.",
    )
    _check_promise_tolerance = models.Constraint(
        "CHECK(galloper_promise_tolerance BETWEEN 0 AND 240)",
        "Choose a tolerance between 0 minutes (none) and four hours.",
    )
    _check_forget_months = models.Constraint(
        "CHECK(galloper_forget_months BETWEEN 0 AND 600)",
        "Choose between 0 (never) and 600 months.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Our own companies are where whoever makes them is; customers are not."""
        companies = super().create(vals_list)
        if zones.is_known(tz := self.env.context.get("tz")):
            # Copies and branches of a partner that has one keep it.
            companies.sudo().partner_id.filtered(lambda one: not one.tz).tz = tz
        return companies

    def _get_retry_policy(self):
        """When an unanswered activity comes back."""
        self.ensure_one()
        best = (
            to_minutes(self.galloper_best_call_from),
            to_minutes(self.galloper_best_call_to),
        )
        return RetryPolicy(
            self.galloper_retry_hours,
            self.galloper_retry_days,
            self.galloper_max_attempts,
            best if best[1] else None,
        )

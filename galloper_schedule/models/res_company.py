from odoo import fields, models

from ..adapter.facts.day import SETTINGS, to_minutes
from ..planner.retry import RetryPolicy


class ResCompany(models.Model):
    _inherit = "res.company"

    galloper_contact_minutes = fields.Integer(
        "Minutes of a Contact",
        default=15,
        help="How long a contact takes that names no minutes of its own.",
    )
    galloper_contact_buffer = fields.Integer(
        "Minutes Between Contacts",
        help="Stays free between two contacts, for notes and a breath.",
    )
    galloper_contact_hours = fields.Boolean(
        "Mind the Customers' Hours",
        default=True,
        help="Nobody is called outside his own hours, by his own clock.",
    )
    galloper_contact_from = fields.Float(
        "Customers May Be Called From",
        default=8.0,
        help="For customers without hours of their own, by their own clock.",
    )
    galloper_contact_to = fields.Float("Customers May Be Called Until", default=20.0)
    galloper_suggest_leads = fields.Boolean(
        "Suggest First Contacts",
        default=True,
        help="Leads of the salesperson without any next step fill the rest of his day.",
    )
    galloper_suggest_customers = fields.Boolean(
        "Suggest Regular Customers",
        default=True,
        help="Customers nobody has been in touch with for longer than they usually "
        "take to buy again fill the rest of the day, too.",
    )
    galloper_retry_hours = fields.Float(
        "Try Again After (hours)",
        default=2.0,
        help="After the first unanswered attempt of a day. 0: always on another day.",
    )
    galloper_retry_days = fields.Integer(
        "Then After (working days)",
        default=1,
        help="After further attempts, or late in the day; at another time of day.",
    )
    galloper_max_attempts = fields.Integer(
        "Attempts",
        default=6,
        help="After so many unanswered attempts the salesperson is asked whether to go "
        "on. 0: never.",
    )
    galloper_best_call_from = fields.Float(
        "Best Hours to Call From",
        help="By the salesperson's clock. An unanswered contact comes back in these "
        "hours, as far as they are another time of day. From 0:00 to 0:00: none are "
        "known.",
    )
    galloper_best_call_to = fields.Float("Best Hours to Call Until")

    galloper_snooze_minutes = fields.Integer(
        "A Skipped Contact Comes Back After (minutes)",
        default=60,
        help="The same day, and early enough to keep its promise.",
    )
    galloper_notice_minutes = fields.Integer(
        "Tell of a Promise Ahead (minutes)",
        default=5,
        help="Wherever the salesperson is in Odoo. 0: not at all.",
    )

    galloper_forget_months = fields.Integer(
        "Forget Names After (months)",
        help="The names of customers without any activity for so long are erased from "
        "the log of promises and attempts. What came of them still counts. Contacts "
        "and opportunities stay as they are. 0: never.",
    )

    _check_contact_minutes = models.Constraint(
        "CHECK(galloper_contact_minutes BETWEEN 1 AND 1440)",
        "A contact takes between one minute and a day.",
    )
    _check_contact_buffer = models.Constraint(
        "CHECK(galloper_contact_buffer BETWEEN 0 AND 240)",
        "Between two contacts 0 minutes up to four hours stay free.",
    )
    _check_contact_hours = models.Constraint(
        "CHECK(galloper_contact_from >= 0 AND galloper_contact_from < 24"
        " AND galloper_contact_to >= 0 AND galloper_contact_to <= 24)",
        "Customers are called between 0:00 and 24:00.",
    )
    _check_retries = models.Constraint(
        "CHECK(galloper_retry_hours BETWEEN 0 AND 24"
        " AND galloper_retry_days BETWEEN 1 AND 365"
        " AND galloper_max_attempts BETWEEN 0 AND 1000)",
        "An attempt is repeated after 0 to 24 hours, then after 1 to 365 working days, "
        "up to 1000 times.",
    )
    _check_best_hours = models.Constraint(
        "CHECK(COALESCE(galloper_best_call_from, 0) = 0"
        " AND COALESCE(galloper_best_call_to, 0) = 0"
        " OR galloper_best_call_from >= 0"
        " AND galloper_best_call_from < galloper_best_call_to"
        " AND galloper_best_call_to <= 24)",
        "The best hours to call lie between 0:00 and 24:00 and end after they begin.",
    )

    _check_skip_minutes = models.Constraint(
        "CHECK(galloper_snooze_minutes BETWEEN 5 AND 480)",
        "A skipped contact comes back after 5 minutes up to eight hours.",
    )
    _check_notice_minutes = models.Constraint(
        "CHECK(galloper_notice_minutes BETWEEN 0 AND 120)",
        "A promise is told of 0 (not at all) to 120 minutes ahead.",
    )
    _check_forget_months = models.Constraint(
        "CHECK(galloper_forget_months BETWEEN 0 AND 600)",
        "Names are erased after 0 (never) to 600 months.",
    )

    def write(self, vals):
        result = super().write(vals)
        if not {*SETTINGS, "resource_calendar_id"}.isdisjoint(vals):
            self.env["galloper.schedule.due"]._mark_everybody_planned()
        return result

    def _get_retry_policy(self):
        """When an unanswered contact comes back."""
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

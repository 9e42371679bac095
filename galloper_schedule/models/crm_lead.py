from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.base.models.res_partner import _tz_get

from ..adapter.actions import first_contact
from ..adapter.facts.fact_columns import OF_LEAD
from ..adapter.privacy import forget, merges
from ..adapter.team import passed_on, passed_on_notice
from ..adapter.tools import asked, locks, untouched

_MOMENTS = ("promised_at",)


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "galloper.schedule.fact"]

    galloper_tz = fields.Selection(
        _tz_get,
        "Customer's Time Zone",
        help="Enter it only to correct what address and phone number say. Once the "
        "lead has a customer, the customer's counts.",
    )
    tier_id = fields.Many2one(related="stage_id.tier_id", string="Priority Group")
    promised_at = fields.Datetime(
        "Next Promise",
        compute="_compute_promised_at",
        inverse="_inverse_promised_at",
        search="_search_promised_at",
        compute_sudo=True,
        help="The earliest open promise to this customer. Enter a time to schedule a "
        "promised call.",
    )

    # Who is a customer: asked for each plan, among few won leads of many.
    _won_partner_idx = models.Index("(partner_id) WHERE won_status = 'won'")
    # What each of many salespeople won on each of many days.
    _won_user_idx = models.Index("(user_id, date_closed) WHERE won_status = 'won'")

    @api.depends("activity_ids.promised_at", "activity_ids.active")
    def _compute_promised_at(self):
        first = {
            lead_id: activity.promised_at
            for lead_id, activity in self._get_first_promised().items()
        }
        for lead in self:
            lead.promised_at = first.get(lead._origin.id)

    def _inverse_promised_at(self):
        """Move the next promise; make one, as a call, where there is none."""
        first = self._get_first_promised()
        new = {}
        for lead in self:
            activity = first.get(lead.id)
            if activity and activity.promised_at != lead.promised_at:
                first_contact.check_worked_on(lead, lead.promised_at)
                activity.action_promise(lead.promised_at)
            elif lead.promised_at and not activity:
                new[lead] = lead.promised_at
        first_contact.promise_calls(new)

    @api.model
    def _search_promised_at(self, operator, value):
        if operator == "in":
            return Domain.OR(self._promised("=", moment) for moment in value)
        if operator in ("<", "<=", ">", ">="):
            return self._promised(operator, value)
        return NotImplemented

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [asked.moments(self.env, vals, _MOMENTS) for vals in vals_list]
        plain, vals_list, moments = first_contact.take_promises(self, vals_list)
        leads = super(CrmLead, plain).create(vals_list).with_env(self.env)
        # Its salesperson follows a lead when all of it has been made: by then only.
        first_contact.promise_calls(dict(zip(leads, moments, strict=True)))
        return leads

    def write(self, vals):
        vals = asked.moments(self.env, vals, _MOMENTS)
        if OF_LEAD.isdisjoint(vals):
            return super().write(vals)
        stages = {lead: lead.stage_id for lead in self} if "stage_id" in vals else {}
        # Nobody calls about a lead that is lost, or archived.
        # Those of one that comes back are owed anew. Whoever does or promises one at
        # the same moment is to see that.
        activities = self._get_open_activities() if "active" in vals else ()
        locks.touch(activities)
        passes_on = "user_id" in vals and passed_on.note(
            self, vals["user_id"], self.browse()._pass_on
        )
        with self.env["galloper.promise"]._watch(activities):
            result = super().write(vals)
        if passes_on:
            self._pass_on()
        # Who does not ask, leaves Odoo to work out stages when they are needed.
        moved = self.browse(
            lead.id for lead, stage in stages.items() if lead.stage_id != stage
        )
        self.env["galloper.service.notice"]._send(moved)
        return result

    def unlink(self):
        self.check_access("unlink")
        touched = untouched.touched(self)
        if not touched:
            return super().unlink()
        locks.hold_to_delete(touched, "lead_id")
        found = forget.of_leads(touched)
        result = super().unlink()
        found.clear(forget.DELETED)
        return result

    def _get_with_activities(self):
        return untouched.touched(self)

    def web_save_multi(self, vals_list, specification):
        """Several leads changed in a list: what they pass on is passed on together."""
        later = self.with_context(**{passed_on.LATER: True})
        super(CrmLead, later).web_save_multi(vals_list, {})
        self._pass_on()
        return self.with_context(bin_size=True).web_read(specification)

    @api.model
    def _pass_on(self):
        """What is still to be done about leads goes with those that changed hands."""
        passed_on.follow(self.env, self._tell_passed_on)

    @api.model
    def _tell_passed_on(self):
        passed_on_notice.tell(self.env)

    def _prepare_customer_values(self, partner_name, is_company=False, parent_id=False):
        """A zone that was entered on purpose goes with the lead's address."""
        values = super()._prepare_customer_values(partner_name, is_company, parent_id)
        return {**values, "galloper_tz": self.galloper_tz}

    def _get_open_activities(self):
        """What is still to be done about these leads, whoever sees it."""
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                ]
            )
        )

    def _get_first_promised(self):
        """{lead id: its open activity with the earliest promise}."""
        activities = self.env["mail.activity"].search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self._origin.ids),
                ("promised_at", "!=", False),
            ],
            ["promised_at", "res_id"],
            order="promised_at desc, id desc",
        )
        return {activity.res_id: activity for activity in activities}

    def _schedule_first_contact(self):
        """An activity on each lead that is due today for the calling user."""
        models_ = self.env["galloper.service.model"]._of_leads(self)
        return first_contact.create({lead: models_[lead.sudo()] for lead in self})

    @api.model
    def _promised(self, operator, value):
        """Leads whose earliest open promise compares so; ``= False``: without one."""
        self.env["mail.activity"].flush_model(
            ["active", "promised_at", "res_id", "res_model"]
        )
        comparison = SQL("min(promised_at) %s %s", SQL(operator), value or None)
        query = SQL(
            """(SELECT res_id FROM mail_activity
                 WHERE active AND res_model = 'crm.lead' AND promised_at IS NOT NULL
                 GROUP BY res_id HAVING %s)""",
            comparison if value else SQL("TRUE"),
        )
        return Domain("id", "in" if value else "not in", query)

    def _merge_dependences(self, opportunities):
        result = super()._merge_dependences(opportunities)
        if touched := untouched.touched(opportunities):
            merges.follow_leads(touched, self)
            untouched.forget(self.env)
            self.env["galloper.promise"]._forget_cached()
        return result

    def _merge_opportunity(self, *args, **kwargs):
        # What is to be done about them changes its lead, before most are deleted.
        touched = untouched.touched(self)
        if touched:
            locks.hold_to_delete(self, "lead_id")
        theirs = passed_on.of_salespeople(touched)
        merged = super()._merge_opportunity(*args, **kwargs)
        passed_on.merge(theirs, merged, self._tell_passed_on)
        return merged

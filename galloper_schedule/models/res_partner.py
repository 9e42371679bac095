from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..adapter.actions import first_contact
from ..adapter.log import zone_moves
from ..adapter.privacy import forget
from ..adapter.tools import locks


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "galloper.schedule.fact"]

    galloper_tz = fields.Selection(
        _tz_get,
        "Customer's Time Zone",
        help="Enter it only to correct what address and phone number say.",
    )
    # Whoever makes a customer is not where the customer is: see default_get of users.
    tz = fields.Selection(default=None)
    galloper_contact_from = fields.Float(
        "Calling Hours from",
        help="On all days but public holidays, in the customer's time zone. Leave both "
        "at 0:00 to use the hours of the customer's company, the calling hours that "
        "apply to them, or the general setting.",
    )
    galloper_contact_to = fields.Float("Calling Hours to")
    galloper_calling_calendar_id = fields.Many2one(
        "resource.calendar",
        "Calling Calendar",
        ondelete="restrict",
        index="btree_not_null",
        help="The working hours in which this customer may be called, in the "
        "customer's time zone. They go before the hours above.",
    )
    galloper_service_model_id = fields.Many2one(
        "galloper.service.model",
        "Service Model",
        ondelete="set null",
        help="How this customer wants to be served. If empty: same as the customer's "
        "company, or the sales team.",
    )
    galloper_no_emails = fields.Boolean(
        "No Automatic Emails",
        help="The customer gets no automatic emails when opportunities move to "
        "another stage.",
    )

    #: Who has a number: whose plans are out of date when it may be called no more.
    _phone_idx = models.Index("(phone_sanitized) WHERE phone_sanitized IS NOT NULL")
    #: Whose customers are due, is asked of each salesperson.
    _user_idx = models.Index("(user_id) WHERE user_id IS NOT NULL")

    @api.constrains("galloper_contact_from", "galloper_contact_to")
    def _check_contact_hours(self):
        for partner in self:
            if not (
                0 <= partner.galloper_contact_from < 24
                and 0 <= partner.galloper_contact_to <= 24
            ):
                raise ValidationError(
                    self.env._(
                        "%(partner)s: choose calling hours between 0:00 and 24:00.",
                        partner=partner.display_name,
                    )
                )

    def write(self, vals):
        # Those who move to another zone take their days along.
        movers = self._get_all_users() if "tz" in vals else ()
        zone_moves.hold(movers)
        result = super().write(vals)
        if movers:
            self.env["galloper.zone.report"]._follow_users(movers.ids)
        return result

    def _get_all_users(self):
        """Whose contact this is, whoever asks; those who have left as well."""
        return self.sudo().with_context(active_test=False).user_ids

    def unlink(self):
        self.check_access("unlink")
        locks.hold_to_delete(self, "partner_id")
        found = forget.of_customers(self)
        result = super().unlink()
        found.clear(forget.DELETED)
        return result

    def _schedule_first_contact(self):
        """As on a lead: an activity with each customer, due today for the caller."""
        team = self.env.user.sudo().sale_team_id
        return first_contact.create(
            {partner: partner.sudo()._get_service_model(team) for partner in self}
        )

    def _get_service_model(self, team):
        """The customer's own model, their company's, or the team's; or an empty one.

        :param self: a customer, or nobody
        """
        return (
            self.galloper_service_model_id
            or self.commercial_partner_id.galloper_service_model_id
            or team.galloper_service_model_id
        )

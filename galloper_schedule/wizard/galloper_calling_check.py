from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_date, format_time

from ..adapter.calling import customers
from ..adapter.facts import contact_maker
from ..adapter.facts.day import Day
from ..adapter.numbers import no_call_texts
from ..adapter.tools import zones
from ..adapter.whereabouts import clocks, evidence, located, numbers
from ..planner import whereabouts
from ..planner.local_time import local_day, local_time, shifted

_ROW = Markup("<tr><th class='pe-3 align-top text-nowrap'>{}</th><td>{}</td></tr>")
_DAYS = 7


class GalloperCallingCheck(models.TransientModel):
    """Says of a customer or a number when they may be called, and why."""

    _name = "galloper.calling.check"
    _inherit = ["galloper.guarded.wizard"]
    _description = "Calling Hours Check"

    partner_id = fields.Many2one("res.partner", "Customer")
    phone = fields.Char("Phone Number")
    answer = fields.Html(compute="_compute_answer", sanitize=False)

    @api.depends("partner_id", "phone")
    def _compute_answer(self):
        now = fields.Datetime.now()
        for check in self:
            about = check._get_about()
            is_asked = about or check.phone
            check.answer = is_asked and check._get_answer(about, now)

    def _get_about(self):
        """The customer, or who has that number: a customer or a lead, as far as the
        reader may read them.
        """
        if self.partner_id or not self.phone:
            return self.partner_id
        number = self._phone_format(
            number=self.phone, country=self.env.company.country_id
        )
        same = [("phone_sanitized", "=", number or self.phone)]
        found = self.env["res.partner"].search(same, limit=1)
        return found or self.env["crm.lead"].search(same, limit=1)

    def _get_answer(self, about, now):
        day = Day.of(self.env.user.sudo(), now)
        document = about.sudo()
        if about:
            place = located.of_documents([document])[document]
        else:
            house = self.env.company.country_id.code
            known = evidence.Known(phone=self.phone)
            place = whereabouts.find(evidence.weigh(known, house), None, zones.clock)
        names = clocks.to_mind(place, day.tz.key, day.today)
        clock = local_time(now, zones.zone_of(names[0]))
        rows = [
            (self.env._("Customer"), about.display_name if about else self.phone),
            *self._tell_place(place, day, names),
            (self.env._("Local Time"), self._say_time(clock)),
            *self._tell_hours(document, place, day, now, zones.zone_of(names[0])),
        ]
        body = Markup().join(_ROW.format(*row) for row in rows)
        return Markup("<table class='o_galloper_calling_check'>%s</table>") % body

    def _get_customer(self, document):
        """Of a number that nobody has the country alone is known."""
        if document:
            return customers.of_document(document)
        code = numbers.country_of(self.phone, self.env.company.country_id.code)
        country = self.env["res.country"].search([("code", "=", code)], limit=1)
        return customers.Customer(country.id or None, None, False)

    def _tell_place(self, place, day, names):
        sources = {
            whereabouts.ENTERED: self.env._("entered by hand"),
            whereabouts.ADDRESS: self.env._("by the address"),
            whereabouts.FIXED_LINE: self.env._("by the phone number"),
            whereabouts.COUNTRY: self.env._("by the country"),
            whereabouts.MOBILE: self.env._("by the mobile number"),
            whereabouts.DEFAULT: self.env._("by the contact's time zone"),
            whereabouts.COMPANY: self.env._("by their company"),
            whereabouts.SALESPERSON: self.env._(
                "as the salesperson: nothing else is known"
            ),
        }
        yield self.env._("Time Zone"), f"{', '.join(names)} ({sources[place.source]})"
        if place.zones and not clocks.is_sure(place, day.today):
            yield (
                self.env._("Certain"),
                self.env._("No: the customer may also be somewhere else."),
            )

    def _tell_hours(self, document, place, day, now, tz):
        calling = day.calling
        if not calling:
            yield (
                self.env._("Calling Hours"),
                self.env._("Nobody minds them: see the settings."),
            )
            return
        customer = self._get_customer(document)
        hours, today = calling.hours_in(customer, tz), local_day(now, tz)
        yield from self._tell_week(calling, customer, hours, today)
        yield self.env._("Decided by"), self._say_source(calling, customer)
        if rule := calling.rule(customer):
            for most, within in rule.attempts:
                text = self.env._(
                    "%(count)s in %(hours)s hours", count=most, hours=within
                )
                yield self.env._("Most Attempts"), text
        yield (
            self.env._("Now"),
            self._say_now(document, calling.hours(customer, place), day, now),
        )

    def _tell_week(self, calling, customer, hours, today):
        for number in range(_DAYS):
            date = shifted(today, days=number)
            name = format_date(self.env, date, date_format="EEEE d MMM")
            yield name, self._say_spans(hours, calling.is_holiday(customer, date), date)

    def _say_spans(self, hours, is_holiday, date):
        midnight = fields.Datetime.to_datetime(date)
        spans = [
            "–".join(
                self._say_time(shifted(midnight, minutes=minute)) for minute in span
            )
            for span in hours.spans_of(date)
        ]
        text = ", ".join(spans) or self.env._("No calls")
        if is_holiday:
            return self.env._("%(hours)s (public holiday)", hours=text)
        return text

    def _say_time(self, moment, tz="UTC"):
        return format_time(self.env, moment, tz=tz, time_format="short")

    def _say_source(self, calling, customer):
        if calling.has_own(customer):
            return self.env._("The customer's own calling hours, or their company's")
        ids = calling.rule_ids(customer)
        rules = self.env["galloper.calling.hours"].sudo().browse(ids)
        if rules:
            return ", ".join(rules.mapped("name"))
        return self.env._("The general setting, on working days of the country")

    def _say_now(self, document, hours, day, now):
        stop = shifted(now, minutes=day.minutes)
        reasons = []
        if document:
            for no in contact_maker.nos_of([document], day)[document]:
                until = no.until and self._say_time(no.until, tz=None)
                reasons.append(no_call_texts.say(self.env, no, until or ""))
        if hours.why_not(now, stop):
            reasons.append(self.env._("outside the calling hours"))
        if not reasons:
            return self.env._("May be called")
        return self.env._("May not be called: %(why)s", why=", ".join(reasons))

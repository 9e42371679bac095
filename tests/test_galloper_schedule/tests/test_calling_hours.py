"""When customers may be called: own hours, calling hours by country, the default."""

from datetime import date
from unittest.mock import patch

from babel import Locale, UnknownLocaleError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.galloper_schedule.adapter.calling import book, holiday_dates
from odoo.addons.galloper_schedule.adapter.facts import activity_facts
from odoo.addons.galloper_schedule.adapter.facts.day import Day
from odoo.addons.galloper_schedule.planner.working_week import WEEKENDS, weekend_of

from .common import OpenDayCase

EVERY_DAY = "0123456"
#: Where CLDR is not followed, and why: see ``planner.working_week``.
NOT_AS_CLDR = {"BD", "BN", "DJ", "MV"}


class CallingCase(OpenDayCase):
    """Somebody who works on every day of the week, from 9 to 13 and from 14 to 18."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id = cls._calendar([(9, 13), (14, 18)], range(7))
        cls.company.write({"galloper_contact_from": 9, "galloper_contact_to": 18})

    def _hours(self, name, *groups, **vals):
        """Calling hours: ("01234", 10, 13), …"""
        return self.env["galloper.calling.hours"].create(
            {
                "name": name,
                "span_ids": [
                    Command.create({"weekday": day, "from_hour": begin, "to_hour": end})
                    for days, begin, end in groups
                    for day in days
                ],
                **vals,
            }
        )

    def _country(self, code):
        return self.env["res.country"].search([("code", "=", code)])

    def _customer(self, name, code=None, **vals):
        country = self._country(code) if code else self.env["res.country"]
        return self.env["res.partner"].create(
            {"name": name, "galloper_tz": self.tz, "country_id": country.id, **vals}
        )

    def _start(self, about, day=4):
        """The time at which a call is planned on a day in March, from 9 o'clock on."""
        lead = about if about._name == "crm.lead" else None
        lead = lead or self._lead(about.name, partner_id=about.id)
        call = self._contact(about.name, lead)
        line = self._plan(self._at(9, day=day)).filtered(
            lambda line: line.activity_id == call
        )
        start = line.planned_start
        call.unlink()
        return self._clock_of(start) if start else "-"

    def _clock_of(self, moment):
        return fields.Datetime.context_timestamp(
            self.seller.with_context(tz=self.tz), moment
        ).strftime("%H:%M")


@tagged("post_install", "-at_install")
class TestCallingHours(CallingCase):
    def test_working_days_where_the_customer_is(self):
        friday, saturday, sunday = 13, 14, 15
        for code, open_on in (
            ("DE", {friday}),
            ("IL", {sunday}),
            ("BN", {saturday}),
            ("IR", {saturday, sunday}),
            (None, {friday}),
        ):
            customer = self._customer(f"In {code}", code)
            with self.subTest(code):
                self.assertEqual(
                    {
                        day
                        for day in (friday, saturday, sunday)
                        if self._start(customer, day) != "-"
                    },
                    open_on,
                )

    def test_those_of_whom_nothing_is_known_are_near_the_company(self):
        self.company.partner_id.country_id = self._country("IL")
        customer = self._customer("Anywhere")
        starts = [self._start(customer, day) for day in (6, 8)]
        self.assertEqual(starts, ["-", "09:00"])

    def test_a_house_that_calls_on_holidays(self):
        """March 6, a Friday, is the day of Ghana's independence."""
        customer = self._customer("Accra", "GH")
        self.assertEqual(self._start(customer, 6), "-")
        self.company.galloper_contact_holidays = True
        self.assertEqual(self._start(customer, 6), "09:00")

    def test_precedence(self):
        """From below: the default, the rule, their company's hours, their own."""
        house = self._customer("House", "FR", is_company=True)
        person = self._customer("Person", "FR", parent_id=house.id)
        self.assertEqual(self._start(person), "09:00")
        rule = self._hours("Law", ("01234", 14, 20), country_id=house.country_id.id)
        self.assertEqual(self._start(person), "14:00")
        house.write({"galloper_contact_from": 11, "galloper_contact_to": 20})
        self.assertEqual(self._start(person), "11:00")
        house.galloper_calling_calendar_id = self._calendar([(12, 13)])
        self.assertEqual(self._start(person), "12:00")
        person.write({"galloper_contact_from": 10, "galloper_contact_to": 12})
        self.assertEqual(self._start(person), "10:00")
        self.assertEqual(self._start(person, 7), "10:00", "on all days")
        person.galloper_calling_calendar_id = self._calendar([(16, 17)])
        self.assertEqual(self._start(person), "16:00")
        self.assertEqual(self._start(person, 7), "-", "the calendar is closed")
        rule.action_archive()
        (house | person).write({"galloper_calling_calendar_id": False})
        (house | person).write({"galloper_contact_from": 0, "galloper_contact_to": 0})
        self.assertEqual(self._start(person), "09:00")

    def test_own_hours_are_no_leave_to_call_on_a_holiday(self):
        own = {"galloper_contact_from": 10, "galloper_contact_to": 18}
        customer = self._customer("Accra", "GH", **own)
        self.assertEqual([self._start(customer, day) for day in (5, 6)], ["10:00", "-"])
        ghana = customer.country_id.id
        self._hours("Law", (EVERY_DAY, 8, 9), country_id=ghana, on_public_holidays=True)
        self.assertEqual(self._start(customer, 6), "10:00")

    def test_a_calendar_has_its_own_closing_days(self):
        calendar = self._calendar([(9, 12)], range(7))
        customer = self._customer("Mill", galloper_calling_calendar_id=calendar.id)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Moving",
                "calendar_id": calendar.id,
                "date_from": self._at(0, day=5),
                "date_to": self._at(23, 59, day=5),
            }
        )
        starts = [self._start(customer, day) for day in (4, 5, 6)]
        self.assertEqual(starts, ["09:00", "-", "09:00"])

    def test_whom_a_rule_is_for(self):
        """A business or a consumer, in a state, of a company of ours; of several that
        apply the strictest.
        """
        us, texas, ohio = (
            self._country("US"),
            *(self.env.ref(f"base.state_us_{number}") for number in (44, 35)),
        )
        self.assertEqual((texas.code, us.code), ("TX", "US"))
        other = self.env["res.company"].create({"name": "Other"})
        law = {"country_id": us.id}
        self._hours("Homes", (EVERY_DAY, 10, 20), applies_to="consumer", **law)
        self._hours("Texas", (EVERY_DAY, 11, 20), state_ids=texas.ids, **law)
        self._hours("Other", (EVERY_DAY, 17, 18), company_id=other.id)
        firm = self._customer("Firm", "US", is_company=True)
        for vals, start in (
            ({}, "10:00"),
            ({"state_id": ohio.id}, "10:00"),
            ({"state_id": texas.id}, "11:00"),
            ({"parent_id": firm.id}, "09:00"),
            ({"is_company": True}, "09:00"),
            ({"is_company": True, "state_id": texas.id}, "11:00"),
        ):
            with self.subTest(**vals):
                customer = self._customer("Somebody", "US", **vals)
                self.assertEqual(self._start(customer), start)

    def test_a_lead_without_a_customer(self):
        law = {"country_id": self._country("FR").id}
        self._hours("Homes", ("01234", 10, 13), applies_to="consumer", **law)
        self._hours("Firms", ("01234", 12, 13), applies_to="business", **law)
        lead = self._lead("Somebody", country_id=law["country_id"], galloper_tz=self.tz)
        self.assertEqual(self._start(lead), "10:00")
        lead.partner_name = "Boulangerie"
        self.assertEqual(self._start(lead), "12:00")

    def test_lunch(self):
        france = self._country("FR").id
        self._hours("Law", ("01234", 9, 9.25), ("01234", 15, 20), country_id=france)
        leads = [
            self._lead(name, partner_id=self._customer(name, "FR").id) for name in "ab"
        ]
        for lead in leads:
            self._contact(lead.name, lead)
        lines = self._plan(self._at(9))
        self.assertEqual(
            sorted(map(self._clock_of, lines.mapped("planned_start"))),
            ["09:00", "15:00"],
        )

    def test_days_that_somebody_has_entered(self):
        customer = self._customer("Berlin", "DE")
        entered = self.env["galloper.calling.holiday"]
        day = {"name": "Day", "country_id": customer.country_id.id}
        entered.create({**day, "date": date(2026, 3, 4)})
        saturday = entered.create({**day, "date": date(2026, 3, 7), "kind": "working"})
        starts = [self._start(customer, day) for day in (4, 5, 7, 8)]
        self.assertEqual(starts, ["-", "09:00", "09:00", "-"])
        self._hours("Law", ("01234", 10, 20), country_id=customer.country_id.id)
        self.assertEqual(self._start(customer, 7), "-", "a law says so of Saturdays")
        saturday.country_id = self._country("FR")
        with self.assertRaises(ValidationError):
            saturday.state_ids = self.env.ref("base.state_us_44")

    def test_nobody_minds(self):
        self.company.galloper_contact_hours = False
        self.assertEqual(self._start(self._customer("Accra", "GH"), 6), "09:00")

    def test_the_same_from_records_and_from_the_facts(self):
        """The dialogs read records, plans are made in one statement."""
        firm = self._customer("Firm", "FR", is_company=True)
        lead = self._lead(
            "Alone", country_id=self._country("IT").id, galloper_tz=self.tz
        )
        for about in (
            firm,
            self._customer("Person", parent_id=firm.id, galloper_tz=False),
            self._customer("Home", "US", state_id=self.env.ref("base.state_us_44").id),
            self._customer("Unknown", galloper_contact_from=8, galloper_contact_to=9),
            lead,
        ):
            lead = about if about._name == "crm.lead" else None
            lead = lead or self._lead(about.name, partner_id=about.id)
            call = self._contact(about.name, lead)
            day = Day.of(self.seller.sudo(), self._at(9))
            [contact] = self._facts(day, call)
            self.assertEqual(contact.hours, day.hours_of([lead])[lead], about.name)
            call.unlink()

    def _facts(self, day, call):
        known = activity_facts.fetch(self.env(su=True), [day])[day.user_id]
        return [one for one, _about in known.contacts if one.id == call.id]


@tagged("post_install", "-at_install")
class TestCallingHoursAtWork(CallingCase):
    """Promises, quick choices, tries, and what makes a plan stale."""

    def setUp(self):
        super().setUp()
        self.customer = self._customer("Accra", "GH")
        self.lead = self._lead("Deal", partner_id=self.customer.id)
        self.call = self._contact("call", self.lead)

    def _dialog(self):
        action = self.call.with_user(self.seller).action_open_promise()
        Model = self.env[action["res_model"]].with_user(self.seller)
        return Form(Model.with_context(**action["context"]))

    def test_a_promise_is_kept_and_said(self):
        """On the holiday itself, as the customer has wished."""
        self.call.action_promise(self._at(10, day=6))
        self._freeze(self._at(9, day=6))
        line = self._plan(self._at(9, day=6))
        self.assertEqual(line.planned_start, self._at(10, day=6))
        self.assertIn("calling hours", line.reason)

    def test_warnings(self):
        dialog = self._dialog()
        for day, warning in (
            (5, False),
            (6, "It is a holiday for the customer"),
            (7, "Outside the customer's calling hours"),
        ):
            dialog.promised_at = self._at(10, day=day)
            if warning:
                self.assertIn(warning, dialog.warning)
            else:
                self.assertFalse(dialog.warning)

    def test_quick_choices(self):
        """Nothing is offered on the customer's holiday; the next morning is Monday's,
        within their hours.
        """
        self._freeze(self._at(11, day=5))
        self.customer.write({"galloper_contact_from": 10, "galloper_contact_to": 15})
        self._dialog_offers(half_hour=(11, 30, 5), afternoon=(13, 0, 5))
        self.customer.write({"galloper_contact_from": 0, "galloper_contact_to": 0})
        self._hours("Law", ("01234", 10, 17), country_id=self.customer.country_id.id)
        self._dialog_offers(half_hour=(11, 30, 5), next_morning=(10, 0, 9))
        self._freeze(self._at(11, day=6))
        self._dialog_offers(half_hour=None, afternoon=None, next_morning=(10, 0, 9))

    def _dialog_offers(self, **offers):
        dialog = self._dialog()
        for choice, moment in offers.items():
            dialog.choice = choice
            expected = moment and self._at(*moment[:2], day=moment[2])
            self.assertEqual(dialog.promised_at or None, expected, choice)

    def test_nobody_answers_before_a_holiday(self):
        self._freeze(self._at(17, day=5))
        self.call.with_user(self.seller).action_no_answer()
        self.assertEqual(self.call.retry_at.date(), date(2026, 3, 9))

    def test_the_card_says_so(self):
        self._freeze(self._at(11, day=6))
        told = self._look(focus=self.call.id)["focus"]["customer"]
        where = {"source": "entered", "is_certain": True, "can_correct": True}
        self.assertEqual(
            told, {"tz": self.tz, "spans": [], "is_holiday": True, **where}
        )

    def test_changes_make_plans_stale(self):
        rule = self._hours("Law", ("01234", 10, 17))
        day = self.env["galloper.calling.holiday"].create(
            {"name": "Day", "date": date(2026, 4, 1)}
        )
        calendar = self._calendar([(9, 12)])
        for change in (
            lambda: rule.write({"on_public_holidays": True}),
            lambda: rule.span_ids[0].write({"from_hour": 11}),
            lambda: rule.write({"state_ids": [Command.clear()], "country_id": False}),
            lambda: rule.action_archive(),
            lambda: day.write({"kind": "working"}),
            lambda: day.unlink(),
            lambda: self.customer.write({"country_id": self._country("FR").id}),
            lambda: self.customer.write({"is_company": True}),
            lambda: self.customer.write({"galloper_calling_calendar_id": calendar.id}),
            lambda: self.lead.write({"country_id": self._country("IT").id}),
            lambda: self.company.write({"galloper_contact_holidays": True}),
            lambda: self.company.partner_id.write(
                {"country_id": self._country("IL").id}
            ),
        ):
            self.env.flush_all()
            self.seller._plan_day(self._at(10))
            self.env.cr.flush()
            change()
            self.env.cr.flush()
            due = self.env["galloper.schedule.due"]._get_due_users(self._at(10))
            self.assertIn(self.seller, due)

    def test_what_is_changed_past_odoo_is_found(self):
        rule = self._hours("Law", ("01234", 10, 17))
        self._plan(self._at(9))
        self.assertEqual(self.seller._plan_day(self._at(9)), self.seller)
        self.env.flush_all()
        self.cr.execute(
            "UPDATE galloper_calling_hours_span SET from_hour = 11 WHERE hours_id = %s",
            [rule.id],
        )
        self.assertFalse(self.seller._plan_day(self._at(9)))
        self.assertEqual(self.call.planned_start, self._at(11))

    def test_queries_do_not_grow(self):
        """However many customers, countries and rules there are."""

        def count(number):
            for code in ("FR", "IT", "US", "BR", "IL", "ZA")[:number]:
                customer = self._customer(code, code)
                self._hours(code, ("01234", 9, 17), country_id=customer.country_id.id)
                self._contact(code, self._lead(code, partner_id=customer.id))
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.seller._plan_day(self._at(10))
            return self.cr.sql_log_count - before

        count(1)
        few = count(1)
        self.assertLessEqual(count(6), few)


@tagged("post_install", "-at_install")
class TestPresets(CallingCase):
    """What comes along: archived, with its source, turned on by who has read it."""

    def _presets(self):
        names = self.env["ir.model.data"].search(
            [
                ("module", "=", "galloper_schedule"),
                ("model", "=", "galloper.calling.hours"),
                ("name", "not like", "demo"),
            ]
        )
        return self.env["galloper.calling.hours"].browse(names.mapped("res_id"))

    def test_each_has_its_source(self):
        presets = self._presets()
        self.assertGreaterEqual(len(presets), 13)
        for one in presets:
            self.assertFalse(one.active)
            self.assertTrue(one.source_url and one.source_date and one.note)
            self.assertTrue(one.span_ids and one.country_id)
        self.assertEqual(
            {one.state_ids.code for one in presets} - {False},
            {"FL", "MD", "OK", "TX", "WA"},
        )

    def test_they_change_nothing_by_themselves(self):
        home = self._customer("Paris", "FR")
        self.assertEqual(self._start(home), "09:00")

    def test_turned_on_by_who_has_read_it(self):
        france = self.env.ref("galloper_schedule.calling_hours_fr")
        admin = self._new_seller("galloper_admin", groups="base.group_system")
        france = france.with_user(admin)
        with self.assertRaises(UserError):
            france.active = True
        action = france.action_unarchive()
        self.assertFalse(france.active)
        wizard = self.env[action["res_model"]].with_user(admin)
        wizard = wizard.with_context(**action["context"]).create({})
        self.assertEqual(wizard.hours_ids, france)
        with self.assertRaises(UserError):
            wizard.action_confirm()
        wizard.has_read = True
        wizard.action_confirm()
        self.assertTrue(france.active)
        self.assertEqual(france.confirmed_by_id, admin)
        self.assertEqual(self._start(self._customer("Paris", "FR")), "10:00")
        france.action_archive()
        france.action_unarchive()
        self.assertTrue(france.active, "it was read once")

    def test_who_may_see_and_change_them(self):
        rule = self._hours("Ours", ("01234", 10, 17))
        manager = self._new_seller(
            "galloper_manager", groups="sales_team.group_sale_manager"
        )
        self.assertEqual(rule.with_user(manager).name, "Ours")
        with self.assertRaises(AccessError):
            rule.with_user(manager).name = "Mine"
        with self.assertRaises(AccessError):
            rule.with_user(self.seller).read(["name"])
        other = self.env["res.company"].create({"name": "Other"})
        rule.company_id = other
        with self.assertRaises(AccessError):
            rule.with_user(manager).read(["name"])
        self.assertEqual(self._start(self._customer("Somebody")), "09:00")


@tagged("post_install", "-at_install")
class TestHolidayDates(CallingCase):
    def test_weekends_are_those_of_cldr(self):
        """But for those about which we have found better."""
        for country in self.env["res.country"].search([]):
            try:
                cldr = Locale.parse(f"und_{country.code}", resolve_likely_subtags=True)
            except UnknownLocaleError:  # nobody lives there
                continue
            if cldr.territory != country.code or country.code in NOT_AS_CLDR:
                continue
            days, day = set(), cldr.weekend_start
            while day not in days:
                days.add(day)
                if day == cldr.weekend_end:
                    break
                day = (day + 1) % 7
            self.assertEqual(weekend_of(country.code), days, country.code)
        codes = set(self.env["res.country"].search([]).mapped("code"))
        self.assertLessEqual(WEEKENDS.keys(), codes)

    def test_states(self):
        """Odoo's codes of states are brought to those of the package."""
        for country, state, day, is_one in (
            ("DE", "DE-BY", date(2026, 1, 6), True),
            ("DE", "DE-BE", date(2026, 1, 6), False),
            ("CH", "TI-IT", date(2026, 3, 19), True),
            ("ES", "B", date(2026, 9, 11), True),
            ("ES", "M", date(2026, 9, 11), False),
            ("AU", "VIC", date(2026, 11, 3), True),
            ("US", "XX", date(2026, 7, 3), True),
            ("XX", None, date(2026, 1, 1), False),
        ):
            closed, _worked = holiday_dates.of_years(country, state, (2026,))
            self.assertEqual(day in closed, is_one, (country, state))
        spain = self.env.ref("base.es").state_ids.mapped("code")
        self.assertEqual(set(spain), set(holiday_dates._COMMUNITIES))

    def test_days_worked_instead_are_of_the_years_asked_for(self):
        _closed, worked = holiday_dates.of_years("CN", None, (2026,))
        self.assertIn(date(2026, 2, 14), worked)
        self.assertEqual({day.year for day in worked}, {2026})
        china = self._customer("Shanghai", "CN")
        self._freeze(self._at(9, day=4))
        day = Day.of(self.seller.sudo(), self._at(9))
        hours = day.hours_of([china])[china]
        self.assertEqual(hours.spans_of(date(2026, 2, 14)), ((540, 1080),))

    def test_without_the_package(self):
        with patch.object(holiday_dates, "holidays", None):
            holiday_dates.of_years.cache_clear()
            self.addCleanup(holiday_dates.of_years.cache_clear)
            self.assertEqual(self._start(self._customer("Accra", "GH"), 6), "09:00")
        self.assertEqual(self._start(self._customer("Tema", "GH"), 6), "-")

    def test_one_statement_reads_all(self):
        before = self.cr.sql_log_count
        book.read(self.env)
        self.assertLessEqual(self.cr.sql_log_count - before, 2)

"""Where customers are is found out once, kept, and follows the evidence."""

from contextlib import contextmanager
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.galloper_schedule.adapter.privacy import forget
from odoo.addons.galloper_schedule.adapter.whereabouts import (
    evidence,
    libraries,
    located,
    numbers,
)
from odoo.addons.galloper_schedule.adapter.whereabouts.evidence import Known
from odoo.addons.galloper_schedule.planner.whereabouts import (
    ADDRESS,
    COMPANY,
    DEFAULT,
    ENTERED,
    FIXED_LINE,
    SALESPERSON,
)

from .common import TimetableCase


class LocatedCase(TimetableCase):
    """A salesperson in Moscow at ten, who minds customers' hours: 8 to 20."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"galloper_contact_from": 8, "galloper_contact_to": 20})
        cls.russia, cls.japan = cls.env.ref("base.ru"), cls.env.ref("base.jp")
        cls.primorye = cls.env.ref("base.state_ru_pri")
        cls.located = cls.env["galloper.located"]

    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))

    def _partner(self, name="Customer", **vals):
        return self.env["res.partner"].create({"name": name, **vals})

    def _far(self, **vals):
        """In Vladivostok, seven hours ahead of Moscow: called there until 13:00."""
        vals = {"state_id": self.primorye.id, "zip": "690000", **vals}
        return self._partner(country_id=self.russia.id, **vals)

    def _where(self, document):
        """(zones, source), as it is stored and as anybody who asks is told."""
        asked = located.of_documents([document])[document]
        row = self._row(document)
        if row and asked.zones:
            self.assertEqual(row.zones or "", " ".join(asked.zones))
            self.assertEqual((row.source, row.is_certain), asked[1:])
        return " ".join(asked.zones), asked.source

    def _row(self, document):
        self.env.invalidate_all()
        key = document.id if document._name == "res.partner" else -document.id
        return self.located.search([("key", "=", key)])

    @contextmanager
    def _resolving(self):
        """[what is weighed meanwhile]"""
        weighed, weigh = [], evidence.weigh

        def note(known, house=None):
            weighed.append(known)
            return weigh(known, house)

        with patch.object(evidence, "weigh", note):
            yield weighed


@tagged("post_install", "-at_install")
class TestLocated(LocatedCase):
    # -- The plan goes by it

    def test_nobody_is_called_at_night(self):
        """A customer of Vladivostok with the default zone of who made it, in Moscow."""
        partner = self._far(tz="Europe/Moscow")
        self._contact("A", partner)
        self._contact("B", self._lead("Deal", partner_id=partner.id))
        [first, second] = self._plan(self._at(10))
        self.assertEqual(first.planned_start, self._at(10))
        self._contact("late", self._far())
        late = self._plan(self._at(14))
        self.assertEqual(set(late.mapped("state")), {"unplaced"})
        self.assertEqual(self._where(partner), ("Asia/Vladivostok", ADDRESS))

    def test_a_lead_without_a_customer(self):
        lead = self._lead("Deal", phone="+81 3 1234 5678")
        self._contact("A", lead)
        [line] = self._plan(self._at(10))
        self.assertEqual(line.state, "planned")
        self.assertEqual(self._where(lead), ("Asia/Tokyo", FIXED_LINE))
        [line] = self._plan(self._at(14, 30))
        self.assertEqual(line.state, "unplaced", "it is 20:30 in Tokyo")
        self.assertFalse(self._row(lead).partner_id)

    def test_suggestions(self):
        self._lead("Deal", country_id=self.japan.id)
        self._lead("Near")
        self.seller._plan_day(self._at(14, 30))
        mine = [("user_id", "=", self.seller.id)]
        lines = self.lines.with_context(active_test=False).search(mine).sudo()
        self.assertEqual(lines.raw_lead_id.mapped("name"), ["Near"])

    def test_several_zones(self):
        """Of Russia's: Moscow's own for its seller; for Tokyo's where all may be,
        which is from 8:00 in Kaliningrad to 20:00 in Kamchatka."""
        lead = self._lead("Deal", country_id=self.russia.id)
        self._contact("A", lead)
        [line] = self._plan(self._at(15))
        self.assertEqual(line.planned_start, self._at(15))
        colleague = self._new_seller("galloper_colleague", "Asia/Tokyo")
        self._contact("B", lead, user=colleague)
        [line] = self._plan(self._at(9, tz="Asia/Tokyo"), colleague)
        self.assertEqual(line.planned_start, self._at(8, tz="Europe/Kaliningrad"))

    # -- Found out once

    def test_a_second_plan_asks_nothing_more(self):
        for number in range(20):
            self._contact(str(number), self._far(name=f"Customer {number}"))
        self._contact("lead", self._lead("Deal", country_id=self.japan.id))
        with self._resolving() as weighed:
            self._plan(self._at(10))
            self.assertEqual(len(weighed), 21)
            for minute in (5, 10):
                self.seller._plan_day(self._at(10, minute))
            self._contact("another", self._row_of_far())
            self.seller._plan_day(self._at(10, 15))
        self.assertEqual(len(weighed), 21, "each of them once")

    def _row_of_far(self):
        return self.env["res.partner"].search([("name", "=", "Customer 7")])

    def test_in_so_many_queries(self):
        """The first plan needs four more, however many customers there are."""

        def count(number):
            for one in range(number):
                self._contact(str(one), self._far(name=f"Customer {one}"))
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self.seller._plan_day(self._at(10))
            return self.cr.sql_log_count - before

        count(1)
        few, many = count(2), count(30)
        self.assertLessEqual(many, few)
        self.env["galloper.located"].search([]).write({})
        self.assertLessEqual(count(0), few - 4)

    def test_the_plan_is_right_from_the_first_look_on(self):
        """What is stored with the first plan is no reason for a second."""
        self._contact("A", self._far())
        self.seller._plan_day(self._at(10))
        self.assertEqual(self.seller._plan_day(self._at(10, 1)), self.seller)

    def test_who_is_somewhere_unknown_has_no_row(self):
        partner = self._partner()
        self._contact("A", partner)
        self._plan(self._at(10))
        self.assertEqual(self._where(partner), ("", SALESPERSON))
        self.assertFalse(self._row(partner))

    # -- It follows the evidence

    def test_edits(self):
        partner = self._far(phone="+81 3 1234 5678")
        self._contact("A", partner)
        steps = [
            ({}, ("Asia/Vladivostok", ADDRESS)),
            ({"state_id": False, "zip": False}, ("Asia/Tokyo", FIXED_LINE)),
            ({"phone": "+7 4012 123456"}, ("Europe/Kaliningrad", FIXED_LINE)),
            ({"phone": False, "zip": "443000"}, ("Europe/Samara", ADDRESS)),
            ({"galloper_tz": "Asia/Omsk"}, ("Asia/Omsk", ENTERED)),
            ({"galloper_tz": False}, ("Europe/Samara", ADDRESS)),
            ({"country_id": False, "zip": False}, ("", SALESPERSON)),
            ({"tz": "Asia/Tokyo"}, ("Asia/Tokyo", DEFAULT)),
        ]
        for vals, where in steps:
            partner.write(vals)
            self.seller._plan_day(self._at(10))
            if where[0]:
                self.assertEqual(self._row(partner).zones, where[0])
            self.assertEqual(self._where(partner), where)

    def test_each_edit_concerns_the_plan(self):
        partner = self._far()
        lead = self._lead("Deal", country_id=self.russia.id)
        self._contact("A", partner)
        self._contact("B", lead)
        due = self.env["galloper.schedule.due"]
        mine = [("planned_at", "=", False), ("user_id", "=", self.seller.id)]
        for record, vals in (
            (partner, {"phone": "+81 3 1234 5678"}),
            (partner, {"zip": "443000"}),
            (partner, {"galloper_tz": "Asia/Omsk"}),
            (partner, {"parent_id": self._partner(is_company=True).id}),
            (lead, {"phone": "+81 3 1234 5678"}),
            (lead, {"state_id": self.primorye.id}),
            (lead, {"galloper_tz": "Asia/Omsk"}),
        ):
            self.env.cr.flush()
            self.seller._plan_day(self._at(10))
            self.assertFalse(due.search(mine))
            record.write(vals)
            self.env.cr.flush()
            self.assertTrue(due.search(mine), vals)

    def test_what_is_changed_past_odoo_is_found(self):
        partner = self._far()
        self._contact("A", partner)
        self.seller._plan_day(self._at(10))
        self.env.cr.execute(
            SQL(
                "UPDATE res_partner SET galloper_tz = 'Asia/Tokyo' WHERE id = %s",
                partner.id,
            )
        )
        self.assertFalse(self.seller._plan_day(self._at(10, 1)))
        self.assertEqual(self._row(partner).zones, "Asia/Tokyo")

    def test_another_version(self):
        partner = self._far(phone="+81 3 1234 5678", state_id=False, zip=False)
        self.assertEqual(self._where(partner), ("Asia/Tokyo", FIXED_LINE))
        with (
            patch.object(numbers, "version", lambda: "10.0.0"),
            patch.object(numbers, "place_of", lambda text, country: (FIXED_LINE, ())),
        ):
            evidence.version.cache_clear()
            self.addCleanup(evidence.version.cache_clear)
            zones, source = self._where(partner)
        self.assertIn("Europe/Moscow", zones)
        self.assertEqual(source, "country")

    def test_a_company(self):
        company = self._far(name="Company", is_company=True)
        # Of another type: contacts have their company's address.
        person = self._partner(parent_id=company.id, type="other")
        self.assertEqual(self._where(person), ("Asia/Vladivostok", COMPANY))
        company.write({"state_id": False, "zip": "443000"})
        self.assertEqual(self._where(person), ("Europe/Samara", COMPANY))
        person.phone = "+81 3 1234 5678"
        self.assertEqual(self._where(person), ("Asia/Tokyo", FIXED_LINE))
        person.parent_id = False
        person.phone = False
        self.assertEqual(self._where(person), ("", SALESPERSON))

    def test_our_own_country(self):
        """Where a number without a prefix is dialled, if all companies are there."""
        others = self.env["res.company"].search([("id", "!=", self.company.id)])
        others.active = False
        self.company.country_id = self.japan
        partner = self._partner(phone="03-1234-5678")
        self.assertEqual(self._where(partner), ("Asia/Tokyo", FIXED_LINE))
        self.env["res.company"].create(
            {"name": "Elsewhere", "country_id": self.russia.id}
        )
        self.assertEqual(self._where(partner), ("", SALESPERSON))

    def test_a_lead_that_gets_a_customer(self):
        lead = self._lead(
            "Deal", galloper_tz="Asia/Omsk", contact_name="Somebody", partner_id=False
        )
        self.assertEqual(self._where(lead), ("Asia/Omsk", ENTERED))
        lead._handle_partner_assignment(create_missing=True)
        self.assertEqual(lead.partner_id.galloper_tz, "Asia/Omsk")
        lead.partner_id.galloper_tz = "Asia/Tokyo"
        self.assertEqual(self._where(lead.partner_id), ("Asia/Tokyo", ENTERED))

    # -- Nothing stands in its way

    @mute_logger("odoo.sql_db")
    def test_what_cannot_be_stored(self):
        partner = self._far()
        self._contact("A", partner)
        with patch.object(located, "_STORE", "SELECT 1 / 0 WHERE 1 = ANY(%(keys)s)"):
            [line] = self._plan(self._at(14))
        self.assertEqual(line.state, "unplaced", "it is known all the same")
        self.assertFalse(self._row(partner))
        with patch.object(type(self.env.cr), "readonly", True, create=True):
            self.assertEqual(self._where(partner), ("Asia/Vladivostok", ADDRESS))
            self.assertFalse(self._row(partner))
        self.assertEqual(self._where(partner), ("Asia/Vladivostok", ADDRESS))
        self.assertTrue(self._row(partner))

    def test_a_lost_connection_is_said(self):
        class Closed:
            closed, readonly = True, False

            def savepoint(self, flush):
                raise psycopg2.OperationalError

        class Nowhere:
            cr = Closed()

        place = located.Whereabouts(("Asia/Tokyo",), ENTERED)
        with self.assertRaises(psycopg2.OperationalError):
            located._store(Nowhere, {1: ("evidence", place)})

    def test_without_the_library(self):
        evidence.version.cache_clear()
        self.addCleanup(evidence.version.cache_clear)
        near = self._partner(phone="+81 3 1234 5678")
        with (
            patch.object(numbers, "phonenumbers", None),
            patch.object(libraries, "find_spec", lambda name: None),
        ):
            self._contact("A", self._far())
            self._contact("B", near)
            lines = self._plan(self._at(14))
            self.assertEqual(lines.mapped("summary"), ["A", "B"])
            self.assertEqual(lines.mapped("state"), ["unplaced", "planned"])
            settings = self.env["res.config.settings"].create({})
            self.assertIn("phonenumbers", settings.galloper_missing_libraries)
        with patch.object(libraries, "find_spec", lambda name: True):
            settings = self.env["res.config.settings"].create({})
            self.assertFalse(settings.galloper_missing_libraries)

    # -- New partners

    def test_customers_get_nobodys_zone(self):
        partners = self.env["res.partner"].with_context(tz="Europe/Paris")
        self.assertFalse(partners.create({"name": "Customer"}).tz)
        created = partners.browse(partners.name_create("Somebody")[0])
        self.assertFalse(created.tz)
        lead = self._lead("Deal", contact_name="Anna").with_context(tz="Europe/Paris")
        lead._handle_partner_assignment(create_missing=True)
        self.assertFalse(lead.partner_id.tz)
        kept = partners.with_context(default_tz="Asia/Tokyo").create({"name": "Kept"})
        self.assertEqual(kept.tz, "Asia/Tokyo")

    def test_our_own_companies_do(self):
        """Odoo's own apps go by it."""
        companies = self.env["res.company"].with_context(tz="Europe/Paris")
        self.assertEqual(
            companies.create({"name": "New"}).partner_id.tz, "Europe/Paris"
        )

    def test_users_do(self):
        users = self.env["res.users"].with_context(tz="Europe/Paris")
        self.assertEqual(
            users.create({"name": "A", "login": "galloper_a"}).tz, "Europe/Paris"
        )
        self.assertEqual(
            users.create({"name": "B", "login": "galloper_b", "tz": "Asia/Tokyo"}).tz,
            "Asia/Tokyo",
        )
        partner = self._partner()
        users.create({"name": "C", "login": "galloper_c", "partner_id": partner.id})
        self.assertFalse(partner.tz, "who was a customer before stays where they are")

    # -- Who goes, is forgotten

    def test_who_is_forgotten(self):
        partner, lead = self._far(), self._lead("Deal", country_id=self.japan.id)
        self._where(partner), self._where(lead)
        forget.of_customers(partner).clear(forget.ANONYMIZED)
        forget.of_leads(lead).clear(forget.ANONYMIZED)
        self.assertFalse(self._row(partner))
        self.assertFalse(self._row(lead))

    def test_who_is_deleted(self):
        partner, lead = self._far(), self._lead("Deal", country_id=self.japan.id)
        self._where(partner), self._where(lead)
        keys = [partner.id, -lead.id]
        (partner.unlink(), lead.unlink())
        self.assertFalse(self.located.search([("key", "in", keys)]))

    def test_who_is_merged(self):
        one, other = self._far(name="One"), self._far(name="Other", zip="443000")
        self._where(one), self._where(other)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((one | other).ids, one)
        self.assertFalse(self.located.search([("key", "=", other.id)]))
        self.assertEqual(self._where(one), ("Asia/Vladivostok", ADDRESS))

    # -- Rights

    def test_rights(self):
        portal = new_test_user(self.env, "galloper_p", groups="base.group_portal")
        for user in (self.seller, portal):
            with self.assertRaises(AccessError):
                self.located.with_user(user).search([])

    def test_nothing_else_is_known_of_them(self):
        """No address, and no number."""
        partner = self._far(phone="+81 3 1234 5678")
        self._where(partner)
        told = str(self._row(partner).read())
        for text in ("690000", "1234", "Primor"):
            self.assertNotIn(text, told)

    def test_what_it_is_made_from_is_what_is_read(self):
        self.assertLessEqual(
            {"zip", "city", "phone", "tz"}, {*Known._fields} & {*evidence.OF_PARTNER}
        )


@tagged("post_install", "-at_install")
class TestCustomerZone(LocatedCase):
    """The card says where the customer is, and one press corrects it."""

    def setUp(self):
        super().setUp()
        self.mine = self.lines.with_user(self.seller)

    def _card(self, key):
        return self.mine.get_focus(key)["customer"]

    def test_the_card(self):
        partner = self._far(tz="Europe/Moscow", user_id=self.seller.id)
        contact = self._contact("A", partner)
        card = self._card(contact.id)
        self.assertEqual(card["tz"], "Asia/Vladivostok")
        self.assertEqual((card["source"], card["is_certain"]), (ADDRESS, True))
        zones = self.mine.get_customer_zones(contact.id)
        self.assertEqual(zones["likely"], ["Asia/Vladivostok", "Europe/Moscow"])
        self.assertIn("Asia/Omsk", zones["all"])
        self.assertFalse(zones["entered"])
        answer = self.mine.set_customer_zone(contact.id, "Asia/Omsk")
        self.assertEqual(answer, {"status": "ok"})
        self.assertEqual(partner.galloper_tz, "Asia/Omsk")
        self.assertEqual(self._card(contact.id)["source"], ENTERED)
        entered = self.mine.get_customer_zones(contact.id)["entered"]
        self.assertEqual(entered, "Asia/Omsk")
        self.mine.set_customer_zone(contact.id, False)
        self.assertEqual(self._card(contact.id)["tz"], "Asia/Vladivostok")

    def test_uncertain(self):
        usa = self.env.ref("base.us")
        lead = self._lead("Deal", country_id=usa.id)
        card = self._card(self._contact("A", lead).id)
        self.assertEqual((card["tz"], card["source"]), ("America/New_York", "country"))
        self.assertFalse(card["is_certain"])
        nobody = self._card(self._contact("B", self._lead("Other")).id)
        self.assertEqual((nobody["tz"], nobody["source"]), (self.tz, SALESPERSON))
        self.assertFalse(nobody["is_certain"])

    def test_a_lead_has_its_own(self):
        lead = self._lead("Deal")
        contact = self._contact("A", lead)
        self.mine.set_customer_zone(contact.id, "Asia/Omsk")
        self.assertEqual(lead.galloper_tz, "Asia/Omsk")
        self._plan(self._at(10))
        suggested = self._lead("Idle")
        self._plan(self._at(10))
        self.mine.set_customer_zone(-suggested.id, "Asia/Tokyo")
        self.assertEqual(suggested.galloper_tz, "Asia/Tokyo")
        self.assertFalse(suggested.activity_ids, "it is still a suggestion")

    def test_others_work(self):
        colleague = self._new_seller("galloper_colleague", self.tz)
        lead = self._lead("Deal", user_id=colleague.id)
        contact = self._contact("A", lead, user=colleague)
        self.assertEqual(
            self.mine.set_customer_zone(contact.id, "Asia/Omsk")["status"], "gone"
        )
        self.assertFalse(lead.galloper_tz)
        self.assertEqual(self.mine.get_customer_zones(contact.id)["likely"], [])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_closed_document(self):
        """One's own activity on a lead that one may not read."""
        colleague = self._new_seller("galloper_colleague", self.tz)
        lead = self._lead("Deal", user_id=colleague.id)
        contact = self._contact("A", lead)
        self.assertFalse(self._card(contact.id)["can_correct"])
        self.assertEqual(
            self.mine.set_customer_zone(contact.id, "Asia/Omsk")["status"], "gone"
        )
        self.assertFalse(lead.galloper_tz)

    def test_no_zone(self):
        contact = self._contact("A", self._lead("Deal"))
        for wrong in ("Mars/Olympus", 5, [1]):
            with self.assertRaisesRegex(UserError, "a time zone is expected"):
                self.mine.set_customer_zone(contact.id, wrong)

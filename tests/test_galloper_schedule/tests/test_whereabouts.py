"""Where customers are: a table of customers, and what the libraries get wrong."""

from datetime import datetime
from unittest.mock import patch

import phonenumbers
from phonenumbers import timezone as number_zones

from odoo.tests import BaseCase, TransactionCase, tagged

from odoo.addons.galloper_schedule.adapter.tools import zones
from odoo.addons.galloper_schedule.adapter.whereabouts import numbers, tables
from odoo.addons.galloper_schedule.adapter.whereabouts.evidence import Known, weigh
from odoo.addons.galloper_schedule.planner.local_time import local_time
from odoo.addons.galloper_schedule.planner.whereabouts import find

from .whereabouts_cases import CASES, RUSSIA, YUKON_AND_NORTH

#: What is expected of the cases whose zones are too many to name.
SEVERAL = {
    "A Russian mobile": RUSSIA,
    "Easter Island or Valparaíso": "America/Santiago Pacific/Easter",
}
#: Weeks in which clocks, or the laws about them, change: a place, a moment (naive UTC),
#: what its clocks show then.
MOMENTS = [
    # The United States, Europe, and what lies between their changes.
    ("US NY", "2026-03-07 17:00", "12:00"),
    ("US NY", "2026-03-09 17:00", "13:00"),
    ("US AZ 85701", "2026-03-09 17:00", "10:00"),
    ("DE", "2026-03-28 11:00", "12:00"),
    ("DE", "2026-03-30 11:00", "13:00"),
    # The south puts its clocks back when the north puts them on.
    ("AU NSW 2000", "2026-04-04 01:00", "12:00"),
    ("AU NSW 2000", "2026-04-06 01:00", "11:00"),
    ("NZ AUK", "2026-09-26 23:00", "12:00"),
    ("CL CL-RM", "2026-09-07 15:00", "12:00"),
    # Western Canada keeps its summer clocks from November 2026 on.
    ("CA BC V6B", "2026-10-30 19:00", "12:00"),
    ("CA BC V6B", "2026-11-03 19:00", "12:00"),
    ("US WA", "2026-11-03 19:00", "11:00"),
    ("CA AB", "2026-11-03 19:00", "13:00"),
    # No change any more: Mexico, Brazil, Kazakhstan's one clock.
    ("MX JAL", "2026-07-01 18:00", "12:00"),
    ("BR SP", "2026-12-01 15:00", "12:00"),
    ("KZ 75", "2026-07-01 07:00", "12:00"),
]


def known(address, phone="", tz=""):
    """What is known of a customer, as the tables of cases have it."""
    country, state, postcode, city = (*address.split(" ", 3), "", "", "", "")[:4]
    state = None if state == "-" else state
    return Known(None, country, state, postcode, city, phone, tz)


def where(*case):
    return find(weigh(known(*case)), clock=zones.clock)


def clocks(names):
    return set(map(zones.clock, names))


@tagged("post_install", "-at_install")
class TestWhereabouts(BaseCase):
    def test_the_table(self):
        for case in CASES:
            with self.subTest(who=case.who, why=case.why):
                place = where(case.address, case.phone, case.tz)
                expected = SEVERAL.get(case.who) or case.zones
                self.assertEqual(clocks(place.zones), clocks(expected.split()))
                self.assertEqual(place.source, case.source)
        countries = {case.address[:2] for case in CASES} - {""}
        self.assertGreaterEqual(len(CASES), 60)
        self.assertGreaterEqual(len(countries), 11)

    def test_weeks_in_which_clocks_change(self):
        for address, moment, shown in MOMENTS:
            with self.subTest(address=address, moment=moment):
                [name] = where(address).zones
                local = local_time(datetime.fromisoformat(moment), zones.zone_of(name))
                self.assertEqual(f"{local:%H:%M}", shown)

    def test_who_travels(self):
        """A number of elsewhere: a fixed line leaves a doubt, a mobile does not."""
        moscow, berlin = "+7 495 123 4567", "DE - 10115 Berlin"
        self.assertFalse(where(berlin, moscow).certain)
        self.assertTrue(where(berlin, "+7 914 123 4567").certain)
        self.assertEqual(where(berlin, moscow).zones, ("Europe/Berlin",))

    def test_a_number_of_our_own_country(self):
        evidence = weigh(known("", "030 123456"), "DE")
        self.assertEqual(find(evidence, clock=zones.clock).zones, ("Europe/Berlin",))
        self.assertFalse(find(weigh(known("", "030 123456")), clock=zones.clock).zones)

    def test_without_the_library(self):
        """Addresses go on telling, numbers do not."""
        with patch.object(numbers, "phonenumbers", None):
            self.assertEqual(numbers.version(), "")
            self.assertFalse(where("", "+49 89 123456").zones)
            self.assertEqual(where("DE", "+49 89 123456").zones, ("Europe/Berlin",))


@tagged("post_install", "-at_install")
class TestNumberZones(BaseCase):
    """What phonenumbers 9.0.43 gets wrong, which our tables know better.

    One that fails says that the library has learnt: take the row out of the table.
    """

    def _check(self, number, told, ours):
        """
        :param told: a zone that the library names, or how many
        """
        parsed = phonenumbers.parse(number)
        self.assertTrue(phonenumbers.is_valid_number(parsed), number)
        found = number_zones.time_zones_for_number(parsed)
        version = phonenumbers.__version__
        if isinstance(told, int):
            self.assertEqual(len(found), told, version)
        else:
            self.assertEqual(clocks(found), clocks(told.split()), version)
        _kind, mine = numbers.place_of(number, None)
        self.assertEqual(clocks(mine), clocks(ours.split()), number)

    def test_three_territories_have_one_area_code(self):
        self._check("+1 867 920 1234", "America/Edmonton", YUKON_AND_NORTH)
        self._check("+1 867 633 1234", "America/Vancouver", YUKON_AND_NORTH)

    def test_sixteen_zones_for_a_mobile(self):
        self._check("+7 916 123 4567", 16, RUSSIA)
        self._check("+7 701 123 4567", 16, "Asia/Almaty")
        self._check("+7 777 123 4567", 16, "Asia/Almaty")
        named = number_zones.time_zones_for_number(phonenumbers.parse("+79161234567"))
        self.assertIn("Europe/Bucharest", named, "in Kaliningrad's place")

    def test_perth(self):
        self._check(
            "+61 8 9222 1234", "Australia/Adelaide Australia/Perth", "Australia/Perth"
        )

    def test_forty_zones(self):
        self._check("+1 345 323 1234", 42, "America/Cayman")
        self._check("+1 800 555 1234", 42, "")

    def test_a_single_wrong_zone(self):
        self._check("+7 4012 123456", "Europe/Bucharest", "Europe/Kaliningrad")
        self._check("+213 21 12 34 56", "Europe/Paris", "Africa/Algiers")
        self._check("+7 8452 123456", "Europe/Moscow", "Europe/Saratov")
        self._check(
            "+1 879 555 0123",
            "America/Puerto_Rico America/St_Johns",
            "America/St_Johns America/Goose_Bay",
        )
        self._check(
            "+1 219 555 0123", "America/New_York", "America/Chicago America/New_York"
        )
        self._check("+64 3 308 0123", "Pacific/Chatham", "Pacific/Auckland")
        self._check(
            "+62 812 3456 7890",
            "Asia/Jakarta",
            "Asia/Jakarta Asia/Makassar Asia/Jayapura",
        )


@tagged("post_install", "-at_install")
class TestZoneTables(TransactionCase):
    def test_every_state_of_these_countries(self):
        """As Odoo's own data have them; others may be entered by hand."""
        codes = "US CA MX BR AU RU ID CL EC ES PT NZ MN".split()
        states = self.env["res.country.state"].search(
            [("country_id.code", "in", codes)]
        )
        own = self.env["ir.model.data"].search(
            [("model", "=", "res.country.state"), ("module", "=", "base")]
        )
        states = states.filtered(lambda one: one.id in own.mapped("res_id"))
        self.assertGreater(len(states), 400)
        for state in states:
            found = tables.of_state(state.country_id.code, state.code)
            self.assertIsNotNone(found, state.display_name)

    def test_zones_are_their_countrys(self):
        """Nowhere a zone whose clocks are not that country's, its territories apart."""
        elsewhere = {"CN", "ES", "FR", "RU", "UM", "US"}
        for name in ("states", "postcodes"):
            for (country, key), names in tables._read(name).items():
                strange = clocks(names) - tables.clocks_of_country(country)
                if country not in elsewhere:
                    self.assertFalse(strange, (country, key))

    def test_no_clock_of_a_country_is_forgotten(self):
        """But for those that few go by: Xinjiang's own, Crimea's."""
        besides = clocks(["Asia/Urumqi", "Europe/Simferopol"])
        for country in self.env["res.country"].search([("code", "!=", "AQ")]):
            listed = clocks(tables.of_country(country.code))
            missing = tables.clocks_of_country(country.code) - listed - besides
            self.assertFalse(missing, country.name)

    def test_all_zones_are_known(self):
        for name in ("countries", "states", "postcodes", "numbers"):
            text = (tables._FOLDER / f"{name}.csv").read_text()
            names = {
                word
                for line in text.splitlines()[1:]
                for word in line.rpartition(",")[2].split()
            }
            self.assertFalse([one for one in names if not zones.is_known(one)])

    def test_every_country_has_zones(self):
        without = {"AN", "AQ", "BV", "HM"}  # gone, or without inhabitants
        for country in self.env["res.country"].search([]):
            if country.code not in without:
                self.assertTrue(tables.of_country(country.code), country.name)

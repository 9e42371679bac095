"""Three programs have zone rules of their own: administrators see which is behind."""

from datetime import datetime, timedelta, timezone

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.galloper_schedule.adapter.screen import zone_check
from odoo.addons.galloper_schedule.planner.zone_rules import BROWSER, DATABASE, ODOO

from .test_zone_law import ZoneCase, new_law

TOKYO = "Asia/Tokyo"


@tagged("post_install", "-at_install")
class TestZoneCheck(ZoneCase):
    """Tokyo has not changed its clocks for seventy years: all know it alike."""

    def setUp(self):
        super().setUp()
        self.seller.tz = TOKYO
        self.admin = new_test_user(
            self.env,
            "galloper_admin",
            groups="base.group_system,sales_team.group_sale_manager",
            tz="UTC",
        )
        self.mine = self.zone_report.with_user(self.seller)
        self.midnight = int(datetime(2026, 3, 4, tzinfo=timezone.utc).timestamp())

    def _found(self):
        """{program: {zone: by how many minutes}} of Tokyo."""
        return {
            (one.program, one.users): {each.zone: each.by for each in one.differences}
            for one in self.zone_report._find()
            if TOKYO in [each.zone for each in one.differences]
        }

    def _settings(self):
        return str(
            self.env["res.config.settings"]
            .with_user(self.admin)
            .create({})
            .galloper_zone_check
            or ""
        )

    # -- The database server

    def test_all_agree(self):
        self.assertEqual(self._found(), {})
        self.assertNotIn(TOKYO, self._settings())

    def test_the_database_server_is_behind(self):
        new_law(self, TOKYO, "Etc/GMT-10")
        [[(program, _users), differences]] = self._found().items()
        self.assertEqual((program, differences), (DATABASE, {TOKYO: -60}))
        told = self._settings()
        self.assertRegex(told, "Asia/Tokyo: -1 hours off from 03/04/2026")
        self.assertIn("Update PostgreSQL", told)

    def test_from_when(self):
        """Tokyo gets the hours of Seoul, which are the same, and those of Berlin."""
        new_law(self, TOKYO, "Asia/Seoul")
        self.assertEqual(self._found(), {})
        new_law(self, TOKYO, "Europe/Berlin")
        [found] = [
            each
            for one in self.zone_report._find()
            for each in one.differences
            if each.zone == TOKYO
        ]
        self.assertEqual(
            (found.moment, found.minutes, found.odoo), (datetime(2026, 3, 4), 540, 60)
        )

    def test_an_hour_is_found(self):
        """Clocks are changed at midnight in Beirut, three hours before Athens."""
        new_law(self, "Europe/Athens", "Asia/Beirut")
        [found], _told = zone_check.ask_database(
            self.env, ["Europe/Athens"], self._at(10), []
        )
        self.assertEqual(found.moment, datetime(2026, 3, 28, 22))
        self.assertEqual(found.by, -60)

    def test_a_zone_that_it_does_not_know(self):
        """Systems are without old names of zones, unless a package is installed."""
        unknown, told = zone_check.ask_database(
            self.env, ["Mars/Olympus", TOKYO], self._at(10), []
        )
        self.assertEqual(
            [(one.zone, one.by) for one in unknown], [("Mars/Olympus", None)]
        )
        self.assertEqual(told, {})

    def test_which_zones(self):
        used = zone_check.zones_in_use(self.env)
        self.assertLessEqual({TOKYO, "America/Vancouver"}, set(used))
        partner = self.env["res.partner"].create({"name": "Anna", "tz": "Asia/Kolkata"})
        self.assertNotIn("Asia/Kolkata", zone_check.zones_in_use(self.env))
        self._contact("call", partner, promised_at=self._at(15))
        self.assertIn("Asia/Kolkata", zone_check.zones_in_use(self.env))
        self.assertEqual(
            zone_check.own_zones(self.env(user=self.seller)), ["Asia/Kolkata", TOKYO]
        )

    def test_one_statement(self):
        names = zone_check.zones_in_use(self.env)
        before = self.cr.sql_log_count
        zone_check.ask_database(self.env, names, self._at(10), [])
        self.assertEqual(self.cr.sql_log_count - before, 1)

    # -- Browsers

    def test_what_a_browser_compares(self):
        rules = self.mine.get_rules()
        year = 366 * 24 * 3600
        self.assertEqual(rules, {TOKYO: [[self.midnight, 540], [self.midnight + year]]})

    def test_a_browser_is_behind(self):
        self.assertTrue(self.mine.report_differences({TOKYO: [self.midnight, 480]}))
        self.mine.report_differences({TOKYO: [self.midnight, 480]})
        self.assertEqual(len(self.zone_report.search([])), 1)
        [[(program, users), differences]] = self._found().items()
        self.assertEqual((program, differences), (BROWSER, {TOKYO: -60}))
        self.assertIn(self.seller.name, users[0])
        told = self._settings()
        self.assertIn(self.seller.name, told)
        self.assertIn("Update their browser", told)
        # Updated since; or the browser is used no more.
        new_law(self, TOKYO, "Etc/GMT-8")
        self.assertNotIn(BROWSER, {program for program, _users in self._found()})

    def test_odoo_is_behind(self):
        """The other two agree."""
        new_law(self, TOKYO, "Etc/GMT-10")
        self.mine.report_differences({TOKYO: [self.midnight, 540]})
        [[(program, _users), _differences]] = self._found().items()
        self.assertEqual(program, ODOO)
        self.assertIn("Python package pytz", self._settings())

    def test_a_zone_that_a_browser_does_not_know(self):
        self.mine.report_differences({TOKYO: [self.midnight, None]})
        self.assertIn("not known", self._settings())

    def test_it_is_forgotten(self):
        self.mine.report_differences({TOKYO: [self.midnight, 480]})
        self._freeze(self._at(10) + timedelta(days=14))
        self.zone_report._forget_old()
        self.assertTrue(self.zone_report.search([]))
        self._freeze(self._at(10) + timedelta(days=15))
        self.zone_report._forget_old()
        self.assertFalse(self.zone_report.search([]))

    def test_whatever_else_is_told_is_refused(self):
        at = self.midnight
        for garbage in (
            *(None, False, [], "x", 5, {}),
            *({TOKYO: told} for told in (None, [], "x", 5, [at], [at, 480, 1], {})),
            *({TOKYO: [at, minutes]} for minutes in (540, "x", 1.5, True, [], 2**40)),
            *({TOKYO: [moment, 480]} for moment in ("x", None, 1.5, True, 0, 2**40)),
            {"Europe/Berlin": [at, 480]},
            {"Mars/Olympus": [at, 480]},
            {TOKYO: [at, 480], "Europe/Berlin": [at, 480]},
            {5: [at, 480]},
        ):
            with self.subTest(garbage=garbage), self.assertRaises(UserError):
                self.mine.report_differences(garbage)
        self.assertFalse(self.zone_report.search([]))

    def test_who_may(self):
        portal = new_test_user(self.env, "galloper_portal", groups="base.group_portal")
        for method, given in (
            ("get_rules", ()),
            ("report_differences", ({TOKYO: [self.midnight, 480]},)),
        ):
            with self.assertRaises(AccessError):
                getattr(self.zone_report.with_user(portal), method)(*given)
        with self.assertRaises(AccessError):
            self.mine.search([])

    # -- The settings

    def test_the_settings_show_it(self):
        new_law(self, TOKYO, "Etc/GMT-10")
        form = Form(self.env["res.config.settings"].with_user(self.admin))
        self.assertIn(TOKYO, form.galloper_zone_check)
        self.assertFalse(form._get_modifier("galloper_zone_check", "invisible"))

"""All figures on one page."""

from datetime import timedelta

from odoo.tests import tagged

from .screen import ScreenCase, axe, screenshot


@tagged("post_install", "-at_install")
class TestDashboard(ScreenCase):
    def _book(self, table, **vals):
        names = ", ".join(vals)
        self.env.cr.execute_values(
            f"INSERT INTO galloper_{table} ({names}) VALUES %s",
            [tuple(vals.values())],
        )

    def _add_figures(self):
        """Something of everything: a promise, an activity, a day, a customer."""
        team = self.env["crm.team"].create({"name": "Galloper team"})
        customer = self.env["res.partner"].create({"name": "Customer"})
        won = self._lead("Won", "won", partner_id=customer.id, team_id=team.id)
        self._lead("New", team_id=team.id)
        day = self.now.date() - timedelta(days=1)
        whose = {
            "user_id": self.seller.id,
            "team_id": team.id,
            "company_id": self.env.company.id,
            "day": day,
        }
        for outcome, minutes in (("kept", 0), ("late", 20)):
            self._book(
                "promise",
                **whose,
                outcome=outcome,
                minutes_late=minutes,
                promised_at=day,
                lead_id=won.id,
            )
        for answered in (True, False):
            clock = {"hour": 11, "weekday": str(day.weekday())}
            self._book("attempt", **whose, **clock, tried_at=day, answered=answered)
        self._book(
            "day",
            **whose,
            begins_at=day,
            ends_at=self.now,
            promises_due=2,
            kept=1,
            done=4,
            attempts=1,
            in_order=3,
        )

    def test_a_managers_figures(self):
        self._add_figures()
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        self.start_tour(
            "/odoo/promises-dashboard",
            "galloper_schedule_dashboard",
            login=manager.login,
            at_end=self._look,
        )
        self.assertEqual(self.found, [])

    def _look(self, browser):
        screenshot(browser, "dashboard")
        self.found = axe(browser, ".o_galloper_dashboard")

    def test_nothing_yet(self):
        self.start_tour(
            "/odoo/promises-dashboard",
            "galloper_schedule_dashboard_empty",
            login=self.seller.login,
        )

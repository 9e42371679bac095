"""Past days in other orders, in a real browser: in light and on a dark phone."""

from datetime import timedelta

from odoo.tests import tagged

from .report_facts import insert
from .screen import ScreenCase, axe, evaluate, screenshot

_DONE = "console.log('test successful')"
_DRAWN = "document.querySelector('.o_galloper_replay canvas')?.width > 0"
_LINES = "Chart.getChart(document.querySelector('.o_galloper_replay canvas'))"


@tagged("post_install", "-at_install")
class TestReplayScreen(ScreenCase):
    def setUp(self):
        super().setUp()
        self.company = self.seller.company_id
        day = self.now.date() - timedelta(days=1)
        while day.weekday() > 4:
            day -= timedelta(days=1)
        whose = {
            "user_id": self.seller.id,
            "company_id": self.company.id,
            "day": day,
        }
        lead = self._lead("Big one", "hot", expected_revenue=1000)
        # It was there on that day already.
        self.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s",
            [day - timedelta(days=1), lead.id],
        )
        at = {"tried_at": day, "answered": True, "minutes": 15, "lead_id": lead.id}
        insert(self.cr, "galloper_attempt", [{**whose, **at}])
        begins = {"begins_at": day, "ends_at": day + timedelta(days=1)}
        insert(self.cr, "galloper_day", [{**whose, **begins}])

    def _look(self, browser):
        screenshot(browser, "replay")
        self.found = axe(browser, ".o_galloper_replay")
        self.drawn = evaluate(browser, f"{_LINES}.data.datasets.length")
        self.reached = evaluate(browser, f"{_LINES}.data.datasets[0].data.at(-1)")
        self.told = evaluate(
            browser, "document.querySelector('.o_galloper_replay canvas').ariaLabel"
        )

    def _open(self):
        self.browser_js(
            "/odoo/action-galloper_schedule.action_replay",
            _DONE,
            ready=_DRAWN,
            login=self.seller.login,
            at_end=self._look,
        )
        self.assertEqual(self.found, [])
        self.assertEqual(self.drawn, 2)
        self.assertGreater(self.reached, 0)
        self.assertIn("Current priorities: ", self.told)

    def test_on_a_desk(self):
        self._open()


@tagged("post_install", "-at_install")
class TestReplayOnADarkPhone(TestReplayScreen):
    browser_size = "360x740"
    touch_enabled = True
    dark = True

"""My Day's screen in a browser, side by side with stock Odoo's My Activities.

Arguments and environment as those of ``single``. The time goes from the press that
opens the screen to the frame in which its first activity is painted, in one browser,
both screens by turns: what slows the machine down meets them alike.
"""

import json
import logging
import os
import sys
import time
from contextlib import contextmanager
from functools import partial

from odoo.tools import config

from dev.say import step

from . import kit
from .serve import Browser, serving
from .single import OTHERS, SIZE, fill

WARM_UPS, RUNS, TARGET = 5, 30, 1.3
PASSWORD = "bench"
# An action and what is on the page once its first activity is.
STOCK = "mail.mail_activity_action_my", ".o_data_row"
MY_DAY = (
    "galloper_schedule.action_my_day",
    ".o_action:has(.o_galloper_focus .o_galloper_who):has(.o_galloper_line)",
)
# An empty screen to start from, so that neither has to tidy up after the other.
EMPTY = {"type": "ir.actions.client", "tag": "bench_empty"}, ".o_bench_empty"
PREPARE = """(() => {
    const { Component, xml } = odoo.loader.modules.get("@odoo/owl");
    class Empty extends Component {
        static template = xml`<div class="o_bench_empty"/>`;
        static props = ["*"];
    }
    const { registry } = odoo.loader.modules.get("@web/core/registry");
    registry.category("actions").add("bench_empty", Empty);
    const { doAction } = odoo.__WOWL_DEBUG__.root.env.services.action;
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    window.openAction = async (action, selector) => {
        const start = performance.now();
        doAction(action, { clearBreadcrumbs: true });
        while (!document.querySelector(selector)) {
            await frame();
        }
        // What is in the page at the end of one frame is seen in the next one.
        await frame();
        await frame();
        return performance.now() - start;
    };
})()"""


def main(odoo):
    Visitor._logger.setLevel(logging.WARNING)
    step(f"Making {SIZE} activities of a salesperson, {1000 * OTHERS} of others")
    user_id = fill(odoo, [(SIZE, SIZE)] + [(1000, 1000)] * OTHERS)[0]
    with odoo.env() as env:
        user = env["res.users"].browse(user_id)
        user.password = PASSWORD
        login, os.environ["TZ"] = user.login, user.tz
    with serving(*sys.argv[1:]) as port, browsing(port, login) as page:
        step(f"Measuring {RUNS} times each")
        stock = "My Activities (stock), first activity", partial(page.time, *STOCK)
        ours = "My Day, first activity", partial(page.time, *MY_DAY)
        cases = {"stock": (*stock, "", None), "ours": (*ours, "stock", TARGET)}
        rows = kit.measure(cases, RUNS, WARM_UPS)
        # A broken page may be quick, but that means nothing.
        if page.problems:
            sys.exit("\n".join(["The page is not sound:", *page.problems]))
    return kit.report(f"screen-{SIZE}", f"{SIZE} activities, {RUNS} runs", rows)


class Visitor:
    """What the browser of the tests wants to know of a test."""

    _logger = logging.getLogger("bench.screen")
    browser_size = "1366x768"
    touch_enabled = False

    def __init__(self, port):
        self._port = port

    def base_url(self):
        return f"http://127.0.0.1:{self._port}"


@contextmanager
def browsing(port, login):
    """The web client of a salesperson, in the browser of the tests."""
    # Add-ons can be imported once Odoo knows where they are.
    from odoo.addons.test_galloper_schedule.tests import screen

    visitor = Visitor(port)
    browser = screen.Screen(visitor)
    try:
        # Else every request would wait for this process to let it pass.
        browser._websocket_request("Fetch.disable")
        session = Browser(port, config["db_name"][0], login, PASSWORD)
        browser.set_cookie(*session.cookie, "/", "127.0.0.1")
        yield Page(browser, screen, visitor.base_url())
    finally:
        browser.stop()


class Page:
    def __init__(self, browser, screen, address):
        self._browser, self._evaluate = browser, screen.evaluate
        self.problems = browser.problems
        browser.navigate_to(f"{address}/odoo", wait_stop=True)
        client = "odoo.__WOWL_DEBUG__ && document.querySelector('.o_action_manager')"
        screen.wait_until(browser, client, timeout=60)
        self._run(PREPARE)

    def time(self, *opened):
        """Seconds from an empty screen to the first activity."""
        self._open(*EMPTY)
        self._run("gc()")
        time.sleep(0.2)  # what the last screen has begun comes to its end
        return self._open(*opened) / 1000

    def _open(self, *arguments):
        return self._run(f"openAction({', '.join(map(json.dumps, arguments))})")

    def _run(self, js):
        return self._evaluate(self._browser, js, timeout=60)


if __name__ == "__main__":
    kit.start(main)

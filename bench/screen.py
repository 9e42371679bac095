"""My Day's screen in a browser, side by side with stock Odoo's My Activities.

Arguments and environment as those of run.py. The time goes from the press that opens
the screen to the frame in which its first contact is painted, in one browser, both
screens by turns: what slows the machine down meets them alike.
"""

import contextlib
import json
import logging
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

import run

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

WARM_UPS, RUNS = 5, 30
TARGET = 1.3
PASSWORD = "bench"
HOST = "127.0.0.1"

# An action and what is on the page once its first contact is.
STOCK = "mail.mail_activity_action_my", ".o_data_row"
MY_DAY = (
    "galloper_schedule.action_my_day",
    ".o_action:has(.o_galloper_focus .o_galloper_who):has(.o_galloper_line)",
)

LOG_IN = """
    fetch("/web/session/authenticate", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ params: CREDENTIALS }),
    }).then((answer) => answer.json()).then((answer) => answer.result?.uid)
"""
# An empty screen to start from, so that neither has to tidy up after the other.
EMPTY = {"type": "ir.actions.client", "tag": "bench_empty"}, ".o_bench_empty"
PREPARE = """
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
"""


def main(*options):
    config.parse_config(list(options), setup_logging=True)
    Visitor._logger.setLevel(logging.WARNING)
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        run.say(f"Making {run.SIZE} contacts of a salesperson, many of others")
        user = env["res.users"].browse(run.ready(env, run.SIZE)[0])
        user.password = PASSWORD
        login, zone = user.login, user.tz
    run.vacuum(registry)
    with serving(options) as port, browsing(port, zone) as page:
        page.log_in(login)
        run.say(f"Measuring {RUNS} times each")
        times = measure(page)
        page.check()
    return verdict(*times)


@contextlib.contextmanager
def serving(options):
    """Odoo on a free port, as a process of its own; yields the port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "odoo", *options, f"--http-port={port}"]
    process = subprocess.Popen([*command, "--max-cron-threads=0"])
    try:
        wait_for(f"http://{HOST}:{port}/web/login", process)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(address, process):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while process.poll() is None:
        with contextlib.suppress(OSError):
            direct.open(address, timeout=60).close()
            return
        time.sleep(0.2)
    sys.exit("Odoo did not start.")


@contextlib.contextmanager
def browsing(port, zone):
    """The browser of the tests, where the salesperson is; yields its page."""
    # Add-ons can be imported once Odoo knows where they are.
    from odoo.addons.test_galloper_schedule.tests import screen

    os.environ["TZ"] = zone
    browser = screen.Screen(Visitor(port))
    try:
        # Else every request would wait for this process to let it pass.
        browser._websocket_request("Fetch.disable")
        yield Page(browser, screen, f"http://{HOST}:{port}")
    finally:
        browser.stop()


class Visitor:
    """What the browser of the tests wants to know of a test."""

    _logger = logging.getLogger("bench.screen")
    browser_size = "1366x768"
    touch_enabled = False

    def __init__(self, port):
        self._port = port

    def base_url(self):
        return f"http://{HOST}:{self._port}"


class Page:
    """The web client of one salesperson."""

    def __init__(self, browser, screen, address):
        self._browser, self._screen, self._address = browser, screen, address

    def log_in(self, login):
        self._browser.navigate_to(f"{self._address}/web/login", wait_stop=True)
        credentials = {"db": config["db_name"][0], "login": login, "password": PASSWORD}
        if not self._run(LOG_IN.replace("CREDENTIALS", json.dumps(credentials))):
            sys.exit(f"{login} cannot log in.")
        self._browser.navigate_to(f"{self._address}/odoo", wait_stop=True)
        self._wait("odoo.__WOWL_DEBUG__ && document.querySelector('.o_action_manager')")
        self._run(f"(() => {{ {PREPARE} }})()")

    def time(self, action, selector):
        """Milliseconds from an empty screen to the first contact."""
        self._open(*EMPTY)
        self._run("gc()")
        time.sleep(0.2)  # what the last screen has begun comes to its end
        return self._open(action, selector)

    def check(self):
        """A broken page may be quick, but that means nothing."""
        if problems := self._browser.problems:
            sys.exit("\n".join(["The page is not sound:", *problems]))

    def _open(self, *arguments):
        texts = ", ".join(map(json.dumps, arguments))
        return self._run(f"openAction({texts})")

    def _run(self, js):
        return self._screen.evaluate(self._browser, js, timeout=60)

    def _wait(self, condition):
        self._screen.wait_until(self._browser, condition, timeout=60)


def measure(page):
    """The times of stock and of ours, each pair taken one after the other."""
    pairs = [(page.time(*STOCK), page.time(*MY_DAY)) for _ in range(WARM_UPS + RUNS)]
    return zip(*pairs[WARM_UPS:], strict=True)


def verdict(stock, ours):
    pairs = zip(ours, stock, strict=True)
    ratio = statistics.median(own / other for own, other in pairs)
    title = f"{run.SIZE} contacts, {len(ours)} runs"
    print(f"\n{title:44}{'median':>10}{'min':>10}{'of stock':>11}")
    for name, times, share in (
        ("My Activities (stock), first contact", stock, 1),
        ("My Day, first contact", ours, ratio),
    ):
        shown = f"{statistics.median(times):7.0f} ms{min(times):7.0f} ms"
        print(f"{name:44}{shown}{share:11.2f}")
    is_missed = ratio > TARGET
    print(f"\nTarget: at most {TARGET} times.")
    print("MISSED" if is_missed else "Met   ", f"the first contact: {ratio:.2f} times")
    return int(is_missed)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

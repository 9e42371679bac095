"""Tests in a real browser that look at the page itself.

A tour passes as soon as its last step does. A person also sees what the page throws
into the console, how it looks in the dark and on a phone, and how it ages in a tab that
stays open all day: here a page may be asked for all of that before it is closed.
"""

import base64
import functools
import json
import os
import pathlib
import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.tests import HttpCase, common

from .common import MyDayCase, call_on_all_days, noon_zone

# What is said of a page that is all right.
NOISE = re.compile(
    "|".join(
        [
            # A test has taken the network away; a request that failed for another
            # reason is told of by itself.
            "net::ERR_INTERNET_DISCONNECTED",
            "ConnectionLostError",
            "Failed to fetch",
            # The browser puts off a notification by a frame; Odoo ignores this as well.
            "ResizeObserver loop completed with undelivered notifications",
            # A person is told what they did wrong; the tour looks at the dialog.
            r"uncaught: odoo\.exceptions\.(UserError|ValidationError|RedirectWarning) ",
        ]
    )
)
# Odoo shows what nobody caught in a dialog instead of the console, and after the end of
# a tour nowhere at all; so it is written down before Odoo can see it.
UNCAUGHT = "uncaught: "
LISTENER = """
    const tell = (event) => {
        const thrown = event.error || event.reason;
        const name = thrown?.exceptionName || thrown?.constructor?.name || "";
        const text = thrown?.data?.debug || thrown?.stack || thrown || event.message;
        if (event instanceof ErrorEvent || event instanceof PromiseRejectionEvent) {
            console.debug(`uncaught: ${name} ${text}`);
        }
    };
    addEventListener("error", tell, { capture: true });
    addEventListener("unhandledrejection", tell, { capture: true });
"""
WAIT = """(async () => {
    while (!(CONDITION)) {
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
})()"""
AXE_RUN = """(async () => {
    const element = document.querySelector(SELECTOR);
    if (!element) {
        throw new Error("There is nothing to check at " + SELECTOR);
    }
    const { violations } = await axe.run(element);
    return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => [
            node.impact, id, node.target.join(" "), node.failureSummary,
        ])
    );
})()"""


class Screen(common.ChromeBrowser):
    """Odoo's browser, remembering what went wrong in the page, not only in the tour."""

    def __init__(self, test_case, *args, at_end=None, **kwargs):
        self.at_end = at_end
        self.problems, self._urls = [], {}
        self._server = test_case.base_url()
        super().__init__(test_case, *args, **kwargs)
        self._handlers.update(
            {
                "Log.entryAdded": self._handle_log,
                "Network.requestWillBeSent": self._handle_request,
                "Network.responseReceived": self._handle_response,
                "Network.loadingFailed": self._handle_failure,
            }
        )
        self._websocket_request("Network.enable")
        self._websocket_request("Log.enable")
        self._websocket_request(
            "Page.addScriptToEvaluateOnNewDocument", params={"source": LISTENER}
        )
        if test_case.touch_enabled:
            self._be_a_phone(*map(int, test_case.browser_size.split(",")))

    def _be_a_phone(self, width, height):
        """A touch screen whose page is as wide as the device, as phones lay it out."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        self._websocket_request(
            "Emulation.setDeviceMetricsOverride", params={**size, "mobile": True}
        )
        self._websocket_request(
            "Emulation.setTouchEmulationEnabled", params={"enabled": True}
        )

    def _wait_code_ok(self, *args, **kwargs):
        done = super()._wait_code_ok(*args, **kwargs)
        if self.at_end:
            self.at_end(self)
        if self.problems:
            self.take_screenshot()
            raise common.ChromeBrowserException(
                "The page is not sound:\n" + "\n".join(self.problems)
            )
        return done

    def _note(self, text):
        if not NOISE.search(text):
            self.problems.append(text)

    def _handle_console(self, type, args=None, **kwargs):  # pylint: disable=W0622
        # Odoo's handler takes the arguments apart, so they are read first.
        text = " ".join(str(self._from_remoteobject(arg)) for arg in args or ())
        if type in ("error", "warning", "assert") or text.startswith(UNCAUGHT):
            self._note(f"console {type}: {text}")
        return super()._handle_console(type, args, **kwargs)

    def _handle_log(self, entry):
        """What the browser itself has to say.

        Not of what a later version will drop, which is Odoo's in the same bundle, nor
        of the world outside, which no test reaches.
        """
        url, source = entry.get("url", ""), entry["source"]
        outside = source == "network" and not url.startswith(self._server)
        if entry["level"] not in ("error", "warning"):
            return
        if source != "deprecation" and not outside:
            self._note(f"log {entry['level']}: {entry['text']} {url}")

    def _handle_request(self, requestId, request, **_kwargs):
        self._urls[requestId] = request["url"]

    def _handle_response(self, response, **_kwargs):
        if response["url"].startswith(self._server) and response["status"] >= 400:
            self._note(f"request: {response['status']} of {response['url']}")

    def _handle_failure(self, requestId, errorText, **_kwargs):
        """A request given up by the page itself, as when it is left, has not failed."""
        url = self._urls.get(requestId, "")
        if url.startswith(self._server) and errorText != "net::ERR_ABORTED":
            self._note(f"request: {errorText} of {url}")


class ScreenCase(MyDayCase, HttpCase):
    """A salesperson at the screen: it is noon there, by the browser's clock too.

    Set ``browser_size`` ("360x740" with ``touch_enabled`` is a phone) and ``dark`` on a
    class, or in a test before its tour.
    """

    dark = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.tz = cls.seller.tz = noon_zone()
        call_on_all_days(cls.env)
        # The browser is in the salesperson's zone: all hours of the day are on a page.
        there = patch.dict(os.environ, {"TZ": cls.tz})
        there.start()
        cls.addClassCleanup(there.stop)

    def browser_js(self, *args, at_end=None, **kwargs):
        """Odoo's, and a page that logs errors or misses answers fails it.

        :param at_end: called with the browser when the tour has succeeded, while the
            page is still open; it must leave the database alone, which the page may use
        """
        browser = functools.partial(Screen, at_end=at_end)
        with patch.object(common, "ChromeBrowser", browser), self._colours():
            return super().browser_js(*args, **kwargs)

    @contextmanager
    def _colours(self):
        """Community has dark stylesheets, but no switch that turns them on."""
        if not self.dark:
            yield
            return
        with patch.object(self.registry["ir.http"], "color_scheme", lambda _: "dark"):
            yield

    def _lead_with_contact(self, name, stage="new", **vals):
        partner = self.env["res.partner"].create(
            {"name": name, "phone": "+74950000000"}
        )
        lead = self._lead(f"{name} lead", stage, partner_id=partner.id)
        vals = {"deadline": self.now.date(), **vals}
        return self._contact(f"Call {name}", lead, **vals)


def evaluate(browser, js, timeout=30):
    """The value of an expression in the page, awaited when it is a promise."""
    answer = browser._websocket_request(
        "Runtime.evaluate",
        params={"expression": js, "awaitPromise": True, "returnByValue": True},
        timeout=timeout,
    )
    if problem := answer.get("exceptionDetails"):
        raise AssertionError(problem.get("exception", {}).get("description", problem))
    return answer["result"].get("value")


def wait_until(browser, condition, timeout=10):
    """Wait for an expression to become true in the page."""
    evaluate(browser, WAIT.replace("CONDITION", condition), timeout)


def screenshot(browser, name):
    """A picture of the page for people, where they asked for pictures."""
    if not (folder := os.environ.get("GALLOPER_PICTURES")):
        return
    picture = browser._websocket_request("Page.captureScreenshot")["data"]
    path = pathlib.Path(folder) / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(base64.b64decode(picture))


def axe(browser, selector):
    """What keeps people with disabilities from using this part of the page.

    :return: serious and critical findings of axe-core, a line each
    """
    script = os.environ.get("GALLOPER_AXE")
    if not script:
        raise AssertionError("GALLOPER_AXE names no axe.min.js; use make test-odoo.")
    evaluate(browser, pathlib.Path(script).read_text() + "\n;null")
    found = evaluate(browser, AXE_RUN.replace("SELECTOR", json.dumps(selector)))
    return [
        f"{impact} {rule} at {target}: {' '.join(summary.split())}"
        for impact, rule, target, summary in found
        if impact in ("serious", "critical")
    ]


def heap(browser):
    """Bytes of JavaScript objects that are still in use after a garbage collection."""
    for _ in range(2):  # what only finalizers held goes in the second one
        browser._websocket_request("HeapProfiler.collectGarbage", timeout=30)
    return browser._websocket_request("Runtime.getHeapUsage")["usedSize"]


def emulate_offline(browser, offline):
    """Cut the page from the server, or connect it again.

    Odoo's websocket stays: it belongs to a worker, not to the page.
    """
    browser._websocket_request(
        "Network.emulateNetworkConditions",
        params={
            "offline": offline,
            "latency": 0,
            "downloadThroughput": -1,
            "uploadThroughput": -1,
        },
    )

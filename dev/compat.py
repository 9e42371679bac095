"""make compat: Odoo's own tests, with the add-on and without it, side by side.

Each run is Odoo's own runner on a database of its own; what the add-on changes is what
differs between the two. Some tests fail in both: they expect other versions of the
libraries, or others installed. Their messages are shown too, as numbers may differ.
"""

import os
import re
import shutil
import socket
import subprocess
import time

from . import chromium, databases, say
from .odoo import Odoo, ready
from .paths import BUILD, MODULE, exclusive, fresh_folder

MODULES = ("mail", "calendar", "sales_team", "crm")
HELPER = "compat_helper"
HELPER_FILES = {
    # Debian's package lists this library without shipping it: the error in the
    # browser's console would fail every tour.
    "__manifest__.py": """{
    "name": "Helper of make compat", "license": "LGPL-3", "depends": ["mail"],
    "author": "Galloper Schedule contributors", "version": "19.0.1.0.0",
    "assets": {"web.assets_backend": [
        ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
    ]},
}
""",
    # A test "at install" runs before the add-on is loaded and tells nothing about it:
    # it runs once more at the end, together with those "post install".
    "__init__.py": """from odoo.tools import config

if config["test_enable"]:
    from odoo.tests import loader

    make_suite = loader.make_suite

    def make_suite_of_all(names, position="at_install"):
        if position == "post_install":
            position = "at_install,post_install"
        return make_suite(names, position)

    loader.make_suite = make_suite_of_all
""",
}
LINE = re.compile(r"\d+-\d+-\d+ \S+ \d+ (?P<level>[A-Z]+) \S+ (?P<logger>\S+): (.*)")
STARTED = re.compile(r"Starting (\S+) \.\.\.")
SKIPPED = re.compile(r"skipped (\S+) : ")
FAILED = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(\w+ \(.*?\)|\S+)")
TOTALS = re.compile(r"\d+ failed, \d+ error\(s\) of \d+ tests(?= when loading)")


class IsolatedOdoo(Odoo):
    """An Odoo that sees only copies of our add-ons: a run outlasts many an edit."""

    def __init__(self, running, addons):
        super().__init__(running.folder, running.address)
        self.addons_path = f"--addons-path={addons},{running.folder / 'addons'}"

    def command(self, *arguments):
        return super().command(self.addons_path, *arguments)


class Outcome:
    """What one run's log tells, read line by line.

    A test's key says when it ran, so that the two runs of one test stay apart.
    """

    def __init__(self):
        self.started, self.skipped, self.failed = set(), set(), {}
        self.totals, self.phase, self.traceback = "", "at install", None

    @property
    def done(self):
        return self.started - self.skipped

    def read(self, line):
        """Take in one line of the log; returns the key of a test that has failed."""
        match = LINE.match(line)
        if not match:
            if self.traceback is not None and line.strip():
                self.traceback.append(line.rstrip())
            return None
        self.traceback = None
        return self._read_message(match["level"], match["logger"], match[3].strip())

    def _read_message(self, level, logger, text):
        if text == "Starting post tests":
            self.phase = "at the end"
        elif match := TOTALS.search(text):
            self.totals = match[0]
        elif match := STARTED.match(text):
            self.started.add(self._key(logger, match[1]))
        elif match := SKIPPED.match(text):
            self.skipped.add(self._key(logger, match[1]))
        elif level == "ERROR" and (match := FAILED.match(text)):
            key = self._key(logger, match[1])
            self.traceback = self.failed.setdefault(key, [])
            return key
        return None

    def _key(self, logger, name):
        # The set-up of a class is logged elsewhere, but with its full name.
        module = "" if "(" in name else logger.removeprefix("odoo.addons.") + ":"
        return f"{module}{name}, {self.phase}"


def compat():
    """Compare the two runs; ARGS="/crm:TestCrm.test_x" chooses tests."""
    tags = os.environ.get("ARGS") or ",".join(f"/{name}" for name in MODULES)
    chromium.ensure()
    with ready() as running, exclusive("compat"), fresh_folder("compat") as addons:
        _copy_add_ons(addons)
        odoo = IsolatedOdoo(running, addons)
        with_it = run(odoo, "with", f"{HELPER},{MODULE.name}", tags)
        without = run(odoo, "without", HELPER, tags)
    return report(with_it, without)


def _copy_add_ons(addons):
    shutil.copytree(MODULE, addons / MODULE.name)
    (addons / HELPER).mkdir()
    for name, text in HELPER_FILES.items():
        (addons / HELPER / name).write_text(text)


def run(odoo, name, add_ons, tags):
    """Run the tests in a new database of CRM and ``add_ons``, with demo data."""
    database = f"galloper_compat_{name}"
    log = BUILD / f"compat-{name}.log"
    databases.copy_of_template(odoo, database)
    try:
        say.step(f"Installing {add_ons} into {database}")
        databases.install(odoo, database, add_ons)
        say.step(f"Running Odoo's tests {tags} {name} {MODULE.name}; log: {log}")
        outcome = _follow(odoo, _command(odoo, database, tags), log)
    finally:
        databases.drop(odoo, database)
    if not outcome.totals or not outcome.started:
        say.give_up(log.read_text(), f"The run {name} {MODULE.name} came to no result")
    return outcome


def _command(odoo, database, tags):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    return odoo.command(
        *("-d", database, f"--http-port={port}", "--log-level=info"),
        *("-u", ",".join(MODULES), "--test-enable", f"--test-tags={tags}"),
        "--stop-after-init",
    )


def _follow(odoo, command, log, every=60):
    """Run the command; tell of each failure at once, and how far it has got."""
    outcome, told = Outcome(), time.monotonic()
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = odoo.popen(command, **pipe, text=True, errors="replace")
    try:
        with log.open("w") as output:
            for line in process.stdout:
                output.write(line)
                if failed := outcome.read(line):
                    say.detail(f"failed: {failed}")
                if time.monotonic() - told >= every:
                    told = time.monotonic()
                    say.detail(f"{len(outcome.started)} tests so far")
    finally:
        say.end(process)
    return outcome


def report(with_it, without):
    """Print the differences; 1 if the add-on breaks a test or keeps it from running."""
    broken = with_it.failed.keys() - without.failed.keys()
    lost = without.done - with_it.done
    for name, outcome in (("With", with_it), ("Without", without)):
        skipped = f"{len(outcome.skipped)} skipped"
        say.step(f"{name} {MODULE.name}: {outcome.totals}, {skipped}")
    _show("Fails only with", broken, with_it)
    _show("Runs only without", lost)
    _show("Fails only without", without.failed.keys() - with_it.failed.keys(), without)
    both = with_it.failed.keys() & without.failed.keys()
    _show("Fails in both", both, with_it, without)
    return 1 if broken or lost else 0


def _show(title, keys, *outcomes):
    say.step(f"{title}: {len(keys)}")
    for key in sorted(keys):
        say.detail(key)
        ends = [line for outcome in outcomes for line in outcome.failed[key][-1:]]
        for line in dict.fromkeys(ends):  # one that is the same in both: once
            say.detail(f"    {line.strip()}")

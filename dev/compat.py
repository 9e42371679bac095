"""make compat: Odoo's own tests, with the add-on and without it, side by side.

Each run is Odoo's own runner on a database of its own; what the add-on changes is what
differs between the two. Some tests fail in both: they expect other versions of the
libraries, or others installed. Their messages are shown too, as numbers may differ.
"""

import ast
import json
import os
import shutil
import subprocess
import time

from . import chromium, databases, odoo, say
from .paths import BUILD, LOOKUP_MODULE, MODULE, exclusive, fresh_folder

MODULES = ("mail", "calendar", "sales_team", "crm")
HELPER = "compat_helper"
HELPER_FILES = {
    "__manifest__.py": """{
    "name": "Helper of make compat", "license": "LGPL-3", "depends": ["mail"],
    "author": "Galloper Schedule contributors", "version": "19.0.1.0.0"}
""",
    # A test "at install" runs before the add-on is loaded and tells nothing about it:
    # it runs once more at the end, together with those "post install". What becomes of
    # each is printed as a line of JSON; its key says when it ran.
    "__init__.py": """import json
from odoo.tools import config

def tell(name, kind, place):
    method = getattr(OdooTestResult, name)
    def told(self, *args):
        error = args[2:] and self._exc_info_to_string(args[2], args[1]) or ""
        key = f"{args[place].id()}, {PHASE[-1]}".removeprefix("odoo.addons.")
        last = [line for line in error.splitlines() if line.strip()][-1:]
        print("\\n" + json.dumps([kind, key, last]), flush=True)
        return method(self, *args)
    setattr(OdooTestResult, name, told)

if config["test_enable"]:
    from odoo.tests import loader
    from odoo.tests.result import OdooTestResult

    make_suite, PHASE = loader.make_suite, ["at install"]

    def make_suite_of_all(names, position="at_install"):
        if position == "post_install":
            PHASE.append("at the end")
            position = "at_install,post_install"
        return make_suite(names, position)

    loader.make_suite = make_suite_of_all
    tell("startTest", "started", 0)
    tell("addSkip", "skipped", 0)
    tell("logError", "failed", 1)
""",
}


def compat():
    """Compare the two runs; ARGS="/crm:TestCrm.test_x" chooses tests, and
    BESIDE="project,hr_holidays" has more of Odoo's apps installed and tested.
    """
    beside = list(filter(None, os.environ.get("BESIDE", "").split(",")))
    tags = os.environ.get("ARGS") or ",".join(f"/{one}" for one in (*MODULES, *beside))
    chromium.ensure()
    with odoo.ready() as ready, exclusive("compat"), fresh_folder("compat") as addons:
        # Copies of our add-ons alone: a run outlasts many an edit.
        for module in (MODULE, LOOKUP_MODULE):  # which installs itself beside it
            shutil.copytree(module, addons / module.name)
            leave_demo_out(addons / module.name / "__manifest__.py")
        (addons / HELPER).mkdir()
        for name, text in HELPER_FILES.items():
            (addons / HELPER / name).write_text(text)
        ready.options = [f"--addons-path={addons},{ready.folder / 'addons'}"]
        with_it = run(ready, "with", [*beside, HELPER, MODULE.name], tags)
        without = run(ready, "without", [*beside, HELPER], tags)
    return report(with_it, without)


def leave_demo_out(path):
    """Odoo asks more of a database with more teams in it, whoever has added them."""
    manifest = ast.literal_eval(path.read_text())
    manifest.pop("demo", None)
    path.write_text(repr(manifest))


def run(ready, name, add_ons, tags):
    """{kind: {test: its messages}} in a new database of CRM and these add-ons."""
    log = BUILD / f"compat-{name}.log"
    database = f"galloper_compat_{name}"
    with databases.only_for(database, databases.copy_of_template, ready):
        say.step(f"Installing {', '.join(add_ons)} into {database}")
        databases.install(ready, database, ",".join(add_ons))
        say.step(f"Running Odoo's tests {tags} {name} {MODULE.name}; log: {log}")
        updated = {*MODULES, *add_ons} - {HELPER, MODULE.name}
        tests = ["-u", ",".join(updated), "--test-enable", f"--test-tags={tags}"]
        tests += ["-d", database, f"--http-port={odoo.free_port()}", "--log-level=info"]
        outcome = _follow(ready, ready.command(*tests, "--stop-after-init"), log)
    if not outcome["started"] or " tests when loading" not in log.read_text():
        say.give_up(log.read_text(), f"The run {name} {MODULE.name} came to no result")
    return outcome


def _follow(ready, command, log, every=60):
    """Run the command; tell of each failure at once, and how far it has got."""
    outcome, told = {"started": {}, "skipped": {}, "failed": {}}, time.monotonic()
    pipe = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = ready.popen(command, **pipe, text=True, errors="replace")
    try:
        with log.open("w") as output:
            for line in process.stdout:
                output.write(line)
                if line.startswith('["'):
                    kind, key, messages = json.loads(line)
                    outcome[kind].setdefault(key, []).extend(messages)
                    if kind == "failed":
                        say.detail(f"failed: {key}")
                if time.monotonic() - told >= every:
                    told = time.monotonic()
                    say.detail(f"{len(outcome['started'])} tests so far")
    finally:
        say.end(process)
    return outcome


def report(with_it, without):
    """Print the differences; 1 if the add-on breaks a test or keeps it from running."""
    for name, outcome in (("With", with_it), ("Without", without)):
        counts = ", ".join(f"{len(tests)} {kind}" for kind, tests in outcome.items())
        say.step(f"{name} {MODULE.name}: {counts}")
    failed, failed_without = with_it["failed"], without["failed"]
    done, done_without = (
        outcome["started"].keys() - outcome["skipped"] for outcome in (with_it, without)
    )
    for title, keys in (
        ("Fails only with", failed.keys() - failed_without),
        ("Runs only without", done_without - done),
        ("Fails only without", failed_without.keys() - failed),
        ("Fails in both", failed.keys() & failed_without),
    ):
        say.step(f"{title}: {len(keys)}")
        for key in sorted(keys):
            say.detail(key)
            # A message that is the same in both: once.
            for line in dict.fromkeys(
                failed.get(key, []) + failed_without.get(key, [])
            ):
                say.detail(f"    {line.strip()}")
    return int(bool(failed.keys() - failed_without or done_without - done))

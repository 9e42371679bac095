"""make test and its parts, make test-apps, make pictures and make lint."""

import contextlib
import os
import shlex
import subprocess

from . import axe, chromium, databases, node, odoo, paths, say, updates, venv
from .paths import BUILD, CONFIG, ROOT, TEST_MODULE, exclusive

DATABASE = "galloper_test"
#: Odoo's Community apps that assign activities on documents of their own.
APPS = (
    *("account", "calendar", "event", "fleet", "hr", "hr_expense", "hr_holidays"),
    *("hr_recruitment", "maintenance", "mass_mailing", "mrp", "project", "purchase"),
    *("repair", "sale_management", "stock", "survey"),
)
PYTEST = ("-m", "pytest", "-p", "dev.pytest_no_skips")


def test():
    if lint():
        raise say.Stop("The code check failed, so nothing was tested.")
    joined = (test_queue_job, test_privacy, test_holidays)
    steps = (unit, test_odoo, *joined, updates.test_updates)
    return next((status for step in steps if (status := step())), 0)


def lint():
    """The hooks of .pre-commit-config.yaml on all files, also on those git has not yet;
    HOOK names a single one.
    """
    environment = {**node.environment(), "PRE_COMMIT_HOME": str(BUILD / "pre-commit")}
    say.step("Checking the code (pre-commit; the first time it fetches its linters)")
    git = ("git", "ls-files", "--cached", "--others", "--exclude-standard")
    files = say.run(git, "Cannot ask git which files there are", cwd=ROOT)
    # What a hook has mended; beside changes of one's own it could not be told apart.
    is_clean = not say.run(("git", "diff", "HEAD"), "Cannot ask git", cwd=ROOT)
    options = ("--show-diff-on-failure",) if is_clean else ()
    hooks = ("-m", "pre_commit", "run", *shlex.split(os.environ.get("HOOK", "")))
    return _python(*hooks, *options, "--files", *files.splitlines(), **environment)


def unit():
    """The planner's tests and doctests: no Odoo, no database."""
    venv.ensure()
    say.step("Testing the planner")
    return _python(*PYTEST, "-q", "tests/unit")


def pictures():
    """Take the pictures of docs/screen anew, as the tests of the states see them."""
    os.environ["ARGS"] = "-k screen_states"
    return test_odoo(GALLOPER_PICTURES=str(ROOT / "docs" / "screen"))


def test_odoo(**variables):
    """The tests inside Odoo, browser tests included; ARGS goes to pytest."""
    chromium.ensure()
    checker = {"GALLOPER_AXE": str(axe.ensure()), **variables}
    with _database() as ready:
        say.step("Testing inside Odoo")
        arguments = shlex.split(os.environ.get("ARGS", ""))
        return ready.call([*_odoo_pytest(TEST_MODULE), *arguments], env=checker)


def test_queue_job():
    """The module that joins OCA's job queue, in a database that has both."""
    with _database() as ready:
        with_queue, _folder = ready.with_oca("queue_job")
        return _test_joined(with_queue, "queue_job", paths.QUEUE_MODULE)


def test_privacy():
    """The modules that join the privacy tools of Odoo and OCA, and these tools."""
    with _database() as ready:
        with_privacy, folder = ready.with_oca("privacy")
        tools = (
            ready.folder / "odoo/addons/privacy_lookup",
            folder / "odoo/addons/privacy_partner_to_be_forgotten",
        )
        joined = paths.LOOKUP_MODULE, paths.FORGOTTEN_MODULE, *tools
        return _test_joined(with_privacy, tools[1].name, *joined)


def test_holidays():
    """The modules that join OCA's public holidays and flexible hours."""
    with _database() as ready:
        with_holidays, _folder = ready.with_oca("holidays")
        names = "hr_holidays_public,resource_calendar_flexible_exclude_weekend"
        return _test_joined(with_holidays, names, *paths.HOLIDAY_MODULES)


def _test_joined(ready, add_on, *modules):
    """Test these modules in a database that has the add-on, too."""
    say.step(f"Installing {add_on}: the module that joins it installs itself")
    databases.install(ready, DATABASE, add_on)
    return ready.call(_odoo_pytest(*modules))


def test_apps():
    """Activities on the documents of Odoo's own apps, and what Time Off enters in the
    calendar; too long for every time.
    """
    with _database() as ready:
        say.step("Installing Odoo's Community apps (about 5 minutes)")
        databases.install(ready, DATABASE, ",".join(APPS))
        say.step("Testing inside Odoo with its apps")
        names = "test_closed_models or test_time_off"
        return ready.call([*_odoo_pytest(TEST_MODULE), "-k", names])


@contextlib.contextmanager
def _database():
    """The Odoo to run, with a database of the add-on and its tests that goes again."""
    with odoo.ready() as ready, exclusive("tests", "Another test run is under way"):
        with databases.only_for(DATABASE, databases.copy_of_prepared, ready):
            yield ready


def _odoo_pytest(*modules):
    return [
        # Without pyproject.toml's own options: they leave out the plugin for Odoo.
        *(venv.python(), *PYTEST, "-o", "addopts=", "--odoo-http"),
        *(f"--odoo-database={DATABASE}", f"--odoo-config={CONFIG}"),
        *(os.path.relpath(module, ROOT) for module in modules),
    ]


def _python(*arguments, **variables):
    return subprocess.run(
        [venv.python(), *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, **variables},
    ).returncode

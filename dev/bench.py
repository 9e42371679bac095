"""make bench and its sisters: measurements on a database of their own."""

import os

from . import chromium, databases, odoo, say, venv
from .paths import CONFIG, ROOT, exclusive

DATABASE = "galloper_bench"
WITHOUT = f"{DATABASE}_without"
COMPANY = 10_000  # open activities
SIZE = 100_000
SMALLER = 10_000, 100_000  # whose figures the growth is measured against
FOLDER = ROOT / "bench"


def bench():
    """Requests and the planner; of a whole company if SIZE is that of one."""
    if int(os.environ.get("SIZE") or 0) >= COMPANY:
        return scale()
    return _run(FOLDER / "run.py")


def screen():
    """The screen in a browser."""
    chromium.ensure()
    return _run(FOLDER / "screen.py")


def ledger():
    """What the ledger of promises costs."""
    return _run(FOLDER / "ledger.py")


def reports():
    """The opening of the reports."""
    return _run(FOLDER / "reports.py")


def team():
    """The Team day of many salespeople."""
    return _run(FOLDER / "team.py")


def stress():
    """Eight people and two planners at work on one database."""
    return _run(FOLDER / "stress.py")


def scale():
    """The scheduled action over everybody, and Odoo with the add-on and without it."""
    size = int(os.environ.get("SIZE") or SIZE)
    smaller = {f"{DATABASE}_{one}": one for one in SMALLER if one < size}
    with odoo.ready() as ready, exclusive("bench", "Another bench is under way"):
        for name in (DATABASE, *smaller):
            databases.copy_of_prepared(ready, name)
        databases.copy_of_template(ready, WITHOUT)
        try:
            command = [venv.python(), FOLDER / "scale.py", "-c", CONFIG, "-d", DATABASE]
            command += ["--without", WITHOUT]
            for name, number in smaller.items():
                command += ["--smaller", name, str(number)]
            return ready.call(command, env={"SIZE": str(size)})
        finally:
            for name in (DATABASE, WITHOUT, *smaller):
                databases.drop(ready, name)


def _run(script):
    if not script.is_file():
        raise say.Stop(f"There is no {script.relative_to(ROOT)} yet.")
    with odoo.ready() as ready, exclusive("bench", "Another bench is under way"):
        databases.copy_of_prepared(ready, DATABASE)
        try:
            return ready.call([venv.python(), script, "-c", CONFIG, "-d", DATABASE])
        finally:
            databases.drop(ready, DATABASE)

"""make bench and its sisters: measurements on a database of their own."""

from . import chromium, databases, odoo, say, venv
from .paths import CONFIG, ROOT, exclusive

DATABASE = "galloper_bench"
FOLDER = ROOT / "bench"


def bench():
    """Requests and the planner."""
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


def _run(script):
    if not script.is_file():
        raise say.Stop(f"There is no {script.relative_to(ROOT)} yet.")
    with odoo.ready() as ready, exclusive("bench", "Another bench is under way"):
        databases.copy_of_prepared(ready, DATABASE)
        try:
            return ready.call([venv.python(), script, "-c", CONFIG, "-d", DATABASE])
        finally:
            databases.drop(ready, DATABASE)

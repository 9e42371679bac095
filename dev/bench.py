"""make bench: the measurements of bench/run.py, on a database of their own."""

from . import databases, odoo, say, venv
from .paths import CONFIG, ROOT, exclusive

DATABASE = "galloper_bench"
SCRIPT = ROOT / "bench" / "run.py"


def bench():
    if not SCRIPT.is_file():
        raise say.Stop("There is no bench/run.py yet.")
    with odoo.ready() as ready, exclusive("bench", "Another bench is under way"):
        databases.copy_of_prepared(ready, DATABASE)
        try:
            return ready.call([venv.python(), SCRIPT, "-c", CONFIG, "-d", DATABASE])
        finally:
            databases.drop(ready, DATABASE)

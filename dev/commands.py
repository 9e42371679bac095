"""The commands behind the Makefile's targets."""

import shutil

from . import bench, compat, demo, odoo, postgres, rooms, say, tests, updates
from .paths import BUILD, exclusive


def run_odoo(*arguments):
    """Run Odoo itself, as in: python3 -m dev odoo -d try -i galloper_schedule."""
    with odoo.ready() as ready:
        return ready.call(ready.command(*arguments))


def serve_database():
    """Keep the database server up, for work by hand."""
    with odoo.ready() as ready:
        say.step("PostgreSQL is up, Ctrl-C ends it; connect with:")
        for name, value in ready.address.items():
            say.detail(f"export {name}='{value}'")
        say.wait_for_interrupt()


def clean():
    """Stop the database and remove everything that was fetched or made."""
    with exclusive("postgres"):
        postgres.stop()
        postgres.remove()
    shutil.rmtree(BUILD)


COMMANDS = {
    "demo": demo.demo,
    "plan": demo.plan,
    "test": tests.test,
    "unit": tests.unit,
    "test-odoo": tests.test_odoo,
    "test-queue-job": tests.test_queue_job,
    "test-privacy": tests.test_privacy,
    "test-updates": updates.test_updates,
    "test-apps": tests.test_apps,
    "lint": tests.lint,
    "pictures": tests.pictures,
    "rooms": rooms.draw,
    "bench": bench.bench,
    "bench-scale": bench.scale,
    "bench-screen": bench.screen,
    "bench-ledger": bench.ledger,
    "bench-reports": bench.reports,
    "bench-team": bench.team,
    "stress": bench.stress,
    "compat": compat.compat,
    "odoo": run_odoo,
    "database": serve_database,
    "clean": clean,
}

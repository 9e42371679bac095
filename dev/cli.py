"""The commands behind the Makefile's targets; runs in the Python environment."""

import contextlib
import signal
import sys

import click

from . import bench, compat, demo, odoo, postgres, rooms, say, tests, updates


@click.group()
def cli():
    """See ``make help``."""


@cli.command(
    "odoo", add_help_option=False, context_settings={"ignore_unknown_options": True}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run_odoo(arguments):
    """Run Odoo itself, as in: python3 -m dev odoo -d try -i galloper_schedule."""
    with odoo.ready() as ready:
        return ready.call(ready.command(*arguments))


@cli.command("database")
def serve_database():
    """Keep the database server up, for work by hand."""
    with odoo.ready() as ready:
        say.step("PostgreSQL is up, Ctrl-C ends it; connect with:")
        for name in postgres.ADDRESS:
            say.detail(f"export {name}='{ready.environment[name]}'")
        with contextlib.suppress(KeyboardInterrupt):
            signal.pause()


for function in (
    *(demo.demo, demo.plan, tests.test, tests.unit, tests.test_odoo),
    *(tests.test_queue_job, tests.test_privacy, tests.test_holidays),
    *(updates.test_updates, tests.test_apps),
    *(tests.lint, tests.pictures, rooms.rooms, compat.compat),
):
    cli.command()(function)
for name in bench.NAMES:
    cli.command(name)(click.pass_context(bench.run))


def main():
    try:
        return cli(prog_name="python3 -m dev", standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as error:
        error.show()
        return error.exit_code


if __name__ == "__main__":
    sys.exit(say.guarded(main))

"""What each bench needs: an Odoo to ask, rounds in which all take turns, a table."""

import gc
import json
import os
import platform
import statistics
import sys
import time
from contextlib import contextmanager
from datetime import date
from math import log10

from rich.bar import Bar
from rich.console import Console
from rich.table import Table

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

from dev.paths import BUILD
from dev.say import step

from .acts import browser_context

FOLDER = BUILD / "bench"
COLUMNS = ("median", "least", "ratio", "of", "target", "queries")
console = Console(
    record=True, highlight=False, width=None if sys.stdout.isatty() else 120
)


def start(main):
    """Run a bench as a program: its arguments are Odoo's own, -c and -d."""
    sys.exit(main(Odoo(*sys.argv[1:])))


def size(default):
    return int(os.environ.get("SIZE") or default)


class Odoo:
    """One process and its database, asked as a server is."""

    def __init__(self, *options):
        config.parse_config(list(options), setup_logging=True)
        self.registry = Registry(config["db_name"][0])

    @contextmanager
    def env(self, user_id=SUPERUSER_ID, **context):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, user_id, context)

    @contextmanager
    def browser(self, user_id):
        """The environment of whatever this user's browser asks for."""
        with self.env() as env:
            context = browser_context(env["res.users"].browse(user_id))
        with self.env(user_id, **context) as env:
            yield env

    def time(self, act, user_id=SUPERUSER_ID, keep=False, **arguments):
        """(seconds, SQL queries) of what the act has prepared, with empty caches.

        :param keep: up to and with the commit; else all of it but the commit
        """
        opened = self.env() if user_id == SUPERUSER_ID else self.browser(user_id)
        with opened as env:
            work = act(env, **arguments)
            env.flush_all()
            if keep:
                env.cr.commit()
            env.invalidate_all()
            gc.collect()
            queries, begin = env.cr.sql_log_count, time.perf_counter()
            work()
            env.cr.commit() if keep else env.cr.flush()
            seconds = time.perf_counter() - begin
            env.cr.rollback()
            return seconds, env.cr.sql_log_count - queries

    def vacuum(self, *tables):
        """What PostgreSQL does by itself after a while: dead rows go."""
        with self.registry.cursor() as cr:
            cr._cnx.autocommit = True  # it must not run in a transaction
            cr.execute(f"VACUUM ANALYZE {', '.join(tables)}")


def by_turns(cases, runs, warm_ups=1):
    """{key: its figure of each round}: noise of the machine meets them all.

    :param cases: {key: what is called in each round}
    """
    rounds = [[case() for case in cases.values()] for _one in range(warm_ups + runs)]
    return dict(zip(cases, zip(*rounds[warm_ups:], strict=True), strict=True))


def measure(cases, runs, warm_ups=1):
    """A row of each case; all take turns.

    :param cases: {key: (title, what is called, compared with which key, target)}
    """
    taken = by_turns({key: case[1] for key, case in cases.items()}, runs, warm_ups)
    return [
        Row(title, taken[key], taken.get(of, ()), of, target)
        for key, (title, _work, of, target) in cases.items()
    ]


class Row:
    """The median of figures, and of their ratios round by round.

    :param figures: seconds, or seconds and queries
    :param of: the figures it is compared with, in the same rounds
    :param target: of the ratio, or of the median where there is none
    """

    def __init__(self, name, figures, of=(), base="", target=None, unit="s"):
        self.name, self.base, self.target, self.unit = name, base, target, unit
        pairs = [one if isinstance(one, tuple) else (one, None) for one in figures]
        times, queries = zip(*pairs, strict=True)
        self.queries = statistics.mode(queries)
        self.median, self.least = statistics.median(times), min(times)
        others = [one[0] if isinstance(one, tuple) else one for one in of]
        ratios = [a / b for a, b in zip(times, others, strict=True)] if others else ()
        self.ratio = statistics.median(ratios) if ratios else None
        figure = self.median if self.ratio is None else self.ratio
        self.missed = target is not None and figure > target

    def cells(self):
        """Its texts; the bar goes from a thousandth to a hundred, by its logarithm."""
        verdict = "MISSED" if self.missed else "" if self.target is None else "met"
        ratio = None if self.ratio is None else max(self.ratio, 1e-3)
        bar = Bar(5, 0, log10(ratio) + 3, width=10) if ratio else ""
        ratio = "" if ratio is None else f"{ratio:.3g}"
        target = "" if self.target is None else f"{self.target:.3g}"
        times = self._amount(self.median), self._amount(self.least)
        queries = "" if self.queries is None else str(self.queries)
        return self.name, *times, ratio, self.base, target, queries, bar, verdict

    def _amount(self, figure):
        is_short = self.unit == "s" and figure < 10
        return f"{1000 * figure:.1f} ms" if is_short else f"{figure:.1f} {self.unit}"


def show(title, rows):
    table = Table(title, *COLUMNS, "", "", box=None, pad_edge=False)
    for number in (1, 2, 3, 5, 6):
        table.columns[number].justify = "right"
    for row in rows:
        table.add_row(*row.cells(), style="red" if row.missed else "")
    console.print("", table)


def report(name, title, rows):
    """Show the table; 1 if a target was missed."""
    show(title, rows)
    return keep(name, title, rows)


def keep(name, title, rows):
    """Write what was shown as JSON and as a picture; 1 if a target was missed."""
    machine = (
        f"{platform.machine()}, {os.cpu_count()} cores, {platform.python_version()}"
    )
    about = {"date": str(date.today()), "machine": machine, "title": title}
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{name}.json"
    path.write_text(json.dumps({**about, "rows": list(map(vars, rows))}, indent=1))
    console.save_svg(path.with_suffix(".svg"), title=f"My Day: {title}")
    step(f"Written: {path} and its picture beside it")
    missed = [row.name for row in rows if row.missed]
    step(f"MISSED: {'; '.join(missed)}" if missed else "Each target is met.")
    return int(bool(missed))

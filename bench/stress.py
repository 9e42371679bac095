"""Eight people at work on one database, beside two planners, for MINUTES.

Arguments: Odoo's own options, -c and -d; the database is filled and stays so. Each acts
at random in a process of its own, as Odoo's server would run it. In the end nobody was
shown an error, the books are what people were told, hardly any request was run again,
and nobody waited in a circle; else the command fails.
"""

import logging
import multiprocessing
import os
import statistics
import sys
import time
from collections import Counter

import stress_books
import stress_client
import stress_data
from run import say, vacuum

from odoo import SUPERUSER_ID, api, sql_db
from odoo.modules.registry import Registry
from odoo.tools import config

MINUTES = float(os.environ.get("MINUTES") or 20)
PLANNERS = 2
MOST_IN_VAIN = 0.01  # of the requests, and of the statements
_PLANNING = "odoo.addons.galloper_schedule.models.res_users"


def main(*options):
    config.parse_config(list(options), setup_logging=True)
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cr:
        say("Making two teams with their work")
        people = stress_data.fill(api.Environment(cr, SUPERUSER_ID, {}))
        before = stress_books.count(cr)
        deadlocks = count_deadlocks(cr)
    vacuum(registry)
    say(f"Eight people and {PLANNERS} planners are at work for {MINUTES:g} minutes")
    results = at_once(registry, people, time.time() + 60 * MINUTES)
    with registry.cursor() as cr:
        plan_the_rest(cr)
        deadlocks = count_deadlocks(cr) - deadlocks
        told = sum((Counter(one["told"]) for one in results), Counter())
        user_ids = sum(people.values(), [])
        faults = stress_books.faults(cr, before, told, user_ids)
    return report(results, told, faults, deadlocks)


def at_once(registry, people, until):
    """What each process has to tell."""
    sellers, [leader], [manager] = people.values()
    # Two of them have My Day open twice.
    users = *sellers[:4], *sellers[:2]
    clients = [("Client", user_id) for user_id in users]
    clients += [("Leader", leader), ("Manager", manager)]
    works = [(work, *client, number, until) for number, client in enumerate(clients)]
    works += [(plan, until)] * PLANNERS
    # Each child has its own connections, and what it knows of Odoo from its parent.
    sql_db.close_all()
    _Child.registry = registry
    with multiprocessing.get_context("fork").Pool(len(works)) as pool:
        return pool.map(_Child.run, works, chunksize=1)


class _Child:
    registry = None

    @staticmethod
    def run(task):
        log = _Log()
        logging.getLogger().addHandler(log)
        logging.getLogger(_PLANNING).setLevel(logging.INFO)
        call, *arguments = task
        return {**call(_Child.registry, *arguments), "logged": log.counts}


class _Log(logging.Handler):
    """How often which mistake was logged, and how many plans were put off."""

    def __init__(self):
        super().__init__(logging.INFO)
        self.counts = Counter()

    def emit(self, record):
        if record.name == _PLANNING and record.levelno == logging.INFO:
            self.counts["plans put off"] += 1
        elif record.levelno >= logging.ERROR:
            text = record.getMessage()
            # Where Odoo's own statements meet, it says so, and runs the request again.
            statement, _parted, _reason = text.partition("ERROR: could not serialize")
            if record.name != "odoo.sql_db" or "galloper_" in statement:
                self.counts[f"{record.name}: {text[:300]}"] += 1


def work(registry, kind, user_id, number, until):
    client = getattr(stress_client, kind)(registry, user_id, number)
    client.work(until)
    names = "told", "times", "errors", "counts"
    return {name: getattr(client, name) for name in names}


def plan(registry, until):
    """The scheduled action, again and again."""
    times, errors = [], []
    while time.time() < until:
        begin = time.perf_counter()
        try:
            with registry.cursor() as cr:
                api.Environment(cr, SUPERUSER_ID, {})["res.users"]._cron_plan_day()
        except Exception as error:
            errors.append(f"planner: {type(error).__name__}: {error}"[:500])
        times.append(time.perf_counter() - begin)
        time.sleep(0.3)
    return {"told": {}, "times": {"planner": times}, "errors": errors, "counts": {}}


def plan_the_rest(cr):
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["res.users"]._cron_plan_day()


def count_deadlocks(cr):
    cr.commit()  # what was counted is seen by the next transaction
    cr.execute(
        "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    )
    return cr.fetchone()[0]


def report(results, told, faults, deadlocks):
    counts = sum((Counter(one["counts"]) for one in results), Counter())
    logged = sum((one["logged"] for one in results), Counter())
    errors = [error for one in results for error in one["errors"]]
    put_off = logged.pop("plans put off", 0)
    print_times(results, counts)
    requests = counts["new tries"] / counts["requests"]
    statements = counts["statements in vain"] / counts["statements"]
    say(f"People were told: {dict(told)}")
    say(f"Of {counts['requests']} requests {requests:.2%} were run again,")
    say(f"of {counts['statements']} statements {statements:.2%}")
    say(f"{put_off} plans put off, {counts['left out']} activities not reassigned")
    wrong = [*faults, *errors, *(f"{n} x logged: {text}" for text, n in logged.items())]
    if deadlocks:
        wrong.append(f"{deadlocks} deadlocks")
    if max(requests, statements) > MOST_IN_VAIN:
        wrong.append(f"more than {MOST_IN_VAIN:.0%} were run again")
    for text in wrong:
        say(f"WRONG: {text}")
    say("Missed" if wrong else "0 errors, 0 deadlocks, and the books are right")
    return int(bool(wrong))


def print_times(results, counts):
    heads = ("did", 6), ("of", 6), ("again", 7), ("median", 9), ("95 %", 9)
    print(" " * 14 + "".join(f"{head:>{width}}" for head, width in heads), "  longest")
    names = sorted({name for one in results for name in one["times"]})
    for name in names:
        every = sorted(sum((one["times"].get(name, []) for one in results), []))
        late = every[int(0.95 * (len(every) - 1))]
        figures = statistics.median(every), late, every[-1]
        columns = "".join(f"{figure:9.3f}" for figure in figures)
        again = counts[f"again {name}"]
        print(f"{name:14}{counts[name]:6}{len(every):6}{again:7}{columns}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

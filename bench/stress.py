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
import time
from collections import Counter

from rich.table import Table

from odoo import SUPERUSER_ID, api, sql_db

from dev.say import step

from . import data, kit, stress_books, stress_client

MINUTES = float(os.environ.get("MINUTES") or 20)
SELLERS, ACTIVITIES, PLANNERS = 6, 60, 2
MANAGER = "sales_team.group_sale_manager"
MOST_IN_VAIN = 0.01  # of the requests, and of the statements
COLUMNS = "", "did", "of", "again", "median", "95 %", "longest"
REGISTRY = []  # what a child process is not told, but has from its parent
_PLANNING = "odoo.addons.galloper_schedule.models.res_users"


def main(odoo):
    step("Making two teams with their work")
    with odoo.env() as env:
        user_ids = fill(env)
        before = stress_books.count(env.cr)
    odoo.vacuum()
    step(f"Eight people and {PLANNERS} planners are at work for {MINUTES:g} minutes")
    results = at_once(odoo.registry, user_ids, time.time() + 60 * MINUTES)
    told = sum((Counter(one["told"]) for one in results), Counter())
    with odoo.env() as env:
        env["res.users"]._cron_plan_day()
        env.cr.commit()  # what was counted is seen by the next transaction
        faults = stress_books.faults(env.cr, before, told, user_ids)
    return report(results, told, faults)


def fill(env):
    """Two teams, each with a leader of its own, the second one a manager of all."""
    people = [(0, 0)] + [(ACTIVITIES, ACTIVITIES)] * (1 + SELLERS)
    user_ids = data.fill(env, people, team=len(people) // 2, **data.noon(env))
    users = env["res.users"].browse(user_ids)
    users[1].group_ids += env.ref(MANAGER)
    users.notification_type = "inbox"  # no email leaves
    for leader in users[:2]:
        leader.sale_team_id.user_id = leader
    users._plan_day()
    return user_ids


def at_once(registry, user_ids, until):
    """What each process has to tell."""
    leader, manager, *sellers = user_ids
    # Two of them have My Day open twice.
    clients = [("Client", user_id) for user_id in (*sellers[:4], *sellers[:2])]
    clients += [("Leader", leader), ("Manager", manager)]
    works = [(work, *client, number, until) for number, client in enumerate(clients)]
    works += [(plan, until)] * PLANNERS
    # Each child has its own connections, and what it knows of Odoo from its parent.
    sql_db.close_all()
    REGISTRY.append(registry)
    with multiprocessing.get_context("fork").Pool(len(works)) as pool:
        return pool.map(at_work, works, chunksize=1)


def at_work(task):
    log, (call, *arguments) = _Log(), task
    logging.getLogger().addHandler(log)
    logging.getLogger(_PLANNING).setLevel(logging.INFO)
    return {**call(*REGISTRY, *arguments), "logged": log.counts}


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
    return {
        name: getattr(client, name) for name in ("told", "times", "errors", "counts")
    }


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


def report(results, told, faults):
    counts = sum((Counter(one["counts"]) for one in results), Counter())
    logged = sum((one["logged"] for one in results), Counter())
    put_off = logged.pop("plans put off", 0)
    show_times(results, counts)
    requests = counts["new tries"] / counts["requests"]
    statements = counts["statements in vain"] / counts["statements"]
    step(f"People were told: {dict(told)}")
    step(f"Of {counts['requests']} requests {requests:.2%} were run again,")
    step(f"of {counts['statements']} statements {statements:.2%}")
    step(f"{put_off} plans put off, {counts['left out']} activities not reassigned")
    wrong = faults + [error for one in results for error in one["errors"]]
    wrong += [f"{number} x logged: {text}" for text, number in logged.items()]
    if max(requests, statements) > MOST_IN_VAIN:
        wrong.append(f"more than {MOST_IN_VAIN:.0%} were run again")
    for text in wrong:
        step(f"WRONG: {text}")
    step("Missed" if wrong else "0 errors, 0 deadlocks, and the books are right")
    return int(bool(wrong))


def show_times(results, counts):
    table = Table(*COLUMNS, box=None)
    for column in table.columns[1:]:
        column.justify = "right"
    for name in sorted({name for one in results for name in one["times"]}):
        every = sorted(sum((one["times"].get(name, []) for one in results), []))
        late = every[int(0.95 * (len(every) - 1))]
        figures = statistics.median(every), late, every[-1]
        numbers = counts[name], len(every), counts[f"again {name}"]
        table.add_row(name, *map(str, numbers), *(f"{one:.3f}" for one in figures))
    kit.console.print(table)


if __name__ == "__main__":
    kit.start(main)

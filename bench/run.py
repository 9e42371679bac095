"""My Day side by side with stock Odoo's My Activities, on generated contacts.

Arguments: Odoo's own options, -c and -d; the database is filled and stays so. The
environment variable SIZE is the number of contacts of the salesperson.
"""

import gc
import os
import statistics
import sys
import time

import cases
import data

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

SIZE = int(os.environ.get("SIZE") or 1000)
WARM_UPS, RUNS = 3, 30
# Planning after a change, of stock; the pure planner, of that planning.
TARGET, AIM, PURE_SHARE = 2.5, 1.2, 1 / 3


def main(*options):
    config.parse_config(list(options), setup_logging=True)
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        say(f"Making {SIZE} contacts of a salesperson, {data.BACKGROUND} of others")
        user_id, context = ready(env, SIZE)
    vacuum(registry)
    requests = Requests(registry, user_id, context)
    every = requests.ask(cases.make)
    stock, idle, planning, pure, my_day, changed, first, screen = every
    check(requests, stock, my_day, screen)
    say(f"Measuring {RUNS} times each")
    gc.freeze()
    results = measure(requests, stock, [idle, planning, pure, my_day, changed, screen])
    # It leaves a thousand dead rows a time, so nothing else is measured beside it.
    results += measure(requests, stock, [first])[1:]
    print_table(results)
    return verdict(*results[1:4])


def say(text):
    print(f"==> {text}", flush=True)


def ready(env, size):
    """Fill and plan; the salesperson's id and the context his browser sends."""
    user = data.fill(env, size)
    user._plan_day()
    return user.id, cases.browser_context(user)


def vacuum(registry):
    """What PostgreSQL does by itself after a while: dead rows and old statistics go."""
    with registry.cursor() as cursor:
        cursor._cnx.autocommit = True  # it must not run in a transaction
        cursor.execute("VACUUM ANALYZE")


class Requests:
    """Calls as a server makes them: each with a cursor and empty caches of its own."""

    def __init__(self, registry, user_id, context):
        self.registry, self.user_id, self.context = registry, user_id, context

    def ask(self, call):
        with self.registry.cursor() as cursor:
            return call(api.Environment(cursor, self.user_id, self.context))

    def time(self, call):
        """Milliseconds, up to and with the commit, and the number of SQL queries."""
        gc.collect()
        with self.registry.cursor() as cursor:
            env = api.Environment(cursor, self.user_id, self.context)
            start = time.perf_counter()
            call(env)
            cursor.commit()
            return 1000 * (time.perf_counter() - start), cursor.sql_log_count


class Result:
    """The timings of one case, and those of stock Odoo in the same rounds."""

    def __init__(self, name, timings, of_stock):
        self.name = name
        times, queries = zip(*timings, strict=True)
        self.median, self.least = statistics.median(times), min(times)
        self.queries = statistics.mode(queries)
        pairs = zip(timings, of_stock, strict=True)
        self.ratio = statistics.median(own[0] / stock[0] for own, stock in pairs)


def check(requests, *lists):
    """They must show the same contacts, or the comparison means nothing."""
    for case in lists:
        answer = requests.ask(case.run)
        found = answer["length"], len(answer["records"])
        pages = {min(SIZE, cases.PAGE), min(SIZE, cases.MY_DAY_PAGE)}
        if found[0] != min(SIZE, cases.COUNT_LIMIT) or found[1] not in pages:
            sys.exit(f"{case.name}: {found[0]} contacts, {found[1]} on the page?")


def measure(requests, stock, to_measure):
    """One after the other, round after round: noise of the machine meets them all."""
    timings = {case: [] for case in (stock, *to_measure)}
    for number in range(WARM_UPS + RUNS):
        for case, taken in timings.items():
            requests.ask(case.prepare)
            timing = requests.time(case.run)
            if number >= WARM_UPS:
                taken.append(timing)
    return [Result(case.name, timings[case], timings[stock]) for case in timings]


def print_table(results):
    title = f"{SIZE} contacts, {RUNS} runs"
    print(f"\n{title:44}{'median':>10}{'min':>10}{'of stock':>11}{'queries':>9}")
    for result in results:
        times = f"{result.median:7.1f} ms{result.least:7.1f} ms"
        print(f"{result.name:44}{times}{result.ratio:11.2f}{result.queries:9}")


def verdict(idle, planning, pure):
    """Say which targets are met; the number of those that are not."""
    share = pure.median / planning.median
    targets = (
        (f"planning, nothing changed: {idle.ratio:.2f} times stock", idle.ratio),
        (f"planning after a change: {planning.ratio:.2f} times stock", planning.ratio),
    )
    missed = [text for text, ratio in targets if ratio > TARGET]
    print(f"\nTarget: at most {TARGET} times (aim: {AIM}).")
    for text, ratio in targets:
        print("MISSED" if ratio > TARGET else "Met   ", text)
    is_long = share > PURE_SHARE
    print("MISSED" if is_long else "Met   ", f"the pure planner: {share:.0%} of it")
    return int(bool(missed) or is_long)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

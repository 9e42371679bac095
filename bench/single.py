"""My Day side by side with stock Odoo's My Activities: one salesperson's busy day.

Arguments: Odoo's own options, -c and -d; the database is filled and stays so. The
environment variable SIZE is the number of the salesperson's activities.
"""

import gc
import sys
from functools import partial

from dev.say import step

from . import acts, data, kit

SIZE, OTHERS = kit.size(1000), 20
WARM_UPS, RUNS = 3, 30
STOCK, MOVED, FIRST = (
    {"with_added": False},
    {"before": "moved"},
    {"before": "forgotten"},
)
#: {key: (title, act, its arguments, target)}
CASES = {
    "a": ("My Activities (stock), first page", acts.open_activities, STOCK, None),
    "b": ("planning alone, nothing changed", acts.plan, {}, 2.5),
    "c": ("planning alone, a promise moved", acts.plan, MOVED, 2.5),
    "d": ("the pure planner alone, of (c)", acts.place, {}, 1 / 3),
    "e": ("My Day: plan and read, nothing changed", acts.open_my_day, {}, None),
    "f": ("My Day: the same, a promise moved", acts.open_my_day, MOVED, None),
    "h": ("My Day's screen: as (e), with all of the day", acts.open_screen, {}, None),
    "g": ("My Day: the same, first of the day", acts.open_my_day, FIRST, None),
}


def main(odoo):
    step(f"Making {SIZE} activities of a salesperson, {1000 * OTHERS} of others")
    user_id = fill(odoo, [(SIZE, SIZE)] + [(1000, 1000)] * OTHERS)[0]
    for act in (acts.open_activities, acts.open_my_day, acts.open_screen):
        check(odoo, user_id, act)
    step(f"Measuring {RUNS} times each")
    gc.freeze()
    rows = measure(odoo, user_id, "abcdefh")
    # It leaves a thousand dead rows a time, so nothing else is measured beside it.
    rows += measure(odoo, user_id, "ag")[1:]
    return kit.report(f"single-{SIZE}", f"{SIZE} activities, {RUNS} runs", rows)


def fill(odoo, people):
    """The ids of salespeople where it is about noon, the first one planned."""
    with odoo.env() as env:
        options = {**data.noon(env), "busy": 1 / len(people)}
        user_ids = data.fill(env, people, **options)
        env["res.users"].browse(user_ids[0])._plan_day()
    odoo.vacuum()
    return user_ids


def check(odoo, user_id, act):
    """All must show the same activities, or the comparison means nothing."""
    with odoo.browser(user_id) as env:
        answer = act(env)()
    found, shown = answer["length"], len(answer["records"])
    pages = {min(SIZE, acts.PAGE), min(SIZE, acts.MY_DAY_PAGE)}
    if found != min(SIZE, acts.COUNT_LIMIT) or shown not in pages:
        sys.exit(f"{act.__name__}: {found} activities, {shown} on the page?")


def measure(odoo, user_id, keys):
    cases = {}
    for key in keys:
        title, act, how, target = CASES[key]
        work = partial(odoo.time, act, user_id, keep=True, **how)
        of = {"a": "", "d": "c"}.get(key, "a")
        cases[key] = f"{key}  {title}", work, of, target
    return kit.measure(cases, RUNS, WARM_UPS)


if __name__ == "__main__":
    kit.start(main)

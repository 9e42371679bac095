"""A whole company: the scheduled action over everybody, and what others notice.

Arguments: Odoo's own options, -c and -d; --without and the name of a database in which
the add-on is not installed; --smaller with the name of one in which it is, and how many
activities that is to get, any number of times. All are filled and stay so. The
environment variable SIZE is the number of open activities, a thousand of each
salesperson.
"""

import argparse
import os
import statistics
import sys

import scale_http
import scale_report
from scale_report import Row
from scale_workers import Workers

SIZE = int(os.environ["SIZE"])
# The promises of the scheduled action are made for this size: at a smaller one the few
# milliseconds of any run weigh more than all facts.
AT_FULL_SIZE = SIZE >= 1_000_000
RUNS = 3 if AT_FULL_SIZE else 5
SIDE_BY_SIDE = 5  # two workers need both cores of the machine, all the time
LOOKS, PEOPLE = 40, 8  # how often a list is opened, by so many salespeople in turn
OF_STOCK = "open_activities", {}
LOOKED_AT = (
    ("Reading alone", "open_my_day", {"planned": False}, 0.7),
    ("My Day opened, nothing changed", "open_my_day", {"looked": False}, 1.3),
    ("My Day opened again within ten minutes", "open_my_day", {}, 1.3),
    ("My Day opened, a promise moved", "open_my_day", {"changed": True}, 1.3),
    ("My Day's screen opened, with all of the day", "open_screen", {}, None),
)


def main(*arguments):
    with Workers(_options(arguments)) as workers:
        say(f"Filling two databases with {SIZE} activities")
        workers.ours.tell("fill", size=SIZE)
        workers.stock.ask("fill", size=SIZE)
        user_ids = workers.ours.hear()
        table = scale_report.Table(SIZE, len(user_ids))
        for part in PARTS:
            for row in part(workers, user_ids):
                table.add(row)
    return table.finish()


def _options(arguments):
    parser = argparse.ArgumentParser()
    for name in ("-c", "-d", "--without"):
        parser.add_argument(name, required=True)
    parser.add_argument("--smaller", nargs=2, action="append", default=[])
    return parser.parse_args(arguments)


def say(text):
    print(f"==> {text}", flush=True)


def scheduled_action(workers, user_ids):
    """Each state of affairs beside the bare SELECT of the same round."""
    say(f"The scheduled action over {len(user_ids)} people, {RUNS} rounds")
    few = user_ids[:: max(len(user_ids) // max(len(user_ids) // 100, 1), 1)]
    few = few[: max(len(user_ids) // 100, 1)]
    times = {}
    for number in range(1 + RUNS):
        taken = one_round(workers.ours, user_ids, few)
        if number:  # the first one warms up
            for name, seconds in taken.items():
                times.setdefault(name, []).append(seconds)
    bare = times.pop("The bare SELECT")
    # What those few cost by themselves is no fault of finding them.
    own = times["The same people, planned directly"]
    times["1% changed, less their own planning"] = [
        max(one - alone, 0) for one, alone in zip(times["1% changed"], own, strict=True)
    ]
    targets = {
        "First plan of the day": 12,
        "Nothing changed": 0.05,
        "1% changed, less their own planning": 0.1,
    }
    yield Row("The bare SELECT of all facts", bare, bare)
    for name, seconds in times.items():
        target = targets.get(name) if AT_FULL_SIZE else None
        yield Row(name, seconds, bare, target)


def one_round(worker, user_ids, few):
    worker.ask("forget", user_ids=user_ids)
    taken = {"The bare SELECT": worker.ask("bare", user_ids=user_ids)["seconds"]}
    taken["First plan of the day"] = worker.ask("plan")["seconds"]
    worker.ask("later", seconds=10)
    taken["Nothing changed"] = worker.ask("plan")["seconds"]
    for name, task, arguments in (
        ("1% changed", "plan", {}),
        ("The same people, planned directly", "plan_these", {"user_ids": few}),
    ):
        worker.ask("change", user_ids=few)
        worker.ask("later", seconds=10)
        answer = worker.ask(task, **arguments)
        taken[name] = answer["seconds"] if task == "plan" else answer
    taken["The press that reorders the ladder"] = worker.ask("reorder")
    worker.ask("later", seconds=10)
    taken["Ladder reordered"] = worker.ask("plan")["seconds"]
    worker.ask("next_day")
    taken["Next morning"] = worker.ask("plan")["seconds"]
    return taken


def side_by_side(workers, user_ids):
    """The first plan of the day by one worker and by two; its memory."""
    say("Two workers side by side, and memory")
    alone, both = [], []
    pair = (workers.ours, workers.second)
    for number in range(1 + SIDE_BY_SIDE):
        for times, planners in ((alone, pair[:1]), (both, pair)):
            for worker in pair:
                worker.ask("forget", user_ids=user_ids)
            for worker in planners:
                worker.tell("plan")
            seconds = max(worker.hear()["seconds"] for worker in planners)
            if number:
                times.append(seconds)
    yield Row("First plan of the day, one worker", alone, alone, base="one")
    target = 1 / 1.7 if AT_FULL_SIZE else None
    yield Row("First plan of the day, two workers", both, alone, target, base="one")
    workers.ours.ask("forget", user_ids=user_ids)
    grown = workers.fresh().ask("plan_with_memory")
    yield Row("Peak memory above idle", [grown], None, 150, base="", unit="MiB")


def growth(workers, user_ids):
    """My Day opened in a company of this size, and in smaller ones, in turns."""
    if not workers.smaller:
        return
    say("The same day in smaller companies")
    workers.ours.ask("plan")
    their = {}
    for size, worker in workers.smaller.items():
        their[size] = some_of(worker.ask("fill", size=size))
        worker.ask("forget", user_ids=their[size])
        worker.ask("plan")
    mine = some_of(user_ids)
    looks = (
        ("nothing changed", ("open_my_day", {"looked": False})),
        ("a promise moved", ("open_my_day", {"changed": True})),
    )
    for title, task in looks:
        times, of = [], {size: [] for size in their}
        for number in range(PEOPLE + LOOKS):
            place = number % PEOPLE
            times.append(ask_one(workers.ours, task, mine[place], number))
            for size, worker in workers.smaller.items():
                of[size].append(ask_one(worker, task, their[size][place], number))
        for size, taken in of.items():
            name, base = f"My Day opened, {title}", f"{size} act."
            yield Row(name, times[PEOPLE:], taken[PEOPLE:], 1.2, base=base)


def some_of(user_ids):
    """As many as look, from all over the company."""
    return user_ids[:: max(len(user_ids) // PEOPLE, 1)][:PEOPLE]


def the_day(workers, user_ids):
    """One salesperson's day beside stock Odoo's My Activities."""
    say(f"The day of {PEOPLE} salespeople, {LOOKS} times in turn")
    pairs = planned_people(workers, user_ids)
    yield from by_turns(workers, pairs, OF_STOCK, LOOKED_AT, "My Activities")
    presses = (
        ("Done", "press_done", 1.3),
        ("Done in the list", "press_done_in_list", 1.3),
        ("No answer", "press_no_answer", 1.3),
        ("No answer in the list", "press_no_answer_in_list", 1.3),
        ("Promise", "press_promise", 1.3),
    )
    stock = "press_stock_done", {"keep": True, "place": 1}
    presses = [
        (title, name, {"keep": True, "place": place}, target)
        for place, (title, name, target) in enumerate(presses)
    ]
    yield from by_turns(workers, pairs, stock, presses, "Done of stock")


def with_what_is_done(workers, user_ids):
    """The same lists where the activities of a year are kept, as Odoo does."""
    say("The same with as many activities that are done")
    for worker in (workers.ours, workers.stock):
        worker.tell("add_done")
    for worker in (workers.ours, workers.stock):
        worker.hear()
    pairs = planned_people(workers, user_ids)
    looks = [(f"{title} (done kept)", *task) for title, *task in LOOKED_AT]
    yield from by_turns(workers, pairs, OF_STOCK, looks, "My Activities (done kept)")


def over_http(workers, user_ids):
    say("The first page over HTTP")
    pairs = people(workers, user_ids)
    databases, config = workers.databases, workers.config
    yield from scale_http.measure(workers, pairs, databases, config)


def planned_people(workers, user_ids):
    """The same as ``people``; everybody's day is planned anew."""
    workers.ours.ask("forget", user_ids=user_ids)
    workers.ours.ask("plan")
    return people(workers, user_ids)


def people(workers, user_ids):
    """(a salesperson of ours, one of stock's) of each look.

    Odoo keeps everybody's rights in memory: the first look of each warms up.
    """
    stock = some_of(workers.stock.ask("salespeople"))
    chosen = list(zip(some_of(user_ids), stock, strict=True))
    return [chosen[number % PEOPLE] for number in range(PEOPLE + LOOKS)]


def by_turns(workers, pairs, stock, tasks, base):
    """All tasks of each salesperson in turn, after the task of stock Odoo."""
    of_stock, times = [], {title: [] for title, *_rest in tasks}
    for number, (mine, other) in enumerate(pairs):
        of_stock.append(ask_one(workers.stock, stock, other, number))
        for title, *task, _target in tasks:
            times[title].append(ask_one(workers.ours, task, mine, number))
    yield Row(base, of_stock[PEOPLE:], None, base="")
    for title, *_task, target in tasks:
        yield Row(title, times[title][PEOPLE:], of_stock[PEOPLE:], target, base=base)


def ask_one(worker, task, user_id, number):
    """The seconds of a task; a contact is pressed somewhere else each time."""
    name, arguments = task
    if "place" in arguments:
        arguments = {**arguments, "place": arguments["place"] + 7 * number}
    return worker.ask("timed", name=name, user_id=user_id, **arguments)


def beside_stock(workers, user_ids):
    """What people do, with the add-on and without it, by turns."""
    say("Beside Odoo without the add-on")
    count, moved = min(10_000, SIZE // 50), min(1000, SIZE // 50)
    # Ten thousand leads take minutes.
    few = 3 if count == 10_000 else 5
    for title, name, number, runs in (
        (f"Creating {count} activities", "create_activities", count, 5),
        (f"Importing {count} activities", "import_activities", count, 5),
        (f"Creating {count} leads", "create_leads", count, few),
        (f"Importing {count} leads", "import_leads", count, few),
        (f"Moving {moved} leads to another stage", "move_leads", moved, 5),
    ):
        ask_both(workers, name, count=100)  # warms up
        pairs = [ask_both(workers, name, count=number) for _run in range(runs)]
        yield compared(title, pairs, 1.1)
    # What was made and taken back lies about in both until somebody sweeps.
    for worker in (workers.ours, workers.stock):
        worker.ask("vacuum")
    for title, name in (
        ("Opening the pipeline", "open_pipeline"),
        ("Opening stock My Activities", "open_activities"),
    ):
        pairs = [
            ask_both(workers, name, user_id=pair) for pair in people(workers, user_ids)
        ]
        yield compared(title, pairs[PEOPLE:], 1.05)


def ask_both(workers, name, user_id=None, **arguments):
    """(seconds with, seconds without): one after the other, never at the same time."""
    mine, other = ({"user_id": one} for one in user_id) if user_id else ({}, {})
    ours = workers.ours.ask("timed", name=name, **mine, **arguments)
    return ours, workers.stock.ask("timed", name=name, **other, **arguments)


def compared(title, pairs, target):
    ours, stock = zip(*pairs, strict=True)
    return Row(title, ours, stock, target, base=f"{statistics.median(stock):.3f} s")


PARTS = (
    scheduled_action,
    side_by_side,
    growth,
    the_day,
    over_http,
    beside_stock,
    with_what_is_done,
)

if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

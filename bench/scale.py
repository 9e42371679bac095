"""A whole company: the scheduled action over everybody, and what others notice.

Two databases are filled and stay so, one of them without the add-on, and smaller ones
if there are any. The environment variable SIZE is the number of open activities, a
thousand of each salesperson. Each database is asked by a process of its own.
"""

import statistics
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from multiprocessing import get_context

import click

from dev.say import step

from . import company, kit
from .serve import Browser, serving

SIZE = kit.size(100_000)
# The promises of the scheduled action are made for this size: at a smaller one the few
# milliseconds of any run weigh more than all facts.
AT_FULL_SIZE = SIZE >= 1_000_000
RUNS, SIDE_BY_SIDE = 3 if AT_FULL_SIZE else 5, 5
LOOKS, PEOPLE = 40, 8  # how often a list is opened, by so many salespeople in turn
HTTP_ROUNDS, HTTP_EACH = 7, 10  # so many requests of each salesperson in a round
OPENED = {
    "Reading alone": ("open_my_day", {"planned": False}, 0.7),
    "My Day opened, nothing changed": ("open_my_day", {"before": "unseen"}, 1.3),
    "My Day opened again within ten minutes": ("open_my_day", {}, 1.3),
    "My Day opened, a promise moved": ("open_my_day", {"before": "moved"}, 1.3),
    "My Day's screen opened, with all of the day": ("open_screen", {}, None),
}
PRESSED = {
    "Done": ("press", {"place": 0, "work": "done"}, 1.3),
    "Done in the list": ("press_in_list", {"place": 1, "work": "done"}, 1.3),
    "No answer": ("press", {"place": 2, "work": "no_answer"}, 1.3),
    "No answer in the list": ("press_in_list", {"place": 3, "work": "no_answer"}, 1.3),
    "Promise": ("press", {"place": 4, "work": "promise"}, 1.3),
}


class Worker(ProcessPoolExecutor):
    """A process that is asked about one database."""

    def __init__(self, config, database):
        options = "-c", config, "-d", database
        super().__init__(1, get_context("spawn"), company.start, options)

    def tell(self, task, **arguments):
        """Set it to work; what it answers will be there in the end."""
        return self.submit(company.do, task, arguments)

    def ask(self, task, **arguments):
        return self.tell(task, **arguments).result()

    def act(self, name, user_id, number, **arguments):
        """Something else is pressed each time, and that is kept."""
        if "place" in arguments:
            place = arguments["place"] + 7 * number
            arguments = {**arguments, "place": place, "keep": True}
        return self.ask("act", name=name, user_id=user_id, **arguments)


class Bench:
    """``ours`` and ``second`` on the database with the add-on, ``stock`` without."""

    def __init__(self, config, database, without, smaller, stack):
        self.config, self.databases, self._stack = config, (database, without), stack
        self.ours, self.second = self.worker(database), self.worker(database)
        self.stock = self.worker(without)
        self.smaller = {int(size): self.worker(name) for name, size in smaller}
        step(f"Filling two databases with {SIZE} activities")
        filling = self.ours.tell("fill", size=SIZE)
        stock = some_of(self.stock.ask("fill", size=SIZE))
        self.user_ids = filling.result()
        self.pairs = list(zip(some_of(self.user_ids), stock, strict=True))

    def worker(self, database):
        return self._stack.enter_context(Worker(self.config, database))

    # -- The scheduled action

    def scheduled_action(self):
        """Each state of affairs beside the bare SELECT of the same round."""
        few = max(len(self.user_ids) // 100, 1)
        few = self.user_ids[:: max(len(self.user_ids) // few, 1)][:few]
        own, changed = "The same people, planned directly", "1% changed"
        taken = kit.by_turns(
            {
                "The bare SELECT of all facts": self._bare,
                "First plan of the day": partial(self._plan, None),
                "Nothing changed": partial(self._plan, "later"),
                changed: partial(self._plan, "change", user_ids=few),
                own: partial(self._plan, "change", user_ids=few, whom=few),
                "The press that reorders the groups": lambda _number: self.ours.ask(
                    "reorder"
                ),
                "Priority groups reordered": partial(self._plan, "later"),
                "Next morning": partial(self._plan, "next_day"),
            },
            RUNS,
        )
        # What those few cost by themselves is no fault of finding them.
        pairs = zip(taken[changed], taken[own], strict=True)
        rest = f"{changed}, less their own planning"
        taken[rest] = [max(one - alone, 0) for one, alone in pairs]
        bare, *_others = taken.values()
        targets = {"First plan of the day": 12, "Nothing changed": 0.05, rest: 0.1}
        for name, figures in taken.items():
            target = targets.get(name) if AT_FULL_SIZE else None
            yield kit.Row(name, figures, bare, "SELECT", target)

    def _bare(self, _number):
        self.ours.ask("forget", user_ids=self.user_ids)
        return self.ours.ask("bare", user_ids=self.user_ids)

    def _plan(self, before, _number, whom=None, **arguments):
        """Something happens, and ten seconds later all are planned, or these."""
        if before:
            self.ours.ask(before, **arguments)
            self.ours.ask("later")
        return self.ours.ask("plan", user_ids=whom)

    def side_by_side(self):
        """The first plan of the day by one worker and by two; its memory."""

        def first_plan(workers, _number):
            for worker in (self.ours, self.second):
                worker.ask("forget", user_ids=self.user_ids)
            told = [worker.tell("plan") for worker in workers]
            return max(one.result() for one in told)

        pair = self.ours, self.second
        cases = {1: partial(first_plan, pair[:1]), 2: partial(first_plan, pair)}
        alone, both = kit.by_turns(cases, SIDE_BY_SIDE).values()
        target = 1 / 1.7 if AT_FULL_SIZE else None
        yield kit.Row("First plan of the day, one worker", alone)
        yield kit.Row("First plan of the day, two workers", both, alone, "one", target)
        self.ours.ask("forget", user_ids=self.user_ids)
        with Worker(self.config, self.databases[0]) as fresh:
            grown = fresh.ask("plan_with_memory")
        yield kit.Row("Peak memory above idle", [grown], target=150, unit="MiB")

    # -- One salesperson

    def growth(self):
        """My Day opened in a company of this size, and in smaller ones, in turns."""
        self._plan_anew(self.ours, self.user_ids)
        people = {SIZE: (self.ours, some_of(self.user_ids))}
        for size, worker in self.smaller.items():
            user_ids = worker.ask("fill", size=size)
            self._plan_anew(worker, user_ids)
            people[size] = worker, some_of(user_ids)
        for title in list(OPENED)[1::2]:
            name, how, _target = OPENED[title]

            def look(worker, user_ids, number, name=name, how=how):
                user_id = user_ids[number % len(user_ids)]
                return worker.act(name, user_id, number, **how)

            cases = {size: partial(look, *one) for size, one in people.items()}
            mine, *others = kit.by_turns(cases, LOOKS, PEOPLE).items()
            for size, figures in others:
                yield kit.Row(title, mine[1], figures, f"{size} act.", 1.2)

    def the_day(self, kept=""):
        """A salesperson's day beside stock Odoo's My Activities; a look warms up."""
        self._plan_anew(self.ours, self.user_ids)
        yield from self._by_turns("open_activities", OPENED, f"My Activities{kept}", {})
        if not kept:
            stock = "press_stock_done", PRESSED, "Done of stock", {"place": 1}
            yield from self._by_turns(*stock)

    def with_what_is_done(self):
        """The same lists where the activities of a year are kept, as Odoo does."""
        for telling in [one.tell("add_done") for one in (self.ours, self.stock)]:
            telling.result()
        yield from self.the_day(" (done kept)")

    def _plan_anew(self, worker, user_ids):
        worker.ask("forget", user_ids=user_ids)
        worker.ask("plan")

    def _by_turns(self, stock, tasks, base, how):
        """All tasks of each salesperson in turn, after the task of stock Odoo."""
        cases = {base: partial(self._look, 1, name=stock, **how)}
        for title, (name, how, _target) in tasks.items():
            cases[title] = partial(self._look, 0, name=name, **how)
        taken = kit.by_turns(cases, LOOKS, PEOPLE)
        of_stock = taken.pop(base)
        yield kit.Row(base, of_stock)
        for title, figures in taken.items():
            yield kit.Row(title, figures, of_stock, base, tasks[title][2])

    def _look(self, side, number, name, **how):
        worker = (self.ours, self.stock)[side]
        user_id = self.pairs[number % len(self.pairs)][side]
        return worker.act(name, user_id, number, **how)

    def over_http(self):
        """The first page from a server with two processes, by one and by eight."""
        options = "-c", self.config, "-d", ",".join(self.databases), "--workers=2"
        with serving(*options) as port:
            browsers = []
            sides = zip(*self.pairs, strict=True), (self.ours, self.stock)
            for ids, worker, name in zip(*sides, self.databases, strict=True):
                logins = worker.ask("let_in", user_ids=ids)
                browsers.append([Browser(port, name, *who) for who in logins])
            for number, title in ((1, "one at a time"), (PEOPLE, f"{PEOPLE} at once")):
                chosen = [partial(all_at_once, side[:number]) for side in browsers]
                cases = {"stock": chosen[1], "ours": chosen[0]}
                stock, ours = kit.by_turns(cases, HTTP_ROUNDS).values()
                base = f"My Activities over HTTP, {title}"
                yield kit.Row(base, stock)
                yield kit.Row(f"My Day over HTTP, {title}", ours, stock, "stock", 1.3)

    # -- Beside Odoo without the add-on

    def beside_stock(self):
        """What people do, with the add-on and without it, never at the same time."""
        count, moved = min(10_000, SIZE // 50), min(1000, SIZE // 50)
        few = 3 if count == 10_000 else 5  # ten thousand leads take minutes
        make, move = "make", "move_leads"
        activities, leads = {"model": "mail.activity"}, {"model": "crm.lead"}
        for title, name, number, runs, how in (
            (f"Creating {count} activities", make, count, 5, activities),
            (f"Importing {count} activities", make, count, 5, activities),
            (f"Creating {count} leads", make, count, few, leads),
            (f"Importing {count} leads", make, count, few, leads),
            (f"Moving {moved} leads to another stage", move, moved, 5, {}),
        ):
            if title.startswith("Importing"):
                how = {**how, "imported": True}
            self._both(name, count=100, **how)  # warms up
            case = partial(self._both, name, count=number, **how)
            yield self._compared(title, [case() for _run in range(runs)], 1.1)
        # What was made and taken back lies about in both until somebody sweeps.
        for worker in (self.ours, self.stock):
            worker.ask("vacuum")
        for title, name in (
            ("Opening the pipeline", "open_pipeline"),
            ("Opening stock My Activities", "open_activities"),
        ):
            sides = {side: partial(self._look, side, name=name) for side in (0, 1)}
            taken = kit.by_turns(sides, LOOKS, PEOPLE).values()
            yield self._compared(title, list(zip(*taken, strict=True)), 1.05)

    def _both(self, name, **how):
        workers = self.ours, self.stock
        return [worker.ask("act", name=name, **how) for worker in workers]

    def _compared(self, title, pairs, target):
        ours, stock = zip(*pairs, strict=True)
        base = f"{1000 * statistics.median(stock):.0f} ms"
        return kit.Row(title, ours, stock, base, target)


def some_of(user_ids):
    """As many as look, from all over the company."""
    return user_ids[:: max(len(user_ids) // PEOPLE, 1)][:PEOPLE]


def all_at_once(browsers, _number):
    """The median of the seconds that a request takes."""
    with ThreadPoolExecutor(len(browsers)) as threads:
        times = list(threads.map(lambda one: one.times(HTTP_EACH), browsers))
    return statistics.median(sum(times, []))


@click.command()
@click.option("-c", "--config", required=True)
@click.option("-d", "--database", required=True)
@click.option("--without", required=True, help="a database without the add-on")
@click.option("--smaller", multiple=True, nargs=2, help="one, and its activities")
def main(**options):
    rows = []
    with ExitStack() as stack:
        bench = Bench(**options, stack=stack)
        title = f"{SIZE} activities, {len(bench.user_ids)} people"
        for part in (
            *(bench.scheduled_action, bench.side_by_side, bench.growth, bench.the_day),
            *(bench.over_http, bench.beside_stock, bench.with_what_is_done),
        ):
            step(part.__doc__.splitlines()[0])
            if made := list(part()):
                kit.show(title, made)
            rows += made
    sys.exit(kit.keep(f"scale-{SIZE}", title, rows))


if __name__ == "__main__":
    main()

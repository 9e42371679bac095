"""A whole company: the scheduled action over everybody, and what others notice.

Two databases are filled and stay so, one of them without the add-on, and smaller ones
if there are any. The environment variable SIZE is the number of open activities, a
thousand of each salesperson. Each database is asked by a process of its own.
"""

import itertools
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

    def looks(self, user_ids, name, place=None, **how):
        """One of ``acts`` by these people in turn; returns what is called each time.

        :param place: something is pressed, something else each time, and that is kept
        """

        def act():
            number = next(numbers)
            pressed = place is not None
            more = {"place": place + 7 * number, "keep": True} if pressed else {}
            user_id = user_ids[number % len(user_ids)]
            return self.ask("act", name=name, user_id=user_id, **how, **more)

        numbers = itertools.count()
        return act


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
        self.sides = (self.ours, some_of(self.user_ids)), (self.stock, stock)

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
                "First plan of the day": self._plan,
                "Nothing changed": partial(self._plan, "later"),
                changed: partial(self._plan, "change", user_ids=few),
                own: partial(self._plan, "change", user_ids=few, whom=few),
                "The press that reorders the groups": partial(self.ours.ask, "reorder"),
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

    def _bare(self):
        self.ours.ask("forget", user_ids=self.user_ids)
        return self.ours.ask("bare", user_ids=self.user_ids)

    def _plan(self, before=None, whom=None, **arguments):
        """Something happens, and ten seconds later all are planned, or these."""
        if before:
            self.ours.ask(before, **arguments)
            self.ours.ask("later")
        return self.ours.ask("plan", user_ids=whom)

    def side_by_side(self):
        """The first plan of the day by one worker and by two; its memory."""

        def first_plan(*workers):
            for worker in (self.ours, self.second):
                worker.ask("forget", user_ids=self.user_ids)
            told = [worker.tell("plan") for worker in workers]
            return max(one.result() for one in told)

        title, both = (
            "First plan of the day, ",
            partial(first_plan, self.ours, self.second),
        )
        target = 1 / 1.7 if AT_FULL_SIZE else None
        cases = {
            "one": (f"{title}one worker", partial(first_plan, self.ours), "", None),
            "two": (f"{title}two workers", both, "one", target),
        }
        yield from kit.measure(cases, SIDE_BY_SIDE)
        self.ours.ask("forget", user_ids=self.user_ids)
        with Worker(self.config, self.databases[0]) as fresh:
            grown = fresh.ask("plan_with_memory")
        yield kit.Row("Peak memory above idle", [grown], target=150, unit="MiB")

    # -- One salesperson

    def growth(self):
        """My Day opened in a company of this size, and in smaller ones, in turns."""
        self._plan_anew(self.ours, self.user_ids)
        people = {SIZE: self.sides[0]}
        for size, worker in self.smaller.items():
            user_ids = worker.ask("fill", size=size)
            self._plan_anew(worker, user_ids)
            people[size] = worker, some_of(user_ids)
        for title in list(OPENED)[1::2]:
            name, how, _target = OPENED[title]
            cases = {
                size: worker.looks(user_ids, name, **how)
                for size, (worker, user_ids) in people.items()
            }
            mine, *others = kit.by_turns(cases, LOOKS, PEOPLE).items()
            for size, figures in others:
                yield kit.Row(title, mine[1], figures, f"{size} act.", 1.2)

    def the_day(self, kept=""):
        """A salesperson's day beside stock Odoo's My Activities; a look warms up."""
        self._plan_anew(self.ours, self.user_ids)
        yield from self._by_turns("open_activities", OPENED, f"My Activities{kept}")
        if not kept:
            stock = "press_stock_done", PRESSED, "Done of stock"
            yield from self._by_turns(*stock, place=1)

    def with_what_is_done(self):
        """The same lists where the activities of a year are kept, as Odoo does."""
        for telling in [one.tell("add_done") for one in (self.ours, self.stock)]:
            telling.result()
        yield from self.the_day(" (done kept)")

    def _plan_anew(self, worker, user_ids):
        worker.ask("forget", user_ids=user_ids)
        worker.ask("plan")

    def _by_turns(self, stock, tasks, base, **how):
        """All tasks of each salesperson in turn, after the task of stock Odoo."""
        (ours, user_ids), (other, others) = self.sides
        cases = {base: (base, other.looks(others, stock, **how), "", None)}
        for title, (name, how, target) in tasks.items():
            cases[title] = title, ours.looks(user_ids, name, **how), base, target
        return kit.measure(cases, LOOKS, PEOPLE)

    def over_http(self):
        """The first page from a server with two processes, by one and by eight."""
        options = "-c", self.config, "-d", ",".join(self.databases), "--workers=2"
        with serving(*options) as port:
            browsers = []
            for name, (worker, ids) in zip(self.databases, self.sides, strict=True):
                logins = worker.ask("let_in", user_ids=ids)
                browsers.append([Browser(port, name, *who) for who in logins])
            for number, how in ((1, "one at a time"), (PEOPLE, f"{PEOPLE} at once")):
                ours, stock = (partial(all_at_once, one[:number]) for one in browsers)
                cases = {
                    "stock": (f"My Activities over HTTP, {how}", stock, "", None),
                    "ours": (f"My Day over HTTP, {how}", ours, "stock", 1.3),
                }
                yield from kit.measure(cases, HTTP_ROUNDS)

    # -- Beside Odoo without the add-on

    def beside_stock(self):
        """What people do, with the add-on and without it, never at the same time."""
        count, moved = min(10_000, SIZE // 50), min(1000, SIZE // 50)
        few = 3 if count == 10_000 else 5  # ten thousand leads take minutes
        activities, leads = {"model": "mail.activity"}, {"model": "crm.lead"}
        imported, both = {"imported": True}, (self.ours, self.stock)
        for title, name, number, runs, how in (
            (f"Creating {count} activities", "make", count, 5, activities),
            (f"Importing {count} activities", "make", count, 5, activities | imported),
            (f"Creating {count} leads", "make", count, few, leads),
            (f"Importing {count} leads", "make", count, few, leads | imported),
            (f"Moving {moved} leads to another stage", "move_leads", moved, 5, {}),
        ):
            for worker in both:
                worker.ask("act", name=name, count=100, **how)  # warms up
            how = {"name": name, "count": number, **how}
            cases = [partial(worker.ask, "act", **how) for worker in both]
            yield compare(title, 1.1, runs, 0, *cases)
        # What was made and taken back lies about in both until somebody sweeps.
        for worker in both:
            worker.ask("vacuum")
        for title, name in (
            ("Opening the pipeline", "open_pipeline"),
            ("Opening stock My Activities", "open_activities"),
        ):
            looks = (worker.looks(ids, name) for worker, ids in self.sides)
            yield compare(title, 1.05, LOOKS, PEOPLE, *looks)


def compare(title, target, runs, warm_ups, *cases):
    """With the add-on and without it, in one row."""
    ours, stock = kit.by_turns(dict(enumerate(cases)), runs, warm_ups).values()
    base = f"{1000 * statistics.median(stock):.0f} ms"
    return kit.Row(title, ours, stock, base, target)


def some_of(user_ids):
    """As many as look, from all over the company."""
    return user_ids[:: max(len(user_ids) // PEOPLE, 1)][:PEOPLE]


def all_at_once(browsers):
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

"""What a comparison of orders says, as people read it."""

from typing import Any

from odoo.api import Environment
from odoo.models import BaseModel
from odoo.tools import format_amount, format_list

from .replay import PRESENT, PROPOSED, STOCK, Comparison

# Sums that differ by less than this share are the same to people.
_SAME = 0.001


def describe(
    env: Environment, comparison: Comparison, currency: BaseModel
) -> dict[str, Any]:
    """The comparison as the screen shows it: see the chart for the parts."""
    figures = comparison.figures
    hours = _hours(figures)
    reached = {name: _cumulated(one, hours) for name, one in figures.items()}
    teller = _Teller(env, comparison, currency, reached, hours)
    return {
        "problem": False,
        "hours": hours,
        "currency_id": currency.id,
        "sentences": teller.sentences(),
        "verdicts": teller.verdicts(),
        "notes": notes(env),
        "orders": [
            {
                "key": name,
                "name": order_names(env)[name],
                "due": one.due,
                "kept": one.kept,
                "share": round(100 * one.kept / one.due) if one.due else False,
                "early": one.early,
                "missed": one.missed,
                "made_good": one.made_good,
                "contacts": one.contacts,
                "value": teller.money(one.value),
                "per_hour": teller.money(60 * one.value / comparison.minutes)
                if comparison.minutes
                else False,
                "half_at": teller.half_at(name),
                "reached": [round(value, 2) for value in reached[name]],
            }
            for name, one in figures.items()
        ],
    }


def order_names(env: Environment) -> dict[str, str]:
    """{order: its name}."""
    return {
        STOCK: env._("By due date"),
        PRESENT: env._("Current priorities"),
        PROPOSED: env._("Tested priorities"),
    }


def notes(env: Environment) -> list[str]:
    """What the comparison rests on."""
    return [
        env._(
            "All orders use the same activities, durations, working hours and "
            "meetings. By due date: the way standard Odoo lists activities, earliest "
            "due date first, without promised times."
        ),
        env._(
            "An activity counts as reached when it starts, whether or not the "
            "customer answers. A promise is kept if its activity starts before the "
            "end of the agreed time, even if it starts early."
        ),
        env._(
            "Salespeople only work during their working hours and outside meetings. "
            "Activities that came in during the day count from that moment. Each day "
            "starts the way it actually started. Times are in each salesperson's own "
            "time zone."
        ),
        env._(
            "Stages and expected revenue are as of that day, as far as changes were "
            "tracked. The probability is the win rate, up to that day, of "
            "opportunities that had reached the stage. Today's probability is not "
            "used, because it already reflects the outcome."
        ),
        env._(
            "Activities that were postponed without an attempt, or deleted, left no "
            "trace and are missing from all orders."
        ),
    ]


class _Teller:
    def __init__(self, env, comparison, currency, reached, hours):
        self.env, self.comparison, self.currency = env, comparison, currency
        self.figures, self.reached, self.hours = comparison.figures, reached, hours
        self.stock, self.present = self.figures[STOCK], self.figures[PRESENT]
        self.tried = self.figures.get(PROPOSED)

    def money(self, amount):
        return format_amount(
            self.env, round(amount), self.currency, trailing_zeroes=False
        )

    def half_at(self, name):
        """By which hour half of what any order reaches was reached; False: never."""
        half = max(values[-1] for values in self.reached.values()) / 2
        return next(
            (
                hour
                for hour, value in zip(self.hours, self.reached[name], strict=True)
                if half and value >= half
            ),
            False,
        )

    def sentences(self):
        return [*self._of_promises(), self._of_value()]

    def verdicts(self):
        """Which order did best, whichever it is."""
        totals = {name: one.value for name, one in self.figures.items()}
        if len(self._best(totals)) == len(totals):
            # If all is reached in the end it matters when.
            label = self.env._("Expected revenue reached earliest")
            value = {name: sum(self.reached[name]) for name in totals}
        else:
            label, value = self.env._("Most expected revenue reached"), totals
        of_value = [(label, value)] * any(totals.values())
        kept = {name: one.kept for name, one in self.figures.items()}
        on_time = {name: one.kept - one.early for name, one in self.figures.items()}
        texts = [(self.env._("Most promises kept on time"), kept)] * bool(
            self.present.due
        )
        if any(one.early for one in self.figures.values()):
            texts.append((self.env._("Most calls at the agreed time"), on_time))
        return [
            {"label": name, "text": self._name_best(amounts)}
            for name, amounts in [*texts, *of_value]
        ]

    def _name_best(self, amounts):
        best = self._best(amounts)
        if len(best) == len(amounts):
            return self.env._("tie")
        names = order_names(self.env)
        return format_list(self.env, [names[name] for name in best])

    def _best(self, amounts):
        most = max(amounts.values())
        return [name for name, one in amounts.items() if _is_same(one, most)]

    def _of_promises(self):
        if not self.present.due:
            return [self.env._("No promises were due.")]
        told = [self._of_kept()]
        if self.stock.early:
            told.append(
                self.env._(
                    "By due date, %(count)s of the kept promises were called before "
                    "the agreed time.",
                    count=self.stock.early,
                )
            )
        told.append(self.env._("Actually kept: %(count)s.", count=self.comparison.kept))
        return told

    def _of_kept(self):
        values = {
            "kept": self.present.kept,
            "due": self.present.due,
            "stock": self.stock.kept,
        }
        if self.tried:
            return self.env._(
                "Promises kept on time, out of %(due)s: %(kept)s with the current "
                "priorities, %(tried)s with the tested priorities, %(stock)s by due "
                "date.",
                tried=self.tried.kept,
                **values,
            )
        return self.env._(
            "Promises kept on time, out of %(due)s: %(kept)s with the current "
            "priorities, %(stock)s by due date.",
            **values,
        )

    def _of_value(self):
        if not any(one.value for one in self.figures.values()):
            return self.env._("No expected revenue was reached in any order.")
        values = {
            "present": self.money(self.present.value),
            "stock": self.money(self.stock.value),
        }
        if self.tried:
            return self.env._(
                "Expected revenue reached: %(present)s with the current priorities, "
                "%(tried)s with the tested priorities, %(stock)s by due date.",
                tried=self.money(self.tried.value),
                **values,
            )
        return self.env._(
            "Expected revenue reached: %(present)s with the current priorities, "
            "%(stock)s by due date.",
            **values,
        )


def _is_same(one, other):
    return abs(one - other) <= _SAME * max(abs(one), abs(other))


def _hours(figures):
    """The full hours at which is told what was reached by then; 25 is 1 at night."""
    hours = {hour for one in figures.values() for hour in one.by_hour}
    return list(range(min(hours), max(hours) + 2)) if hours else [9, 18]


def _cumulated(one, hours):
    return [
        sum(value for begun, value in one.by_hour.items() if begun < hour)
        for hour in hours
    ]

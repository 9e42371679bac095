"""Past days in other orders, side by side: the same facts and hours for each.

Working hours, leaves and meetings are those that stand in the calendars for these days.
Each day begins as it really began, whatever another order would have left over.
"""

from typing import NamedTuple

from ...planner import replay as rule
from ...planner import shifts
from ...planner.local_time import day_start, shifted
from ..facts import meetings, working_time
from ..facts.day import of_users
from ..plan.day_draft import minutes_of
from .past import Past

STOCK, PRESENT, PROPOSED = "stock", "present", "proposed"


class Comparison(NamedTuple):
    """``figures``: {order: what it has come to}, all days and people together.

    ``minutes``: their working hours without meetings; ``kept``: how many of the
    promises due were kept in fact; ``days``: on how many days there was anything to do.
    """

    figures: dict[str, rule.Figures]
    minutes: int
    kept: int
    days: int


class Replay:
    """The days of some salespeople that are over, from ``first`` to ``last``.

    :param users: those who have left are out
    :param first: a date of the salesperson's own calendar, as ``last``
    :param now: naive UTC; days that are not over by then are out
    :param currency: the values' currency

    What leads of companies are worth in which the reader does not work just now is left
    out: it took time all the same.
    """

    def __init__(self, users, first, last, now, currency):
        self.env = users.env(su=True)
        self.companies = {*users.env.companies.ids, None}
        self.currency = currency
        self.days = {
            (day.user_id, day.today): day
            for of_now in of_users(users.sudo(), now).values()
            for day in _between(of_now, first, last)
            if day.tomorrow <= now
        }
        self.hours, self.work, self.kept = {}, {}, 0
        if self.days:
            self._read()

    def _read(self):
        self.hours = _hours(self.env, self.days)
        past = Past(self.env, self.days)
        rates = {}
        for key, day in self.days.items():
            works = []
            for work, was_kept, company_id in past.of_day(*key):
                if company_id not in self.companies:
                    work = work._replace(value=0.0)
                if work.value:
                    place = company_id, day.today
                    if place not in rates:
                        rates[place] = self._rate(*place)
                    work = work._replace(value=work.value * rates[place])
                works.append(work)
                is_due = work.contact.deadline == day.today
                self.kept += was_kept and is_due
            self.work[key] = works

    def _rate(self, company_id, date):
        company = self.env["res.company"].browse(company_id) or self.env.company
        return company.currency_id._get_conversion_rate(
            company.currency_id, self.currency, company, date
        )

    def compare(self, tiers: list[int] | None = None) -> Comparison:
        """What each order comes to; that of ``tiers`` only if it is another one.

        :param tiers: ``galloper.tier`` ids from top to bottom
        """
        tier_order = self.env["galloper.tier"]._get_tier_order()
        orders = {STOCK: rule.ByDueDate(), PRESENT: rule.ByTier(tier_order)}
        other = tier_order.reordered(tiers or [])
        if [tier.id for tier in other.tiers] != [tier.id for tier in tier_order.tiers]:
            orders[PROPOSED] = rule.ByTier(other)
        return Comparison(
            {name: self._run(order) for name, order in orders.items()},
            sum(minutes_of(hours.free) for hours in self.hours.values()),
            self.kept,
            sum(
                bool(rule.for_the_day(work, self.hours[key]))
                for key, work in self.work.items()
            ),
        )

    def _run(self, order):
        total = rule.Figures()
        for key, work in self.work.items():
            begun = rule.replay(work, self.hours[key], order)
            total = total.plus(rule.figures(work, self.hours[key], begun))
        return total


def _between(day, first, last):
    """The salesperson's days from ``first`` to ``last``."""
    for number in range((last - first).days + 1):
        today = shifted(first, days=number)
        yield day._replace(
            today=today,
            begins=day_start(today, day.tz),
            tomorrow=day_start(shifted(today, days=1), day.tz),
        )


def _hours(env, days):
    """{(user id, date): Hours}, read for all of them at once."""
    first = min(day.yesterday for day in days.values())
    last = max(day.night_ends for day in days.values())
    people = {}
    for day in days.values():
        known = people.setdefault(day.user_id, day)
        people[day.user_id] = known._replace(
            begins=min(known.begins, day.begins),
            today=min(known.today, day.today),
            tomorrow=max(known.tomorrow, day.tomorrow),
        )
    mine = list(people.values())
    busy = working_time.busy_windows(meetings.select_meetings(env, mine), mine)
    spans = {day.user_id: (first, last) for day in mine}
    working = working_time.working_windows(env, mine, spans)
    by_day = {day.user_id: shifts.by_day(working[day.user_id], day.tz) for day in mine}
    return {
        key: rule.Hours(
            day.begins,
            day.tomorrow,
            working_time.WorkingTime(
                by_day[day.user_id].get(day.today, []), busy[day.user_id]
            ).free,
            day.buffer,
            day.tz,
            day.tolerance,
        )
        for key, day in days.items()
    }

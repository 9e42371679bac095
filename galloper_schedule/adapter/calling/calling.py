"""When a salesperson may call a customer: see ``planner.calling_rules``."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property, lru_cache
from typing import NamedTuple

from ...planner.call_hours import EVERY_DAY, CallHours, on_days, to_minutes
from ...planner.calling_rules import CallingRule, first_of, usual_week
from ...planner.local_time import local_day, shifted
from ...planner.working_week import weekend_of
from ..tools import zones
from .book import Book
from .customers import Customer

_SECOND = timedelta(seconds=1)
# A leave that lasts for longer closes a calendar for good.
_MOST_DAYS = 800


class House(NamedTuple):
    """What the seller's company has chosen: from when until when it calls, in minutes
    after midnight, and whether on public holidays.
    """

    company_id: int
    from_minute: int
    to_minute: int
    on_holidays: bool


class Calling:
    """The calling hours of the customers of one salesperson, as of a day of theirs.

    :param read: gives the book, when it is asked for the first time
    :param tz: the salesperson's zone, for customers of whom none is known
    """

    def __init__(self, read: Callable[[], Book], house: House, tz: tzinfo, today: date):
        self._read, self._house, self._tz = read, house, tz
        self._years = tuple(range(today.year - 1, today.year + 2))
        self._known: dict[Customer, CallHours] = {}

    @cached_property
    def _book(self):
        return self._read()

    def __repr__(self):
        return f"{self._book!r} {self._house!r} {self._years}"

    def hours(self, customer: Customer) -> CallHours:
        """When the customer may be called."""
        if customer not in self._known:
            self._known[customer] = self._work_out(customer)
        return self._known[customer]

    def rule(self, customer: Customer) -> CallingRule | None:
        """The strictest rule that applies; None: there is none. Whoever has hours of
        their own is counted by it all the same.
        """
        return self._book.rule(
            self._house.company_id, *self._place(customer), customer.is_business
        )

    @property
    def most_attempts(self) -> int:
        """How many attempts any rule allows at the most; 0: none limits them."""
        return self._book.most_attempts

    def is_holiday(self, customer: Customer, day: date) -> bool:
        """Whether a day is a public holiday where the customer is."""
        return day in self._days(customer)[0]

    def _place(self, customer):
        """(country id, state id): where nothing is known they are near the company."""
        if customer.country_id:
            return customer.country_id, customer.state_id
        return self._book.places.get(self._house.company_id, (None, None))

    def _days(self, customer):
        place = self._place(customer)
        return self._book.days(self._house.company_id, *place, self._years)

    def _work_out(self, customer):
        rule, house = self.rule(customer), self._house
        country = self._book.country_code(self._place(customer)[0])
        usual = usual_week(weekend_of(country), house.from_minute, house.to_minute)
        own = [hours for one in customer.own if (hours := self._own(one))]
        week = first_of((week for week, _leaves in own), rule, usual)
        tz = zones.zone_of(customer.tz) if customer.tz else self._tz
        closed, worked = self._days(customer)
        if rule.on_holidays if rule else house.on_holidays:
            closed = frozenset()
        if own:
            closed |= _closed_days(own[0][1], tz)
        # What a law, or the customer, says of a Saturday holds for this one, too.
        return _made(week, tz, closed, worked if week is usual else frozenset())

    def _own(self, own):
        """(the week, when it is closed: texts, naive UTC), or nothing."""
        week, leaves = self._book.calendars.get(own.calendar_id, (None, ()))
        if week is not None:
            return week, leaves
        begin, end = own.begin or 0, own.end or 0
        if (begin or end) and 0 <= begin < 24 and 0 <= end <= 24:
            return on_days(EVERY_DAY, to_minutes(begin), to_minutes(end)), ()
        return None


def _closed_days(leaves, tz):
    """The local days of which any part lies in one of these (from, until)."""
    days = set()
    for begin, end in leaves:
        first = local_day(datetime.fromisoformat(begin), tz)
        last = local_day(datetime.fromisoformat(end) - _SECOND, tz)
        number = min((last - first).days, _MOST_DAYS)
        days.update(shifted(first, days=one) for one in range(number + 1))
    return frozenset(days)


@lru_cache(maxsize=4096)
def _made(week, tz, closed, worked):
    """One object for all who have the same: they are compared a thousand times."""
    return CallHours(week, tz, closed, worked)

"""When a salesperson may call a customer: see ``planner.calling_rules``."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cached_property, lru_cache
from typing import NamedTuple

from ...planner.call_hours import EVERY_DAY, CallHours, on_days, to_minutes
from ...planner.calling_rules import CallingRule, first_of, usual_week
from ...planner.local_time import local_day, shifted
from ...planner.several_zones import Hours, in_all
from ...planner.whereabouts import Whereabouts
from ...planner.working_week import weekend_of
from ..tools import zones
from ..whereabouts import clocks
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
    :param tz: the salesperson's zone, where customers are of whom nothing is known
    """

    def __init__(self, read: Callable[[], Book], house: House, tz: tzinfo, today: date):
        self._read, self._house = read, house
        self._tz, self._today = tz, today
        self._years = tuple(range(today.year - 1, today.year + 2))
        self._known: dict[tuple[Customer, Whereabouts | None], Hours] = {}

    @cached_property
    def _book(self):
        return self._read()

    def __repr__(self):
        return f"{self._book!r} {self._house!r} {self._years}"

    def hours(self, customer: Customer, place: Whereabouts | None) -> Hours:
        """When the customer may be called, wherever of several zones they may be."""
        key = customer, place
        if key not in self._known:
            names = clocks.to_mind(place, self._tz.key, self._today)
            parts = (self.hours_in(customer, zones.zone_of(name)) for name in names)
            begins = datetime.combine(self._today, time())
            self._known[key] = in_all(parts, begins)[0]
        return self._known[key]

    def rule(self, customer: Customer) -> CallingRule | None:
        """The strictest rule that applies; None: there is none. Whoever has hours of
        their own is counted by it all the same.
        """
        return self._book.rule(*self._asked_of(customer))

    def rule_ids(self, customer: Customer) -> list[int]:
        """The ids of all the calling hours that apply."""
        return self._book.rule_ids(*self._asked_of(customer))

    def has_own(self, customer: Customer) -> bool:
        """Whether the customer, or their company, has hours of their own."""
        return any(map(self._own, customer.own))

    @property
    def most_attempts(self) -> int:
        """How many attempts any rule allows at the most; 0: none limits them."""
        return self._book.most_attempts

    def is_holiday(self, customer: Customer, day: date) -> bool:
        """Whether a day is a public holiday where the customer is."""
        return day in self._days(customer)[0]

    def _asked_of(self, customer):
        """What says which rules apply, as the book has it."""
        return self._house.company_id, *self._place(customer), customer.is_business

    def _place(self, customer):
        """(country id, state id): where nothing is known they are near the company."""
        if customer.country_id:
            return customer.country_id, customer.state_id
        return self._book.places.get(self._house.company_id, (None, None))

    def _days(self, customer):
        place = self._place(customer)
        return self._book.days(self._house.company_id, *place, self._years)

    def hours_in(self, customer: Customer, tz: tzinfo) -> CallHours:
        """The same in one zone."""
        rule, house = self.rule(customer), self._house
        country = self._book.country_code(self._place(customer)[0])
        usual = usual_week(weekend_of(country), house.from_minute, house.to_minute)
        own = [hours for one in customer.own if (hours := self._own(one))]
        week = first_of((week for week, _leaves in own), rule, usual)
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

"""Who may be called when: a table of instants, and random days by a second answer."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from calling import (
    AUSTRALIA,
    BRAZIL,
    CANADA,
    EVENINGS,
    FLORIDA,
    FRANCE,
    ITALY,
    SOUTH_AFRICA,
    SPAIN,
    US,
    hours_of,
    may_be_called,
    minutes_of,
    rule,
)
from hypothesis import given
from hypothesis import strategies as st
from planner.call_hours import (
    CLOSED_DAY,
    HOLIDAY,
    HOURS,
    CallHours,
    in_both,
    on_days,
    week_of,
)
from planner.calling_rules import CallingRule, strictest, usual_week
from planner.contact import Contact
from planner.local_time import utc_time
from planner.retry import RetryPolicy, next_attempt
from planner.tier_order import TierOrder
from planner.timetable import Timetable
from planner.two_pass import plan_day
from planner.working_week import WEEKENDS, weekend_of


def usual(country):
    """The hours of a house that calls from 9 to 18 on working days."""
    return CallingRule(usual_week(weekend_of(country), 540, 1080))


#: (whose rules, zone, local time, what stands against 15 minutes from then on). The
#: holidays are below; the sources of the rules are in the records that come along.
INSTANTS = [
    # A house that calls businesses, Monday to Friday 9 to 18 where that is usual.
    ([usual("DE")], "Europe/Berlin", "2026-03-04 09:00", None),
    ([usual("DE")], "Europe/Berlin", "2026-03-04 08:59", HOURS),
    ([usual("DE")], "Europe/Berlin", "2026-03-04 17:45", None),
    ([usual("DE")], "Europe/Berlin", "2026-03-04 17:46", HOURS),
    ([usual("DE")], "Europe/Berlin", "2026-03-07 10:00", CLOSED_DAY),
    ([usual("DE")], "Europe/Berlin", "2026-12-25 10:00", HOLIDAY),
    ([usual("IL")], "Asia/Jerusalem", "2026-03-06 10:00", CLOSED_DAY),
    ([usual("IL")], "Asia/Jerusalem", "2026-03-08 10:00", None),
    ([usual("SA")], "Asia/Riyadh", "2026-03-07 10:00", CLOSED_DAY),
    ([usual("SA")], "Asia/Riyadh", "2026-03-08 10:00", None),
    ([usual("AE")], "Asia/Dubai", "2026-03-06 10:00", None),
    ([usual("IR")], "Asia/Tehran", "2026-03-05 10:00", None),
    ([usual("IR")], "Asia/Tehran", "2026-03-06 10:00", CLOSED_DAY),
    ([usual("BN")], "Asia/Brunei", "2026-03-06 10:00", CLOSED_DAY),
    ([usual("BN")], "Asia/Brunei", "2026-03-07 10:00", None),
    ([usual("BN")], "Asia/Brunei", "2026-03-08 10:00", CLOSED_DAY),
    ([usual("DJ")], "Africa/Djibouti", "2026-03-07 10:00", None),
    ([usual("MR")], "Africa/Nouakchott", "2026-03-06 10:00", None),
    ([usual("MR")], "Africa/Nouakchott", "2026-03-07 10:00", CLOSED_DAY),
    # A Saturday that is worked on instead of a Monday.
    ([usual("CN")], "Asia/Shanghai", "2026-02-14 10:00", None),
    ([usual("CN")], "Asia/Shanghai", "2026-02-14 18:00", HOURS),
    ([usual("CN")], "Asia/Shanghai", "2026-02-21 10:00", CLOSED_DAY),
    # Consumers, by the law of where they are.
    ([US], "America/New_York", "2026-03-08 08:00", None),
    ([US], "America/New_York", "2026-03-08 20:50", HOURS),
    ([US], "America/New_York", "2026-12-25 10:00", None),
    ([US, FLORIDA], "America/New_York", "2026-03-04 20:10", HOURS),
    ([US, FLORIDA], "America/New_York", "2026-03-04 19:45", None),
    ([US, usual("US")], "America/New_York", "2026-12-25 10:00", HOLIDAY),
    ([CANADA], "America/Toronto", "2026-03-06 21:15", None),
    ([CANADA], "America/Toronto", "2026-03-06 21:16", HOURS),
    ([CANADA], "America/Toronto", "2026-03-08 10:00", None),
    ([CANADA], "America/Toronto", "2026-03-08 18:00", HOURS),
    ([AUSTRALIA], "Australia/Perth", "2026-03-07 16:45", None),
    ([AUSTRALIA], "Australia/Perth", "2026-03-07 17:00", HOURS),
    ([AUSTRALIA], "Australia/Perth", "2026-03-08 12:00", CLOSED_DAY),
    ([AUSTRALIA], "Australia/Sydney", "2026-01-26 12:00", HOLIDAY),
    ([FRANCE], "Europe/Paris", "2026-03-04 09:45", HOURS),
    ([FRANCE], "Europe/Paris", "2026-03-04 12:45", None),
    ([FRANCE], "Europe/Paris", "2026-03-04 12:50", HOURS),
    ([FRANCE], "Europe/Paris", "2026-03-04 13:30", HOURS),
    ([FRANCE], "Europe/Paris", "2026-03-04 14:00", None),
    ([FRANCE], "Europe/Paris", "2026-07-14 10:30", HOLIDAY),
    ([FRANCE], "Indian/Reunion", "2026-03-04 10:00", None),
    ([FRANCE], "Europe/Paris", "2026-03-07 11:00", CLOSED_DAY),
    ([SPAIN], "Europe/Madrid", "2026-03-06 20:45", None),
    ([SPAIN], "Atlantic/Canary", "2026-03-06 08:50", HOURS),
    ([ITALY], "Europe/Rome", "2026-03-07 10:00", None),
    ([ITALY], "Europe/Rome", "2026-03-07 09:30", HOURS),
    ([SOUTH_AFRICA], "Africa/Johannesburg", "2026-03-07 12:45", None),
    ([SOUTH_AFRICA], "Africa/Johannesburg", "2026-03-07 13:00", HOURS),
    ([BRAZIL], "America/Manaus", "2026-03-07 16:00", HOURS),
    ([BRAZIL], "America/Sao_Paulo", "2026-03-04 20:45", None),
    # What two rules allow is what both do.
    ([FRANCE, EVENINGS], "Europe/Paris", "2026-03-04 17:30", HOURS),
    ([FRANCE, EVENINGS], "Europe/Paris", "2026-03-04 18:00", None),
    # Past midnight: that is the next day.
    ([EVENINGS], "Europe/Moscow", "2026-03-05 01:30", None),
    ([EVENINGS], "Europe/Moscow", "2026-03-05 02:00", HOURS),
    ([EVENINGS], "Europe/Moscow", "2026-03-09 00:30", HOLIDAY),
    # Clocks that go forward and back, around the call and on the same day.
    ([US], "America/New_York", "2026-11-01 08:00", None),
    ([rule((range(7), 1, 3))], "Europe/Berlin", "2026-03-29 01:50", HOURS),
    ([rule((range(7), 2.5, 6))], "Europe/Berlin", "2026-10-25 02:40", HOURS),
    ([rule((range(7), 2.5, 6))], "Europe/Berlin", "2026-10-25 03:00", None),
    ([rule((range(7), 0, 0))], "America/Santiago", "2026-09-06 01:00", None),
    ([US], "America/Vancouver", "2026-11-02 08:00", None),
]
HOLIDAYS = {
    date(2026, 12, 25),
    date(2026, 7, 14),
    date(2026, 1, 26),
    date(2026, 3, 9),
}
WORKED = {date(2026, 2, 14)}


def test_there_are_sixty():
    assert len(INSTANTS) >= 60
    assert len({zone for _rules, zone, *_rest in INSTANTS}) >= 20


@pytest.mark.parametrize(("rules", "zone", "local", "why"), INSTANTS)
def test_instant(rules, zone, local, why):
    tz = ZoneInfo(zone)
    start = utc_time(datetime.fromisoformat(local), tz)
    hours = hours_of(rules, tz, HOLIDAYS, WORKED)
    assert hours.why_not(start, start + timedelta(minutes=15)) == why


def test_a_repeated_hour_is_allowed_by_the_clock_both_times():
    """Clocks in Berlin go back from 3 to 2: both hours from 2 to 3 lie in 1 to 6, and
    what begins at half past two waits for the second one.
    """
    tz, night = ZoneInfo("Europe/Berlin"), datetime(2026, 10, 24, 22)
    all_night = hours_of([rule((range(7), 1, 6))], tz)
    later = hours_of([rule((range(7), 2.5, 6))], tz)
    ends = night + timedelta(hours=10)
    assert all_night.windows(night, ends) == [
        (datetime(2026, 10, 24, 23), datetime(2026, 10, 25, 5))
    ]
    assert later.windows(night, ends) == [
        (datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 25, 5))
    ]


def test_days_without_an_end_have_no_hole():
    """Where midnight itself is left out, or comes twice."""
    for zone, start in (
        ("America/Santiago", datetime(2026, 9, 5, 12)),
        ("America/Santiago", datetime(2026, 4, 4, 12)),
        ("America/Havana", datetime(2026, 11, 1, 0)),
        ("Asia/Beirut", datetime(2026, 3, 28, 12)),
    ):
        always = CallHours(on_days(range(7), 0, 0), ZoneInfo(zone))
        assert len(always.windows(start, start + timedelta(days=3))) == 1, zone


def test_weekends():
    """Those about which CLDR and ``holidays`` disagree."""
    decided = {"AF": {3, 4}, "BD": {4, 5}, "BN": {4, 6}, "DJ": {4}, "MR": {5, 6}}
    assert {code: set(weekend_of(code)) for code in decided} == decided
    assert all(days and days < set(range(7)) for days in WEEKENDS.values())


# -- By a second answer

_minutes = st.integers(0, 95).map(lambda quarter: quarter * 15)
_spans = st.lists(st.tuples(st.integers(0, 6), _minutes, _minutes), max_size=6)
_zones = st.sampled_from(
    ["Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe", "America/Santiago"]
).map(ZoneInfo)
_starts = st.datetimes(datetime(2026, 3, 1), datetime(2026, 11, 10)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@given(st.lists(_spans, min_size=1, max_size=3), _zones, _starts, st.integers(0, 3))
def test_no_minute_outside_the_strictest_hours(all_spans, tz, start, closed_in):
    closed = frozenset({(start + timedelta(days=closed_in)).date()})
    rules = [CallingRule(week_of(one)) for one in all_spans]
    hours = hours_of(rules, tz, closed)
    stop = start + timedelta(days=2)
    windows = hours.windows(start, stop)
    for moment in minutes_of(start, stop):
        is_open = any(opens <= moment < closes for opens, closes in windows)
        if is_open:
            assert may_be_called(moment, all_spans, tz, closed)


@given(_spans, _spans)
def test_the_strictest_is_what_both_allow(one, other):
    weeks = week_of(one), week_of(other)
    both = in_both(*weeks)
    for weekday in range(7):
        for minute in range(0, 1440, 15):
            open_in = [
                any(begin <= minute < end for begin, end in week[weekday])
                for week in (*weeks, both)
            ]
            assert open_in[2] == (open_in[0] and open_in[1])


@given(_spans, _zones, _starts)
def test_on_ordinary_days_nothing_is_lost(all_spans, tz, start):
    """Where no clock changes, each minute that may be used is."""
    begin = start.replace(month=6, day=min(start.day, 30))
    stop = begin + timedelta(days=1)
    windows = hours_of([CallingRule(week_of(all_spans))], tz).windows(begin, stop)
    for moment in minutes_of(begin, stop):
        is_open = any(opens <= moment < closes for opens, closes in windows)
        assert is_open == may_be_called(moment, [all_spans], tz, ())


_ZONES = [ZoneInfo(name) for name in ("Europe/Paris", "America/Denver", "Asia/Tokyo")]


class _Customer:
    """Somebody with the hours that one or two random rules allow, and a holiday."""

    def __init__(self, random, now):
        self.tz, self.closed = random.choice(_ZONES), set()
        if random.random() < 0.3:
            self.closed = {(now + timedelta(days=random.randrange(2))).date()}
        self.spans = [
            [
                (weekday, begin, begin + random.randrange(60, 600))
                for weekday in random.sample(range(7), random.randrange(3, 8))
                for begin in random.sample(range(0, 840, 30), 2)
            ]
            for _rule in range(random.randrange(1, 3))
        ]
        rules = [CallingRule(week_of(one)) for one in self.spans]
        self.hours = hours_of(rules, self.tz, self.closed)

    def may_be_called(self, start, stop):
        return all(
            may_be_called(moment, self.spans, self.tz, self.closed)
            for moment in minutes_of(start, stop)
        )


def test_ten_thousand_customers():
    """None is given a slot that the wall clock forbids; most of the day is used."""
    random, tier_order, given_slots = Random(20), TierOrder.default(), 0
    for _day in range(200):
        now = datetime(2026, 1, 1) + timedelta(hours=random.randrange(8000))
        customers = {key: _Customer(random, now) for key in range(1, 51)}
        contacts = [
            Contact(key, now.date(), hours=one.hours) for key, one in customers.items()
        ]
        table = Timetable([(now, now + timedelta(hours=10))], now)
        table.place(plan_day(contacts, tier_order, now, _ZONES[0]))
        for key, slot in table.slots.items():
            assert customers[key].may_be_called(*slot[:2])
        given_slots += len(table.slots)
    assert given_slots > 3000


def test_a_next_try_lies_in_the_customers_hours():
    random = Random(21)
    for _customer in range(300):
        now = datetime(2026, 1, 1) + timedelta(hours=random.randrange(8000))
        one = _Customer(random, now)
        working = [
            (now + timedelta(days=day), now + timedelta(days=day, hours=10))
            for day in range(15)
        ]
        length = timedelta(minutes=15)
        # Where nothing is left at another time of day, it is only not before then.
        back = next_attempt([now], working, one.hours, RetryPolicy(), _ZONES[0])
        if back != now + timedelta(days=1, hours=2):
            assert one.may_be_called(back, back + length)


def test_of_several_refusals_and_limits_each_counts():
    one = CallingRule(US.week, attempts=((3, 24),), pause_days=365)
    other = CallingRule(US.week, attempts=((4, 720),), pause_days=60)
    both = strictest([one, other])
    assert both.attempts == ((3, 24), (4, 720))
    assert both.pause_days == 365

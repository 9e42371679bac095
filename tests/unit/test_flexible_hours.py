"""Flexible working hours: so many a day and a week."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from facts import MOSCOW
from hypothesis import given
from hypothesis import strategies as st
from planner.flexible_hours import hours_of_week, windows
from planner.local_time import day_start, local_time, shifted, utc_time

HOUR = timedelta(hours=1)
FORTY = hours_of_week(8, 40)
MONDAY = datetime(2026, 3, 2)


def local(day, hour, minute=0, tz=MOSCOW):
    """Of the week from Monday, 2 March 2026 on: its day and clock."""
    wall = MONDAY + timedelta(days=day, hours=hour, minutes=minute)
    return utc_time(wall, tz)


def told(*away, week=FORTY, first=0, last=7, tz=MOSCOW):
    span = local(first, 0, tz=tz), local(last, 0, tz=tz)
    return " ".join(
        f"{local_time(begin, tz):%a%H:%M}-{local_time(end, tz):%H:%M}"
        for begin, end in windows(week, span, tz, away)
    )


def test_a_week():
    assert told() == " ".join(
        f"{day}08:00-16:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")
    )
    assert told(week=hours_of_week(7, 0, {6, 0}), first=5) == "Sun08:30-15:30"
    assert told(week=hours_of_week(30, 300), first=6) == "Sun00:00-00:00", "at most"


def test_leaves_of_a_wednesday():
    def check(expected, *hours):
        away = [(local(2, *begin), local(2, *end)) for begin, end in hours]
        assert told(*away, first=2, last=3) == expected

    check("", [(0,), (24,)])
    check("", [(8,), (16,)])
    check("", [(9,), (18,)])
    check("", [(12,), (12,)])
    check("Wed12:00-16:00", [(8,), (12,)])
    check("Wed08:00-12:00", [(12,), (16,)])
    check("Wed08:00-12:00", [(14,), (18,)])
    check("Wed08:00-10:00 Wed11:30-16:00", [(10,), (11, 30)])
    check("Wed10:00-13:00", [(8,), (10,)], [(13,), (16,)])
    check("Wed08:00-14:00", [(18,), (20,)])


def test_a_leave_over_several_days():
    away = local(1, 12), local(3, 10)
    assert told(away, first=1, last=4) == "Tue08:00-12:00 Thu10:00-16:00"


def test_the_clocks_change():
    """By the clock on the wall, also where the day itself has 23 or 25 hours."""
    for name in ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe"):
        tz = ZoneInfo(name)
        for month, day in ((3, 8), (3, 29), (4, 5), (10, 4), (10, 25), (11, 1)):
            begins = utc_time(datetime(2026, month, day), tz)
            span = begins, shifted(begins, days=1)
            [(begin, end)] = windows((480,) * 7, span, tz)
            assert (local_time(begin, tz).hour, local_time(end, tz).hour) == (8, 16)


leaves = st.lists(st.tuples(st.integers(0, 7 * 96), st.integers(1, 3 * 96)), max_size=4)


def _apart(found):
    """Moments of the week in quarters of an hour, as leaves that are apart."""
    away = []
    for begin, long in sorted(found):
        if not away or begin > away[-1][1]:
            away.append((begin, begin + long))
    return [(local(0, 0, 15 * begin), local(0, 0, 15 * end)) for begin, end in away]


@given(st.integers(1, 14), st.integers(1, 80), st.sets(st.integers(0, 6)), leaves)
def test_never_more_than_the_hours_of_the_day(per_day, per_week, works_on, found):
    week = hours_of_week(per_day, per_week, works_on)
    assert sum(week) == min(per_week, 7 * per_day) * 60
    span, away = (local(0, 0), local(7, 0)), _apart(found)
    hours = windows(week, span, MOSCOW, away)
    for begin, end in hours:
        assert begin < end
        assert not any(a < end and begin < b for a, b in away)
    for number in range(7):
        day = MONDAY.date() + timedelta(days=number)
        begins, ends = day_start(day, MOSCOW), day_start(shifted(day, days=1), MOSCOW)
        mine = [(a, b) for a, b in hours if begins <= a < ends]
        inside = [(a, b) for a, b in away if begins <= a and b <= ends]
        left = week[number] - sum((b - a) // (HOUR / 60) for a, b in inside)
        assert sum((b - a) // (HOUR / 60) for a, b in mine) <= max(left, 0)
        if not any(a < ends and begins < b for a, b in away):
            assert sum((b - a) // (HOUR / 60) for a, b in mine) == week[number]

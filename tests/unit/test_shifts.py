"""Shifts: which working hours belong to which planning day."""

from datetime import date, datetime, timedelta, timezone

from facts import MOSCOW, utc
from hypothesis import given
from hypothesis import strategies as st
from planner.local_time import local_day
from planner.shifts import by_day, by_shift, of_planning_day, planning_day

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NIGHT = [(22, 30)]
NIGHT_WITH_A_BREAK = [(22, 26), (27, 30)]
USUAL = [(9, 13), (14, 18)]
DUTY = [(8, 32)]
ALWAYS = [(0, 24)]


def week(*hours, days=range(2, 9)):
    """These hours, by the clock in Moscow, on each of these days; touching together."""
    windows = []
    for day in days:
        for begin, end in hours:
            midnight = utc(2026, 3, day)
            begin, end = midnight + begin * HOUR, midnight + end * HOUR
            if windows and windows[-1][1] == begin:
                begin = windows.pop()[0]
            windows.append((begin, end))
    return windows


def told(windows):
    return " ".join(
        f"{begin + 3 * HOUR:%a%H}-{end + 3 * HOUR:%a%H}" for begin, end in windows
    )


def test_the_planning_day():
    """At an hour of Wednesday, or of the Thursday after it."""

    def check(hours, hour, expected, later=""):
        now = utc(2026, 3, 4) + hour * HOUR
        today = local_day(now, MOSCOW)
        found = of_planning_day(week(*hours), today, now, MOSCOW)
        assert tuple(map(told, found)) == (expected, later)

    check(USUAL, 8, "Wed09-Wed13 Wed14-Wed18")
    check(USUAL, 20, "Wed09-Wed13 Wed14-Wed18")
    check(USUAL, 24, "Thu09-Thu13 Thu14-Thu18")
    check(NIGHT, 21, "Wed22-Thu06")
    check(NIGHT, 23, "Wed22-Thu06")
    check(NIGHT, 25, "Wed22-Thu06", "Thu22-Fri06")
    check(NIGHT, 30, "Thu22-Fri06")
    check(NIGHT_WITH_A_BREAK, 23, "Wed22-Thu02 Thu03-Thu06")
    check(
        NIGHT_WITH_A_BREAK, 26.5, "Wed22-Thu02 Thu03-Thu06", "Thu22-Fri02 Fri03-Fri06"
    )
    check(USUAL + NIGHT, 23, "Wed09-Wed13 Wed14-Wed18 Wed22-Thu06")
    check(USUAL + NIGHT, 25, "Wed22-Thu06", "Thu09-Thu13 Thu14-Thu18 Thu22-Fri06")
    check(DUTY, 9, "Wed00-Thu00")
    check(ALWAYS, 9, "Wed00-Thu00")
    check(ALWAYS, 24.5, "Thu00-Fri00")


def test_a_duty_of_a_whole_day():
    windows = week(*DUTY, days=[4])
    found = of_planning_day(windows, date(2026, 3, 5), utc(2026, 3, 5, 7), MOSCOW)
    assert told(found[0]) == "Wed08-Thu08"


def test_what_began_yesterday_is_over_where_nobody_asks_for_a_moment():
    found = of_planning_day(week(*NIGHT), date(2026, 3, 5), None, MOSCOW)
    assert tuple(map(told, found)) == ("Thu22-Fri06", "")


@st.composite
def hours(draw):
    """Windows of a week that are apart, from some minutes to days long."""
    edges = draw(st.lists(st.integers(0, 7 * 24 * 4), unique=True, max_size=24))
    edges = [datetime(2026, 3, 2) + edge * HOUR / 4 for edge in sorted(edges)]
    return list(zip(edges[::2], edges[1::2], strict=False))


zones = st.sampled_from([MOSCOW, timezone.utc, timezone(9 * HOUR), timezone(-8 * HOUR)])


def length(windows):
    return sum((end - begin for begin, end in windows), timedelta())


@given(hours(), zones)
def test_every_hour_belongs_to_one_day(windows, tz):
    shifts = list(by_shift(windows, tz))
    parts = [window for _day, shift in shifts for window in shift]
    assert parts == sorted(parts)
    assert length(parts) == length(windows)
    assert all(a[1] <= b[0] for a, b in zip(parts, parts[1:], strict=False))
    for day, shift in shifts:
        assert day == local_day(shift[0][0], tz)
        assert shift[-1][1] - shift[0][0] <= 26 * HOUR
    days = by_day(windows, tz)
    assert length(one for part in days.values() for one in part) == length(windows)


@given(hours(), zones, st.integers(0, 7 * 24 * 4))
def test_whoever_works_now_plans_for_now(windows, tz, quarter):
    now = datetime(2026, 3, 2) + quarter * HOUR / 4
    present, later = of_planning_day(windows, local_day(now, tz), now, tz)
    works = any(begin <= now < end for begin, end in windows)
    if works:
        assert any(begin <= now < end for begin, end in present)
    if later:
        assert present[-1][1] <= later[0][0]
        assert present[0][0] <= now < present[-1][1]
    shifts = list(by_shift(windows, tz))
    day = planning_day(now, shifts, tz)
    assert timedelta() <= local_day(now, tz) - day <= 2 * DAY

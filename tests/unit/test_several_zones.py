"""Hours of somebody who may be in one of several zones."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from planner.call_hours import CallHours, lies_inside
from planner.several_zones import AllOf, in_all

NAMES = (
    *("Europe/Moscow", "Asia/Vladivostok", "Asia/Kolkata", "America/New_York"),
    *("America/Los_Angeles", "Pacific/Auckland", "Asia/Kamchatka"),
)
DAY, NOW = timedelta(days=1), datetime(2026, 3, 4)


def hours(*names, begin=9, end=18):
    return [CallHours.daily(begin * 60, end * 60, ZoneInfo(name)) for name in names]


def parts():
    minutes = st.integers(0, 24 * 60 - 1)
    zones = st.sampled_from(NAMES).map(ZoneInfo)
    one = st.builds(CallHours.daily, minutes, minutes, zones)
    return st.lists(one, min_size=1, max_size=4)


def moments():
    first, last = datetime(2026, 1, 1), datetime(2026, 12, 31)
    return st.datetimes(first, last).map(lambda one: one.replace(microsecond=0))


@given(parts(), moments())
def test_a_moment_is_allowed_where_all_allow_it(several, moment):
    every = AllOf(tuple(several))
    found = any(
        begin <= moment < end
        for begin, end in every.windows(moment - DAY, moment + DAY)
    )
    each = all(
        any(b <= moment < e for b, e in part.windows(moment - DAY, moment + DAY))
        for part in several
    )
    assert found == each


@given(parts(), moments(), st.integers(0, 5000))
def test_windows_are_sorted_and_apart(several, start, minutes):
    stop = start + timedelta(minutes=minutes)
    windows = AllOf(tuple(several)).windows(start, stop)
    ends = [moment for window in windows for moment in window]
    assert ends == sorted(ends)
    assert all(begin < end for begin, end in windows)
    assert all(begin < stop and start < end for begin, end in windows)


@given(parts())
def test_what_has_no_common_hour_goes_by_the_first(several):
    found, is_common = in_all(several, NOW)
    if is_common:
        first = found.windows(NOW, NOW + 14 * DAY)
        assert first
        for part in several:
            theirs = part.windows(NOW, NOW + 14 * DAY)
            assert all(lies_inside(*window, theirs) for window in first)
    else:
        assert found == several[0]


def test_one_zone_is_as_it_was():
    [moscow] = hours("Europe/Moscow")
    assert in_all([moscow, moscow], NOW) == (moscow, True)


def test_from_coast_to_coast():
    both, is_common = in_all(hours("America/New_York", "America/Los_Angeles"), NOW)
    assert is_common
    [window] = both.windows(datetime(2026, 3, 4, 12), datetime(2026, 3, 5, 3))
    assert window == (datetime(2026, 3, 4, 17), datetime(2026, 3, 4, 23))


def test_across_russia_there_is_none():
    first, *_ = several = hours("Europe/Moscow", "Asia/Kamchatka")
    assert in_all(several, NOW) == (first, False)


def test_they_are_known_by_their_parts():
    assert AllOf(tuple(hours("Asia/Tokyo"))) == AllOf(tuple(hours("Asia/Tokyo")))
    assert len({AllOf(tuple(hours("Asia/Tokyo"))) for _time in range(2)}) == 1

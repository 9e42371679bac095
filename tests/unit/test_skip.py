"""Snoozed: when it comes back."""

from datetime import timedelta

from facts import MOSCOW, moments, utc, zones
from hypothesis import given
from hypothesis import strategies as st
from planner.local_time import day_start, local_day
from planner.skip import comes_back_at

MINUTE = timedelta(minutes=1)


def at(hour, minute=0, second=0):
    return utc(2026, 3, 4, hour, minute, second)


#: Wednesday, 9 to 13 and 14 to 18, in Moscow.
WORKING = [(at(9), at(13)), (at(14), at(18))]


def back(*now, working=WORKING, minutes=60, length=15, end=None):
    tomorrow = day_start(local_day(at(12), MOSCOW) + timedelta(days=1), MOSCOW)
    moment = comes_back_at(at(*now), minutes, working, tomorrow, length, end)
    return f"{moment + timedelta(hours=3):%a %H:%M}"


def test_the_same_day():
    assert back(10) == "Wed 11:00"
    assert back(10, 0, 1) == "Wed 11:01", "in whole minutes"
    assert back(10, minutes=5) == "Wed 10:05"
    assert back(17, 20) == "Wed 17:45", "the rest of the day holds it"
    assert back(17, 20, length=30) == "Wed 17:30"
    assert back(17, 45) == "Wed 18:45", "it does not any more"
    assert back(10, working=[]) == "Wed 11:00", "a free day"
    assert back(23, 30) == "Wed 23:45", "never tomorrow"
    assert back(23, 50) == "Wed 23:51"


def test_early_enough_for_the_promise():
    assert back(10, end=at(10, 20)) == "Wed 10:20"
    assert back(10, end=at(10, 20, 30)) == "Wed 10:20", "not half a minute late"
    assert back(10, 0, 30, end=at(10, 1)) == "Wed 10:01", "in the last minute"
    assert back(10, end=at(12)) == "Wed 11:00"
    assert back(10, end=at(9, 30)) == "Wed 11:00", "it is missed already"


@st.composite
def skips(draw):
    """The arguments of ``comes_back_at``, and the zone of the day."""
    now, tz = draw(moments), draw(zones)
    today = local_day(now, tz)
    begins = day_start(today, tz)
    tomorrow = day_start(today + timedelta(days=1), tz)
    minute = st.integers(0, 36 * 60).map(lambda one: begins + one * MINUTE)
    edges = sorted(draw(st.lists(minute, max_size=6, unique=True)))
    working = list(zip(edges[::2], edges[1::2], strict=False))
    seconds = st.integers(-3600, 2 * 86400)
    end = draw(st.none() | seconds.map(lambda one: now + timedelta(seconds=one)))
    minutes, length = draw(st.integers(5, 480)), draw(st.integers(1, 1440))
    return (now, minutes, working, tomorrow, length, end), tz


@given(skips())
def test_after_now_the_same_day_before_the_promise_is_over(case):
    (now, minutes, working, tomorrow, length, end), tz = case
    moment = comes_back_at(now, minutes, working, tomorrow, length, end)
    assert now < moment <= now + (minutes + 1) * MINUTE
    assert moment.second == moment.microsecond == 0, "whole minutes"
    if tomorrow - now >= 2 * MINUTE:
        assert local_day(moment, tz) == local_day(now, tz), "a minute of it is left"
    if end and end - now >= MINUTE:
        assert moment <= end, "the promise can be kept"

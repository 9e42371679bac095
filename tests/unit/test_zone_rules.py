"""Moments that were agreed by a clock on the wall, and whose zone rules are old."""

from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from planner.zone_rules import (
    BROWSER,
    DATABASE,
    ODOO,
    Difference,
    judge,
    keep_local,
    keep_window,
    steps,
)

BERLIN = ZoneInfo("Europe/Berlin")
YEAR = datetime(2026, 1, 1), datetime(2027, 1, 1)


def hours(number):
    return timezone(timedelta(hours=number))


@pytest.mark.parametrize("first_utc_hour", [0, 1])
def test_what_two_moments_show_moves_neither(first_utc_hour):
    """Half past two comes twice where clocks go back."""
    moment = datetime(2026, 10, 25, first_utc_hour, 30)
    assert keep_local(moment, datetime(2026, 10, 25, 2, 30), BERLIN) == moment


def test_what_no_clock_shows_stays_where_it_was_put():
    local = datetime(2026, 3, 29, 2, 30)
    once = keep_local(datetime(2026, 3, 29, 0, 30), local, BERLIN)
    assert keep_local(once, local, BERLIN) == once


def test_a_window_moves_as_a_whole():
    window = datetime(2026, 12, 1, 9), datetime(2026, 12, 1, 11)
    local = datetime(2026, 12, 1, 10), datetime(2026, 12, 1, 12)
    assert keep_window(window, local, hours(1)) == window
    later = datetime(2026, 12, 1, 10), datetime(2026, 12, 1, 12)
    assert keep_window(window, local, hours(0)) == later
    assert keep_window((window[0], None), (local[0], None), hours(0)) == (
        later[0],
        None,
    )


def test_a_window_never_ends_before_it_begins():
    """Its end is in the hour that is skipped by a new law, or was never noted."""
    window = datetime(2026, 3, 29, 0, 45), datetime(2026, 3, 29, 1, 15)
    start, end = keep_window(
        window, (datetime(2026, 3, 29, 2, 45), datetime(2026, 3, 29, 3, 15)), BERLIN
    )
    assert end - start == timedelta(minutes=30)
    start, end = keep_window(window, (datetime(2026, 3, 29, 1, 45), None), hours(0))
    assert end - start == timedelta(minutes=30)


@pytest.mark.parametrize("name", ["Europe/Berlin", "Africa/Cairo", "Asia/Tokyo"])
def test_steps_say_what_the_clock_shows(name):
    """At each moment of a year, every quarter of an hour."""
    tz, (moment, ends) = ZoneInfo(name), YEAR
    known = iter(steps(tz, *YEAR))
    step = next(known)
    assert step.begins == moment
    while moment < ends:
        if moment == step.ends:
            step = next(known)
        ahead = moment.replace(tzinfo=timezone.utc).astimezone(tz).utcoffset()
        assert ahead == timedelta(minutes=step.minutes)
        moment += timedelta(minutes=15)
    assert step.ends == ends


def test_browsers_of_the_same_rules_are_told_together():
    moment = datetime(2026, 11, 1)
    old = Difference("America/Vancouver", moment, -480, -420)
    none = Difference("America/Havana", moment, None, -240)
    found = judge(
        [none],
        {
            "Anna": [(old, -420)],
            "Boris": [(old._replace(moment=datetime(2026, 11, 2)), -420)],
            "Clara": [(none, None)],
            "Dora": [],
        },
    )
    assert [(one.program, one.users) for one in found] == [
        (DATABASE, ()),
        (BROWSER, ("Anna", "Boris")),
        (BROWSER, ("Clara",)),
    ]
    assert ODOO not in {one.program for one in found}
    assert none.by is None and old.by == -60

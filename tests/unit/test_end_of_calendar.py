"""Whatever dates somebody has put into records, the planner plans."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from facts import MOSCOW, WEDNESDAY, ZONES
from hypothesis import example, given
from hypothesis import strategies as st
from planner import local_time
from planner.call_hours import CallHours, moment_of
from planner.contact import Contact, Lead
from planner.lapse import runs_out_at
from planner.local_time import day_start, local_day, round_up, shifted
from planner.retry import RetryPolicy, next_attempt
from planner.skip import comes_back_at
from planner.tier_order import TierOrder
from planner.timetable import InProgress, Timetable
from planner.timetable import runs_out_at as first_slot_over
from planner.two_pass import plan_day

FIRST, LAST = datetime.min, datetime.max
NOW = datetime(2026, 3, 4, 8, 20)
ends = st.sampled_from([FIRST, FIRST + timedelta(hours=3), LAST])
moments = st.datetimes() | ends | st.datetimes(LAST - timedelta(days=2), LAST)
zones = st.sampled_from([*ZONES, "Etc/GMT-14", "Etc/GMT+12"]).map(ZoneInfo)
lengths = st.timedeltas() | st.sampled_from([timedelta.min, timedelta.max])


@given(moments, zones)
@example(FIRST, ZoneInfo("America/New_York"))
@example(LAST, ZoneInfo("Pacific/Auckland"))
def test_every_moment_has_a_day_that_begins_before_it_ends(moment, tz):
    day = local_day(moment, tz)
    assert abs(local_time.local_time(moment, tz) - moment) < timedelta(days=1)
    assert abs(local_time.utc_time(moment, tz) - moment) < timedelta(days=1)
    assert abs(day - moment.date()) <= timedelta(days=1)
    assert day_start(day, tz) <= day_start(shifted(day, days=1), tz)
    assert FIRST <= moment_of(day, 99 * 60, tz) <= LAST


@given(moments, lengths)
def test_time_stands_still_at_the_ends_of_the_calendar(moment, length):
    later = shifted(moment, length)
    if FIRST - moment <= length <= LAST - moment:
        assert later == moment + length
    else:
        assert later == (FIRST if length < timedelta() else LAST)
    day = moment.date()
    least, most = (date.min - day).days, (date.max - day).days
    assert (shifted(day, length) - day).days == max(least, min(length.days, most))


@given(moments, st.sampled_from([1, 5]))
def test_rounding_up(moment, minutes):
    rounded = round_up(moment, minutes)
    assert moment <= rounded < LAST or rounded == LAST


leads = st.builds(
    Lead,
    stage_tier=st.sampled_from([1, 3]),
    stage_since=st.none() | moments,
    settle_days=st.sampled_from([0, 3, 2**31 - 1]),
    created=st.none() | moments,
    inbound=st.booleans(),
)


@st.composite
def contacts(draw, number):
    """An activity with any dates whatever, as only SQL could write them."""
    tz, promised_at = draw(zones), draw(st.none() | moments)
    hours = CallHours.daily(draw(st.integers(0, 1439)), draw(st.integers(0, 1440)), tz)
    return Contact(
        number,
        draw(st.dates()),
        promised_at=promised_at,
        promised_until=draw(st.none() | moments) if promised_at else None,
        minutes=draw(st.integers(1, 1440)),
        retry_at=draw(st.none() | moments),
        lead=draw(st.none() | leads),
        hours=draw(st.sampled_from([None, hours])),
        pinned_at=draw(st.none() | moments),
        meeting=draw(st.none() | st.tuples(moments, moments).map(sorted).map(tuple)),
        prepare=draw(st.integers(0, 480)),
    )


@given(st.data(), zones)
def test_a_day_full_of_garbage_is_planned(data, tz):
    found = [data.draw(contacts(number)) for number in range(1, 5)]
    tier_order = TierOrder.default()
    plan = plan_day(found, tier_order, NOW, tz)
    free = [(NOW, NOW + timedelta(hours=9))]
    table = Timetable(free, NOW, [(FIRST, LAST)], buffer=5)
    table.place(plan, InProgress(1, FIRST, LAST))
    assert all(slot.start <= slot.stop for slot in table.slots.values())
    assert runs_out_at(found, tier_order, NOW, tz) > NOW
    assert (first_slot_over(table.slots.values(), NOW) or LAST) > NOW


@given(st.lists(moments, max_size=3), st.integers(0, 2**31 - 1), zones)
def test_whoever_does_not_answer_comes_back(tried, days, tz):
    policy = RetryPolicy(days=days, best=(0, 24 * 60))
    working = [(NOW, NOW + timedelta(hours=8))]
    back = next_attempt([*tried, NOW], working, None, policy, tz)
    assert back > NOW


@given(moments, st.none() | moments, st.integers(5, 480))
def test_what_is_skipped_comes_back(now, promise_end, minutes):
    working = [(FIRST, LAST)]
    back = comes_back_at(now, minutes, working, LAST, 15, promise_end)
    assert back >= min(now, LAST - timedelta(minutes=15))


def test_hours_that_never_end():
    """Nobody waits for the windows of eight thousand years."""
    hours = CallHours.daily(8 * 60, 20 * 60, MOSCOW)
    assert len(hours.windows(NOW, LAST)) < 1000
    assert hours.windows(LAST - timedelta(hours=1), LAST) is not None
    assert hours.windows(FIRST, FIRST + timedelta(hours=20))
    day = shifted(WEDNESDAY, days=1)
    assert day_start(day, timezone.utc) == datetime(2026, 3, 5)

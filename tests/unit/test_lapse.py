"""A plan that has not run out is still the right one."""

from datetime import date, datetime, timedelta, timezone

from facts import days
from hypothesis import given
from hypothesis import strategies as st
from planner.lapse import runs_out_at
from planner.local_time import day_start, local_day
from planner.tier_order import TierOrder
from planner.two_pass import plan_day

SECOND = timedelta(seconds=1)


@given(days(most=6), st.data())
def test_nothing_changes_before_the_plan_runs_out(day, data):
    everything, tier_order, now, tz = day
    end = runs_out_at(everything, tier_order, now, tz)
    assert end > now
    last = int((end - now).total_seconds()) - 1
    later = now + SECOND * data.draw(st.sampled_from([last, last // 2, 0]))
    assert plan_day(everything, tier_order, later, tz) == plan_day(
        everything, tier_order, now, tz
    )


@given(days(most=3))
def test_a_plan_runs_out_at_local_midnight_at_the_latest(day):
    everything, tier_order, now, tz = day
    end = runs_out_at(everything, tier_order, now, tz)
    assert local_day(end - SECOND, tz) == local_day(now, tz)
    assert end <= day_start(local_day(now, tz) + timedelta(days=1), tz)


@given(days(most=1))
def test_midnight_is_the_first_second_of_the_day(day):
    _everything, _tier_order, now, tz = day
    today = local_day(now, tz)
    start = day_start(today, tz)
    assert local_day(start, tz) == today
    assert local_day(start - SECOND, tz) < today


def test_the_end_of_the_calendar():
    now = datetime(9999, 12, 31, 12)
    assert runs_out_at([], TierOrder.default(), now, timezone.utc) is None
    assert day_start(date(1, 1, 1), timezone.utc) == datetime(1, 1, 1)


@given(days(most=5))
def test_order_does_not_depend_on_the_clock_between_lapses(day):
    """An activity's place changes by time only where its own facts lapse."""
    everything, tier_order, now, tz = day
    timeless = [
        one._replace(promised_at=None, promised_until=None) for one in everything
    ]
    end = runs_out_at(timeless, tier_order, now, tz)
    before = plan_day(timeless, tier_order, end - SECOND, tz)
    assert before == plan_day(timeless, tier_order, now, tz)

"""Promises at risk."""

from datetime import datetime, timedelta

import pytest
from facts import contact
from hypothesis import given
from hypothesis import strategies as st
from planner.timetable import (
    earliest_room,
    promises_at_risk,
    risk_changes_after,
)
from planner.two_pass import TODAY, Placed

NINE = datetime(2026, 3, 4, 9)


def at(minute):
    return NINE + timedelta(minutes=minute)


def promise(number, start, end=None, minutes=15, bucket=TODAY):
    one = contact(
        number,
        promised_at=at(start),
        promised_until=None if end is None else at(end),
        minutes=minutes,
    )
    return Placed(one, bucket, None, number)


@pytest.mark.parametrize(
    ("now", "plan", "at_risk"),
    [
        (0, [promise(1, 0)], set()),
        (0, [promise(1, 30), promise(2, 45)], set()),
        (0, [promise(1, 30), promise(2, 44)], {2}),
        (0, [promise(1, 30), promise(2, 30)], {2}),
        # a window gives way to an exact moment
        (0, [promise(1, 0, 60), promise(2, 0)], set()),
        (0, [promise(1, 0, 14), promise(2, 0)], {1}),
        (0, [promise(1, 0, 15), promise(2, 0)], set()),
        # a window may begin before now; two share the room
        (50, [promise(1, 0, 60), promise(2, 0, 60)], {2}),
        (40, [promise(1, 0, 60), promise(2, 0, 60)], set()),
        # what is over already is missed, not at risk
        (60, [promise(1, 0, bucket="missed")], set()),
    ],
)
def test_at_risk(now, plan, at_risk):
    assert promises_at_risk(plan, at(now)) == at_risk


@given(
    st.lists(
        st.tuples(
            st.integers(0, 300),
            st.none() | st.integers(1, 240),
            st.integers(1, 60),
        ),
        max_size=6,
    ),
    st.integers(0, 300),
    st.data(),
)
def test_risk_does_not_change_before_it_is_said_to(promises, now, data):
    def plan(moment):
        every = [
            promise(number, start, length and start + length, minutes)
            for number, (start, length, minutes) in enumerate(promises)
        ]
        every.sort(key=lambda one: one.contact.promised_at)
        return [one for one in every if one.contact.promise_end >= moment]

    ends = [one.contact.promise_end for one in plan(at(now))]
    until = risk_changes_after(plan(at(now)), at(now)) or at(1000)
    # Beyond the next end of a promise the plan itself is another one.
    seconds = int((min([*ends, until]) - at(now)).total_seconds())
    later = at(now) + timedelta(seconds=data.draw(st.integers(0, max(seconds - 1, 0))))
    assert promises_at_risk(plan(later), later) == promises_at_risk(
        plan(at(now)), at(now)
    )


spans = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 60)), max_size=8)


@given(spans, st.integers(0, 250), st.integers(1, 60))
def test_earliest_room_is_free_and_the_earliest(spans, start, minutes):
    taken = sorted((at(begin), at(begin + length)) for begin, length in spans)
    length = timedelta(minutes=minutes)

    def is_free(moment):
        return all(end <= moment or moment + length <= begin for begin, end in taken)

    room = earliest_room(taken, at(start), length)
    assert is_free(room)
    minute = start
    while at(minute) < room:
        assert not is_free(at(minute))
        minute += 1

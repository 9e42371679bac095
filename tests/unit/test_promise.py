"""What becomes of a promise."""

from datetime import timedelta

import pytest
from facts import moments, utc
from hypothesis import given
from hypothesis import strategies as st
from planner.promise import (
    BROKEN,
    CANCELLED,
    GIVEN_UP,
    KEPT,
    LATE,
    MADE,
    MOVED,
    OUTCOMES,
    OWED,
    REPLACED,
    Promise,
    Verdict,
    settle,
    tolerance,
)


def at(hour, minute=0, second=0):
    return utc(2026, 3, 4, hour, minute, second)


EXACT, MORNING = Promise(at(11)), Promise(at(9), at(12))
TALK = Promise(at(11), tolerance=15)
TALK_OF_THE_MORNING = Promise(at(9), at(12), tolerance=15)


@pytest.mark.parametrize(
    ("promise", "how", "now", "tried_at", "verdict"),
    [
        # Made, or tried: by the end it is kept, to the second.
        (EXACT, MADE, at(8), None, (KEPT, 0)),
        (EXACT, MADE, at(11), None, (KEPT, 0)),
        (EXACT, MADE, at(11, 0, 1), None, (LATE, 0)),
        (EXACT, MADE, at(11, 20, 59), None, (LATE, 20)),
        (MORNING, MADE, at(11, 20), None, (KEPT, 0)),
        (MORNING, MADE, at(12, 5), None, (LATE, 5)),
        (EXACT, MADE, at(11) + timedelta(days=2), None, (LATE, 2880)),
        # A try in vain after the end is what the delay is counted up to.
        (EXACT, MADE, at(16), at(11, 30), (LATE, 30)),
        (EXACT, REPLACED, at(16), at(11, 30), (LATE, 30)),
        (EXACT, GIVEN_UP, at(16), at(11, 30), (LATE, 30)),
        # Moved or given up: while there was time, or when it was missed already.
        (EXACT, REPLACED, at(11), None, (MOVED, 0)),
        (EXACT, REPLACED, at(11, 0, 1), None, (BROKEN, 0)),
        (MORNING, REPLACED, at(11, 59), None, (MOVED, 0)),
        (EXACT, GIVEN_UP, at(10), None, (CANCELLED, 0)),
        (MORNING, GIVEN_UP, at(12, 1), None, (BROKEN, 0)),
        # Done is pressed after the talk; the delay counts from the end all the same.
        (TALK, MADE, at(11, 15), None, (KEPT, 0)),
        (TALK, MADE, at(11, 15, 1), None, (LATE, 15)),
        (TALK, MADE, at(11, 16), None, (LATE, 16)),
        (TALK_OF_THE_MORNING, MADE, at(12, 15), None, (KEPT, 0)),
        (TALK_OF_THE_MORNING, MADE, at(12, 16), None, (LATE, 16)),
        # A try in the tolerance is one in time, whatever becomes of the activity.
        (TALK, MADE, at(16), at(11, 15), (KEPT, 0)),
        (TALK, REPLACED, at(16), at(11, 15), (KEPT, 0)),
        (TALK, GIVEN_UP, at(16), at(11, 15, 1), (LATE, 15)),
        # Nobody makes a missed promise good by moving it: not even at once.
        (TALK, REPLACED, at(11), None, (MOVED, 0)),
        (TALK, REPLACED, at(11, 0, 1), None, (BROKEN, 0)),
        (TALK, GIVEN_UP, at(11, 0, 1), None, (BROKEN, 0)),
    ],
)
def test_verdict(promise, how, now, tried_at, verdict):
    assert settle(promise, how, now, tried_at) == Verdict(*verdict)


@pytest.mark.parametrize(
    ("promise", "now", "begun", "over"),
    [
        (EXACT, at(10, 59, 59), False, False),
        (EXACT, at(11), True, False),
        (EXACT, at(11, 0, 1), True, True),
        (MORNING, at(8, 59, 59), False, False),
        (MORNING, at(9), True, False),
        (TALK_OF_THE_MORNING, at(12, 0, 1), True, True),
    ],
)
def test_its_time(promise, now, begun, over):
    assert (promise.has_begun(now), promise.is_over(now)) == (begun, over)


@pytest.mark.parametrize(
    ("minutes", "least", "tolerated"),
    [(15, 5, 15), (5, 5, 5), (3, 5, 5), (15, 0, 0), (90, 60, 90)],
)
def test_tolerance(minutes, least, tolerated):
    assert tolerance(minutes, least) == tolerated


@given(
    st.builds(
        lambda at, length, tolerated: Promise(at, length and at + length, tolerated),
        moments,
        st.none() | st.timedeltas(timedelta(0), timedelta(days=1)),
        st.sampled_from([0, 0, 5, 120]),
    ),
    st.sampled_from([MADE, REPLACED, GIVEN_UP]),
    st.timedeltas(timedelta(days=-2), timedelta(days=9)),
    st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=9)),
)
def test_nobody_gains_by_waiting(promise, how, after, tried):
    now = promise.end + after
    tried_at = promise.end + min(tried, after) if tried and after > tried else None
    outcome, minutes = settle(promise, how, now, tried_at)
    assert outcome in OUTCOMES
    assert (outcome in OWED) == (promise.is_over(now) or how == MADE)
    assert minutes >= 0 and (minutes == 0 or outcome == LATE)
    later = settle(promise, how, now + timedelta(hours=1), tried_at)
    order = [KEPT, MOVED, CANCELLED, LATE, BROKEN]
    assert order.index(later.outcome) >= order.index(outcome)
    assert later.minutes_late >= minutes

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
)


def at(hour, minute=0, second=0):
    return utc(2026, 3, 4, hour, minute, second)


EXACT, MORNING = Promise(at(11)), Promise(at(9), at(12))


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
    ],
)
def test_verdict(promise, how, now, tried_at, verdict):
    assert settle(promise, how, now, tried_at) == Verdict(*verdict)


@given(
    st.builds(
        lambda at, length: Promise(at, length and at + length),
        moments,
        st.none() | st.timedeltas(timedelta(0), timedelta(days=1)),
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

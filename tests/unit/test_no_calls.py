"""Their no, and numbers that were tried too often: what it does to a day's plan."""

from datetime import date, datetime, timedelta

import pytest
from facts import MOSCOW, contact, contacts, moments, utc, zones
from hypothesis import given
from hypothesis import strategies as st
from planner import attempt_caps, lapse, two_pass
from planner.attempt_caps import Cap
from planner.no_calls import ASKED, CAPPED, LISTED, PAUSED, NoCall, strongest
from planner.retry import RetryPolicy, next_attempt
from planner.tier_order import TierOrder
from planner.timetable import Timetable

ORDER = TierOrder.default()
NOW = utc(2026, 3, 4, 10)
LATER, EARLIER = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
FOREVER = NoCall(LISTED)
CAP = NoCall(CAPPED, LATER, 3, 24)


def call(number, *nos, **facts):
    return contact(number, is_call=True, nos=nos, **facts)


def planned(*everything, now=NOW):
    return [one.contact.id for one in two_pass.plan_day(everything, ORDER, now, MOSCOW)]


def left_out(*everything, now=NOW):
    return [one.id for one, _no in two_pass.not_called(everything, now, MOSCOW)]


# -- Who is left out


@pytest.mark.parametrize(
    ("no", "is_planned"),
    [
        (NoCall(LISTED), False),
        (NoCall(ASKED), False),
        (NoCall(PAUSED, LATER), False),
        (NoCall(PAUSED, EARLIER), True),
        (NoCall(PAUSED, NOW), True),
        (CAP, True),
    ],
)
def test_a_call(no, is_planned):
    assert planned(call(1, no)) == [1] * is_planned
    assert left_out(call(1, no)) == [1] * (no.holds(NOW))


def test_what_is_no_call_remains():
    letter = contact(1, nos=(FOREVER,))
    assert planned(letter) == [1]
    assert left_out(letter) == []
    assert letter.no_call(NOW) == FOREVER, "nor is it dialled from there"


def test_what_is_not_due_is_not_counted():
    assert left_out(call(1, FOREVER, deadline=date(2026, 3, 5))) == []


def test_who_wants_no_calls_is_no_law():
    assert left_out(call(1, FOREVER, unwanted=True)) == []
    assert planned(call(1, unwanted=True)) == []


@pytest.mark.parametrize("promised_at", [LATER, EARLIER, NOW - timedelta(days=1)])
def test_a_promise_is_never_dropped(promised_at):
    promise = call(1, FOREVER, promised_at=promised_at)
    assert planned(promise) == [1]
    assert left_out(promise) == []
    assert promise.no_call(NOW) == FOREVER
    assert promise._replace(agreed=True).no_call(NOW) is None


def test_what_was_agreed_is_agreed_for_the_promise_alone():
    assert call(1, FOREVER, agreed=True).no_call(NOW) == FOREVER


def test_nobody_is_suggested_who_may_not_be_called():
    idle = [call(1, FOREVER), call(2), contact(3, nos=(FOREVER,))]
    found = two_pass.suggest(idle, ORDER, NOW, MOSCOW)
    assert [one.contact.id for one in found] == [2, 3]


# -- Who waits


def slots(*everything, now=NOW, hours=8):
    table = Timetable([(now, now + timedelta(hours=hours))], now)
    table.place(two_pass.plan_day(everything, ORDER, now, MOSCOW))
    return {number: slot.start for number, slot in table.slots.items()}


def test_over_a_cap_it_waits():
    assert call(1, CAP).waits(NOW)
    assert not call(1, CAP).waits(LATER)
    assert slots(call(1, CAP), call(2)) == {1: LATER, 2: NOW}


def test_the_later_of_both_counts():
    retry = LATER + timedelta(hours=1)
    assert slots(call(1, CAP, retry_at=retry)) == {1: retry}
    assert slots(call(1, CAP, retry_at=NOW)) == {1: LATER}


@pytest.mark.parametrize("until", [None, NOW + timedelta(minutes=30)])
def test_a_promise_is_the_customers_own_wish(until):
    promise = call(1, CAP, promised_at=NOW, promised_until=until)
    assert not promise.waits(NOW)
    assert slots(promise) == {1: NOW}
    assert promise.no_call(NOW) is None


def test_a_missed_promise_waits():
    missed = call(1, CAP, promised_at=EARLIER)
    assert slots(missed) == {1: LATER}
    assert missed.no_call(NOW) == CAP


def test_what_is_pinned_waits_too():
    assert slots(call(1, CAP, pinned_at=NOW)) == {1: LATER}


def test_no_room_before_it_may_be_tried():
    placed = two_pass.plan_day([call(1, CAP)], ORDER, NOW, MOSCOW)[0]
    table = Timetable([(NOW, NOW + timedelta(hours=8))], NOW)
    assert table.room(placed).start == LATER


@pytest.mark.parametrize("no", [CAP, NoCall(PAUSED, LATER)])
def test_the_plan_runs_out_with_it(no):
    assert lapse.runs_out_at([call(1, no)], ORDER, NOW, MOSCOW) == LATER


def test_the_next_attempt_is_not_before():
    day = timedelta(days=1)
    working = [(NOW + n * day, NOW + n * day + timedelta(hours=8)) for n in range(9)]
    policy = RetryPolicy(hours=2, days=3)

    def after(*args):
        return next_attempt([NOW], working, None, policy, MOSCOW, 15, *args)

    assert after() == NOW + timedelta(hours=2)
    assert after(NOW + timedelta(hours=5)) == NOW + timedelta(hours=5)
    # The third day from today, not from when it may be tried again.
    assert after(NOW + day) == NOW + 3 * day + timedelta(hours=1)
    assert after(NOW + 40 * day) == NOW + 40 * day


# -- The rules, beside slow ones


def slow_free_again(tried, caps, now):
    """Minute by minute: the first at which no cap stands against an attempt."""
    for minute in range(72 * 60 + 1):
        moment = now + timedelta(minutes=minute)
        counts = [
            sum(one > moment - timedelta(hours=cap.hours) for one in tried)
            for cap in caps
        ]
        if all(
            count < cap.most or not cap.most
            for cap, count in zip(caps, counts, strict=True)
        ):
            return moment
    raise AssertionError("never again")


caps = st.lists(
    st.builds(Cap, most=st.integers(0, 4), hours=st.sampled_from([1, 6, 24, 48])),
    max_size=3,
)
#: By the minute, before now: what the log has.
attempts = st.lists(st.integers(0, 60 * 60), max_size=8).map(
    lambda ago: sorted(NOW - timedelta(minutes=minutes) for minutes in ago)
)


@given(attempts, caps)
def test_a_number_is_free_when_no_cap_stands_against_it(tried, caps):
    said = attempt_caps.over_cap(tried, caps)
    free = said.until if said and said.holds(NOW) else NOW
    assert free == slow_free_again(tried, caps, NOW)


nos = st.lists(
    st.builds(
        NoCall, st.sampled_from([LISTED, ASKED, PAUSED, CAPPED]), st.none() | moments
    ),
    max_size=3,
).map(lambda some: tuple(one for one in some if one.until or one.why != CAPPED))


@given(contacts(1), nos, st.booleans(), st.booleans(), moments, zones)
def test_nobody_is_called_against_their_no(one, nos, is_call, agreed, now, tz):
    one = one._replace(nos=nos, is_call=is_call, agreed=agreed)
    holding = [no for no in nos if no.until is None or no.until > now]
    refuses = any(no.why != CAPPED for no in holding)
    plan = two_pass.plan_day([one], ORDER, now, tz)
    left = two_pass.not_called([one], now, tz)
    if plan and is_call and refuses:
        assert one.promised_at, "it was promised"
    if left:
        assert is_call and not one.promised_at and holding
    if refuses and not one.promised_at:
        assert one.no_call(now).is_refusal
    if not holding:
        assert one.no_call(now) is None
    table = Timetable([(now, now + timedelta(hours=30))], now)
    table.place(plan)
    slot = table.slots.get(1)
    cap = max((no.until for no in holding if no.why == CAPPED), default=now)
    if slot and is_call and not refuses and not one.promised_at:
        assert slot.start >= cap


@given(nos, moments)
def test_the_strongest_lasts_longest_of_its_kind(nos, now):
    said, never = strongest(nos, now), datetime.max
    holding = [no for no in nos if no.holds(now)]
    assert (said is None) == (not holding)
    for other in holding:
        if other.why == said.why:
            assert (said.until or never) >= (other.until or never)
        if other.is_refusal:
            assert said.is_refusal

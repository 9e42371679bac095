"""A past day in another order: case tables, and a clock that goes minute by minute.

Moments are minutes after nine on a Wednesday in UTC; from 9 to 12 and from 13 to 14 are
working hours (0 … 180 and 240 … 300).
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner.contact import Lead
from planner.replay import (
    ByDueDate,
    ByTier,
    Figures,
    Hours,
    Work,
    figures,
    for_the_day,
    replay,
)
from planner.tier_order import NEW, Tier, TierOrder
from planner.two_pass import plan_day
from timetables import NINE, UTC, at, made, spans

MIDNIGHT = NINE.replace(hour=0)
FREE = [(0, 180), (240, 300)]
TIER_ORDER = TierOrder.default()


def day(free=FREE, buffer=0, tz=UTC, begins=MIDNIGHT):
    return Hours(begins, begins + timedelta(days=1), spans(free), buffer, tz)


def work(number, *promise, since=-540, value=1.0, about=None, **facts):
    names = ("promised_at", "promised_until")
    facts.update(zip(names, promise, strict=False))
    return Work(made(number, **facts).contact, at(since), value, about)


def went(order, *every, **hours):
    """{activity: minute after nine at which it began}"""
    begun = replay(every, day(**hours), order)
    return {key: (start - NINE) // timedelta(minutes=1) for key, start in begun.items()}


def both(*every, **hours):
    return [went(order, *every, **hours) for order in (ByDueDate(), ByTier(TIER_ORDER))]


YESTERDAY = (NINE - timedelta(days=1)).date()
HOT, COLD = Lead(stage_tier=1), Lead(stage_tier=5)
NIGHT = [(600, 1080)]  # 19:00 to 3:00

CASES = {
    "by due date the earliest due goes first, whatever it is worth": (
        [work(1, lead=HOT), work(2, deadline=YESTERDAY, lead=COLD)],
        [{2: 0, 1: 15}, {1: 0, 2: 15}],
    ),
    "a promise has its moment, and is called earlier by who knows of none": (
        [work(1, 60), work(2)],
        [{1: 0, 2: 15}, {2: 0, 1: 60}],
    ),
    "what came in during the day is not called before": (
        [work(1, minutes=60), work(2, since=30, deadline=YESTERDAY), work(3)],
        [{1: 0, 2: 60, 3: 75}, {1: 0, 2: 60, 3: 75}],
    ),
    "a promise inside a meeting is for the gap after it": (
        [work(1, 200), work(2, deadline=YESTERDAY)],
        [{2: 0, 1: 15}, {2: 0, 1: 240}],
    ),
    "a promise that would go on into the meeting, too": (
        [work(1, 170), work(2)],
        [{1: 0, 2: 15}, {2: 0, 1: 240}],
    ),
    "of two at one moment the second is late": (
        [work(1, 30), work(2, 30)],
        [{1: 0, 2: 15}, {1: 30, 2: 45}],
    ),
    "what cannot be at its moment leaves it to the next one": (
        [work(1, 290, lead=HOT), work(2, 290, lead=COLD, minutes=10)],
        [{1: 0, 2: 15}, {2: 290}],
    ),
    "a meeting has its own time": (
        [work(1, meeting=(180, 240)), work(2)],
        [{2: 0, 1: 180}, {2: 0, 1: 180}],
    ),
    "customers' hours and the next attempt are minded": (
        [work(1, hours=(60, 300)), work(2, retry_at=100)],
        [{1: 60, 2: 100}, {1: 60, 2: 100}],
    ),
    "what has to be prepared takes longer": (
        [work(1, prepare=30), work(2)],
        [{1: 30, 2: 45}, {1: 30, 2: 45}],
    ),
    "who wants no calls gets none without a promise": (
        [work(1, unwanted=True), work(2, 0, unwanted=True)],
        [{2: 0}, {2: 0}],
    ),
    "nothing of a later day is for today": (
        [work(1, 1500), work(2, deadline=at(1500).date()), work(3, since=1000)],
        [{}, {}],
    ),
    "what is dragged to a time goes where the order has it": (
        [work(1, pinned_at=100)],
        [{1: 0}, {1: 0}],
    ),
    "what finds no room is not reached": (
        [work(1, minutes=120), work(2, minutes=61), work(3, minutes=60)],
        [{1: 0, 3: 120}, {1: 0, 3: 120}],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_when_each_begins(name):
    every, wanted = CASES[name]
    assert both(*every) == wanted


def test_a_night_shift_goes_on_after_midnight():
    every = [work(1, minutes=240), work(2, minutes=180)]
    assert both(*every, free=NIGHT) == [{1: 600, 2: 840}, {1: 600, 2: 840}]
    hours = day(NIGHT)
    done = figures(every, hours, replay(every, hours, ByDueDate()))
    assert done.by_hour == {19: 1, 23: 1}
    late = [work(3, minutes=400), work(4, minutes=60)]
    done = figures(late, hours, replay(late, hours, ByTier(TIER_ORDER)))
    assert done.by_hour == {19: 1, 25: 1}


def test_the_buffer_stays_free():
    every = [work(1), work(2), work(3, since=16)]
    assert both(*every, buffer=5) == [{1: 0, 2: 20, 3: 40}, {1: 0, 2: 20, 3: 40}]


def test_another_tier_order():
    every = [work(1, lead=HOT), work(2, on_partner=True)]
    upside_down = TierOrder([Tier(5, NEW), *TIER_ORDER.tiers[:4]])
    assert went(ByTier(TIER_ORDER), *every) == {1: 0, 2: 15}
    assert went(ByTier(upside_down), *every) == {2: 0, 1: 15}


def test_figures():
    """A window kept, one kept too early, one missed; Monday's made good; one lead."""
    moscow = ZoneInfo("Europe/Moscow")
    every = [
        work(1, 0, 60, value=8, about="lead"),
        work(2, 100, value=4, about="lead"),
        work(3, 5, value=2),
        work(4, -2880, value=1, about="other"),
        work(5, value=16, minutes=999),
    ]
    hours = day(tz=moscow, begins=MIDNIGHT - timedelta(hours=3))
    begun = {1: at(60), 2: at(99), 3: at(6), 4: at(130)}
    assert figures(every, hours, begun) == Figures(
        due=3,
        kept=2,
        early=1,
        missed=1,
        made_good=1,
        contacts=4,
        minutes=60,
        value=11,
        by_hour={12: 2, 13: 8, 14: 1},
    )


# -- The slow clock


def placed_by_minutes(contacts, taken, now, wished=()):
    """{activity: minute}: each in turn into the first minutes that nothing has.

    A window of ``wished`` may lie outside the customer's hours, before it is late.
    """
    taken, starts = set(taken), {}
    for one in contacts:
        tries = [(one.hours, 300)]
        if one.id in wished:
            end = minute_of(one.promised_until)
            tries = [(one.hours, end), (None, end), *tries]
        for hours, last in tries:
            minute = first_minute(one, hours, last, WORKING - taken, now)
            if minute is not None:
                starts[one.id] = minute
                taken |= set(range(minute, minute + one.minutes))
                break
    return starts


def first_minute(one, hours, last, free, now):
    earliest = max(now, minute_of(one.retry_at)) if one.retry_at else now
    for minute in range(earliest, last + 1):
        span = set(range(minute, minute + one.minutes))
        if span <= free and (hours is None or span <= called(hours)):
            return minute
    return None


WORKING = {minute for begin, end in FREE for minute in range(begin, end)}


def minute_of(moment):
    return (moment - NINE) // timedelta(minutes=1)


def called(hours):
    [(begin, end)] = hours.week[2]
    return set(range(begin - 540, end - 540))


def stock_by_the_clock(every):
    """Each minute somebody who is free looks at their list again."""
    begun, busy = {}, set()
    for now in range(301):
        if now in busy:
            continue
        waiting = [
            one.contact
            for one in every
            if minute_of(one.since) <= now and one.contact.id not in begun
        ]
        waiting.sort(key=lambda one: (one.deadline, one.id))
        minutes = {one.id: one.minutes for one in waiting}
        starts = placed_by_minutes(waiting, busy, now)
        for number in (key for key, start in starts.items() if start == now):
            begun[number] = now
            busy |= set(range(now, now + minutes[number]))
    return begun


def tier_order_by_the_clock(every):
    """Each minute somebody who is free plans their day again."""
    begun, busy = {}, set()
    for now in range(301):
        if now in busy:
            continue
        waiting = [
            one.contact
            for one in every
            if minute_of(one.since) <= now and one.contact.id not in begun
        ]
        plan = plan_day(waiting, TIER_ORDER, at(now), UTC)
        minutes = {one.id: one.minutes for one in waiting}
        pinned, rest, taken = {}, [], set(busy)
        for placed in plan:
            one = placed.contact
            if placed.bucket == "today" and not one.promised_until:
                start = minute_of(one.promised_at)
                while set(range(start, start + one.minutes)) & (taken - LUNCH):
                    start += 1
                span = set(range(start, start + one.minutes))
                if span <= WORKING:
                    pinned[one.id] = start
                    taken |= span
                    continue
            rest.append(one)
        for one in rest:
            if one.promised_at and one.promised_at > at(now):
                earliest = max(one.retry_at or one.promised_at, one.promised_at)
                rest[rest.index(one)] = one._replace(retry_at=earliest)
        wished = {
            one.contact.id
            for one in plan
            if one.bucket == "today" and one.contact.promised_until
        }
        starts = pinned | placed_by_minutes(rest, taken, now, wished)
        for number in (key for key, start in starts.items() if start == now):
            begun[number] = now
            busy |= set(range(now, now + minutes[number]))
    return begun


LUNCH = set(range(-540, 900)) - WORKING

promises = st.one_of(
    st.just(()),
    st.tuples(st.sampled_from([0, 5, 30, 45, 170, 200, 290])),
    st.tuples(st.integers(0, 120), st.integers(120, 280)),
    st.just((-1440,)),
)


@st.composite
def days_of_work(draw):
    every = []
    for number in draw(st.permutations(range(1, draw(st.integers(2, 9))))):
        begin = draw(st.sampled_from([-60, 0, 45]))
        every.append(
            work(
                number,
                *draw(promises),
                since=draw(st.sampled_from([-540, -540, -540, 20, 100, 250])),
                minutes=draw(st.sampled_from([5, 10, 15, 40, 70])),
                deadline=draw(st.sampled_from([NINE.date(), YESTERDAY])),
                hours=draw(st.sampled_from([None, None, (begin, 280)])),
                lead=draw(st.sampled_from([None, HOT, COLD])),
            )
        )
    return every


@given(days_of_work())
def test_by_due_date_as_by_the_clock(every):
    assert went(ByDueDate(), *every) == stock_by_the_clock(every)


@given(days_of_work())
def test_by_the_tier_order_as_by_the_clock(every):
    assert went(ByTier(TIER_ORDER), *every) == tier_order_by_the_clock(every)


@given(days_of_work(), st.sampled_from([0, 5]))
def test_all_orders_do_the_same_work_in_the_same_time(every, buffer):
    hours = day(buffer=buffer)
    today = {one.contact.id: one for one in for_the_day(every, hours)}
    for order in (ByDueDate(), ByTier(TIER_ORDER)):
        begun = replay(every, hours, order)
        assert begun.keys() <= today.keys()
        spans = []
        for number, start in begun.items():
            assert start >= today[number].since
            length = timedelta(minutes=today[number].contact.minutes)
            assert any(a <= start and start + length <= b for a, b in hours.free)
            spans.append((start, start + length))
        spans.sort()
        assert all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
        done = figures(every, hours, begun)
        assert done.early <= done.kept <= done.due
        assert done.value == sum(done.by_hour.values()) == len(begun)

"""The timetable: what holds for every possible day."""

from datetime import timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from planner.timetable import InProgress, Timetable, runs_out_at
from planner.two_pass import FUNNEL, MISSED, TODAY
from timetables import NINE, at, made, minutes, plan_at, promise, spans

ANY_LENGTH = st.integers(1, 60)
OUT_OF_HOURS, AT_NIGHT = {"off_hours", "off_night"}, {"night", "off_night"}


@st.composite
def windows(draw, most=4):
    """Sorted windows that are apart, and what lies between them."""
    edges = draw(
        st.lists(st.integers(0, 480), unique=True, min_size=2, max_size=2 * most)
    )
    edges = sorted(edges)
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    between = list(zip(edges[1::2], edges[2::2], strict=False))
    return pairs, between


@st.composite
def placed(draw, number, lengths=ANY_LENGTH, with_hours=True):
    start = draw(st.none() | st.integers(-60, 500))
    length = draw(st.none() | st.integers(1, 240))
    end = length and start is not None and start + length
    hours = draw(st.none() | st.tuples(st.integers(-500, 400), st.integers(1, 700)))
    facts = {
        "minutes": draw(lengths),
        "retry_at": draw(st.none() | st.integers(0, 500)) if with_hours else None,
        "pinned_at": draw(st.none() | st.integers(0, 500)) if with_hours else None,
    }
    if hours and with_hours:
        facts["hours"] = hours[0], hours[0] + min(hours[1], 890)
    if start is None:
        return made(number, **facts)
    return promise(number, start, end or None, **facts)


def in_order(plan, now):
    """As the two-pass rule has it: promises by their moment, the rest behind."""
    still = [
        one
        if one.bucket == FUNNEL or one.contact.promise_end >= at(now)
        else one._replace(bucket=MISSED)
        for one in plan
    ]
    return sorted(
        still,
        key=lambda one: (
            (TODAY, MISSED, FUNNEL).index(one.bucket),
            one.contact.promised_at or NINE,
            one.rank,
        ),
    )


@st.composite
def days(draw, **facts):
    now = draw(st.integers(0, 300))
    free, busy = draw(windows())
    count = draw(st.integers(1, 9))
    plan = [draw(placed(number, **facts)) for number in range(1, count + 1)]
    buffer = draw(st.sampled_from([0, 0, 5]))
    return now, in_order(plan, now), free, busy, buffer


def is_pinned(one):
    exact = one.bucket == TODAY and not one.contact.promised_until
    return exact or one.contact.pinned_at is not None


def inside(slot, pairs):
    return any(begin <= slot[0] and slot[1] <= end for begin, end in pairs)


@given(days())
def test_slots_are_apart_and_where_they_may_be(facts):
    now, plan, free, _busy, buffer = facts
    day = plan_at(*facts)
    slots = minutes(day)
    by_start = sorted(slots.values())
    assert all(a[1] <= b[0] for a, b in zip(by_start, by_start[1:], strict=False))
    for one in plan:
        slot = slots.get(one.contact.id)
        if is_pinned(one):
            assert slot
            continue
        if not slot:
            continue
        moments = day.slots[one.contact.id]
        assert slot[0] >= now
        is_wished = one.bucket == TODAY and moments.start <= one.contact.promise_end
        assert is_wished or not moments.conflict
        assert inside(slot, free) == (moments.conflict not in OUT_OF_HOURS)
        if one.contact.hours:
            may_be_called = inside(moments, one.contact.hours.windows(*moments[:2]))
            assert may_be_called == (moments.conflict not in AT_NIGHT)
        if one.contact.retry_at:
            assert moments.start >= one.contact.retry_at
        if one.bucket == TODAY:
            assert moments.start >= one.contact.promised_at
        for other in slots.values():
            if other != slot:
                assert slot[1] + buffer <= other[0] or other[1] + buffer <= slot[0]


@given(days())
def test_a_collision_says_so(facts):
    _now, _plan, free, busy, _buffer = facts
    day = plan_at(*facts)
    for number, slot in minutes(day).items():
        over = any(begin < slot[1] and slot[0] < end for begin, end in busy)
        conflict = day.slots[number].conflict
        assert (conflict == "meeting") == over
        if not over:
            assert inside(slot, free) == (conflict not in OUT_OF_HOURS)


@given(days(), st.data())
def test_nothing_would_fit_earlier(facts, data):
    now, plan, free, _busy, buffer = facts
    slots = minutes(plan_at(*facts))
    flexible = [one for one in plan if not is_pinned(one)]
    assume(flexible)
    chosen = data.draw(st.sampled_from(flexible)).contact
    others = [slot for number, slot in slots.items() if number != chosen.id]
    earliest = max(
        [now]
        + [
            int((moment - NINE).total_seconds() // 60)
            for moment in (
                chosen.retry_at,
                chosen.promised_at
                if chosen.promise_end and chosen.promise_end >= at(now)
                else None,
            )
            if moment
        ]
    )
    until = slots[chosen.id][0] if chosen.id in slots else 480
    for start in range(earliest, until):
        slot = (start, start + chosen.minutes)
        fits = inside(slot, free) and all(
            slot[1] + buffer <= other[0] or other[1] + buffer <= start
            for other in others
        )
        if fits and chosen.hours:
            moments = at(start), at(slot[1])
            fits = inside(moments, chosen.hours.windows(*moments))
        assert not fits


@given(days())
def test_same_facts_same_day(facts):
    first, second = plan_at(*facts), plan_at(*facts)
    assert first.slots == second.slots
    assert first.at_risk == second.at_risk


@settings(max_examples=300)
@given(days(), st.data())
def test_nothing_moves_before_a_slot_is_over(facts, data):
    """Planned again before anything has run out, every activity keeps its time."""
    now, plan, *rest = facts
    day = plan_at(*facts)
    ends = [
        one.contact.promise_end + timedelta(seconds=1)
        for one in plan
        if one.bucket == TODAY
    ]
    over = min([*ends, runs_out_at(day.slots.values(), at(now)) or at(999)])
    seconds = max(int((over - at(now)).total_seconds()) - 1, 0)
    later = at(now) + timedelta(seconds=data.draw(st.integers(0, seconds)))
    running = [
        InProgress(number, *slot[:2])
        for number, slot in day.slots.items()
        if slot.start <= later < slot.stop
    ]
    again = Timetable(spans(rest[0]), later, spans(rest[1]), rest[2])
    again.place(plan, running[0] if running else None)
    assert again.slots == day.slots
    assert again.at_risk == day.at_risk


@given(days(), st.lists(st.integers(300, 600), max_size=3), st.data())
def test_the_night_takes_as_much_time_as_if_it_were_of_today(facts, starts, data):
    now, plan, *rest = facts
    night = [
        data.draw(
            st.sampled_from(
                [promise(number, start), promise(number, start, start + 90)]
            )
        )
        for number, start in enumerate(sorted(starts), start=100)
    ]
    first = sum(one.bucket == TODAY for one in plan)
    today = plan_at(now, [*plan[:first], *night, *plan[first:]], *rest).slots
    tonight = plan_at(now, plan, *rest, tonight=night).slots
    assert tonight == {key: slot for key, slot in today.items() if key < 100}


@given(
    days(with_hours=False),
    st.lists(st.integers(500, 1400), unique=True, min_size=4, max_size=4),
)
def test_later_hours_are_for_promises_alone(facts, edges):
    now, plan, *rest = facts
    edges = sorted(edges)
    later = list(zip(edges[::2], edges[1::2], strict=True))
    before = plan_at(*facts, overtime=False)
    after = plan_at(*facts, overtime=False, next_shift=spans(later))
    for one in plan:
        slot = after.slots.get(one.contact.id)
        if one.contact.id in before.slots:
            assert slot and slot[:2] == before.slots[one.contact.id][:2]
        elif slot:
            assert one.bucket == TODAY
            assert any(at(a) <= slot.start and slot.stop <= at(b) for a, b in later)


def removed(facts, data, may_go):
    """The starts of the promises, and those after one activity has gone."""
    now, plan, *rest = facts
    victims = [one for one in plan if may_go(one)]
    assume(victims)
    victim = data.draw(st.sampled_from(victims))
    # Who leaves their working hours does so because of the others.
    left = [one for one in plan if one != victim]
    before = plan_at(*facts, overtime=False).slots
    after = plan_at(now, left, *rest, overtime=False).slots
    far = at(10_000)
    return [
        (
            one,
            before[one.contact.id].start if one.contact.id in before else far,
            after[one.contact.id].start if one.contact.id in after else far,
        )
        for one in plan
        if one != victim and one.bucket == TODAY
    ]


@given(days(with_hours=False), st.data())
def test_exact_promises_are_never_later_without_another_activity(facts, data):
    for one, before, after in removed(facts, data, lambda one: True):
        assert one.contact.promised_until or after <= before


@given(days(), st.data())
def test_promises_are_never_later_without_a_pipeline_activity(facts, data):
    def may_go(one):
        return one.bucket == FUNNEL and one.contact.pinned_at is None

    for _one, before, after in removed(facts, data, may_go):
        assert after <= before


@given(days(lengths=st.just(15), with_hours=False), st.data())
def test_promises_are_never_later_without_an_equally_long_one(facts, data):
    for _one, before, after in removed(facts, data, lambda one: True):
        assert after <= before


def test_windows_of_different_lengths_may_change_places():
    """Order of the plan, earliest room and this cannot all hold: the order does.

    Without the first, the second takes the short gap that was the third's.
    """
    free = [(0, 25), (40, 60)]
    plan = [promise(n, 0, 100, minutes=m) for n, m in ((1, 10), (2, 20), (3, 15))]
    assert minutes(plan_at(0, plan, free)) == {1: (0, 10), 2: (40, 60), 3: (10, 25)}
    assert minutes(plan_at(0, plan[1:], free)) == {2: (0, 20), 3: (40, 55)}

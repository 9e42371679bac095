"""The order: case tables from the rule, then properties of every possible day."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from facts import MOSCOW, ZONES, contact, contacts, days, utc
from hypothesis import given
from hypothesis import strategies as st
from planner.contact import Lead
from planner.local_time import local_day
from planner.tier_order import TierOrder
from planner.two_pass import bucket_of, plan_day

NOW = utc(2026, 3, 4, 11, 20)
HOT, CUSTOMER, EARLY, OTHER, NEW = 1, 2, 3, 4, 5


def order(contacts, now=NOW, tier_order=None, tz=MOSCOW):
    plan = plan_day(contacts, tier_order or TierOrder.default(), now, tz)
    return [placed.contact.id for placed in plan]


@pytest.mark.parametrize(
    ("promised", "until", "bucket"),
    [
        ((2026, 3, 4, 11, 20), None, "today"),
        ((2026, 3, 4, 11, 19), None, "missed"),
        ((2026, 3, 4, 11, 19), (2026, 3, 4, 11, 20), "today"),
        ((2026, 3, 4, 0, 0), None, "missed"),
        ((2026, 3, 3, 23, 59), None, "overdue"),
        ((2026, 3, 3, 23, 59), (2026, 3, 4, 18), "today"),
        ((2026, 3, 3, 23, 0), (2026, 3, 4, 1), "overdue"),
        ((2026, 3, 2, 9), (2026, 3, 6, 18), "today"),
        ((2026, 3, 4, 23, 59), None, "today"),
        ((2026, 3, 5, 0, 0), None, None),
        ((1, 1, 2), None, "overdue"),
        ((9999, 12, 30), None, None),
    ],
)
def test_bucket_of_a_promise(promised, until, bucket):
    one = contact(1, promised_at=utc(*promised), promised_until=until and utc(*until))
    assert bucket_of(one, NOW, MOSCOW) == bucket


@pytest.mark.parametrize("tz", ZONES)
@pytest.mark.parametrize("day", [date(2026, 3, 4), date(2026, 3, 8), date(2026, 4, 5)])
def test_missed_becomes_overdue_at_local_midnight(tz, day):
    tz = ZoneInfo(tz)
    late = contact(1, promised_at=utc(day.year, day.month, day.day, 20, tz=tz))
    next_day = day + timedelta(days=1)
    midnight = utc(next_day.year, next_day.month, next_day.day, tz=tz)
    assert bucket_of(late, midnight - timedelta(seconds=1), tz) == "missed"
    assert bucket_of(late, midnight, tz) == "overdue"


def test_deadline_decides_only_without_a_promise():
    due, later = contact(1, date(2026, 3, 4)), contact(2, date(2026, 3, 5))
    early_deadline = contact(3, date(1, 1, 1), promised_at=utc(2026, 3, 5, 9))
    assert order([due, later, early_deadline]) == [1]


def test_overdue_days_backwards_within_a_day_forwards():
    moments = [(3, 10), (3, 15), (2, 9), (1, 8), (1, 7)]
    late = [
        contact(number, promised_at=utc(2026, 3, *moment))
        for number, moment in enumerate(moments)
    ]
    assert order(late) == [0, 1, 2, 4, 3]


def test_ties_between_promises_by_the_funnel():
    at = utc(2026, 3, 4, 15)
    twins = [
        contact(1, promised_at=at),
        contact(2, promised_at=at, lead=Lead(1, stage_tier=NEW)),
        contact(3, promised_at=at, lead=Lead(3, stage_tier=HOT)),
        contact(4, promised_at=at, lead=Lead(3, stars=1, stage_tier=HOT)),
    ]
    assert order(twins) == [4, 3, 1, 2]


def hot(sequence=3, **facts):
    return {"lead": Lead(sequence, stage_tier=HOT, **facts)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (hot(), {"lead": Lead(9, stage_tier=EARLY)}),
        ({"is_customer": True}, {"lead": Lead(9, stage_tier=EARLY)}),
        (hot(), {"is_customer": True}),
        ({}, {"on_partner": True}),
        (hot(4), hot(3, stars=3)),
        (hot(stars=1), hot(expected_revenue=1e9, probability=99)),
        (hot(expected_revenue=10, probability=20), hot(expected_revenue=199)),
        (
            hot(expected_revenue=100, probability=20),
            hot(expected_revenue=19, probability=100),
        ),
        (
            hot(expected_revenue=1000.01, probability=10),
            hot(expected_revenue=1000, probability=10),
        ),
        (hot(), hot(expected_revenue=-1, probability=10)),
        ({**hot(), "deadline": date(2026, 3, 1)}, hot()),
        ({**hot(), "deadline": date(1, 1, 1)}, hot()),
        (
            {"is_customer": True, "lead": Lead(1, stage_tier=NEW)},
            {"is_customer": True, "deadline": date(2026, 1, 1)},
        ),
    ],
)
def test_order_of_two_in_the_funnel(first, second):
    # The one that should come first has the higher id: a tie would turn them round.
    assert order([contact(1, **second), contact(2, **first)]) == [2, 1]


def test_equal_facts_by_id():
    assert order([contact(3, **hot()), contact(1, **hot()), contact(2, **hot())]) == [
        1,
        2,
        3,
    ]


@given(days(), st.randoms())
def test_order_is_total_and_the_same_for_any_input_order(day, random):
    everything, tier_order, now, tz = day
    plan = plan_day(everything, tier_order, now, tz)
    ranks = [placed.rank for placed in plan]
    assert ranks == sorted(set(ranks)), "no two have the same place"
    random.shuffle(everything)
    assert plan_day(everything, tier_order, now, tz) == plan


@given(days())
def test_rank_depends_on_the_contacts_own_facts_alone(day):
    everything, tier_order, now, tz = day
    together = plan_day(everything, tier_order, now, tz)
    for placed in together:
        assert plan_day([placed.contact], tier_order, now, tz) == [placed]


@given(days())
def test_everybody_due_is_planned_once_and_nobody_else(day):
    everything, tier_order, now, tz = day
    today = local_day(now, tz)
    due = {
        one.id
        for one in everything
        if (local_day(one.promised_at, tz) if one.promised_at else one.deadline)
        <= today
    }
    planned = order(everything, now, tier_order, tz)
    assert len(planned) == len(set(planned))
    assert set(planned) == due


@given(days())
def test_the_passes_and_buckets_stand_in_their_order(day):
    everything, tier_order, now, tz = day
    plan = plan_day(everything, tier_order, now, tz)
    places = ["today", "missed", "overdue", "funnel"]
    stood = [places.index(placed.bucket) for placed in plan]
    assert stood == sorted(stood)
    for bucket in ("today", "missed"):
        moments = [p.contact.promised_at for p in plan if p.bucket == bucket]
        assert moments == sorted(moments)
    late = [
        (-local_day(p.contact.promised_at, tz).toordinal(), p.contact.promised_at)
        for p in plan
        if p.bucket == "overdue"
    ]
    assert late == sorted(late)


@given(days())
def test_within_the_funnel_as_the_rule_says(day):
    """The rule written down once more, slowly, with a tuple of plain values."""
    everything, tier_order, now, tz = day

    def slow_key(placed):
        one = placed.contact
        lead = one.lead
        of_lead = (
            (0, -lead.stage_sequence, -lead.stars, -lead.value)
            if lead
            else (1, 0, 0, 0)
        )
        return tier_order.position(placed.tier), of_lead, one.deadline, one.id

    funnel = [
        p for p in plan_day(everything, tier_order, now, tz) if p.bucket == "funnel"
    ]
    assert funnel == sorted(funnel, key=slow_key)


@given(days(most=8), contacts(), st.data())
def test_one_contact_more_changes_nobody_elses_place(day, newcomer, data):
    everything, tier_order, now, tz = day
    taken = {one.id for one in everything}
    number = data.draw(st.integers(1, 2**31 - 1).filter(lambda n: n not in taken))
    before = order(everything, now, tier_order, tz)
    after = order([*everything, newcomer._replace(id=number)], now, tier_order, tz)
    assert [one for one in after if one != number] == before


def test_now_with_a_promise_in_year_one():
    ancient = contact(1, promised_at=datetime(1, 1, 1))
    yesterday = contact(2, promised_at=utc(2026, 3, 3, 9))
    assert order([ancient, yesterday]) == [2, 1]

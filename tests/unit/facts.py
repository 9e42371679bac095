"""Makers of facts for the tests of the rule: by hand, and by Hypothesis."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from planner.contact import Contact, Lead
from planner.tier_order import CUSTOMER, FRESH, NEW, OTHER, Tier, TierOrder

MOSCOW = ZoneInfo("Europe/Moscow")
WEDNESDAY = date(2026, 3, 4)
ZONES = [
    "Europe/Moscow",
    "Asia/Vladivostok",
    "America/New_York",
    "Pacific/Auckland",
    "Pacific/Apia",
    "Asia/Kolkata",
    "America/Santiago",
    "UTC",
]


def utc(*local, tz=MOSCOW):
    """The naive UTC moment of a local one."""
    moment = datetime(*local, tzinfo=tz).astimezone(timezone.utc)
    return moment.replace(tzinfo=None)


def contact(number, deadline=WEDNESDAY, **facts):
    return Contact(number, deadline, **facts)


zones = st.sampled_from(ZONES).map(ZoneInfo)
# Around the days on which clocks change in one zone or another.
moments = st.datetimes(datetime(2026, 2, 25), datetime(2026, 4, 8)).map(
    lambda moment: moment.replace(microsecond=0)
)
tier_orders = st.permutations(
    [
        Tier(1),
        Tier(2, CUSTOMER),
        Tier(3),
        Tier(4, OTHER),
        Tier(5, NEW),
        Tier(6, FRESH, fresh_minutes=60),
    ]
).flatmap(
    lambda tiers: st.sets(st.sampled_from(tiers)).map(
        lambda off: TierOrder(
            Tier(tier.id, tier.kind, tier not in off, tier.fresh_minutes)
            for tier in tiers
        )
    )
)
leads = st.builds(
    Lead,
    stage_sequence=st.integers(-5, 5) | st.integers(-(2**31), 2**31 - 1),
    stars=st.integers(0, 3),
    expected_revenue=st.sampled_from([0.0, 0.1, 1.0, 1e9]) | st.floats(-1e12, 1e12),
    probability=st.sampled_from([0.0, 10.0, 33.33, 100.0]),
    stage_tier=st.sampled_from([None, 1, 2, 3, 5, 99]),
    stage_since=st.none() | moments,
    settle_days=st.sampled_from([0, 1, 3]),
    created=st.none() | moments,
    inbound=st.booleans(),
)


@st.composite
def contacts(draw, number=0):
    """One activity with any facts."""
    promised_at = draw(st.none() | moments)
    length = draw(st.none() | st.integers(0, 600))
    until = (
        promised_at + timedelta(minutes=length)
        if promised_at and length is not None
        else None
    )
    return Contact(
        id=number,
        deadline=draw(st.dates(date(2026, 2, 25), date(2026, 4, 8))),
        promised_at=promised_at,
        promised_until=until,
        minutes=draw(st.integers(1, 90)),
        retry_at=draw(st.none() | moments),
        lead=draw(st.none() | leads),
        is_customer=draw(st.booleans()),
        on_partner=draw(st.booleans()),
    )


@st.composite
def days(draw, most=25):
    """The facts of a day: activities with different ids, a tier order, now, a zone."""
    ids = draw(st.lists(st.integers(1, 2**31 - 1), unique=True, max_size=most))
    everything = [draw(contacts(number)) for number in ids]
    return everything, draw(tier_orders), draw(moments), draw(zones)

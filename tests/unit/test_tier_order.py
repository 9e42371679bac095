"""The tiers: what stands where, and what a switched-off tier means."""

from datetime import timedelta

import pytest
from facts import contact, contacts, leads, moments, tier_orders, utc
from hypothesis import given
from hypothesis import strategies as st
from planner.contact import Lead
from planner.tier_order import CUSTOMER, FRESH, NEW, OTHER, STAGE, Tier, TierOrder

NOW = utc(2026, 3, 4, 11, 20)
YOUNG = dict(created=NOW - timedelta(minutes=59), inbound=True)


def tier_order(*off, kinds=(FRESH, STAGE, CUSTOMER, STAGE, OTHER, NEW)):
    """Tiers 0 fresh, 1 hot, 2 customers, 3 early, 4 other, 5 new; some switched off."""
    return TierOrder(
        Tier(place, kind, place not in off, fresh_minutes=60)
        for place, kind in enumerate(kinds)
    )


def settling(days, **facts):
    since = NOW - timedelta(days=days)
    return Lead(stage_tier=1, stage_since=since, settle_days=2, **facts)


@pytest.mark.parametrize(
    ("off", "facts", "tier"),
    [
        ((0,), dict(lead=Lead(stage_tier=1)), 1),
        ((0,), dict(lead=Lead(stage_tier=5)), 5),
        ((0,), dict(lead=Lead(stage_tier=None)), 4),
        ((0,), dict(lead=Lead(stage_tier=77)), 4),
        ((0,), dict(lead=Lead(stage_tier=5), is_customer=True), 2),
        ((0,), dict(lead=Lead(stage_tier=3), is_customer=True), 2),
        ((0,), dict(lead=Lead(stage_tier=1), is_customer=True), 1),
        ((0,), dict(is_customer=True, on_partner=True), 2),
        ((0,), dict(on_partner=True), 5),
        ((0,), dict(), 4),
        # only just entered a late stage
        ((0,), dict(lead=settling(1)), 3),
        ((0,), dict(lead=settling(2)), 1),
        ((0,), dict(lead=settling(1), is_customer=True), 2),
        ((0, 3), dict(lead=settling(1)), 1),
        # fresh inquiries
        ((0,), dict(lead=Lead(stage_tier=5, **YOUNG)), 5),
        ((), dict(lead=Lead(stage_tier=5, **YOUNG)), 0),
        ((), dict(lead=Lead(stage_tier=5, created=YOUNG["created"])), 5),
        (
            (),
            dict(
                lead=Lead(
                    stage_tier=5, created=NOW - timedelta(minutes=60), inbound=True
                )
            ),
            5,
        ),
        # switched-off tiers hand down; the lowest one takes what would fall off
        ((0, 1), dict(lead=Lead(stage_tier=1)), 2),
        ((0, 1, 2), dict(lead=Lead(stage_tier=1)), 3),
        ((0, 2), dict(lead=Lead(stage_tier=5), is_customer=True), 5),
        ((0, 2), dict(is_customer=True), 3),
        ((0, 5), dict(on_partner=True), 4),
        ((0, 1, 2, 3, 4, 5), dict(), None),
    ],
)
def test_tier(off, facts, tier):
    assert tier_order(*off).tier_of(contact(1, **facts), NOW) == tier


def test_customers_first_where_the_company_says_so():
    customers_first = tier_order(kinds=(FRESH, CUSTOMER, STAGE, STAGE, OTHER, NEW))
    buying_again = contact(1, lead=Lead(stage_tier=2), is_customer=True)
    assert customers_first.tier_of(buying_again, NOW) == 1


@given(contacts(), tier_orders, moments)
def test_always_an_active_tier(one, tiers, now):
    active = {tier.id for tier in tiers.tiers if tier.active}
    tier = tiers.tier_of(one, now)
    assert tier in active or not active - {6} and tier is None


@given(leads, tier_orders, moments, st.booleans())
def test_the_standings_say_where_every_lead_stands(lead, tiers, now, is_customer):
    if lead.stage_tier == 99:
        lead = lead._replace(stage_tier=None)
    since = tiers.fresh_since(now)
    fresh = since and lead.inbound and lead.created and lead.created > since
    settles = tiers.settles_at(lead, now) is not None
    places = {standing[:4]: standing.place for standing in tiers.standings()}
    place = places[lead.stage_tier, settles, is_customer, bool(fresh)]
    one = contact(1, lead=lead, is_customer=is_customer)
    assert place == tiers.position(tiers.tier_of(one, now))

"""The rungs: what stands where, and what a switched-off rung means."""

from datetime import timedelta

import pytest
from facts import contact, contacts, ladders, moments, utc
from hypothesis import given
from planner.contact import Lead
from planner.ladder import CUSTOMER, FRESH, NEW, OTHER, STAGE, Ladder, Rung

NOW = utc(2026, 3, 4, 11, 20)
YOUNG = dict(created=NOW - timedelta(minutes=59), inbound=True)


def ladder(*off, kinds=(FRESH, STAGE, CUSTOMER, STAGE, OTHER, NEW)):
    """Rungs 0 fresh, 1 hot, 2 customers, 3 early, 4 other, 5 new; some switched off."""
    return Ladder(
        Rung(place, kind, place not in off, fresh_minutes=60)
        for place, kind in enumerate(kinds)
    )


def settling(days, **facts):
    since = NOW - timedelta(days=days)
    return Lead(stage_rung=1, stage_since=since, settle_days=2, **facts)


@pytest.mark.parametrize(
    ("off", "facts", "rung"),
    [
        ((0,), dict(lead=Lead(stage_rung=1)), 1),
        ((0,), dict(lead=Lead(stage_rung=5)), 5),
        ((0,), dict(lead=Lead(stage_rung=None)), 4),
        ((0,), dict(lead=Lead(stage_rung=77)), 4),
        ((0,), dict(lead=Lead(stage_rung=5), is_customer=True), 2),
        ((0,), dict(lead=Lead(stage_rung=3), is_customer=True), 2),
        ((0,), dict(lead=Lead(stage_rung=1), is_customer=True), 1),
        ((0,), dict(is_customer=True, on_partner=True), 2),
        ((0,), dict(on_partner=True), 5),
        ((0,), dict(), 4),
        # only just entered a late stage
        ((0,), dict(lead=settling(1)), 3),
        ((0,), dict(lead=settling(2)), 1),
        ((0,), dict(lead=settling(1), is_customer=True), 2),
        ((0, 3), dict(lead=settling(1)), 1),
        # fresh inquiries
        ((0,), dict(lead=Lead(stage_rung=5, **YOUNG)), 5),
        ((), dict(lead=Lead(stage_rung=5, **YOUNG)), 0),
        ((), dict(lead=Lead(stage_rung=5, created=YOUNG["created"])), 5),
        (
            (),
            dict(
                lead=Lead(
                    stage_rung=5, created=NOW - timedelta(minutes=60), inbound=True
                )
            ),
            5,
        ),
        # switched-off rungs hand down; the lowest one takes what would fall off
        ((0, 1), dict(lead=Lead(stage_rung=1)), 2),
        ((0, 1, 2), dict(lead=Lead(stage_rung=1)), 3),
        ((0, 2), dict(lead=Lead(stage_rung=5), is_customer=True), 5),
        ((0, 2), dict(is_customer=True), 3),
        ((0, 5), dict(on_partner=True), 4),
        ((0, 1, 2, 3, 4, 5), dict(), None),
    ],
)
def test_rung(off, facts, rung):
    assert ladder(*off).rung_of(contact(1, **facts), NOW) == rung


def test_customers_first_where_the_company_says_so():
    customers_first = ladder(kinds=(FRESH, CUSTOMER, STAGE, STAGE, OTHER, NEW))
    buying_again = contact(1, lead=Lead(stage_rung=2), is_customer=True)
    assert customers_first.rung_of(buying_again, NOW) == 1


@given(contacts(), ladders, moments)
def test_always_an_active_rung(one, rungs, now):
    active = {rung.id for rung in rungs.rungs if rung.active}
    rung = rungs.rung_of(one, now)
    assert rung in active or not active - {6} and rung is None

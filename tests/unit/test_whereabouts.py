"""Where a customer may be: the best evidence decides, weaker narrows it down."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner.whereabouts import (
    ADDRESS,
    COMPANY,
    COUNTRY,
    DEFAULT,
    ENTERED,
    FIXED_LINE,
    MOBILE,
    SALESPERSON,
    SOURCES,
    Evidence,
    Whereabouts,
    find,
    minded,
    one_of_each,
)

#: Zones by their letters; B and b have the same clock.
ZONES = "ABbCD"


def clock(zone):
    return zone.upper()


def evidence(**given):
    """``address="AB"``: in one of these zones."""
    return Evidence(
        **{
            name: value if name in ("entered", "default") else tuple(value)
            for name, value in given.items()
        }
    )


CASES = [
    (evidence(), None, "", SALESPERSON, True),
    (evidence(entered="D", address="A", fixed_line="B"), None, "D", ENTERED, True),
    (evidence(address="AB", fixed_line="B"), None, "B", FIXED_LINE, True),
    (evidence(address="AB", fixed_line="C"), None, "AB", ADDRESS, False),
    (evidence(address="AB", mobile="C"), None, "AB", ADDRESS, True),
    (evidence(fixed_line="A", country="B"), None, "A", FIXED_LINE, False),
    (evidence(fixed_line="AB", country="BC"), None, "B", COUNTRY, True),
    (evidence(country="ABC", mobile="C"), None, "C", MOBILE, True),
    (evidence(country="ABC", mobile="ABC"), None, "ABC", COUNTRY, True),
    # Where clocks show the same, it is no other zone.
    (evidence(address="B", fixed_line="b"), None, "B", ADDRESS, True),
    (evidence(country="BbC"), None, "BC", COUNTRY, True),
    # A company: its address, then its number; narrower than a country alone.
    (evidence(), evidence(address="A"), "A", COMPANY, True),
    (evidence(country="ABC"), evidence(address="B"), "B", COMPANY, True),
    (evidence(address="A"), evidence(address="B"), "A", ADDRESS, True),
    (evidence(mobile="A"), evidence(address="B"), "A", MOBILE, False),
    (evidence(mobile="AB"), evidence(address="B"), "B", COMPANY, True),
    (evidence(), evidence(entered="C", address="B"), "C", COMPANY, True),
    # The default of a partner, of whoever made it perhaps.
    (evidence(default="A"), None, "A", DEFAULT, True),
    (evidence(default="A", country="ABC"), None, "A", DEFAULT, True),
    (evidence(default="D", country="ABC"), None, "ABC", COUNTRY, True),
    (evidence(default="A", address="B"), None, "B", ADDRESS, True),
    (evidence(default="A", mobile="B"), None, "B", MOBILE, True),
    (evidence(default="A"), evidence(address="B"), "B", COMPANY, True),
    (evidence(default="b", address="B"), None, "B", ADDRESS, True),
    (evidence(), evidence(default="A"), "A", COMPANY, True),
    (evidence(default="B"), evidence(default="A"), "B", DEFAULT, True),
]


@pytest.mark.parametrize(("own", "company", "zones", "source", "certain"), CASES)
def test_evidence(own, company, zones, source, certain):
    found = find(own, company, clock)
    assert found == Whereabouts(tuple(zones), source, certain)


def some():
    return st.lists(st.sampled_from(ZONES), max_size=3, unique=True).map(tuple)


def pieces():
    one = st.none() | st.sampled_from(ZONES)
    return st.builds(Evidence, one, one, some(), some(), some(), some())


@given(pieces(), st.none() | pieces())
def test_the_best_evidence_is_never_contradicted(own, company):
    found = find(own, company, clock)
    assert found.source in SOURCES
    best = next((zones for _source, zones in own.in_order() if zones), None)
    if best:
        assert set(map(clock, found.zones)) <= set(map(clock, best))
        assert found.zones
    clocks = list(map(clock, found.zones))
    assert len(clocks) == len(set(clocks)), "each clock once"
    assert (found.source == SALESPERSON) == (not found.zones)


@given(pieces(), st.none() | pieces(), st.sampled_from(ZONES))
def test_what_is_minded_is_where_they_may_be(own, company, mine):
    found = find(own, company, clock)
    zones = minded(found, mine, clock)
    assert zones
    assert set(zones) <= set(found.zones or (mine,))
    if len(zones) < len(found.zones):
        assert found.certain
        assert clock(zones[0]) == clock(mine)


def test_abroad_the_same_clock_is_another_zone():
    place = Whereabouts(("A", "B"), COUNTRY)
    assert minded(place, "b", clock) == ("B",)
    assert minded(place, "b", clock, lambda *zones: False) == ("A", "B")


def test_the_order_of_zones_is_kept():
    for zones in product(ZONES, repeat=3):
        first = one_of_each(zones, clock)
        assert list(first) == sorted(first, key=zones.index)

"""The tier order that learns: found is what is there, and nothing where nothing is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from planner.evidence import Rates, gain, wilson
from planner.learning import Need, Work, _reorder, compare

#: From top to bottom; leads climb.
TIER_ORDER = [1, 2, 3, 4]


def history(seed, leads, worth=None, win=0.3, sigma=1.0, climb=0.0, share=None):
    """Made-up leads, so many of which begin on each tier. After every activity one may
    be over or climb: activities are worth the same, wherever they are made, unless

    :param worth: {tier: how many times as much as usual the orders of a lead are that
        was last there}
    :param share: {tier: share of the leads that are won, instead of ``win``}
    """
    draw, work = random.Random(seed), []
    for tier, count in leads.items():
        for number in range(count):
            stands_on, minutes, since = tier, [], {}
            while True:
                since.setdefault(stands_on, len(minutes))
                minutes.append(draw.choice((10, 15, 20, 30)))
                if draw.random() < 0.25:
                    break
                stands_on = max(stands_on - (draw.random() < climb), 1)
            won = int(draw.random() < (share or {}).get(stands_on, win))
            revenue = won * draw.lognormvariate(8, sigma)
            revenue *= (worth or {}).get(stands_on, 1)
            work += [
                Work(f"{tier} {number}", one, sum(minutes[first:]), won, revenue)
                for one, first in since.items()
            ]
    return work


def propositions(leads, seeds=100, **how):
    orders = [
        compare(TIER_ORDER, [], history(seed, leads, **how)).order
        for seed in range(seeds)
    ]
    return [order for order in orders if order != TIER_ORDER]


@pytest.mark.parametrize(
    "leads, how",
    [
        ({1: 80, 2: 80, 3: 80, 4: 80}, {}),
        ({1: 300, 2: 40, 3: 120, 4: 60}, {}),
        ({1: 80, 2: 120, 3: 80, 4: 300}, {"win": 0.15, "sigma": 1.6}),
        ({4: 250}, {"climb": 0.35}),
        ({4: 250, 1: 50}, {"climb": 0.35, "win": 0.15, "sigma": 1.4}),
        (
            {1: 80, 2: 120, 3: 80, 4: 150},
            {"share": {2: 0.1, 4: 0.1}, "win": 0.4, "worth": {2: 4, 4: 4}},
        ),
        (
            {1: 150, 2: 80, 3: 150, 4: 80},
            {"share": {1: 0.1, 3: 0.1}, "win": 0.4, "worth": {1: 4, 3: 4}},
        ),
    ],
    ids=[
        "alike",
        "unequal",
        "skewed, few won",
        "climbing",
        "climbing, skewed",
        "many small orders above",
        "few great orders above",
    ],
)
def test_noise(leads, how):
    assert len(propositions(leads, **how)) <= 2


@pytest.mark.parametrize(
    "times, leads, at_the_top",
    [(2, 400, 17), (3, 150, 17), (5, 80, 18)],
)
def test_the_best_tier_is_found(times, leads, at_the_top):
    """It brings so many times as much an hour, and stands last."""
    leads = dict.fromkeys(TIER_ORDER, leads)
    found = propositions(leads, 20, worth={4: times}, win=0.4, sigma=0.7)
    assert sum(order[0] == 4 for order in found) >= at_the_top
    assert all(order.index(4) < 3 for order in found)


def test_a_funnel_stays_a_funnel():
    """Leads are won at the top: what is begun there brings most by the hour."""
    share = {1: 0.6, 2: 0.2, 3: 0.02, 4: 0.02}
    how = {"climb": 0.4, "share": share}
    assert not propositions({4: 400}, 20, **how)
    for seed in range(5):
        work = history(seed, {4: 800}, **how)
        order = compare(TIER_ORDER[::-1], [], work).order
        assert order.index(1) < order.index(3) and order[-1] in (3, 4)


def test_too_little_is_known():
    leads = {1: 120, 2: 120, 3: 120, 4: 29}
    found = compare(TIER_ORDER, [], history(3, leads, {4: 9}))
    assert found.order == TIER_ORDER and found.compared == [1, 2, 3]
    assert found.figures[4].lacks(Need())["leads"] == (29, 30)
    assert found.figures[4].interval is None
    assert compare(TIER_ORDER, [], []).order == TIER_ORDER


def test_what_is_fixed_keeps_its_place():
    leads = dict.fromkeys(TIER_ORDER, 150)
    work = history(5, leads, {4: 5}, win=0.5, sigma=0.5)
    assert compare(TIER_ORDER, [], work).order == [4, 1, 2, 3]
    assert compare(TIER_ORDER, [2], work).order == [4, 2, 1, 3]
    assert compare(TIER_ORDER, [4], work).order == TIER_ORDER
    found = compare(TIER_ORDER, [], work)
    assert [(one.tier, one.passed) for one in found.gains] == [(4, 1)]
    low, high = found.figures[4].interval
    assert low < found.figures[4].per_hour < high
    assert 0 < found.gains[0].low < found.gains[0].more < found.gains[0].high


def test_the_same_twice():
    work = history(7, dict.fromkeys(TIER_ORDER, 60), {3: 2})
    assert compare(TIER_ORDER, [], work) == compare(TIER_ORDER, [], reversed(work))


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=6),
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5))),
)
def test_no_tier_is_passed_by_one_that_brings_less(rates, pairs):
    better = {
        (below, above)
        for below, above in pairs
        if above < below < len(rates) and rates[below] > rates[above]
    }
    order = _reorder(rates, better)
    assert sorted(order) == list(range(len(rates)))
    for below, above in better:
        assert order.index(below) < order.index(above)
    for place, above in enumerate(order):
        for below in order[place + 1 :]:
            assert above < below or rates[above] > rates[below]
    if not better:
        assert order == sorted(order)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), min_size=1))
def test_rates_are_ratios(units):
    rates = Rates([{0: (value, minutes)} for minutes, value in units], 1)
    whole = sum(minutes for minutes, _value in units)
    ratio = sum(value for _minutes, value in units) / whole
    assert rates.rates[0] == pytest.approx(ratio)
    low, high = rates.interval(0)
    assert low <= rates.rates[0] <= high
    assert rates.apart(0, 0) == 0


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilson(part, whole):
    low, high = wilson(min(part, whole), whole)
    share = min(part, whole) / whole
    assert 0 <= low <= share + 1e-9 and share - 1e-9 <= high <= 1


def test_gain():
    assert gain((2, 2, 2), (1, 1, 1)) == (1, 1, 1)

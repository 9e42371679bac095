"""The ladder that learns: found is what is there, and nothing where nothing is."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from planner.evidence import Rates, gain, wilson
from planner.learning import Need, Work, _reorder, compare

LADDER = [1, 2, 3, 4]


def history(seed, leads, worth=None, win=0.3, sigma=1.0, wander=0.4):
    """Made-up work: so many leads begin on each rung, some contacts are on others.

    :param worth: {rung: how many times as much as usual its orders are}
    """
    draw, work = random.Random(seed), []
    for rung, count in leads.items():
        for number in range(count):
            minutes = dict.fromkeys(LADDER, 0)
            for _contact in range(draw.randint(1, 7)):
                stands_on = rung if draw.random() >= wander else draw.choice(LADDER)
                minutes[stands_on] += draw.choice((10, 15, 20, 30))
            won = int(draw.random() < win)
            revenue = won * draw.lognormvariate(8, sigma) * (worth or {}).get(rung, 1)
            who = f"{rung} {number}"
            work += [
                Work(who, rung, spent, won, revenue)
                for rung, spent in minutes.items()
                if spent
            ]
    return work


def propositions(leads, seeds=100, resamples=999, **how):
    orders = [
        compare(LADDER, [], history(seed, leads, **how), resamples=resamples).order
        for seed in range(seeds)
    ]
    return [order for order in orders if order != LADDER]


@pytest.mark.parametrize(
    "leads, how",
    [
        ({1: 80, 2: 80, 3: 80, 4: 80}, {}),
        ({1: 300, 2: 40, 3: 120, 4: 60}, {"wander": 0.1}),
        ({1: 40, 2: 120, 3: 40, 4: 300}, {"win": 0.15, "sigma": 1.6, "wander": 0}),
    ],
    ids=["alike", "unequal", "skewed, few won"],
)
def test_noise(leads, how):
    assert len(propositions(leads, **how)) <= 1


def test_noise_of_another_kind():
    """As much in the end, by a few great orders or by many small ones."""
    found = 0
    for seed in range(60):
        few = history(seed, {1: 150}, {1: 4}, win=0.1, wander=0)
        many = history(seed, {4: 150}, {4: 1}, win=0.4, wander=0)
        found += compare(LADDER, [], few + many).order != LADDER
    assert found <= 2


@pytest.mark.parametrize(
    "times, leads, at_the_top",
    [(2, 300, 16), (3, 180, 19), (5, 80, 19)],
)
def test_the_best_rung_is_found(times, leads, at_the_top):
    """It brings so many times as much an hour, and stands last."""
    leads = dict.fromkeys(LADDER, leads)
    found = propositions(
        leads, 20, 199, worth={4: times}, win=0.4, sigma=0.7, wander=0.05
    )
    assert sum(order == [4, 1, 2, 3] for order in found) >= at_the_top
    assert all(order.index(4) < 3 for order in found)


def test_shares_add_up():
    work = history(1, dict.fromkeys(LADDER, 60))
    figures = compare(LADDER, [], work).figures
    orders = {one.who: one for one in work}.values()
    assert sum(one.revenue for one in figures.values()) == pytest.approx(
        sum(one.revenue for one in orders)
    )
    assert sum(one.hours for one in figures.values()) == pytest.approx(
        sum(one.minutes for one in work) / 60
    )


def test_too_little_is_known():
    leads = {1: 120, 2: 120, 3: 120, 4: 29}
    found = compare(LADDER, [], history(3, leads, {4: 9}, wander=0))
    assert found.order == LADDER and found.compared == [1, 2, 3]
    assert found.figures[4].lacks(Need())["leads"] == (29, 30)
    assert found.figures[4].interval is None
    assert compare(LADDER, [], []).order == LADDER


def test_what_is_fixed_keeps_its_place():
    leads = dict.fromkeys(LADDER, 150)
    work = history(5, leads, {4: 5}, win=0.5, sigma=0.5, wander=0)
    assert compare(LADDER, [], work).order == [4, 1, 2, 3]
    assert compare(LADDER, [2], work).order == [4, 2, 1, 3]
    assert compare(LADDER, [4], work).order == LADDER
    found = compare(LADDER, [], work)
    assert [(one.rung, one.passed) for one in found.gains] == [(4, 1)]
    low, high = found.figures[4].interval
    assert low < found.figures[4].per_hour < high
    assert 0 < found.gains[0].low < found.gains[0].more < found.gains[0].high


def test_the_same_twice():
    work = history(7, dict.fromkeys(LADDER, 60), {3: 2})
    assert compare(LADDER, [], work) == compare(LADDER, [], reversed(work))


@given(
    st.lists(st.integers(1, 9), min_size=2, max_size=6),
    st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5))),
)
def test_no_rung_is_passed_by_one_that_brings_less(rates, pairs):
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


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 9)), min_size=1))
def test_rates_are_means(units):
    rates = Rates([{0: spent} for spent, _rate in units], [b for _a, b in units], 1)
    whole = sum(spent for spent, _rate in units)
    mean = sum(spent * rate for spent, rate in units) / whole
    assert rates.rates[0] == pytest.approx(mean)
    low, high = rates.interval(0)
    assert low <= rates.rates[0] <= high


@given(st.integers(0, 200), st.integers(1, 200))
def test_wilson(part, whole):
    low, high = wilson(min(part, whole), whole)
    share = min(part, whole) / whole
    assert 0 <= low <= share + 1e-9 and share - 1e-9 <= high <= 1


def test_gain():
    assert gain((2, 2, 2), (1, 1, 1)) == (1, 1, 1)

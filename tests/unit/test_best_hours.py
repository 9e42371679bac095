"""The best hours to call: found where there are any."""

import random
from collections import Counter

import pytest
from planner.best_hours import Calls, find

#: How often calls fall into an hour.
HOURS = {9: 3, 10: 5, 11: 5, 12: 3, 14: 4, 15: 4, 16: 5, 17: 2}


def history(seed, leads=150, better=0.0, window=(10, 12), tries=0.0, alike=0.0):
    """Made-up calls of four salespeople whose customers answer more or less often.

    :param better: so much is the share above the usual 35% in the window
    :param tries: so much less is answered with each further try
    :param alike: how much a customer's calls hang together, 0 to 1: they are called at
        the same hours, and always answers or never
    """
    draw, calls = random.Random(seed), []
    for who in range(leads):
        own = draw.choice((-0.3, 0.3)) * alike
        hour = draw.choices(list(HOURS), HOURS.values())[0]
        for number in range(draw.randint(1, 8)):
            if draw.random() >= alike:
                hour = draw.choices(list(HOURS), HOURS.values())[0]
            attempt = min(number + 1, 3)
            share = 0.35 + 0.05 * (who % 4) + own - tries * attempt
            share += better * (hour in range(*window))
            answered = int(draw.random() < share)
            calls.append(Calls(str(who), who % 4, attempt, hour, 1, answered))
    return calls


@pytest.mark.parametrize(
    "how",
    [{}, {"tries": 0.1}, {"alike": 0.8}],
    ids=["alike", "later tries", "customers of one's own"],
)
def test_noise(how):
    found = [find(history(seed, **how)).window for seed in range(100)]
    assert sum(window is not None for window in found) <= 1


def test_the_best_hours_are_found():
    found = Counter(find(history(seed, 300, 0.2)).window for seed in range(40))
    assert found[10, 12] >= 35
    assert found[None] <= 1


def test_later_tries_are_no_bad_hours():
    """Second tries come in the afternoon, and are answered less at any hour."""
    draw, calls = random.Random(1), []
    for who in range(600):
        first = int(draw.random() < 0.5)
        calls.append(Calls(who, 1, 1, draw.choice((9, 10, 11, 16)), 1, first))
        again = int(draw.random() < 0.2)
        calls.append(Calls(who, 1, 2, draw.choice((11, 14, 15, 16)), 1, again))
    assert find(calls).window is None


def test_promises_of_the_present_hours():
    """Others must be better than those in use, not than the rest."""
    calls = history(3, 500, 0.25)
    assert find(calls).window == (10, 12)
    assert find(calls, (10, 12)).window is None
    assert find(calls, (14, 16)).window == (10, 12)
    assert find(calls, (14, 16)).outside.calls < find(calls).outside.calls


def test_what_is_shown():
    found = find(history(4, 400, 0.3))
    low, high = found.inside.interval
    assert low < found.inside.share < high
    assert found.outside.interval[1] < low
    for share in found.by_hour.values():
        assert share.interval[0] <= share.share <= share.interval[1]
    total = found.inside.calls + found.outside.calls
    assert total == sum(share.calls for share in found.by_hour.values())


def test_too_few_calls():
    calls = history(5, 40, 0.5)
    assert find(calls).lacks["leads"] == (40, 50)
    assert find([]).lacks == {"calls": (0, 300), "leads": (0, 50)}
    assert find(calls).window is None

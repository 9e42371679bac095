"""No answer: when to try again."""

from datetime import datetime, timedelta

from facts import MOSCOW, utc
from hypothesis import given
from hypothesis import strategies as st
from planner.call_hours import CallHours
from planner.local_time import local_day
from planner.retry import RetryPolicy, next_attempt

HOUR = timedelta(hours=1)
#: Monday to Friday, 9 to 13 and 14 to 18, for three weeks from Wednesday on.
WORKING = [
    (utc(2026, 3, day, begin), utc(2026, 3, day, end))
    for day in range(4, 25)
    if datetime(2026, 3, day).weekday() < 5
    for begin, end in ((9, 13), (14, 18))
]


def again(*tried, callable_at=None, **policy):
    policy = RetryPolicy(**policy)
    moment = next_attempt(tried, WORKING, callable_at, policy, MOSCOW)
    return f"{moment + 3 * HOUR:%a %H:%M}"


def at(day, hour, minute=0):
    return utc(2026, 3, day, hour, minute)


def test_some_hours_later():
    assert again(at(4, 10)) == "Wed 12:00"
    assert again(at(4, 11, 30)) == "Wed 14:00", "after lunch"
    assert again(at(4, 10), hours=3) == "Wed 14:00"


def test_the_next_working_day_at_another_time():
    assert again(at(4, 17)) == "Thu 09:00"
    assert again(at(4, 9, 5), hours=0) == "Thu 10:05"
    assert again(at(6, 17)) == "Mon 09:00", "after the weekend"
    assert again(at(4, 10), at(4, 12)) == "Thu 09:00"
    assert again(at(4, 9, 30), at(4, 11)) == "Thu 12:00", "an hour from both"
    assert again(at(4, 10), hours=0, days=2) == "Fri 09:00"


def test_within_the_customers_hours():
    evening = CallHours.daily(16 * 60, 20 * 60, MOSCOW)
    assert again(at(4, 10), callable_at=evening) == "Wed 16:00"
    assert again(at(4, 16, 10), callable_at=evening) == "Thu 17:10"


def test_in_the_best_hours():
    def best(*tried, first=15, last=17, **more):
        return again(*tried, best=(first * 60, last * 60), **more)

    assert best(at(4, 10)) == "Wed 15:00"
    assert best(at(4, 16)) == "Thu 15:00", "another time of that day"
    assert best(at(4, 15), at(4, 17)) == "Thu 16:00"
    assert best(at(4, 10), at(4, 15)) == "Thu 16:00"
    assert best(at(4, 15), at(4, 16)) == "Thu 09:00", "all of them were tried"
    assert best(at(4, 10), first=10, last=12) == "Wed 12:00", "today they are over"
    assert best(at(4, 16), first=13, last=14) == "Thu 09:00", "nobody works then"
    evening = CallHours.daily(16 * 60, 20 * 60, MOSCOW)
    assert best(at(4, 10), callable_at=evening) == "Wed 16:00"


def test_after_many_attempts_any_other_time_than_the_last():
    tried = [at(4, hour) for hour in (*range(9, 17), 17)]
    assert again(*tried) == "Thu 09:00"


def test_round_the_clock():
    """Working hours that have begun days ago, and go on for days."""
    always = [(at(1, 0), at(20, 0))]

    def next_of(*tried):
        moment = next_attempt(tried, always, None, RetryPolicy(), MOSCOW)
        return f"{moment + 3 * HOUR:%a %H:%M}"

    assert next_of(at(4, 10)) == "Wed 12:00"
    assert next_of(at(4, 10), at(4, 12)) == "Thu 00:00"
    assert next_of(at(4, 23)) == "Thu 00:00", "an hour by the clock"


def test_nobody_works():
    moment = next_attempt([at(4, 10)], [], None, RetryPolicy(), MOSCOW)
    assert moment == at(5, 12)


def test_when_to_ask():
    assert [RetryPolicy(attempts=3).asks_after(n) for n in (2, 3, 4)] == [0, 1, 1]
    assert not RetryPolicy(attempts=0).asks_after(99)


@given(
    st.integers(0, 14 * 24 * 60),
    st.floats(0.5, 8),
    st.integers(1, 5),
    st.sampled_from([None, (600, 720), (930, 1050), (780, 840)]),
)
def test_three_attempts_have_three_times_of_day(minute, hours, days, best):
    policy = RetryPolicy(hours, days, best=best)
    tried = [at(4, 9) + timedelta(minutes=minute)]
    for _attempt in range(2):
        tried.append(next_attempt(tried, WORKING, None, policy, MOSCOW))
        assert tried[-1] > tried[-2]
        if local_day(tried[-1], MOSCOW) <= WORKING[-1][1].date():
            clock = (tried[-1] - tried[-2]) % (24 * HOUR)
            assert HOUR <= clock <= 23 * HOUR


def test_a_night_shift_is_one_day():
    nights = [(at(day, 22), at(day + 1, 6)) for day in range(3, 10)]

    def next_of(*tried, **policy):
        moment = next_attempt(tried, nights, None, RetryPolicy(**policy), MOSCOW)
        return f"{moment + 3 * HOUR:%a %H:%M}"

    assert next_of(at(4, 22, 30)) == "Thu 00:30"
    assert next_of(at(5, 0, 30)) == "Thu 02:30", "begun on Wednesday"
    twice = at(4, 22, 30), at(5, 1)
    assert next_of(*twice) == "Thu 23:30"
    assert next_of(*twice, days=2) == "Fri 23:30"

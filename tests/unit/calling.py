"""Rules as laws have them, and a second, slow answer to whether one may call."""

from datetime import timedelta, timezone

from planner.call_hours import CallHours, to_minutes, week_of
from planner.calling_rules import CallingRule, strictest

MONDAY_TO_FRIDAY = range(5)
EVERY_DAY = range(7)


def spans(*groups):
    """spans((range(5), 9, 18), ([5], 10, 16)): (weekday, from, to) in minutes."""
    return [
        (weekday, to_minutes(begin), to_minutes(end))
        for weekdays, begin, end in groups
        for weekday in weekdays
    ]


def rule(*groups, **more):
    return CallingRule(week_of(spans(*groups)), **more)


US = rule((EVERY_DAY, 8, 21), on_holidays=True)
FLORIDA = rule((EVERY_DAY, 8, 20), on_holidays=True, attempts=((3, 24),))
CANADA = rule((MONDAY_TO_FRIDAY, 9, 21.5), ([5, 6], 10, 18), on_holidays=True)
AUSTRALIA = rule((MONDAY_TO_FRIDAY, 9, 20), ([5], 9, 17))
FRANCE = rule((MONDAY_TO_FRIDAY, 10, 13), (MONDAY_TO_FRIDAY, 14, 20))
SPAIN = rule((MONDAY_TO_FRIDAY, 9, 21))
ITALY = rule((MONDAY_TO_FRIDAY, 9, 20), ([5], 10, 19))
SOUTH_AFRICA = rule((MONDAY_TO_FRIDAY, 8, 20), ([5], 9, 13))
BRAZIL = rule((MONDAY_TO_FRIDAY, 9, 21), ([5], 10, 16))
EVENINGS = rule((EVERY_DAY, 18, 2))


def hours_of(rules, tz, closed=(), worked=()):
    """The hours that all of these rules allow."""
    found = strictest(rules)
    closed = frozenset() if found.on_holidays else frozenset(closed)
    return CallHours(found.week, tz, closed, frozenset(worked))


def may_be_called(moment, all_spans, tz, closed):
    """Whether the clock on the wall allows it, minute by minute, by each of the rules.

    :param moment: naive UTC
    :param all_spans: the (weekday, from, to) of each rule
    """
    local = moment.replace(tzinfo=timezone.utc).astimezone(tz)
    if local.date() in closed:
        return False
    minute = local.hour * 60 + local.minute
    return all(
        any(_covers(span, local.weekday(), minute) for span in one) for one in all_spans
    )


def _covers(span, weekday, minute):
    day, begin, end = span
    if begin < end:
        return day == weekday and begin <= minute < end
    if day == weekday and minute >= begin:
        return True
    return (day + 1) % 7 == weekday and minute < end


def minutes_of(start, stop):
    """Each minute of a slot that begins in it."""
    while start < stop:
        yield start
        start += timedelta(minutes=1)

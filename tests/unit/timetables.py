"""Makers of days for the tests of the timetable: moments are minutes after nine."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from facts import contact
from planner.call_hours import CallHours
from planner.timetable import InProgress, Timetable
from planner.two_pass import FUNNEL, TODAY, Placed

NINE = datetime(2026, 3, 4, 9)
UTC = ZoneInfo("UTC")
FREE = [(0, 180), (240, 300)]  # minutes after nine; between them a meeting
BUSY = [(180, 240)]


def at(minute):
    return NINE + timedelta(minutes=minute)


def spans(pairs):
    return [(at(begin), at(end)) for begin, end in pairs]


def made(number, minutes=15, bucket=FUNNEL, **facts):
    """An activity in the plan; its moments are minutes after nine."""
    for name in ("promised_at", "promised_until", "retry_at", "pinned_at"):
        if facts.get(name) is not None:
            facts[name] = at(facts[name])
    if facts.get("meeting"):
        facts["meeting"] = tuple(map(at, facts["meeting"]))
    if facts.get("hours"):
        begin, end = facts["hours"]
        facts["hours"] = CallHours.daily(540 + begin, 540 + end, UTC)
    return Placed(contact(number, minutes=minutes, **facts), bucket, None, number)


def promise(number, start, end=None, **facts):
    return made(number, bucket=TODAY, promised_at=start, promised_until=end, **facts)


def plan_at(
    now, plan, free=FREE, busy=BUSY, buffer=0, in_progress=None, tonight=(), **options
):
    day = Timetable(spans(free), at(now), spans(busy), buffer, **options)
    day.place(plan, in_progress and InProgress(*in_progress), tonight)
    return day


def minutes(day):
    """{activity: (start, stop)} in minutes after nine."""
    return {
        number: tuple(int((moment - NINE).total_seconds() // 60) for moment in slot[:2])
        for number, slot in day.slots.items()
    }

"""Nobody answered: when to try again.

Read aloud, the rule is:

1. The first attempt of a day comes back some hours later, the same day.
2. Any other comes back some working days later, at another time of day: at least an
   hour by the clock from every earlier attempt, or at any rate from the last.
3. It comes back when the salesperson works and the customer may be called. A night
   shift is one day, and the day on which it begins.
4. If best hours to call are known, it comes back in them, as far as they are such
   another time of that day; if not, outside them.
5. It does not come back before the number may be tried again: see ``attempt_caps``.
6. After so many attempts the salesperson is asked: mark as lost, or keep trying?

Three attempts in vain, the first on Wednesday at 10:00, in Moscow (UTC+3):

>>> from zoneinfo import ZoneInfo
>>> moscow, ten = ZoneInfo("Europe/Moscow"), datetime(2026, 3, 4, 7)
>>> week = [ten + day * _DAY for day in range(7)]
>>> working = [(one - _HOUR, one + 8 * _HOUR) for one in week]
>>> tried = [ten]
>>> for _attempt in range(3):
...     tried.append(next_attempt(tried, working, None, RetryPolicy(), moscow))
>>> [f"{moment + 3 * _HOUR:%a %H:%M}" for moment in tried]
['Wed 10:00', 'Wed 12:00', 'Thu 09:00', 'Thu 11:00']

The same with best hours from three to five:

>>> tried, policy = [ten], RetryPolicy(best=(15 * 60, 17 * 60))
>>> for _attempt in range(3):
...     tried.append(next_attempt(tried, working, None, policy, moscow))
>>> [f"{moment + 3 * _HOUR:%a %H:%M}" for moment in tried]
['Wed 10:00', 'Wed 15:00', 'Thu 16:00', 'Fri 09:00']

Source: the CRM strategy lesson ("nobody works zombies for ever") and the common finding
of call studies that persistence pays at different times of day, not at the same one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from .call_hours import CallHours, Window
from .local_time import shifted
from .shifts import by_shift, planning_day

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """``hours`` after the first attempt of a day, ``days`` (working) after another.

    0 hours: always on another day. ``attempts`` (0: no end) is when to ask. ``best``:
    the best hours, in minutes after midnight by the salesperson's clock.
    """

    hours: float = 2.0
    days: int = 1
    attempts: int = 6
    best: tuple[int, int] | None = None

    def asks_after(self, attempts: int) -> bool:
        """Whether so many unanswered attempts are enough to ask whether to go on."""
        return 0 < self.attempts <= attempts


def next_attempt(
    tried: Sequence[datetime],
    working: Iterable[Window],
    hours: CallHours | None,
    policy: RetryPolicy,
    tz: tzinfo,
    minutes: int = 15,
    not_before: datetime | None = None,
) -> datetime:
    """The naive UTC moment from which on to try again.

    :param tried: naive UTC moments of the unanswered attempts, the last one is now
    :param working: the salesperson's working hours, naive UTC, sorted and apart, from
        the shift on that goes on now
    :param hours: the customer's; None: at any time
    :param tz: the salesperson's zone, for what is another day
    :param not_before: naive UTC; until then the number was tried too often
    """
    now, length = tried[-1], timedelta(minutes=minutes)
    earliest = max(now, not_before or now)
    shifts = list(by_shift(working, tz))
    days = [planning_day(moment, shifts, tz) for moment in tried]
    rooms = _rooms(now, earliest, shifts, hours, length)
    return (
        _later_today(tried, days, rooms, policy, tz, length)
        or _another_day(tried, days[-1], rooms, policy, tz, length)
        or max(shifted(now, days=max(policy.days, 1), hours=2), earliest)
    )


def _rooms(now, earliest, shifts, hours, length):
    """{day: when, from the earliest moment on, there is room for an attempt}.

    Days before it count as days on which there was room, without any.
    """
    rooms = {}
    for day, shift in shifts:
        for begin, end in _both(shift, hours):
            if end - max(begin, now) >= length:
                room = rooms.setdefault(day, [])
                if end - max(begin, earliest) >= length:
                    room.append((max(begin, earliest), end))
    return rooms


def _later_today(tried, days, rooms, policy, tz, length):
    """Some hours later, if this was the first attempt of the day."""
    *before, today = days
    if not policy.hours or today in before:
        return None
    earliest = shifted(tried[-1], hours=policy.hours)
    return _best_first(tried, rooms.get(today, []), policy, tz, length, earliest)


def _another_day(tried, today, rooms, policy, tz, length):
    """Some working days later, at another time than ever before, or than the last."""
    for day in sorted(rooms.keys() - {today})[max(policy.days, 1) - 1 :]:
        for avoided in (tried, tried[-1:]):
            if moment := _best_first(avoided, rooms[day], policy, tz, length):
                return moment
    return None


def _best_first(tried, rooms, policy, tz, length, earliest=datetime.min):
    """The first moment in the best hours, else in any, that is another time of day."""
    if policy.best:
        best = list(_both(rooms, CallHours.daily(*policy.best, tz)))
        if moment := _apart(tried, best, earliest, length):
            return moment
    return _apart(tried, rooms, earliest, length)


def _both(working, hours):
    """When the salesperson works and the customer may be called."""
    for begin, end in working:
        for opens, closes in hours.windows(begin, end) if hours else [(begin, end)]:
            yield max(begin, opens), min(end, closes)


def _apart(tried, rooms, earliest, length):
    """The first moment in the rooms that is an hour by the clock from each attempt."""
    for begin, end in rooms:
        moment = max(begin, earliest)
        while end - moment >= length:
            blocked = max((_until_apart(moment, one) for one in tried), default=None)
            if not blocked:
                return moment
            moment += blocked
    return None


def _until_apart(moment, other):
    """How long until it is an hour by the clock after ``other``; 0 if it is apart."""
    since = (moment - other + _HOUR) % _DAY
    return max(2 * _HOUR - since, timedelta()) if since else timedelta()

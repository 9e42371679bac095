"""A salesperson's made-up working days: attempts, promises, what became of them.

Nothing in here knows of Odoo; the same random numbers and day give the same diary.
"""

from collections import Counter, defaultdict
from datetime import datetime, time, timedelta, timezone, tzinfo
from typing import NamedTuple

from ..planner import promise as rule

DAYS = 60
ONE_DAY = timedelta(days=1)
#: When the first plan of a day is made, after its midnight.
DAY_BEGINS = timedelta(hours=8, minutes=50)
_WORK = (9 * 60, 18 * 60)
_LUNCH = (13 * 60, 14 * 60)
#: How many of a day's activities fall into an hour, and the share that is answered.
_HOURS = {9: 3, 10: 5, 11: 5, 12: 3, 14: 4, 15: 4, 16: 5, 17: 2}
_ANSWERED = {9: 40, 10: 74, 11: 73, 12: 36, 14: 42, 15: 45, 16: 48, 17: 45}
#: For so many minutes after its end a promise counts as kept.
_TOLERANCE = 15
#: Moments and windows that are agreed.
_EXACT = [600, 630, 660, 690, 720, 750, 855, 900, 930, 960, 990, 1020]
_WINDOWS = [(540, 720), (600, 720), (660, 780), (840, 960), (900, 1020)]
#: What it is about: a deal's stage (1 to 3) and the tier.
HOT, CUSTOMER, EARLY, OTHER, NEW = "hot", "customer", "early", "other", "new"


class Person(NamedTuple):
    """How somebody works: ``kept`` and ``in_order`` are shares from 0 to 1,
    ``contacts`` the fewest and the most of a day."""

    key: str
    tz: tzinfo
    country: str
    is_care: bool
    kept: float
    in_order: float
    contacts: tuple[int, int]


class About(NamedTuple):
    """What an activity is about; the deal and the company may be missing."""

    deal: object
    company: str | None
    tier: str
    stage: int = 0
    is_call: bool = True
    chance: float = 1.0


class Attempt(NamedTuple):
    """An activity that was done or tried; ``at`` is naive UTC, the rest local."""

    about: About
    at: datetime
    day: object
    hour: int
    answered: bool
    promised: bool
    in_order: bool
    minutes: int


class Pledge(NamedTuple):
    """A promise and how it ended; all moments are naive UTC."""

    about: About
    promised: rule.Promise
    day: object
    given_on: datetime
    settled_on: datetime
    verdict: rule.Verdict
    attempts: int
    tried_at: datetime | None


class Diary:
    """Working days are counted backwards: 0 is the last one before today."""

    def __init__(self, person, today, rng):
        self.person, self.rng = person, rng
        self.attempts, self.pledges = [], []
        self._taken = defaultdict(set)
        self._counts = Counter()
        self._newest = today - ONE_DAY
        while self._newest.weekday() > 4:
            self._newest -= ONE_DAY
        self.length = 0
        while (today - self.day(self.length)).days <= DAYS:
            self.length += 1

    def day(self, back):
        """The local date of a working day."""
        ahead = self._newest.weekday() - back
        weeks, weekday = divmod(ahead, 5)
        monday = self._newest - timedelta(days=self._newest.weekday())
        return monday + timedelta(weeks=weeks, days=weekday)

    def at(self, back, minute):
        """The naive UTC moment of a local minute after midnight."""
        local = datetime.combine(self.day(back), time(*divmod(minute, 60)))
        aware = local.replace(tzinfo=self.person.tz)
        return aware.astimezone(timezone.utc).replace(tzinfo=None)

    def count(self, back):
        """How many attempts there are on a day."""
        return self._counts[back]

    def minute(self, back, first=_WORK[0], last=_WORK[1] - 10):
        """A minute in which nothing happens yet; calls gather in the good hours."""
        hours, weights = list(_HOURS), list(_HOURS.values())
        for _attempt in range(40):
            (hour,) = self.rng.choices(hours, weights)
            minute = hour * 60 + self.rng.randrange(60)
            if first <= minute <= last and minute not in self._taken[back]:
                return minute
        free = set(range(first, last + 1)) - self._taken[back]
        return self.rng.choice(sorted(free)) if free else last

    def contact(self, back, about, minute=None, promised=False):
        """Try once; returns (moment, whether it was answered)."""
        minute = self.minute(back) if minute is None else minute
        self._taken[back].add(minute)
        self._counts[back] += 1
        day, at, rng = self.day(back), self.at(back, minute), self.rng
        share = _ANSWERED[minute // 60] / 100
        if day.weekday() == 0 and minute < 12 * 60:
            share *= 0.65
        if day.weekday() == 4 and minute >= 16 * 60:
            share *= 0.8
        share = share * about.chance + 0.18 * promised
        answered = not about.is_call or rng.random() < share
        in_order = rng.random() < self.person.in_order + 0.05 * promised
        minutes = rng.choice((10, 10, 15, 15, 15, 20, 30))
        self.attempts.append(
            Attempt(about, at, day, minute // 60, answered, promised, in_order, minutes)
        )
        return at, answered

    def promise(self, back, about, given_on, care=0.0):
        """Live through a promise of this day; returns (end of it, its outcome).

        :param care: added to the share of promises that are kept
        """
        rng = self.rng
        draw = rng.random()
        if draw < 0.07:
            how = rule.MOVED if draw < 0.05 else rule.CANCELLED
        elif rng.random() < self.person.kept + care:
            how = rule.KEPT
        else:
            how = rule.LATE if rng.random() < 0.72 else rule.BROKEN
        start, end = self._agree(how)
        exact = start == end
        promised = rule.Promise(
            self.at(back, start), None if exact else self.at(back, end), _TOLERANCE
        )
        settle = {
            rule.KEPT: self._keep,
            rule.LATE: self._be_late,
            rule.BROKEN: self._forget,
        }.get(how, self._call_off)
        # What came late may have ended the one before only on this morning.
        given_on = min(given_on, self.at(back, _WORK[0] - 5))
        ended, act, tried_at, attempts = settle(back, about, start, end, how)
        verdict = rule.settle(promised, act, ended, tried_at)
        day = self.day(back)
        self.pledges.append(
            Pledge(about, promised, day, given_on, ended, verdict, attempts, tried_at)
        )
        return ended, verdict.outcome

    def _agree(self, how):
        """A moment or a window: after lunch if it is called off in the morning, and
        not so late that nothing could come after it, if it is missed."""
        earliest = 840 if how in _CALLED_OFF else 0
        latest = 1080 if how == rule.KEPT else 960
        exact = self.rng.random() < 0.55
        choices = zip(_EXACT, _EXACT, strict=True) if exact else _WINDOWS
        return self.rng.choice(
            [(a, b) for a, b in choices if earliest <= a and b <= latest]
        )

    def _keep(self, back, about, start, end, _how):
        minute = end - self.rng.randrange(6)
        if start != end:
            minute = self.minute(back, start, end - 1)
        at, answered = self.contact(back, about, minute, promised=True)
        return at, rule.MADE, None, int(not answered)

    def _be_late(self, back, about, _start, end, _how):
        """Some minutes or hours, now and then only on the next morning. What is not
        answered then is tried once more, or gets another time."""
        rng = self.rng
        minute = end + int(rng.triangular(_TOLERANCE + 2, 115, _TOLERANCE + 9))
        if _LUNCH[0] <= minute < _LUNCH[1]:
            minute = _LUNCH[1] + rng.randrange(20)
        if back and rng.random() < 0.12:
            back -= 1
            minute = self.minute(back, 545, 630)
        at, answered = self.contact(back, about, minute, promised=True)
        if answered:
            return at, rule.MADE, None, 0
        if minute > 1000:
            return at, rule.REPLACED, at, 1
        minute = self.minute(back, minute + 15)
        again, answered = self.contact(back, about, minute, promised=True)
        if answered:
            return again, rule.MADE, at, 1
        return again, rule.REPLACED, at, 2

    def _forget(self, back, _about, _start, _end, _how):
        return self.at(back, 1050 + self.rng.randrange(28)), rule.REPLACED, None, 0

    def _call_off(self, back, _about, _start, _end, how):
        act = rule.REPLACED if how == rule.MOVED else rule.GIVEN_UP
        return self.at(back, 550 + self.rng.randrange(200)), act, None, 0


_CALLED_OFF = {rule.MOVED, rule.CANCELLED}

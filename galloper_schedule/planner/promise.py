"""What becomes of a promise: what is kept, late, broken, moved and cancelled.

Read aloud, the rule is:

1. A promise is *kept* if the activity was done, or tried, by the end of its window; an
   exact moment is its own end.
2. It is *late* if the activity was done, or tried, only after that.
3. It is *moved* or *cancelled* if the customer agreed on another time, or nobody waits
   for it any more, while there was still time to keep it.
4. It is *broken* if its time passed without any try, and it was moved or given up only
   then: nobody makes a missed promise good by moving it.
5. Whoever had it when its time was up answers for it, whoever gets it afterwards.

An unanswered try by the end keeps a promise, and so ends it. One that comes later does
not: the customer still waits for it, and the delay is counted up to that try.

Sources: the design's definition of a kept promise; the CRM strategy lesson: a call at
11:30 instead of 11:00 may pass unnoticed, none at all does not.
"""

from datetime import datetime
from typing import NamedTuple

OPEN = "open"
KEPT, LATE, BROKEN, MOVED, CANCELLED = "kept", "late", "broken", "moved", "cancelled"
#: In which of these the customer was still waiting when the time was up.
OWED = (KEPT, LATE, BROKEN)
OUTCOMES = (OPEN, KEPT, LATE, BROKEN, MOVED, CANCELLED)

#: How a promise ends: the activity is done, or tried in time; it gets another time; or
#: nobody is to be called any more.
MADE, REPLACED, GIVEN_UP = "made", "replaced", "given_up"


class Verdict(NamedTuple):
    """What became of a promise; ``minutes_late``: whole minutes, if it is late."""

    outcome: str
    minutes_late: int = 0


class Promise(NamedTuple):
    """A moment or window that was agreed with the customer; naive UTC."""

    promised_at: datetime
    promised_until: datetime | None = None

    @property
    def end(self) -> datetime:
        """Until when it can be kept."""
        return self.promised_until or self.promised_at

    def is_over(self, now: datetime) -> bool:
        """Whether its time is up at ``now`` (naive UTC)."""
        return self.end < now


def settle(
    promise: Promise, how: str, now: datetime, tried_at: datetime | None = None
) -> Verdict:
    """What has become of a promise that ends at ``now``.

    :param how: ``MADE``, ``REPLACED`` or ``GIVEN_UP``
    :param now: naive UTC
    :param tried_at: when it was first tried in vain after its end, naive UTC

    >>> def at(hour, minute=0):
    ...     return datetime(2026, 3, 4, hour, minute)
    >>> eleven = Promise(at(11))
    >>> settle(eleven, MADE, at(11)).outcome, settle(eleven, MADE, at(11, 20))
    ('kept', Verdict(outcome='late', minutes_late=20))
    >>> settle(Promise(at(9), at(12)), MADE, at(11, 20)).outcome
    'kept'

    Moved or given up, it counts whether there was still time:

    >>> [settle(eleven, how, at(10)).outcome for how in (REPLACED, GIVEN_UP)]
    ['moved', 'cancelled']
    >>> [settle(eleven, how, at(12)).outcome for how in (REPLACED, GIVEN_UP)]
    ['broken', 'broken']

    Tried too late, and then moved to another time:

    >>> settle(eleven, REPLACED, at(16), tried_at=at(11, 30))
    Verdict(outcome='late', minutes_late=30)
    """
    if not promise.is_over(now):
        return Verdict({MADE: KEPT, REPLACED: MOVED, GIVEN_UP: CANCELLED}[how])
    touched = tried_at or (now if how == MADE else None)
    if touched is None:
        return Verdict(BROKEN)
    delay = max((touched - promise.end).total_seconds(), 0)
    return Verdict(LATE, int(delay // 60))

"""What becomes of a promise: what is kept, late, broken, moved and cancelled.

Read aloud, the rule is:

1. A promise is *kept* if the activity was done by the end of its window, or tried in
   vain from the beginning to the end of it; an exact moment is its own beginning and
   end.
2. Done is pressed after the talk. So the end is tolerant: by as long as the activity
   takes, and by the company's tolerance at least; by nothing if that is 0.
3. It is *late* if the activity was done, or tried, only after that. The delay is
   counted from the end that was promised.
4. It is *moved* or *cancelled* if the customer agreed on another time, or nobody waits
   for it any more, while there was still time to keep it.
5. It is *broken* if its time passed without any try, and it was moved or given up only
   then: nobody makes a missed promise good by moving it, be it a minute after its end.
6. Whoever had it when its time was up answers for it, whoever gets it afterwards.

An unanswered try in its time keeps a promise, and so ends it. One before its beginning
settles nothing: the customer expects the call at the time that was agreed. One that
comes late does not end it either: the customer still waits, and the delay is counted up
to that try.

Sources: the design's definition of a kept promise; the CRM strategy lesson: a call at
11:30 instead of 11:00 may pass unnoticed, none at all does not.
"""

from datetime import datetime
from typing import NamedTuple

from .local_time import shifted

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


def tolerance(minutes: int, least: int) -> int:
    """For how many minutes after its end a promise still counts as kept.

    :param minutes: how long the activity takes
    :param least: the company's tolerance; 0: none, to the second

    >>> tolerance(15, 5), tolerance(3, 5), tolerance(15, 0)
    (15, 5, 0)
    """
    return max(minutes, least) if least else 0


class Promise(NamedTuple):
    """A moment or window that was agreed with the customer; naive UTC.

    ``tolerance``: for how many minutes after its end it still counts as kept. A call at
    eleven takes a quarter of an hour, and Done is pressed then:

    >>> eleven = datetime(2026, 3, 4, 11)
    >>> call = Promise(eleven, tolerance=tolerance(15, 5))
    >>> [settle(call, MADE, eleven.replace(minute=minute)) for minute in (15, 16)]
    [Verdict(outcome='kept', minutes_late=0), Verdict(outcome='late', minutes_late=16)]
    """

    promised_at: datetime
    promised_until: datetime | None = None
    tolerance: int = 0

    @property
    def end(self) -> datetime:
        """Until when it was promised."""
        return self.promised_until or self.promised_at

    @property
    def kept_until(self) -> datetime:
        """Until when it counts as kept."""
        return shifted(self.end, minutes=self.tolerance)

    def has_begun(self, now: datetime) -> bool:
        """Whether a try at ``now`` (naive UTC) is one at this promise."""
        return self.promised_at <= now

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
    touched = tried_at or (now if how == MADE else None)
    if touched and touched <= promise.kept_until:
        return Verdict(KEPT)
    if not promise.is_over(now):
        return Verdict(MOVED if how == REPLACED else CANCELLED)
    if not touched:
        return Verdict(BROKEN)
    delay = touched - promise.end
    return Verdict(LATE, int(delay.total_seconds() // 60))

"""What an activity with a meeting promises: to be there at the meeting's own time.

Read aloud, the rule is:

1. A meeting to come, or going on, promises its own time: from its beginning to its end.
2. One that is called off, or is over, promises nothing. If the meeting's time was
   promised so far, it is promised no more.
3. What was missed stays missed, whatever becomes of the meeting afterwards; and what
   was promised otherwise is none of the meeting's business.
"""

from datetime import datetime

from .promise import Promise


def agreed(
    meeting: Promise | None,
    promised: Promise | None,
    was: Promise | None,
    now: datetime,
) -> Promise | None:
    """What is promised by an activity whose meeting has just been made or changed.

    :param meeting: when it is; None: it was called off
    :param promised: what the activity promised before
    :param was: when the meeting was before; None: it is new
    :param now: naive UTC

    >>> def at(hour):
    ...     return datetime(2026, 3, 4, hour)
    >>> ten, three = Promise(at(10), at(11)), Promise(at(15), at(16))
    >>> agreed(three, ten, ten, at(9)) == agreed(three, None, None, at(12)) == three
    True
    >>> agreed(None, ten, ten, at(9)), agreed(ten, three, three, at(12))
    (None, None)

    What was to be at ten is missed at twelve, also if it is entered for nine by then;
    the call at three stays promised:

    >>> agreed(Promise(at(9), at(10)), ten, ten, at(12)) == ten
    True
    >>> agreed(None, three, ten, at(12)) == three
    True
    """
    if meeting and not meeting.is_over(now):
        return meeting
    if promised and promised == was and not promised.is_over(now):
        return None
    return promised

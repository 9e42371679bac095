"""Which promises can still be met today, one contact after the other."""

from bisect import insort
from collections.abc import Iterable
from datetime import datetime, timedelta

from .contact import Contact
from .two_pass import TODAY, Placed

_SECOND = timedelta(seconds=1)


def promises_at_risk(plan: Iterable[Placed], now: datetime) -> set[int]:
    """The ids of today's contacts whose promise cannot be met in its window.

    Promises of an exact moment take their moment first; of two at one moment the
    second follows the first. A window then takes the earliest room left inside it. What
    would begin after its end is at risk. A missed promise is no longer at risk: it is
    missed.

    :param plan: in plan order
    :param now: naive UTC

    >>> def call(id, minute, until=None):
    ...     at = datetime(2026, 3, 4, 9, minute)
    ...     end = until and datetime(2026, 3, 4, 9, until)
    ...     contact = Contact(id, at.date(), at, end, minutes=15)
    ...     return Placed(contact, TODAY, None, id)
    >>> nine = datetime(2026, 3, 4, 9)
    >>> promises_at_risk([call(1, 0, 59), call(2, 10), call(3, 30)], nine)
    set()
    >>> promises_at_risk([call(1, 30), call(2, 40), call(3, 30, 44)], nine)
    {2, 3}
    """
    promises: list[Contact] = [one.contact for one in plan if one.bucket == TODAY]
    promises.sort(key=lambda contact: contact.promised_until is not None)
    at_risk, taken = set(), []
    for contact in promises:
        length = timedelta(minutes=contact.minutes)
        start = earliest_room(taken, max(now, contact.promised_at), length)
        if start > contact.promise_end:
            at_risk.add(contact.id)
        insort(taken, (start, start + length))
    return at_risk


def risk_changes_after(plan: Iterable[Placed], now: datetime) -> datetime | None:
    """Until when no promise of a window comes to be at risk by time alone.

    However the others lie, a window's contact begins by the time all of them have
    taken their minutes, and a gap too short for it was left before each exact one.
    None: no window can come to be at risk. In the last stretch it is the next second.

    >>> call = Contact(1, datetime(2026, 3, 4).date(), datetime(2026, 3, 4, 9),
    ...                datetime(2026, 3, 4, 13), minutes=15)
    >>> plan = [Placed(call, TODAY, None, 1)]
    >>> risk_changes_after(plan, datetime(2026, 3, 4, 9, 30))
    datetime.datetime(2026, 3, 4, 13, 0)
    """
    promises: list[Contact] = [one.contact for one in plan if one.bucket == TODAY]
    windows = [one for one in promises if one.promised_until is not None]
    exact = len(promises) - len(windows)
    all_minutes = sum(one.minutes for one in promises)
    safe = [
        one.promise_end
        - timedelta(minutes=all_minutes - one.minutes + exact * one.minutes)
        for one in windows
        if one.promise_end > now
    ]
    return min((max(end, now + _SECOND) for end in safe), default=None)


def earliest_room(
    taken: list[tuple[datetime, datetime]], start: datetime, length: timedelta
) -> datetime:
    """The first moment from ``start`` on with ``length`` free; ``taken`` is sorted."""
    for busy_from, busy_until in taken:
        if busy_from >= start + length:
            break
        start = max(start, busy_until)
    return start

"""Which promises can still be met today, one contact after the other."""

from bisect import insort
from collections.abc import Iterable
from datetime import datetime, timedelta

from .contact import Contact
from .two_pass import TODAY, Placed


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


def earliest_room(
    taken: list[tuple[datetime, datetime]], start: datetime, length: timedelta
) -> datetime:
    """The first moment from ``start`` on with ``length`` free; ``taken`` is sorted."""
    for busy_from, busy_until in taken:
        if busy_from >= start + length:
            break
        start = max(start, busy_until)
    return start

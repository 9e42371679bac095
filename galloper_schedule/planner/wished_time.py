"""Where a promised window has room: it is what the customer wished.

Read aloud, the rule is:

1. Best is free time inside the customer's hours: of this day, else of the following
   ones, until the window ends.
2. If there is none, free time outside the customer's hours, in the same order: they
   have agreed to be called then.
3. If there is none either, any time without a meeting, unless the salesperson works on
   a following day of the window: it was agreed, as an exact moment may be.

What has room on a following day only has none on this one, and is not at risk.

Example. Wednesday, working hours 9 to 18, a customer who may be called until 20:

>>> from datetime import date, timezone
>>> def at(hour, minute=0, day=4):
...     return datetime(2026, 3, day, hour, minute)
>>> def show(window, now, free=((9, 18),)):
...     hours = CallHours.daily(480, 1200, UTC)
...     contact = Contact(1, date(2026, 3, 4), *window, hours=hours)
...     today, minute = [(at(a), at(b)) for a, b in free], timedelta(minutes=1)
...     thursday = [(at(9, day=5), at(18, day=5))]
...     ahead = Ahead(thursday, thursday)
...     gaps = [Gaps(some, now, minute * 0) for some in (today, ahead.free)]
...     found = in_free_time(contact, now, *gaps)
...     if found:
...         return f"{found.start:%a %H:%M} {found.conflict or ''}".strip()
...     if may_leave_hours(contact, now, ahead):
...         return f"{anywhere(contact, now, []):%a %H:%M} out of hours"
>>> UTC = timezone.utc
>>> show((at(10), at(12)), at(9))
'Wed 10:00'
>>> show((at(20, 15), at(21, 45)), at(9))
'Wed 20:15 out of hours'
>>> show((at(17), at(22)), at(17, 50))
'Wed 17:50 out of hours'
>>> show((at(9), at(10, day=5)), at(17, 50))
'Thu 09:00'
>>> show((at(20, 15), at(21, 45)), at(9), free=((14, 23),))
'Wed 20:15 night'
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from .call_hours import CallHours, Window, overlaps
from .conflicts import NIGHT
from .contact import Contact
from .gaps import Gaps
from .local_time import shifted


class Ahead(NamedTuple):
    """The days after this one: working hours, and what is free of them. Naive UTC;
    known as far as the windows of the day last.
    """

    working: Iterable[Window] = ()
    free: Iterable[Window] = ()


class Room(NamedTuple):
    """Where a window has room: among these gaps, from ``start`` to ``stop`` (naive
    UTC), its preparation included.
    """

    gaps: Gaps
    start: datetime
    stop: datetime
    conflict: str | None


def wishes(contact: Contact) -> Iterator[tuple[CallHours | None, str | None]]:
    """(hours, conflict): in which hours a window may lie, the best first."""
    yield contact.hours, None
    if contact.hours:
        yield None, NIGHT


def in_free_time(
    contact: Contact, first: datetime, today: Gaps, later: Gaps
) -> Room | None:
    """The best free time inside the window, if there is any.

    :param first: naive UTC; nothing begins before
    """
    prepare = timedelta(minutes=contact.prepare)
    length = prepare + timedelta(minutes=contact.minutes)
    earliest = max(first, shifted(begins_at(contact), -prepare))
    for hours, conflict in wishes(contact):
        for gaps in (today, later):
            start = gaps.earliest(earliest, length, hours, also_later=True)
            if start is not None and shifted(start, prepare) <= contact.promise_end:
                return Room(gaps, start, start + length, conflict)
    return None


def begins_at(contact: Contact) -> datetime:
    """When the activity may begin at the earliest."""
    return max(contact.promised_at, contact.retry_at or contact.promised_at)


def may_leave_hours(contact: Contact, first: datetime, ahead: Ahead) -> bool:
    """Whether the window may be placed outside the working hours of this day."""
    return not overlaps(first, contact.promise_end, ahead.working)


def anywhere(
    contact: Contact,
    first: datetime,
    taken: Iterable[Window],
    buffer: timedelta = timedelta(),
) -> datetime | None:
    """The first moment of the window at which there is room beside what is ``taken``.

    :param buffer: what stays free beside it
    """
    around = sorted((shifted(a, -buffer), shifted(b, buffer)) for a, b in taken)
    earliest = max(first, begins_at(contact))
    start = earliest_room(around, earliest, timedelta(minutes=contact.minutes))
    return start if start <= contact.promise_end else None


def earliest_room(taken: list[Window], start: datetime, length: timedelta) -> datetime:
    """The first moment from ``start`` on with ``length`` free; ``taken`` is sorted."""
    for busy_from, busy_until in taken:
        if busy_from - start >= length:
            break
        start = max(start, busy_until)
    return start

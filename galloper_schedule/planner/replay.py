"""A day that is over, gone through once more in another order.

Read aloud, the rule is:

1. Every order gets the same activities, the same minutes for each, the same working
   hours without meetings and the same buffer. Only whose turn it is differs.
2. What came in during the day is known from then on. Each activity is done or tried
   once, and takes its minutes, whoever answers.
3. Nobody is at two places at once and nobody works outside their working hours,
   whatever was promised. An activity that is a meeting has the meeting's own time.
4. Customers' hours and the time of the next attempt are minded in every order; whoever
   wants no calls gets none without a promise.
5. *By due date*, as a list of activities in stock Odoo is worked off: the earliest due
   first, of one day the one that came in first. Nothing is known of promised times.
6. *By priority*, as My Day has it: the two-pass rule and the timetable, anew whenever
   something comes in or a promise lapses.
7. A promise is kept if Done would be pressed in time: when the minutes of the activity
   are over, and with the tolerance of ``promise``. One that began even before its time
   counts as kept, and is counted as early as well.
8. The value of what an activity is about is reached when the first activity about it
   begins.

Pins and snoozes are left out.

Example. Monday from 9 to 10, activities of 15 minutes. A, B and C came in one after the
other, C is promised for 9:00 to 9:10; D, worth most, is promised for 9:50.

>>> from datetime import timezone
>>> def at(hour, minute=0):
...     return datetime(2026, 3, 2, hour, minute)
>>> def call(id, value, *promise):
...     contact = Contact(id, at(0).date(), *promise)
...     return Work(contact, at(0), value)
>>> tuesday = datetime(2026, 3, 3)
>>> monday = Hours(at(0), tuesday, [(at(9), at(10))], 0, timezone.utc)
>>> work = [call(1, 10), call(2, 20), call(3, 30, at(9), at(9, 10)),
...         call(4, 40, at(9, 45))]
>>> for order in ByDueDate(), ByTier(TierOrder.default()):
...     begun = replay(work, monday, order)
...     print(*(f"{'ABCD'[id - 1]} {start:%H:%M}" for id, start in begun.items()))
...     done = figures(work, monday, begun)
...     print(done.kept, "of", done.due, "kept;", done.value, done.by_hour)
A 09:00 B 09:15 C 09:30 D 09:45
1 of 2 kept; 100 {9: 100}
C 09:00 A 09:15 B 09:30 D 09:45
2 of 2 kept; 100 {9: 100}
"""

from collections.abc import Iterable
from datetime import datetime, timezone, tzinfo
from typing import NamedTuple

from . import lapse, two_pass
from .call_hours import Window, lies_inside
from .contact import Contact
from .local_time import local_day, shifted
from .promise import KEPT, MADE, Promise, settle, tolerance
from .tier_order import TierOrder
from .timetable import InProgress, Slot, Timetable


class Work(NamedTuple):
    """An activity as it was, known from ``since`` (naive UTC) on.

    ``value`` is in money: expected revenue × probability. ``about`` is what it belongs
    to: of several activities about one thing (None: each for itself) it counts once.
    """

    contact: Contact
    since: datetime
    value: float = 0.0
    about: object = None


class Hours(NamedTuple):
    """The local day from midnight to midnight (naive UTC), its ``free`` windows
    (working hours without meetings, sorted and apart), the buffer and the company's
    tolerance in minutes."""

    begins: datetime
    ends: datetime
    free: list[Window]
    buffer: int
    tz: tzinfo
    tolerance: int = 5

    def free_from(self, moment: datetime) -> list[Window]:
        """What is left of the free windows at a moment."""
        return [(max(begin, moment), end) for begin, end in self.free if end > moment]


class Figures(NamedTuple):
    """What an order has come to.

    ``due`` promises of the day, ``kept`` in time, ``early`` of these before the agreed
    time; ``missed`` promises of earlier days, how many of them were ``made_good``;
    ``by_hour``: {hour of the local day, 24 and more after midnight: value reached}.
    """

    due: int = 0
    kept: int = 0
    early: int = 0
    missed: int = 0
    made_good: int = 0
    contacts: int = 0
    minutes: int = 0
    value: float = 0.0
    by_hour: dict[int, float] = {}

    def plus(self, other: "Figures") -> "Figures":
        """Both days together.

        >>> Figures(2, by_hour={9: 5.0}).plus(Figures(1, by_hour={9: 1.0})).by_hour
        {9: 6.0}
        """
        hours = sorted({*self.by_hour, *other.by_hour})
        sums = (one + another for one, another in zip(self[:-1], other, strict=False))
        both = self.by_hour, other.by_hour
        by_hour = {hour: sum(one.get(hour, 0) for one in both) for hour in hours}
        return Figures(*sums, by_hour)


class ByDueDate:
    """As a list of activities in stock Odoo: by due date, then by id."""

    def slots(
        self,
        contacts: Iterable[Contact],
        hours: Hours,
        free: Iterable[Window],
        now: datetime,
        going_on: InProgress | None,
    ) -> dict[int, Slot]:
        """{contact id: Slot} of what fits into ``free`` from ``now`` on."""
        waiting = [one for one in contacts if one.id != (going_on and going_on[0])]
        waiting.sort(key=lambda one: (one.deadline, one.id))
        return Timetable(free, now, buffer=hours.buffer).fill(waiting)

    def changes_at(
        self, contacts: Iterable[Contact], hours: Hours, now: datetime
    ) -> datetime | None:
        """Never: the order does not change by itself."""


class ByTier:
    """As My Day: the two-pass rule on this tier order, and the timetable."""

    def __init__(self, tier_order: TierOrder):
        self.tier_order = tier_order

    def slots(
        self,
        contacts: Iterable[Contact],
        hours: Hours,
        free: Iterable[Window],
        now: datetime,
        going_on: InProgress | None,
    ) -> dict[int, Slot]:
        """{contact id: Slot} of what fits into ``free`` from ``now`` on."""
        impossible = set()
        while True:
            known = [_loosen(one) if one.id in impossible else one for one in contacts]
            table = Timetable(free, now, buffer=hours.buffer, overtime=False)
            plan = two_pass.plan_day(known, self.tier_order, now, hours.tz)
            table.place(plan, going_on)
            # One after the other: what is let go of makes room for what followed it.
            outside = (
                one.contact.id
                for one in plan
                if (slot := table.slots.get(one.contact.id))
                and one.contact.id not in impossible
                and not lies_inside(slot.start, slot.stop, hours.free)
            )
            if not (first := next(outside, None)):
                return table.slots
            impossible.add(first)

    def changes_at(
        self, contacts: Iterable[Contact], hours: Hours, now: datetime
    ) -> datetime | None:
        """When the order changes by itself: a promise lapses, or the like."""
        return lapse.runs_out_at(contacts, self.tier_order, now, hours.tz)


def replay(
    work: Iterable[Work], hours: Hours, order: ByDueDate | ByTier
) -> dict[int, datetime]:
    """{contact id: when it began (naive UTC)}, as it went on, of what was reached."""
    begun, rest = _meetings_and_rest(for_the_day(work, hours), hours)
    now, resumes, going_on = hours.begins, hours.begins, None
    while now < hours.ends:
        known = [one.contact for one in rest if one.since <= now]
        waiting = [one for one in known if one.id not in begun]
        changes = [one.since for one in rest if one.since > now]
        changes.append(order.changes_at(waiting, hours, now))
        until = min(filter(None, changes), default=hours.ends)
        if going_on:
            waiting += [one for one in known if one.id == going_on.contact_id]
        slots = order.slots(waiting, hours, hours.free_from(resumes), now, going_on)
        for number, slot in sorted(slots.items(), key=lambda one: one[1].start):
            # What the day's last plan has after midnight belongs to its night shift.
            if number not in begun and (slot.start < until or until >= hours.ends):
                begun[number] = slot.start
                going_on = InProgress(number, slot.start, slot.stop)
                resumes = shifted(slot.stop, minutes=hours.buffer)
        if going_on and going_on.stop <= until:
            going_on = None
        now = until
    return dict(sorted(begun.items(), key=lambda one: one[1]))


def for_the_day(work: Iterable[Work], hours: Hours) -> list[Work]:
    """What is to be done, in no particular order: the day's work, without pins."""
    today = local_day(hours.begins, hours.tz)
    return [
        one._replace(contact=one.contact._replace(pinned_at=None))
        for one in work
        if two_pass.bucket_of(one.contact, hours.begins, hours.tz, today)
        and one.since < hours.ends
    ]


def figures(work: Iterable[Work], hours: Hours, begun: dict[int, datetime]) -> Figures:
    """What has come of it, by what ``replay`` returns."""
    today = local_day(hours.begins, hours.tz)
    every = {one.contact.id: one for one in for_the_day(work, hours)}
    promised = [one.contact for one in every.values() if one.contact.promised_at]
    due = [one for one in promised if local_day(one.promised_at, hours.tz) == today]
    kept = [one for one in due if _is_kept(one, begun.get(one.id), hours)]
    missed = [one for one in promised if local_day(one.promised_at, hours.tz) < today]
    by_hour, counted = {}, set()
    for number, start in sorted(begun.items(), key=lambda one: (one[1], one[0])):
        about = every[number].about
        if every[number].value and about not in counted:
            hour = _hour_of(start, today, hours.tz)
            by_hour[hour] = by_hour.get(hour, 0) + every[number].value
            counted |= {about} - {None}
    return Figures(
        due=len(due),
        kept=len(kept),
        early=sum(begun[one.id] < one.promised_at for one in kept),
        missed=len(missed),
        made_good=sum(one.id in begun for one in missed),
        contacts=len(begun),
        minutes=sum(every[number].contact.minutes for number in begun),
        value=sum(by_hour.values()),
        by_hour=by_hour,
    )


def _is_kept(contact, begins, hours):
    """Whether Done would be pressed in time, if it began at all."""
    if begins is None:
        return False
    tolerated = tolerance(contact.minutes, hours.tolerance)
    promised = Promise(contact.promised_at, contact.promised_until, tolerated)
    done_at = shifted(begins, minutes=contact.minutes)
    return settle(promised, MADE, done_at).outcome == KEPT


def _meetings_and_rest(work, hours):
    """({contact id: when the meeting it is begins}, everything else)."""
    meetings, rest = {}, []
    for one in work:
        contact = one.contact
        if contact.meeting and one.since <= contact.meeting[0]:
            meetings[contact.id] = max(contact.meeting[0], hours.begins)
        else:
            rest.append(one._replace(contact=contact._replace(meeting=None)))
    return meetings, rest


def _loosen(contact):
    """Promised for a moment at which nobody is there: as soon after it as can be."""
    if contact.promised_at and not contact.promised_until:
        return contact._replace(promised_until=contact.promised_at)
    return contact


def _hour_of(moment, today, tz):
    local = moment.replace(tzinfo=timezone.utc).astimezone(tz)
    return local.hour + 24 * (local.date() - today).days

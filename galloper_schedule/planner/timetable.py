"""The timetable: when each activity of the plan has its time.

Read aloud, the rule is:

1. The activity in progress stays where it is. An activity that is a meeting has the
   meeting's own time.
2. A promise of an exact moment has that moment, even over a meeting or outside working
   hours, and then says so. Of two at one moment the second follows the first.
3. What the salesperson has pinned to a time stays there; a promise goes first.
4. Everything else goes in the order of the plan, each into the earliest gap of the free
   time that holds it: a window inside its window, nothing before its next attempt is
   due, and nobody outside their own hours.
5. What has to be prepared has its preparation before it: in a gap of its own time, and
   before an exact moment as far as that is free.
6. What finds no gap has no time today. A promise that begins after its end, or has no
   time at all, is at risk.
7. A shift goes on after midnight. What is promised for then is no activity of today,
   but its time is taken. While the shift goes on, working hours that begin later that
   day are for promises alone.

Between two activities the buffer stays free; a promise of an exact moment needs none.

Example. Wednesday, 11:20, activities of 15 minutes, working hours 9 to 18, lunch from
13 to 14, a meeting from 12 to 13. A is promised for 11:30, B was for 11:00, C and D for
yesterday, E for Monday; F to I are the pipeline. B would end at 11:35, but A has 11:30:
so B follows A.

>>> from datetime import date
>>> def at(hour, minute=0):
...     return datetime(2026, 3, 4, hour, minute)
>>> def call(id, bucket, minutes, promised_at=None):
...     contact = Contact(id, date(2026, 3, 4), promised_at, minutes=minutes)
...     return Placed(contact, bucket, None, id)
>>> def wednesday(minutes):
...     later = ["missed"] + ["overdue"] * 3 + ["funnel"] * 4
...     return [call(1, TODAY, minutes, at(11, 30))] + [
...         call(id, bucket, minutes) for id, bucket in enumerate(later, start=2)
...     ]
>>> def show(minutes):
...     free = [(at(9), at(12)), (at(14), at(18))]          # without meeting and lunch
...     day = Timetable(free, at(11, 20), busy=[(at(12), at(13))])
...     day.place(wednesday(minutes))
...     by_start = sorted(day.slots.items(), key=lambda one: one[1].start)
...     for id, slot in by_start:
...         print("ABCDEFGHI"[id - 1], f"{slot.start:%H:%M}-{slot.stop:%H:%M}")
>>> show(15)
A 11:30-11:45
B 11:45-12:00
C 14:00-14:15
D 14:15-14:30
E 14:30-14:45
F 14:45-15:00
G 15:00-15:15
H 15:15-15:30
I 15:30-15:45

With activities of 10 minutes B is called before A, at 11:20:

>>> show(10)
B 11:20-11:30
A 11:30-11:40
C 11:40-11:50
D 11:50-12:00
E 14:00-14:10
F 14:10-14:20
G 14:20-14:30
H 14:30-14:40
I 14:40-14:50
"""

from bisect import insort
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from .call_hours import Window, lies_inside, overlaps
from .contact import Contact
from .gaps import Gaps, earliest_room
from .local_time import round_up, shifted
from .two_pass import TODAY, Placed

#: Why a promise that has its exact moment is still a difficult one.
MEETING, OFF_HOURS, NIGHT = "meeting", "off_hours", "night"

_MINUTE = timedelta(minutes=1)


class Slot(NamedTuple):
    """From when until when (naive UTC), and why that is a difficult time, if it is."""

    start: datetime
    stop: datetime
    conflict: str | None = None


class InProgress(NamedTuple):
    """The activity that the salesperson is at, and the time it was given before."""

    contact_id: int
    start: datetime
    stop: datetime


class Timetable:
    """One salesperson's day. ``slots`` says when each activity is, as far as it fits.

    :param free: free windows, naive UTC, sorted and apart: working hours without
        meetings
    :param now: naive UTC; what is over already is not free any more
    :param busy: the meetings, to name what a promise collides with
    :param buffer: minutes that stay free between two activities
    :param later: free windows after those, for promises alone
    """

    def __init__(
        self,
        free: Iterable[Window],
        now: datetime,
        busy: Iterable[Window] = (),
        buffer: int = 0,
        later: Iterable[Window] = (),
    ):
        self.now = now
        self.free, self.busy, self.later = list(free), list(busy), list(later)
        self.slots: dict[int, Slot] = {}
        self.at_risk: set[int] = set()
        self._first = round_up(now)
        self._gaps = Gaps(self.free, self._first, timedelta(minutes=buffer), self.later)
        self._taken: list[Window] = []
        self._prepared: list[Window] = []

    def place(
        self,
        plan: list[Placed],
        in_progress: InProgress | None = None,
        tonight: Iterable[Placed] = (),
    ) -> None:
        """Give each activity its time. See the module.

        :param plan: in plan order
        :param tonight: promises, as if they were of today, that only take their time
        """
        rest, tonight = self._begin(plan, in_progress), list(tonight)
        number = sum(one.bucket == TODAY for one in rest)
        rest[number:number] = tonight
        for placed in rest:
            if _is_exact(placed):
                self._pin(placed.contact, placed.contact.promised_at)
        for placed in rest:
            if placed.contact.pinned_at and not _is_exact(placed):
                self._pin(placed.contact, placed.contact.pinned_at)
        self._gaps.close([*self._taken, *self._prepared])
        for placed in rest:
            contact = placed.contact
            if contact.id not in self.slots:
                earliest, is_promised = self._first, placed.bucket == TODAY
                if is_promised:
                    begins = shifted(contact.promised_at, minutes=-contact.prepare)
                    earliest = max(earliest, begins)
                if slot := self._gap_for(contact, earliest, is_promised):
                    self.slots[contact.id] = slot
        for placed in tonight:
            self.slots.pop(placed.contact.id, None)
        self.at_risk = {one.contact.id for one in plan if self._is_at_risk(one)}

    def _begin(self, plan, in_progress):
        """Place what has its time already; the rest."""
        rest = []
        for placed in plan:
            contact = placed.contact
            if in_progress and contact.id == in_progress.contact_id:
                if _goes_on(placed, in_progress, self.now):
                    self._take(contact, in_progress.start, in_progress.stop)
                    continue
            if contact.meeting and contact.meeting[1] > self.now:
                self.slots[contact.id] = Slot(*contact.meeting)
            else:
                rest.append(placed)
        return rest

    def has_room(self, minutes: int) -> bool:
        """Whether an activity of so many minutes still fits somewhere."""
        return self._gaps.longest >= timedelta(minutes=minutes)

    def fill(self, contacts: Iterable[Contact]) -> dict[int, Slot]:
        """Give further activities, in this order, what is left of the day.

        :return: {contact id: Slot} of those that fit
        """
        slots = {one.id: self._gap_for(one, self._first) for one in contacts}
        return {number: slot for number, slot in slots.items() if slot}

    def room(self, placed: Placed) -> Slot | None:
        """Where one more activity would have room and keep its promise; None: nowhere.

        >>> day = Timetable([(datetime(2026, 3, 4, 9), datetime(2026, 3, 4, 10))],
        ...                 datetime(2026, 3, 4, 9))
        >>> one = Contact(1, datetime(2026, 3, 4).date(), datetime(2026, 3, 4, 9, 30))
        >>> day.room(Placed(one, TODAY, None, 1)).start.minute
        30
        >>> day.give_room(Placed(one, TODAY, None, 1))
        >>> day.room(Placed(one, TODAY, None, 1)) is None
        True
        """
        contact, earliest = placed.contact, self._first
        length = timedelta(minutes=contact.minutes)
        if placed.bucket == TODAY:
            earliest = max(earliest, contact.promised_at)
        if contact.retry_at:
            earliest = max(earliest, contact.retry_at)
        # An exact moment was agreed with the customer, whatever their hours are.
        hours = None if _is_exact(placed) else contact.hours
        also_later = placed.bucket == TODAY
        start = self._gaps.earliest(earliest, length, hours, also_later)
        if start is None or placed.bucket == TODAY and start > contact.promise_end:
            return None
        return Slot(start, start + length)

    def give_room(self, placed: Placed) -> None:
        """Take the room that ``room`` finds, if there is any."""
        if slot := self.room(placed):
            self._gaps.take(slot.start, slot.stop)

    def _pin(self, contact, moment):
        """At its moment, or right after what has that moment already."""
        length = timedelta(minutes=contact.minutes)
        if contact.retry_at:
            moment = max(moment, contact.retry_at)
        start = earliest_room(self._taken, moment, length)
        self._take(contact, start, shifted(start, length))

    def _take(self, contact, start, stop):
        insort(self._taken, (start, stop))
        if contact.prepare:
            begins = shifted(start, minutes=-contact.prepare)
            self._prepared.append((begins, start))
        self.slots[contact.id] = Slot(start, stop, self._conflict(contact, start, stop))

    def _conflict(self, contact, start, stop):
        if overlaps(start, stop, self.busy):
            return MEETING
        if not lies_inside(start, stop, [*self.free, *self.later]):
            return OFF_HOURS
        hours = contact.hours
        if hours and not lies_inside(start, stop, hours.windows(start, stop)):
            return NIGHT
        return None

    def _gap_for(self, contact, earliest, also_later=False):
        """The earliest room, which is then taken; None: there is none."""
        prepare = contact.prepare * _MINUTE
        length = prepare + contact.minutes * _MINUTE
        if contact.retry_at:
            earliest = max(earliest, shifted(contact.retry_at, -prepare))
        start = self._gaps.earliest(earliest, length, contact.hours, also_later)
        if start is None:
            return None
        self._gaps.take(start, start + length)
        return Slot(start + prepare, start + length)

    def _is_at_risk(self, placed):
        if placed.bucket != TODAY:
            return False
        slot = self.slots.get(placed.contact.id)
        return slot is None or slot.start > placed.contact.promise_end


def runs_out_at(slots: Iterable[Slot], now: datetime) -> datetime | None:
    """When the first slot is over: its activity, if it is not done, moves on then.

    >>> nine = datetime(2026, 3, 4, 9)
    >>> slots = [Slot(nine + i * _MINUTE, nine + (i + 15) * _MINUTE) for i in (0, 15)]
    >>> runs_out_at(slots, nine)
    datetime.datetime(2026, 3, 4, 9, 15)
    """
    return min((slot.stop for slot in slots if slot.stop > now), default=None)


def _is_exact(placed):
    return placed.bucket == TODAY and placed.contact.promised_until is None


def _goes_on(placed, in_progress, now):
    """Whether the activity in progress still is: nobody gave it another time."""
    contact = placed.contact
    if not in_progress.start <= now < in_progress.stop or contact.waits(now):
        return False
    if placed.bucket == TODAY and contact.promised_at > now:
        return False
    return contact.pinned_at in (None, in_progress.start)

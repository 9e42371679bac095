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
   A window is what the customer wished: if there is no such gap in it, it is placed
   outside their hours, or even outside working hours, and says so (``wished_time``).
5. What has to be prepared has its preparation before it: in a gap of its own time, and
   before an exact moment as far as that is free.
6. What finds no gap has no time today. A promise that begins after its end, or has no
   time at all, today or on the following days of its window, is at risk.
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
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from . import conflicts, wished_time
from .call_hours import Window
from .contact import Contact
from .gaps import Gaps
from .in_progress import InProgress
from .local_time import round_up, shifted
from .two_pass import TODAY, Placed
from .wished_time import Ahead, earliest_room

_MINUTE = timedelta(minutes=1)


class Slot(NamedTuple):
    """From when until when (naive UTC), and why that is a difficult time, if it is."""

    start: datetime
    stop: datetime
    conflict: str | None = None


class Timetable:
    """One salesperson's day. ``slots`` says when each activity is, as far as it fits.

    :param free: free windows, naive UTC, sorted and apart: working hours without
        meetings
    :param now: naive UTC; what is over already is not free any more
    :param busy: the meetings, to name what a promise collides with
    :param buffer: minutes that stay free between two activities
    :param time_off: those of the meetings that are a leave
    :param ahead: what follows, a night shift over: windows may last until then
    :param overtime: whether windows are placed outside the free time, too
    :param next_shift: free windows of the day after those, for promises alone
    """

    def __init__(
        self,
        free: Iterable[Window],
        now: datetime,
        busy: Iterable[Window] = (),
        buffer: int = 0,
        time_off: Iterable[Window] = (),
        ahead: Ahead | None = None,
        overtime: bool = True,
        next_shift: Sequence[Window] = (),
    ):
        self.now, self.time_off = now, list(time_off)
        self.free, self.busy, self.ahead = list(free), list(busy), ahead or Ahead()
        self.slots: dict[int, Slot] = {}
        self.at_risk: set[int] = set()
        self._first = round_up(now)
        self._buffer, self._overtime = timedelta(minutes=buffer), overtime
        self._gaps = Gaps(self.free, self._first, self._buffer, next_shift)
        self._working = [*self.free, *next_shift]
        today = [self._first, *(end for _begin, end in self._working)]
        self._later = Gaps(self.ahead.free, max(today), self._buffer)
        self._has_room_later: set[int] = set()
        self._taken: list[Window] = []
        self._prepared: list[Window] = []

    def place(
        self,
        plan: list[Placed],
        in_progress: InProgress | None = None,
        tonight: Sequence[Placed] = (),
    ) -> None:
        """Give each activity its time. See the module.

        :param plan: in plan order
        :param tonight: promises, as if they were of today, that only take their time
        """
        rest = self._begin(plan, in_progress)
        number = sum(one.bucket == TODAY for one in rest)
        rest[number:number] = tonight
        for placed in sorted(rest, key=_is_exact, reverse=True):
            contact, is_exact = placed.contact, _is_exact(placed)
            if moment := contact.promised_at if is_exact else contact.pinned_at:
                self._pin(contact, moment)
        self._gaps.close([*self._taken, *self._prepared])
        for placed in rest:
            contact = placed.contact
            if contact.id not in self.slots:
                find = self._wished if placed.bucket == TODAY else self._gap_for
                if slot := find(contact):
                    self.slots[contact.id] = slot
        for placed in tonight:
            self.slots.pop(placed.contact.id, None)
        self.at_risk = {one.contact.id for one in plan if self._is_at_risk(one)}

    def _begin(self, plan, in_progress):
        """Place what has its time already; the rest."""
        rest = []
        for placed in plan:
            contact = placed.contact
            if in_progress and in_progress.goes_on(placed, self.now):
                self._take(contact, in_progress.start, in_progress.stop)
            elif contact.meeting and contact.meeting[1] > self.now:
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
        slots = {one.id: self._gap_for(one) for one in contacts}
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
        if is_promise := placed.bucket == TODAY:
            earliest = max(earliest, contact.promised_at)
        earliest = max(earliest, contact.not_before(self.now) or earliest)
        # What was agreed with the customer is so, whatever their hours are.
        wishes = wished_time.wishes(contact) if is_promise else [(contact.hours, None)]
        for hours, conflict in wishes:
            start = self._gaps.earliest(earliest, length, hours, is_promise)
            if start and not (is_promise and start > contact.promise_end):
                return Slot(start, start + length, conflict)
        return None

    def give_room(self, placed: Placed) -> None:
        """Take the room that ``room`` finds, if there is any."""
        if slot := self.room(placed):
            self._gaps.take(slot.start, slot.stop)

    def _pin(self, contact, moment):
        """At its moment, or right after what has that moment already."""
        length = timedelta(minutes=contact.minutes)
        moment = max(moment, contact.not_before(self.now) or moment)
        start = earliest_room(self._taken, moment, length)
        self._take(contact, start, shifted(start, length))

    def _take(self, contact, start, stop):
        insort(self._taken, (start, stop))
        if contact.prepare:
            begins = shifted(start, minutes=-contact.prepare)
            self._prepared.append((begins, start))
        self.slots[contact.id] = self._said(contact, start, stop)

    def _said(self, contact, start, stop):
        """The slot, with what stands against it."""
        sides = self.busy, self._working, contact.hours, self.time_off
        return Slot(start, stop, conflicts.of_time(start, stop, *sides))

    def _wished(self, contact):
        """The room of a promised window; None: it has none on this day."""
        room = wished_time.in_free_time(contact, self._first, self._gaps, self._later)
        if room is None:
            begins = shifted(contact.promised_at, minutes=-contact.prepare)
            return self._overtime_for(contact) or self._gap_for(contact, begins)
        room.gaps.take(room.start, room.stop)
        if room.gaps is self._gaps:
            begins = shifted(room.start, minutes=contact.prepare)
            return Slot(begins, room.stop, room.conflict)
        self._has_room_later.add(contact.id)
        return None

    def _overtime_for(self, contact):
        """Room for a window outside the free time, if that may be."""
        first, start = self._first, None
        if self._overtime and wished_time.may_leave_hours(contact, first, self.ahead):
            taken = [*self.busy, *(slot[:2] for slot in self.slots.values())]
            start = wished_time.anywhere(contact, first, taken, self._buffer)
        if not start:
            return None
        stop = shifted(start, minutes=contact.minutes)
        self._gaps.take(shifted(start, minutes=-contact.prepare), stop)
        return self._said(contact, start, stop)

    def _gap_for(self, contact, earliest=datetime.min):
        """The earliest room, which is then taken; None: there is none."""
        prepare = contact.prepare * _MINUTE
        length = prepare + contact.minutes * _MINUTE
        if length > self._gaps.longest:
            return None
        earliest = max(self._first, earliest)
        if not_before := contact.not_before(self.now):
            earliest = max(earliest, shifted(not_before, -prepare))
        start = self._gaps.earliest(earliest, length, contact.hours)
        if start is None:
            return None
        self._gaps.take(start, start + length)
        return Slot(start + prepare, start + length)

    def _is_at_risk(self, placed):
        if placed.bucket != TODAY:
            return False
        contact, slot = placed.contact, self.slots.get(placed.contact.id)
        has_room = contact.id in self._has_room_later
        return slot.start > contact.promise_end if slot else not has_room


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

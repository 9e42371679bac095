"""A slow, obvious second book: of what was agreed with customers, and of meetings.

It knows nothing of how the add-on works, only what it is to do.
"""

from datetime import datetime, time, timedelta, timezone

from odoo.addons.galloper_schedule.adapter.tools.zones import zone_of

from .common import utc

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Meeting:
    """What its owner, who alone ever changes it, has entered in the calendar."""

    def __init__(self, owner, start, stop, days=None):
        self.owner, self.event_id, self.guests = owner, None, []
        self.start, self.stop, self.days, self.is_on = start, stop, days, True

    def time(self, tz):
        """(beginning, end), for somebody in this zone; None: it was called off."""
        if not self.is_on:
            return None
        if not self.days:
            return self.start, self.stop
        first, last = self.days
        return (
            utc(tz, *first.timetuple()[:3]),
            utc(tz, *last.timetuple()[:3], 23, 59),
        )

    def as_stored(self):
        """As the database has it."""
        days = self.days or (self.start.date(), self.stop.date())
        hours = (time(8), time(18))
        start, stop = self.start, self.stop
        if self.days:
            start, stop = map(datetime.combine, self.days, hours)
        return (self.event_id, self.is_on, bool(self.days), start, stop, *days)


class Contact:
    """What is known of an activity: whose it is, what was agreed, how that ended."""

    def __init__(self, name, user=None, lead=None, partner=None):
        self.name, self.user, self.lead, self.partner = name, user, lead, partner
        self.is_open, self.minutes, self.meeting = True, 15, None
        #: (beginning, end) that was agreed; that somebody still waits for.
        self.agreed = self.owed = None
        #: When it was first tried too late; who answers for what is owed.
        self.tried = self.answers = None
        #: (outcome, who answers for it) of each promise that has ended.
        self.rows = []

    def __repr__(self):
        """For a comparison that fails."""
        meeting = self.meeting and vars(self.meeting)
        return f"{vars(self) | {'meeting': meeting}}"

    @property
    def end(self):
        return self.owed[1] or self.owed[0]

    def kept_until(self, window):
        """The talk takes a while, and five minutes are the least."""
        return (window[1] or window[0]) + max(self.minutes, 5) * MINUTE

    def settle(self, how, now):
        """``how``: made, moved, gone; nothing happens if nothing is owed."""
        if not self.owed:
            return
        if how == "made" and not self.tried and now <= self.kept_until(self.owed):
            outcome = "kept"
        elif now <= self.end:
            outcome = {"moved": "moved", "gone": "cancelled"}[how]
        elif how == "made" or self.tried:
            outcome = f"late {((self.tried or now) - self.end) // MINUTE}"
        else:
            outcome = "broken"
        self.rows.append((outcome, self.answers))
        self.owed = self.tried = self.answers = None

    def agree(self, window, waits, now):
        """Another time was agreed, or none; ``waits``: the lead is worked on."""
        if window == self.agreed:
            return
        self.settle("moved" if window and waits else "gone", now)
        self.agreed = window
        self.owe(waits)

    def owe(self, waits=True):
        """From here on somebody waits."""
        if self.agreed and waits and self.is_open:
            self.owed, self.answers = self.agreed, self.user

    def try_in_vain(self, now):
        """Nobody answered: before its time that settles nothing."""
        if not self.agreed or now < self.agreed[0]:
            return
        if now <= self.kept_until(self.agreed):
            self.settle("made", now)
            self.agreed = None
        elif self.owed:
            self.tried = self.tried or now

    def do(self, now):
        self.settle("made", now)
        self.is_open = False

    def pass_to(self, user, now):
        """Whoever had it when its time was up answers for it."""
        if self.owed and now <= self.end:
            self.answers = user
        self.user = user

    def meet(self, meeting, was, now, tz, waits):
        """Its meeting is new, or another one than it was."""
        when = meeting.time(tz)
        if when and now <= when[1]:
            self.agree(when, waits, now)
        elif self.agreed and self.agreed == was and now <= was[1]:
            self.agree(None, waits, now)

    def is_meeting(self, now, tz):
        """Whether it has a time of its own, the meeting's."""
        when = self.meeting and self.meeting.time(tz)
        return bool(when) and now <= when[1]

    def as_booked(self):
        """What the promise log says, the oldest first."""
        return [*self.rows, *([("open", self.answers)] if self.owed else ())]


def local_day(moment, tz):
    """The day on which a naive UTC moment is in a zone."""
    return moment.replace(tzinfo=timezone.utc).astimezone(zone_of(tz)).date()

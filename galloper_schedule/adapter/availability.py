"""Whether a salesperson can keep a promise, before he makes it."""

from datetime import datetime, timedelta

from ..planner.call_hours import lies_inside, moment_of, overlaps
from ..planner.local_time import local_day
from ..planner.timetable import MEETING, NIGHT, OFF_HOURS, Timetable
from ..planner.two_pass import TODAY, Placed
from . import facts, working_time
from .day import Day

# So many days ahead a free time is looked for.
_DAYS = 8
_FIVE_MINUTES = timedelta(minutes=5)
_NOON = 12 * 60
_MORNING_FROM = 9 * 60
_AFTERNOON = 13 * 60, 18 * 60
TAKEN = "taken"


class Availability:
    """The coming days of one salesperson: working hours, meetings, promises."""

    def __init__(self, user, now, around=None):
        """Of the coming days, or of those around a moment.

        :param now: naive UTC, as ``around``
        """
        self.env = user.env(su=True)
        self.now = _up_to_five_minutes(now)
        self.day = Day.of(user.sudo(), now)
        first, last = self.day.begins, self.day.begins + timedelta(days=_DAYS)
        if around:
            first, last = around - timedelta(days=1), around + timedelta(days=2)
        working = working_time.working_windows(
            self.env, [self.day], {user.id: (first, last)}
        )
        coming = self.day._replace(tomorrow=last)
        meetings = working_time.select_meetings(self.env, [coming])
        self.hours = working_time.WorkingTime(
            working[user.id],
            working_time.busy_windows(meetings, [self.day])[user.id],
        )
        self.promised = [
            contact
            for contact, _document in facts.fetch(self.env, [coming])[user.id].contacts
            if contact.promised_at and contact.promise_end >= now
        ]

    def difficulties(self, activity, start, end=None):
        """What stands against promising this moment or window (naive UTC).

        :return: a set of ``meeting``, ``off_hours``, ``night`` and ``taken``
        """
        contact = self._contact(activity)
        found = set()
        if end and end > start:
            table = Timetable(self.hours.free, max(self.now, start))
            room = table.fill([contact]).get(contact.id)
            if not room or room.start > end:
                found.add(OFF_HOURS)
            return found
        stop = start + timedelta(minutes=contact.minutes)
        if overlaps(start, stop, self.hours.busy):
            found.add(MEETING)
        if not lies_inside(start, stop, self.hours.working):
            found.add(OFF_HOURS)
        hours = contact.hours
        if hours and not lies_inside(start, stop, hours.windows(start, stop)):
            found.add(NIGHT)
        others = (
            (one.promised_at, one.promised_at + timedelta(minutes=one.minutes))
            for one in self.promised
            if one.id != activity.id and not one.promised_until
        )
        if overlaps(start, stop, others):
            found.add(TAKEN)
        return found

    def propose(self, activities):
        """{activity id: the earliest naive UTC moment at which it can be promised}.

        One after the other, after the contact in progress and round all that is
        promised to others already.
        """
        chosen = set(activities.ids)
        table = Timetable(self.hours.free, self._after_contact_in_progress(chosen))
        kept = [
            Placed(contact, TODAY, None, number)
            for number, contact in enumerate(self.promised)
            if contact.id not in chosen
        ]
        table.place(sorted(kept, key=lambda one: one.contact.promised_at))
        slots = table.fill(self._contact(activity) for activity in activities)
        return {number: slot.start for number, slot in slots.items()}

    def _after_contact_in_progress(self, besides):
        """From when on he has time for another contact than the one he is at."""
        running = self.env["galloper.schedule.line"].search(
            [
                ("user_id", "=", self.day.user_id),
                ("planned_start", "<=", self.now),
                ("planned_stop", ">", self.now),
                ("activity_id", "not in", list(besides)),
            ]
        )
        stops = running.mapped("planned_stop")
        return _up_to_five_minutes(max([self.now, *stops]))

    def quick_choices(self):
        """{choice: (start, end or None)}, naive UTC; what is over today is left out."""
        soon = _up_to_five_minutes(self.now + timedelta(minutes=30))
        choices = {"half_hour": (soon,)}
        begins, ends = self._clock(self.day.today, *_AFTERNOON)
        if self.now < ends - timedelta(hours=1):
            choices["afternoon"] = max(self.now, begins), ends
        if morning := self._next_morning():
            choices["next_morning"] = morning
        return {name: (*window, None)[:2] for name, window in choices.items()}

    def _next_morning(self):
        """The first half of the next working day: tomorrow, or after the weekend."""
        for begin, end in self.hours.working:
            day = local_day(begin, self.day.tz)
            nine, noon = self._clock(day, _MORNING_FROM, _NOON)
            if day > self.day.today and begin < noon:
                start = max(begin, min(nine, end))
                return start, noon if noon > start else end
        return None

    def _clock(self, day, *minutes):
        return [moment_of(day, minute, self.day.tz) for minute in minutes]

    def _contact(self, activity):
        """The contact as the planner knows it, without any promise."""
        return facts.free_contact(activity.sudo(), self.day)


def _up_to_five_minutes(moment):
    since = moment - datetime.min
    return moment + (-since) % _FIVE_MINUTES

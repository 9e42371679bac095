"""Whether a salesperson can keep a promise, before they make it."""

from datetime import datetime, timedelta
from functools import cached_property

from odoo import fields
from odoo.models import BaseModel
from odoo.tools import format_datetime

from ...planner.call_hours import (
    HOLIDAY,
    Window,
    lies_inside,
    moment_of,
    narrowed,
    overlaps,
)
from ...planner.conflicts import MEETING, NIGHT, OFF_HOURS, TIME_OFF
from ...planner.contact import Contact
from ...planner.gaps import Gaps
from ...planner.local_time import by_local_day, local_day, round_up, shifted
from ...planner.no_calls import strongest
from ...planner.timetable import Timetable
from ...planner.two_pass import TODAY, Placed
from ...planner.wished_time import in_free_time
from ..facts import activity_facts, contact_maker, hours_cache, meetings, working_time
from ..facts.day import Day
from ..facts.working_time import WorkingTime
from ..numbers import no_call_texts
from ..tools import asked
from . import screen_presses

# So many days ahead a free time is looked for.
_DAYS = 8
# And so far a window is looked at.
_MOST_DAYS = 31
_NOON = 12 * 60
_MORNING_FROM = 9 * 60
_AFTERNOON = 13 * 60, 18 * 60
TAKEN = "taken"


class Availability:
    """The coming days of one salesperson: working hours, meetings, promises."""

    def __init__(self, user, now, around=None, until=None, besides=()):
        """Of the coming days, or of those around a moment, or a window.

        :param now: naive UTC, as ``around`` and ``until``
        :param besides: ids of meetings that are in nobody's way
        """
        self._besides = set(besides)
        self.env = user.env(su=True)
        self._asked_at, self.now = now, round_up(now, 5)
        self.day = Day.of(user.sudo(), now)
        self.first, self.last = (
            self.day.begins,
            shifted(self.day.begins, days=_DAYS),
        )
        if around:
            self.first = shifted(around, days=-1)
            most = shifted(around, days=_MOST_DAYS)
            self.last = shifted(min(max(around, until or around), most), days=2)
        self._coming = self.day._replace(tomorrow=self.last)

    @cached_property
    def working(self) -> list[Window]:
        """The working hours of these days, without leaves."""
        span = {self.day.user_id: (self.first, self.last)}
        return hours_cache.windows(self.env, [self.day], span)[self.day.user_id]

    @cached_property
    def hours(self) -> WorkingTime:
        """Working hours and meetings."""
        rows = [
            row
            for row in meetings.select_meetings(self.env, [self._coming])
            if row[1] not in self._besides
        ]
        leaves = [row for row in rows if row[-1]]
        windows = (
            working_time.busy_windows(some, [self.day])[self.day.user_id]
            for some in (rows, leaves)
        )
        return working_time.WorkingTime(self.working, *windows)

    @cached_property
    def promised(self) -> list[Contact]:
        """The activities that are promised and can still be kept."""
        known = activity_facts.fetch(self.env, [self._coming])[self.day.user_id]
        return [
            contact
            for contact, _document in known.contacts
            if contact.promised_at and contact.promise_end >= self._asked_at
        ]

    def difficulties(
        self, activity: BaseModel, start: datetime, end: datetime | bool | None = None
    ) -> set[str]:
        """What stands against promising this moment or window (naive UTC).

        :return: a set of ``meeting``, ``time_off``, ``off_hours``, ``night``,
            ``holiday``, ``taken``
        """
        contact = self._contact(activity)
        if end and end > start:
            return self._of_window(
                contact._replace(promised_at=start, promised_until=end)
            )
        found = set()
        stop = shifted(start, minutes=contact.minutes)
        if overlaps(start, stop, self.hours.time_off):
            found.add(TIME_OFF)
        elif overlaps(start, stop, self.hours.busy):
            found.add(MEETING)
        if not lies_inside(start, stop, self.hours.working):
            found.add(OFF_HOURS)
        if why := contact.hours and contact.hours.why_not(start, stop):
            found.add(HOLIDAY if why == HOLIDAY else NIGHT)
        others = (
            (one.promised_at, shifted(one.promised_at, minutes=one.minutes))
            for one in self.promised
            if one.id != activity.id and not one.promised_until
        )
        if overlaps(start, stop, others):
            found.add(TAKEN)
        return found

    def _of_window(self, contact):
        """What stands against a window: it needs room for this activity alone."""
        first, nothing = max(self.now, contact.promised_at), timedelta()
        gaps = Gaps(self.hours.free, first, nothing)
        room = in_free_time(contact, first, gaps, Gaps([], first, nothing))
        return {room.conflict} - {None} if room else {OFF_HOURS}

    def propose(self, activities: BaseModel) -> dict[int, datetime]:
        """{activity id: the earliest naive UTC moment at which it can be promised}.

        One after the other, after the activity in progress and round all that is
        promised to others already.
        """
        chosen = set(activities.ids)
        begins = self._after_contact_in_progress(chosen)
        table = Timetable(self.hours.free, begins, overtime=False)
        kept = [
            Placed(contact, TODAY, None, number)
            for number, contact in enumerate(self.promised)
            if contact.id not in chosen
        ]
        table.place(sorted(kept, key=lambda one: one.contact.promised_at))
        slots = table.fill(activity_facts.free_contacts(activities.sudo(), self.day))
        return {number: slot.start for number, slot in slots.items()}

    def _after_contact_in_progress(self, besides):
        """From when on there is time for another activity than the one in progress."""
        running = self.env["galloper.schedule.line"].search(
            [
                ("user_id", "=", self.day.user_id),
                ("planned_start", "<=", self.now),
                ("planned_stop", ">", self.now),
                ("activity_id", "not in", list(besides)),
            ]
        )
        stops = running.mapped("planned_stop")
        return round_up(max([self.now, *stops]), 5)

    def quick_choices(
        self, about: BaseModel | None = None
    ) -> dict[str, tuple[datetime, datetime | None]]:
        """{choice: (start, end or None)}, naive UTC; left out is what is over today,
        and when the customer is not to be called.

        :param about: the activity, or the lead or customer who is to get one
        """
        contact = self._contact(about) if about else None
        hours = contact and contact.hours
        minutes = contact.minutes if contact else self.day.minutes
        length = timedelta(minutes=minutes)
        soon = round_up(shifted(self.now, minutes=30), 5)
        choices = {}
        if narrowed(soon, shifted(soon, length), hours, length):
            choices["half_hour"] = soon, None
        begins, ends = self._clock(self.day.today, *_AFTERNOON)
        afternoon = narrowed(max(self.now, begins), ends, hours, length)
        if self.now < shifted(ends, hours=-1) and afternoon:
            choices["afternoon"] = afternoon
        if morning := self._next_morning(hours, length):
            choices["next_morning"] = morning
        return choices

    def _next_morning(self, hours, length):
        """The first half of the next working day on which the customer may be called:
        tomorrow, or after the weekend.
        """
        for begin, end in by_local_day(self.working, self.now, self.day.tz):
            day = local_day(begin, self.day.tz)
            nine, noon = self._clock(day, _MORNING_FROM, _NOON)
            if day > self.day.today and begin < noon:
                start = max(begin, min(nine, end))
                ends = noon if noon > start else end
                if morning := narrowed(start, ends, hours, length):
                    return morning
        return None

    def _clock(self, day, *minutes):
        return [moment_of(day, minute, self.day.tz) for minute in minutes]

    def _contact(self, activity):
        """The activity as the planner knows it, without any promise."""
        [contact] = activity_facts.free_contacts(activity.sudo(), self.day)
        return contact


def get_difficulties(
    lines: BaseModel, key: int, start: str, stop: str | bool = False
) -> list[str]:
    """What stands against promising this moment, or window: texts.

    :param lines: the model of the lines, with the caller's rights
    :param key: names the activity: see ``screen_presses.find``
    :param start: naive UTC text, as ``stop``
    """
    env = lines.env
    activity, about = screen_presses.find(lines, key)
    start, stop = asked.some_moment(env, start), asked.moment(env, stop)
    if not activity and not about:
        return []
    return warnings(env.user, activity or about, start, stop)


def warnings(
    user: BaseModel,
    about: BaseModel,
    start: datetime,
    end: datetime | bool | None = None,
) -> list[str]:
    """What stands against promising this moment or window (naive UTC), as texts.

    :param user: the salesperson who promises
    :param about: the activity, or the lead that is to become one
    """
    if not asked.is_usable(start):
        return []  # see promise.check
    env, now = about.env, fields.Datetime.now()
    if (end or start) < now:
        return [env._("This time is in the past.")]
    texts = {
        MEETING: env._("Clashes with a meeting."),
        TIME_OFF: env._("Clashes with time off."),
        OFF_HOURS: env._("Outside working hours."),
        NIGHT: env._("Outside the customer's calling hours."),
        HOLIDAY: env._("It is a holiday for the customer."),
        TAKEN: env._("Another customer has been promised this time."),
    }
    # Where it is a meeting itself, that one may be moved.
    own = about.sudo().calendar_event_id.ids if about._name == "mail.activity" else ()
    coming = Availability(user, now, start, end or None, own)
    found = coming.difficulties(about, start, end)
    said = [text for name, text in texts.items() if name in found]
    return [*said, *_no_call(about, coming.day, start)]


def _no_call(about, day, start):
    """That the customer may not be called then, if it is a call."""
    is_activity = about._name == "mail.activity"
    if is_activity and about.sudo().activity_type_id.category != "phonecall":
        return
    env, document = about.env, activity_facts.document_of(about.sudo())
    nos = contact_maker.nos_of([document], day)[document] if document else ()
    if no := strongest(nos, start):
        until = no.until and format_datetime(env, no.until, dt_format="short")
        why = no_call_texts.say(env, no, until or "")
        yield env._("This customer may not be called: %(reason)s.", reason=why)

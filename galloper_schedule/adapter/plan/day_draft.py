"""From the facts of some days to the lines of their plans."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo.api import Environment

from ...planner import lapse, timetable, two_pass
from ...planner.call_hours import Window
from ...planner.contact import Contact
from ...planner.no_calls import NoCall
from ...planner.tier_order import TierOrder
from ...planner.two_pass import Placed
from ...planner.wished_time import Ahead
from ..facts import activity_facts, hours_cache
from ..facts.activity_facts import Facts
from ..facts.day import Day
from ..facts.hours_cache import Sources
from ..facts.working_time import WorkingTime
from . import days_ahead, line_store
from .line_store import Line

# A meeting may go on for ever: no more minutes than the database can hold.
_MOST_MINUTES = 2**31 - 1
_A_DAY = timedelta(days=1)


class Plan(NamedTuple):
    """The lines of a salesperson's plan, and until when it holds (naive UTC; None: as
    long as nobody changes anything).

    ``contacts`` and ``idle_leads`` are the digests of the facts it was made from; the
    latter is None if the day has no room. ``ahead`` are the following days, if anything
    was promised until then. ``capacity_minutes`` are the day's working
    hours without meetings, whatever the hour. ``not_called``: what may not be done now.
    """

    lines: list[line_store.Line]
    runs_out_at: datetime | None
    contacts: tuple
    idle_leads: tuple | None
    capacity_minutes: int
    ahead: Ahead | None
    not_called: list[tuple[Contact, NoCall]]

    @property
    def slots(self) -> list[Window]:
        """(start, end) of the activities that have room, without suggestions."""
        return [
            (line.planned_start, line.planned_stop)
            for line in self.lines
            if line.active and line.planned_start
        ]


def plan_days(
    env: Environment,
    days: Collection[Day],
    meetings: list[tuple],
    sources: Sources,
    tier_order: TierOrder,
    now: datetime,
    stored: list[Line],
) -> dict[int, Plan]:
    """{user id: Plan} of these days.

    :param env: a superuser environment
    :param meetings: rows of ``meetings.select_meetings``
    :param sources: what ``hours_cache.sources`` says
    :param stored: the lines so far; the activity in progress among them does not move
    """
    contacts = activity_facts.fetch(env, days)
    hours = hours_cache.of_days(env, days, meetings, sources, now)
    drafts = draft_days(env, days, contacts, hours, tier_order, now, stored)
    roomy = [draft for draft in drafts if draft.has_room]
    leads = activity_facts.fetch_idle_leads(
        env, [draft.day for draft in roomy], tier_order, now
    )
    for draft in roomy:
        draft.suggest(leads[draft.day.user_id])
    return {draft.day.user_id: draft.finish() for draft in drafts}


def draft_days(
    env: Environment,
    days: list[Day],
    contacts: dict[int, Facts],
    hours: dict[int, WorkingTime],
    tier_order: TierOrder,
    now: datetime,
    stored: list[Line],
) -> list["Draft"]:
    """The drafts of these days, without suggestions.

    :param env: a superuser environment
    :param contacts: {user id: Facts}
    :param hours: {user id: WorkingTime}
    """
    begun = _begun(stored, now)
    ahead = days_ahead.of_days(env, days, contacts)
    return [
        Draft(
            day,
            contacts[day.user_id],
            hours[day.user_id],
            begun.get(day.user_id, []),
            tier_order,
            now,
            ahead.get(day.user_id),
        )
        for day in days
    ]


def minutes_of(windows: Iterable[Window]) -> int:
    """How long these (start, end) windows are together, in whole minutes."""
    minutes = sum((end - start).total_seconds() for start, end in windows) // 60
    return min(int(minutes), _MOST_MINUTES)


def _begun(stored, now):
    """{user id: the lines whose time has come}, the earliest first."""
    begun = defaultdict(list)
    for line in stored:
        if line.active and line.planned_start and line.planned_start <= now:
            begun[line.user_id].append(line)
    for lines in begun.values():
        lines.sort(key=lambda line: (line.planned_start, line.rank))
    return begun


class Draft:
    """One salesperson's plan in the making."""

    def __init__(self, day, known, hours, begun, tier_order, now, ahead=None):
        self.day, self.tier_order, self.now, self.ahead = day, tier_order, now, ahead
        self.known, self.idle_leads, self.hours = known, None, hours
        self.about = {contact.id: document for contact, document in known.contacts}
        ends = hours.ends(day)
        self.contacts = [_unpinned(one, ends) for one, _document in known.contacts]
        self.suggested = []
        self.plan = two_pass.plan_day(self.contacts, tier_order, now, day.tz)
        self.table = timetable.Timetable(
            hours.free,
            now,
            hours.busy,
            day.buffer,
            hours.time_off,
            ahead,
            next_shift=hours.free_later,
        )
        tonight = [one for one in known.tonight if one.promised_at < ends]
        self.table.place(self.plan, self._in_progress(begun), _as_of_today(tonight))
        suggests = day.suggests or day.suggests_customers
        self.has_room = suggests and self.table.has_room(day.minutes)
        self.slots = list(self.table.slots.values())
        self.lines = [self._line(placed) for placed in self.plan]

    def _in_progress(self, begun):
        """The activity in progress: the first that has begun and is not done.

        If its time is over the salesperson has fallen behind, and nothing is in
        progress: what would have come next has not begun. Meetings, and what is pinned
        to a time, do not hold up the rest.
        """
        contacts = {contact.id: contact for contact in self.contacts}
        for line in begun:
            contact = contacts.get(line.activity_id)
            if contact and not contact.meeting and not contact.waits(self.now):
                if line.planned_stop - line.planned_start > _A_DAY:
                    continue  # so long only a meeting lasts, which it is no more
                if line.planned_stop > self.now:
                    return timetable.InProgress(
                        contact.id, line.planned_start, line.planned_stop
                    )
                if not contact.pinned_at:
                    return None
        return None

    def _line(self, placed):
        contact = placed.contact
        return line_store.make_line(
            self.day.user_id,
            placed,
            self.about[contact.id],
            self.table.slots.get(contact.id),
            waiting=contact.waits(self.now),
            at_risk=contact.id in self.table.at_risk,
            no_call=contact.no_call(self.now),
        )

    def suggest(self, leads: Facts) -> None:
        """Fill the rest of the day with first contacts, as many as fit."""
        self.idle_leads = leads.digest
        # A customer who is due is known by their last order.
        about = {
            contact.id: document._replace(lead_id=contact.id)
            for contact, document in leads.contacts
        }
        self.suggested = [contact for contact, _document in leads.contacts]
        placed = two_pass.suggest(
            self.suggested, self.tier_order, self.now, self.day.tz
        )
        slots = self.table.fill(one.contact for one in placed)
        self.slots += slots.values()
        self.lines += [
            line_store.make_line(
                self.day.user_id,
                one,
                about[one.contact.id],
                slots[one.contact.id],
                no_call=one.contact.no_call(self.now),
            )
            for one in placed
            if one.contact.id in slots
        ]

    def finish(self) -> Plan:
        """The plan."""
        contacts = [*self.contacts, *self.suggested]
        ends = [
            lapse.runs_out_at(contacts, self.tier_order, self.now, self.day.tz),
            timetable.runs_out_at(self.slots, self.now),
            self.hours.shift_ends(self.day),
        ]
        return Plan(
            self.lines,
            min(filter(None, ends), default=None),
            self.known.digest,
            self.idle_leads,
            minutes_of(self.hours.free),
            self.ahead,
            two_pass.not_called(self.contacts, self.now, self.day.tz),
        )


def _unpinned(contact, ends):
    """Pinned to a time after the planning day it is not pinned today."""
    if contact.pinned_at and contact.pinned_at >= ends:
        return contact._replace(pinned_at=None)
    return contact


def _as_of_today(promises):
    """The promises that are for the night of this shift, in order."""
    promises = sorted(promises, key=lambda one: (one.promised_at, one.id))
    return [Placed(contact, two_pass.TODAY, None, 0) for contact in promises]

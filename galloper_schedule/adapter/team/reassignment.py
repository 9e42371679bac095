"""What becomes of people's days when activities change hands, before they do."""

from typing import NamedTuple

from odoo.models import BaseModel

from ...planner import two_pass
from ...planner.local_time import local_day
from ...planner.two_pass import FUNNEL, PROMISE
from ..calling.book import read as read_book
from ..facts import activity_facts, meetings, working_time
from ..facts.day import Day, of_users
from ..plan import day_draft, line_store
from ..plan.day_draft import Draft, minutes_of
from ..plan.risk_notices import endangered
from ..tools import tolerance
from . import team_figures

# Later promises are all put on the first so many days that have any.
_DAYS_AHEAD = 10


class Load(NamedTuple):
    """A day in figures: ``at_risk`` are the ids of the activities whose promise is."""

    done: int
    planned: int
    unplaced: int
    capacity: int
    to_do: int
    misfits: int
    at_risk: tuple

    @property
    def minutes(self) -> int:
        """All that the day is to hold."""
        return self.done + self.planned + self.unplaced


class Days:
    """The days of some salespeople at ``now`` (naive UTC); nothing is written.

    :param users: those who have left are out
    """

    def __init__(self, users, now):
        self.now = now.replace(microsecond=0)
        self.users, self.env = users, users.env(su=True)
        self.days = list(of_users(users.sudo(), self.now).values())
        self.hours = self._hours_of(self.days, self.now)
        self.tier_order = self.env["galloper.tier"]._get_tier_order()
        ids = [day.user_id for day in self.days]
        self.stored = line_store.read(self.env, ids) if ids else []
        self.figures = team_figures.describe(self.env, self.days, self.now)

    def drafts(self, moved: dict[int, int] | None = None) -> dict[int, Draft]:
        """{user id: the draft of their plan}, by the planner itself; without users
        whose plan could not be worked out.

        :param moved: {activity id: user id}, as if these activities were theirs
        """
        by_user = {day.user_id: day for day in self.days}
        drafts = tolerance.for_each(
            None,
            by_user,
            lambda ids: self._drafts([by_user[user_id] for user_id in ids], moved),
            None,
            "What becomes of the day of user %s could not be worked out",
        )
        return {user_id: draft for user_id, draft in drafts.items() if draft}

    def _drafts(self, days, moved):
        known = activity_facts.fetch(self.env, days, moved)
        drafts = day_draft.draft_days(
            self.env, days, known, self.hours, self.tier_order, self.now, self.stored
        )
        return {draft.day.user_id: draft for draft in drafts}

    def loads(self, moved: dict[int, int] | None = None) -> dict[int, Load]:
        """{user id: Load}."""
        drafts = self.drafts(moved)
        return {user_id: self._load(draft) for user_id, draft in drafts.items()}

    def _load(self, draft):
        figures = self.figures[draft.day.user_id]
        ahead = [slot for slot in draft.slots if slot.stop > self.now]
        minutes = {contact.id: contact.minutes for contact in draft.contacts}
        misfits = [line for line in draft.lines if not line.planned_start]
        return Load(
            done=figures["done_minutes"],
            planned=minutes_of(slot[:2] for slot in ahead),
            unplaced=sum(minutes[line.activity_id] for line in misfits),
            capacity=figures["capacity_minutes"],
            to_do=len(ahead),
            misfits=len(misfits),
            at_risk=tuple(line.activity_id for line in endangered(draft.lines)),
        )

    # -- Who gets what

    def propose(self, first: BaseModel, others: BaseModel) -> dict[int, int | None]:
        """{activity id: the id of who has room for it at its time, or None}.

        Whoever has least to do goes first; none of their activities is moved for it.

        :param first: activities that come before the ``others``
        """
        if not self.days:
            return {}
        drafts = self.drafts()
        loads = {key: self._load(draft).minutes for key, draft in drafts.items()}
        present = [
            day
            for day in self.days
            if day.user_id in drafts and self.hours[day.user_id].free
        ]
        tables = self._tables(present, self.hours, self.now)
        for user_id, of_user in tables.items():
            of_user[FUNNEL] = drafts[user_id].table
        proposed = {}
        for group in (first, others - first):
            proposed |= self._share_out(group, present, self.now, tables, loads)
        for later in self._by_later_day(first | others, proposed):
            moment = later[0].promised_at
            book = read_book(self.env)
            days = [
                Day.of(user, moment, book)
                for user in self._active()
                if user.id in loads
            ]
            hours = self._hours_of(days, moment)
            days = [day for day in days if hours[day.user_id].free]
            now = min((day.begins for day in days), default=self.now)
            tables = self._tables(days, hours, now)
            proposed |= self._share_out(later, days, now, tables, loads)
        return proposed

    def _share_out(self, activities, days, now, tables, loads):
        """{activity id: user id or None} of those activities that are for these days.

        :param loads: {user id: minutes}, which go up
        """
        if not days or not activities:
            return {}
        somebody = days[0]
        moved = dict.fromkeys(activities.ids, somebody.user_id)
        known = activity_facts.fetch(self.env, [somebody], moved)[somebody.user_id]
        contacts = [one for one, _document in known.contacts if one.id in moved]
        proposed = {}
        for placed in two_pass.plan_day(contacts, self.tier_order, now, somebody.tz):
            free = [
                day.user_id
                for day in days
                if tables[day.user_id][placed.schedule_pass].room(placed)
            ]
            chosen = min(free, key=lambda key: (loads[key], key), default=None)
            proposed[placed.contact.id] = chosen
            if chosen:
                loads[chosen] += placed.contact.minutes
                for table in tables[chosen].values():
                    table.give_room(placed)
        return proposed

    def _tables(self, days, hours, now):
        """{user id: {PROMISE: the day with promises alone}}: a promise goes before all
        that is not promised."""
        known = activity_facts.fetch(self.env, days)
        return {
            day.user_id: {
                PROMISE: self._only_promises(
                    day, known[day.user_id], hours[day.user_id], now
                )
            }
            for day in days
        }

    def _only_promises(self, day, known, hours, now):
        # By a later day, those of the days before it will have been kept.
        promised = [
            pair
            for pair in known.contacts
            if pair[0].promised_at
            and (pair[0].promised_at >= day.begins or now > day.begins)
        ]
        known = known._replace(contacts=promised)
        return day_draft.Draft(day, known, hours, [], self.tier_order, now).table

    def _hours_of(self, days, now=None):
        rows = meetings.select_meetings(self.env, days)
        return working_time.of_days(self.env, days, rows, now)

    def _by_later_day(self, activities, besides):
        """The activities that are promised for the coming days, day by day."""
        tz = self.days[0].tz
        later = activities.filtered(
            lambda one: one.promised_at and one.id not in besides
        )
        by_day = later.grouped(lambda one: local_day(one.promised_at, tz))
        return [group for _day, group in sorted(by_day.items())[:_DAYS_AHEAD]]

    def _active(self):
        known = {day.user_id for day in self.days}
        return self.users.sudo().filtered(lambda user: user.id in known)

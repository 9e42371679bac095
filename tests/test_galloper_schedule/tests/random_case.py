"""People in five zones, what they choose by throwing dice, and how books are compared.

What they do is in ``random_calls``, ``random_leads`` and ``random_meetings``, the
second book in ``random_book``.
"""

import random
from contextlib import suppress
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tools import SQL

from odoo.addons.galloper_schedule.adapter.facts import hours_cache
from odoo.addons.galloper_schedule.adapter.plan import fingerprint, line_store
from odoo.addons.galloper_schedule.adapter.tools.ttl_cache import TtlCache

from .common import TimetableCase
from .random_book import MINUTE, local_day

ZONES = {
    "moscow": "Europe/Moscow",
    "kolkata": "Asia/Kolkata",
    "new_york": "America/New_York",
    "adelaide": "Australia/Adelaide",
    "london": "Europe/London",
}
#: Where they may move to, besides.
ELSEWHERE = ("Asia/Kathmandu", "America/St_Johns", "Pacific/Auckland", "UTC")
_CALENDAR = """
SELECT id, active, COALESCE(allday, FALSE), start, stop,
       COALESCE(start_date, start::date), COALESCE(stop_date, stop::date)
  FROM calendar_event WHERE id = ANY(%s) ORDER BY id
"""
_ATTENDEES = """
SELECT event_id, partner_id, state FROM calendar_attendee
 WHERE event_id = ANY(%s) ORDER BY event_id, partner_id
"""


class _Undone(Exception):
    """Raised to roll back what was only tried."""


class RandomCase(TimetableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        sellers = [
            cls._new_seller(f"galloper_{name}", tz) for name, tz in ZONES.items()
        ]
        every_lead = "sales_team.group_sale_salesman_all_leads"
        cls.leader = cls._new_seller("galloper_head", "Europe/London", every_lead)
        rights = "sales_team.group_sale_manager,base.group_erp_manager"
        cls.boss = cls._new_seller("galloper_boss", "America/New_York", rights)
        cls.sellers = cls.env["res.users"].concat(*sellers)
        cls.people = cls.sellers | cls.leader | cls.boss
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Random Team",
                "user_id": cls.leader.id,
                "crm_team_member_ids": [
                    Command.create({"user_id": user.id}) for user in cls.sellers
                ],
            }
        )
        cls.employed = cls.env["resource.resource"].create(
            [
                {
                    "name": user.name,
                    "user_id": user.id,
                    "calendar_id": cls.company.resource_calendar_id.id,
                    "tz": user.tz,
                }
                for user in sellers[::2]
            ]
        )
        customers = [{"name": f"Customer {tz}", "tz": tz} for tz in ZONES.values()]
        cls.customers = cls.env["res.partner"].create([{"name": "Plain"}, *customers])
        cls.log = cls.env["galloper.promise"]

    def _begin(self, seed, now):
        """Everybody's first day, which is empty."""
        self.now, self.dice, self.told = now, random.Random(seed), []
        for owner in (fields.Datetime, self.cr):
            clock = patch.object(owner, "now", lambda: self.now)
            clock.start()
            self.addCleanup(clock.stop)
        #: {activity id: Contact}, and those that have been deleted.
        self.contacts, self.gone = {}, []
        #: {lead id: whose it is}, and those that are lost.
        self.leads, self.lost = {}, set()
        self.meetings, self.away, self.settled = {}, [], {}
        self.zone = {user.id: user.tz for user in self.people}
        self.numbers = iter(range(10**6))

    # -- Choosing

    def _is_here(self, user_id):
        return bool(user_id) and user_id not in self.away

    def _someone(self):
        here = [user for user in self.sellers if self._is_here(user.id)]
        return self.dice.choice(here)

    def _by(self, user, records):
        """The records, as the user's client asks for them."""
        tz = self.zone[user.id]
        return records.with_user(user).with_context(tz=tz)

    def _actor(self, one):
        """Who works at an activity: whose it is, else whoever leads them."""
        mine = self._is_here(one.user)
        if mine and (not one.lead or self.leads[one.lead] in (None, one.user)):
            return self.people.browse(one.user)
        return self.leader

    def _tz(self, one, actor=None):
        return self.zone[one.user or (actor or self.leader).id]

    def _some(self, test=bool, most=3):
        """([activities], [contacts]) that fit, and that one person may work at."""
        fit = [(key, one) for key, one in self.contacts.items() if test(one)]
        if not fit:
            return self.env["mail.activity"], []
        actor = self._actor(self.dice.choice(fit)[1])
        fit = [(key, one) for key, one in fit if self._actor(one) == actor]
        chosen = self.dice.sample(fit, min(len(fit), self.dice.randint(1, most)))
        keys, contacts = zip(*chosen, strict=True)
        return self._by(actor, self.env["mail.activity"].browse(keys)), contacts

    def _is_open(self, one):
        return one.is_open

    def _is_movable(self, one):
        """Whether any time may be promised: a meeting to come has its own."""
        return one.is_open and not self._is_meeting(one)

    def _is_meeting(self, one):
        return bool(one.meeting) and one.is_meeting(self.now, self._tz(one))

    def _window(self, earliest=1):
        start = self.now + self.dice.randint(earliest, 4000) * MINUTE
        return start, self.dice.choice(
            [None, start + 90 * MINUTE, start + 2880 * MINUTE]
        )

    def _waits(self, one):
        return one.lead not in self.lost

    def _forget(self, key):
        """The activity was deleted."""
        one = self.contacts.pop(key)
        one.settle("gone", self.now)
        self.gone.append(one)

    def _on(self, lead_ids):
        return [one for one in self.contacts.values() if one.lead in lead_ids]

    def _model(self, name):
        return self.env["ir.model"]._get_id(name)

    # -- Comparing

    def _compare(self):
        self.env.cr.flush()
        self.env.invalidate_all()
        self._compare_log()
        self._compare_activities()
        self._compare_calendar()
        self._compare_plans()

    def _compare_log(self):
        """Each promise is open, or was settled, once and for all."""
        domain = [("contact_name", "=like", "random %")]
        rows = self.log.search(domain, order="id")
        of_name = rows.grouped("contact_name")
        every = [*self.gone, *self.contacts.values()]
        booked = {
            one.name: [self._booked(row) for row in of_name.get(one.name, ())]
            for one in every
        }
        for one in every:
            self.assertEqual(booked[one.name], one.as_booked(), one)
        self.assertEqual(len(rows), sum(map(len, booked.values())))
        settled = rows.filtered(lambda row: row.outcome != "open")
        self.assertTrue(all(row.settled_on for row in settled))
        now_is = {row.id: self._figures(row) for row in settled}
        self.assertEqual(now_is, {**now_is, **self.settled})
        self.settled = now_is
        self._compare_open(rows - settled)

    def _booked(self, row):
        late = f"late {row.minutes_late}"
        outcome = late if row.outcome == "late" else row.outcome
        return outcome, row.user_id.id or None

    def _figures(self, row):
        names = ("outcome", "minutes_late", "settled_on", "promised_at", "day")
        return [row[name] for name in (*names, "promised_until", "user_name")]

    def _compare_open(self, rows):
        for row in rows:
            one = self.contacts[row.activity_id.id]
            self.assertEqual(self._promise(row), one.owed, one.name)
            about = (row.lead_id.id or None, row.res_id or None)
            self.assertEqual(about, (one.lead, one.lead or one.partner), one.name)
            if one.answers:
                day = local_day(row.promised_at, self.zone[one.answers])
                self.assertEqual(row.day, day, one.name)

    def _promise(self, record):
        start, until = record.promised_at, record.promised_until
        return (start, until or None) if start else None

    def _compare_activities(self):
        activities = self.env["mail.activity"].browse(self.contacts)
        self.assertEqual(activities, activities.exists())
        for activity in activities:
            one = self.contacts[activity.id]
            is_so = (activity.active, activity.user_id.id or None)
            self.assertEqual(is_so, (one.is_open, one.user), one.name)
            if one.is_open:
                self.assertEqual(self._promise(activity), one.agreed, one.name)
            # A meeting that was entered for a day long past is due by its own.
            its_own = one.meeting and one.meeting.time(self._tz(one)) != one.agreed
            if one.is_open and one.agreed and one.user and not its_own:
                day = local_day(one.agreed[0], self.zone[one.user])
                self.assertEqual(activity.date_deadline, day, one.name)

    def _compare_calendar(self):
        """Meetings are where their owners have put them, and who comes, comes."""
        ids = list(self.meetings)
        every = sorted(self.meetings.values(), key=lambda meeting: meeting.event_id)
        events = self.env.execute_query(SQL(_CALENDAR, ids))
        self.assertEqual(events, [meeting.as_stored() for meeting in every])
        attendees = self.env.execute_query(SQL(_ATTENDEES, ids))
        expected = [
            (meeting.event_id, *guest) for meeting in every for guest in meeting.guests
        ]
        self.assertEqual(attendees, sorted(expected))

    def _compare_plans(self):
        """After the scheduled action has run: what nobody calls stale must be right."""
        due = self.env["galloper.schedule.due"]._get_due_users(self.now)
        (due & self.people)._plan_day(self.now)
        self.env.cr.flush()
        for user in self.people:
            self.assertEqual(
                self._lines_of_plan(user), self._plan_from_nothing(user), user.login
            )

    def _lines_of_plan(self, user):
        lines = line_store.read(self.env, user.ids)
        return {line.key: line._asdict() for line in lines}

    def _plan_from_nothing(self, user):
        """The plan, without anything that has been made or remembered so far.

        The planner goes by one thing beside the facts: what has begun is in progress,
        and does not move. So lines whose time has come stay there, to be found so.
        """
        fresh = TtlCache(seconds=600), TtlCache(seconds=600)
        with (
            patch.object(hours_cache, "KNOWN", fresh[0]),
            patch.object(fingerprint, "LOOKED", fresh[1]),
            suppress(_Undone),
            self.env.cr.savepoint(),
        ):
            self._throw_away(user)
            user._plan_day(self.now)
            lines = self._lines_of_plan(user)
            raise _Undone
        return lines

    def _throw_away(self, user):
        for table, condition in (
            ("galloper_schedule_due", SQL("TRUE")),
            (
                "galloper_schedule_line",
                SQL("COALESCE(planned_start > %s, TRUE)", self.now),
            ),
        ):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE user_id = %s AND %s",
                    SQL.identifier(table),
                    user.id,
                    condition,
                )
            )
        self.env.invalidate_all()

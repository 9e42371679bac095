"""What was to be done on past days, from what is left of it: a fixed number of queries.

An activity was for a day

- if it was promised for it or an earlier one, by the promise log, and the promise was
  neither settled before the day nor moved or cancelled in time. It counts from when the
  promise was given; of several promises of one activity the first one counts;
- if it was tried on the day;
- if it is due by now on the day or before, came in before the day was over, and was not
  done before it began. Putting off an activity without a try moves its due day for
  good: nobody knows any more where it was before.

Its salesperson is the one in the day's log, else the present one. Of an activity
that is deleted the log knows the rest: several attempts of one day about the
same lead or customer are one activity, which came in when somebody was last in touch
before.

Leads and customers: see ``past_leads``. How long an activity takes, when customers may
be called and what a service model asks for is as it is now.
"""

import datetime
from collections import defaultdict
from typing import NamedTuple

from odoo.tools import SQL

from ...planner.local_time import local_day
from ...planner.replay import Work
from ..facts import activity_facts
from ..facts.contact_maker import ContactMaker
from . import past_sql
from .past_leads import PastLeads


class Gone(NamedTuple):
    """Work on an activity that is deleted or done. ``promise`` is its row in the
    promise log, if any; ``came_at``: when it came in (naive UTC), as far as known."""

    key: int
    user_id: int
    lead_id: int | None
    partner_id: int | None
    day: object
    minutes: int
    type_id: int | None
    stage_id: int | None
    promise: dict | None
    begins: object


class Past:
    """The work of these days.

    :param env: a superuser environment
    :param days: {(user id, date): Day} of days that are over; at least one
    """

    def __init__(self, env, days):
        self.env, self.days = env, days
        self._users = {day.user_id: day for day in days.values()}
        self._span = {
            "user_ids": list(self._users),
            "first": min(day.today for day in days.values()),
            "last": max(day.today for day in days.values()),
            "begins": min(day.begins for day in days.values()),
            "ends": max(day.tomorrow for day in days.values()),
        }
        self._read_books()
        self._gone = self._find_gone()
        rows = self._read_facts()
        self.leads = PastLeads(env, rows, self._span["begins"])
        self._rows = {(row.user_id, row.id): row for row in rows}
        others = {(row.res_model, row.res_id) for row in rows if not row.lead_id}
        self._live = activity_facts.live_documents(
            env, {one for one in others if one[0] and one[1]}
        )
        self._touched = self._read_last_touch()

    # -- Reading

    def _read_books(self):
        for model in ("mail.activity", "crm.lead", "galloper.tier", "crm.stage"):
            self.env[model].flush_model()
        read = past_sql.read
        candidates = read(self.env, past_sql.CANDIDATES, **self._span)
        self._activities = defaultdict(list)
        for one in candidates:
            self._activities[one["user_id"]].append(one)
        names = {**self._span, "activity_ids": [one["id"] for one in candidates]}
        attempts = read(self.env, past_sql.ATTEMPTS, **names)
        self._promises = read(self.env, past_sql.PROMISES, **names)
        self._attempts = defaultdict(list)
        for one in attempts:
            self._attempts[one["activity_id"], one["day"]].append(one)
        self._promised = defaultdict(list)
        for one in self._promises:
            self._promised[one["activity_id"]].append(one)

    def _find_gone(self):
        """{(user id, date): [Gone]}: of each day what has no activity any more."""
        found, key = {}, 0
        for (user_id, date), day in self.days.items():
            attempts = [
                one for one in self._attempts[None, date] if one["user_id"] == user_id
            ]
            promises = [
                one
                for one in self._promised[None]
                if one["user_id"] == user_id and _is_alive(one, day)
            ]
            gone = found[user_id, date] = []
            for promise, group in _group(promises, attempts):
                key -= 1
                gone.append(self._make_gone(key, day, promise, group))
        return found

    def _make_gone(self, key, day, promise, attempts):
        tried = attempts[0] if attempts else {}
        about = promise or tried
        return Gone(
            key,
            day.user_id,
            about["lead_id"],
            about["partner_id"],
            day.today,
            tried.get("minutes") or 0,
            tried.get("activity_type_id"),
            tried.get("stage_id") or about["stage_id"],
            promise,
            day.begins,
        )

    def _read_facts(self):
        gone = [(one.user_id, one.key, *one[2:7]) for one in self._every_gone()]
        pairs = [
            (user_id, one["id"])
            for user_id, every in self._activities.items()
            for one in every
        ]
        select = past_sql.select_past(self.env, self._users.values(), pairs, gone)
        # Nobody compares them: they need no hash.
        facts = SQL("SELECT past.*, 0 AS hash FROM (%s) past", select)
        return activity_facts.read(self.env, self._users.values(), facts)

    def _every_gone(self):
        return (one for gone in self._gone.values() for one in gone)

    def _read_last_touch(self):
        asked = [
            (one.key, one.lead_id, one.partner_id, one.begins)
            for one in self._every_gone()
            if one.lead_id or one.partner_id
        ]
        columns = past_sql.columns(asked, 4)
        rows = past_sql.read(self.env, past_sql.LAST_TOUCH, *columns)
        return {one["id"]: one["moment"] for one in rows}

    # -- One day

    def of_day(
        self, user_id: int, date: datetime.date
    ) -> list[tuple[Work, bool, int | None]]:
        """[(Work, whether its promise was kept in fact, id of the company)].

        Activities are numbered as they came in, which is what stock Odoo's ids say.
        """
        day = self.days[user_id, date]
        maker = ContactMaker(day, self.leads.buyers(day.begins))
        found = [
            *(self._of_activity(one, day) for one in self._activities[user_id]),
            *(self._of_gone(one) for one in self._gone[user_id, date]),
        ]
        found = sorted(filter(None, found), key=lambda one: one[:2])
        return [
            self._make(number, maker, *one) for number, one in enumerate(found, start=1)
        ]

    def _of_activity(self, one, day):
        """(came in at, id, promise, stage id, due day, tried that day) or None."""
        attempts = self._attempts[one["id"], day.today]
        alive = [row for row in self._promised[one["id"]] if _is_alive(row, day)]
        owners = {row["user_id"] for row in (*attempts, *alive)} or {
            one["present_user_id"]
        }
        if day.user_id not in owners or one["create_date"] >= day.tomorrow:
            return None
        if not attempts and not alive and not self._waited(one, day):
            return None
        promise = alive[0] if alive else None
        books = [*attempts, *alive]
        stage_id = books[0]["stage_id"] if books else None
        due = day.today if attempts else one["date_deadline"]
        return one["create_date"], one["id"], promise, stage_id, due, bool(attempts)

    def _waited(self, one, day):
        """Whether it was open, due and about something alive, though nobody tried."""
        if one["date_deadline"] > day.today or one["galloper_unresponsive"]:
            return False
        if one["done_at"] and one["done_at"] < day.begins:
            return False
        if not one["active"] and not one["done_at"]:
            if not one["date_done"] or one["date_done"] < day.today:
                return False
        row = self._rows[one["user_id"], one["id"]]
        if row.lead_id:
            return not self.leads.is_dead(row.lead_id, day.begins)
        return not row.res_id or (row.res_model, row.res_id) in self._live

    def _of_gone(self, one):
        promise, lead = one.promise, self.leads.leads.get(one.lead_id)
        came_at = promise and promise["given_on"] or self._touched.get(one.key)
        came_at = came_at or (lead and lead["create_date"]) or one.begins
        return came_at, one.key, promise, one.stage_id, one.day, True

    def _make(self, number, maker, came_at, key, promise, stage_id, due, tried):
        day, row = maker.day, self._rows[maker.day.user_id, key]
        contact = maker.make(row)
        retry = contact.retry_at
        waits = retry and not tried and day.begins <= retry < day.tomorrow
        contact = contact._replace(
            id=number,
            deadline=min(due, day.today),
            retry_at=retry if waits else None,
            nos=(),  # who has said no since then had not
        )
        value = 0.0
        if row.lead_id:
            lead = self.leads.as_it_was(contact.lead, row.lead_id, day.begins, stage_id)
            value = lead.value / 100
            revenue = lead.expected_revenue * row.exchange_rate
            contact = contact._replace(lead=lead._replace(expected_revenue=revenue))
        since = came_at
        if promise:
            since = max(since, promise["given_on"] or since)
            contact = contact._replace(
                promised_at=promise["promised_at"],
                promised_until=promise["promised_until"],
                deadline=local_day(promise["promised_at"], day.tz),
            )
        work = Work(contact, since, value, row.lead_id)
        return work, bool(promise) and promise["outcome"] == "kept", row.company_id


def _is_alive(promise, day):
    """Whether it stood on that day, and was for it or for an earlier one."""
    given, settled = promise["given_on"], promise["settled_on"]
    return (
        (given is None or given < day.tomorrow)
        and (settled is None or settled >= day.begins)
        and promise["promised_at"] < day.tomorrow
    )


def _group(promises, attempts):
    """[(promise or None, the attempts at it)]: one for each activity there was."""
    groups = []
    for promise in promises:
        own = [one for one in attempts if _belongs(one, promise)]
        attempts = [one for one in attempts if one not in own]
        groups.append((promise, own))
    promised = {(one["lead_id"], one["partner_id"]) for one in promises}
    others = defaultdict(list)
    for one in attempts:
        about = one["lead_id"], one["partner_id"]
        if about not in promised or not any(about):
            others[about if any(about) else one["id"]].append(one)
    return groups + [(None, group) for group in others.values()]


def _belongs(attempt, promise):
    """Whether a try is one at this promise: it ended it, or was late."""
    return (
        attempt["tried_at"] in (promise["settled_on"], promise["tried_at"])
        and attempt["lead_id"] == promise["lead_id"]
        and attempt["partner_id"] == promise["partner_id"]
    )

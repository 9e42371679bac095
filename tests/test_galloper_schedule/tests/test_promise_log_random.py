"""Two thousand mixed operations leave promise log and activities in agreement."""

import random
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MyDayCase

OPERATIONS, SEED = 2000, 20260304
MINUTE = timedelta(minutes=1)


class Contact:
    """What the test itself knows of an activity: a slow, obvious second book."""

    def __init__(self, name, lead=None, partner=None):
        self.name, self.lead, self.partner, self.minutes = name, lead, partner, 15
        self.is_open, self.promise, self.tried = True, None, None
        self.meeting = None
        self.rows = []

    @property
    def end(self):
        return self.promise[1] or self.promise[0]

    @property
    def tolerated(self):
        """Until when it counts as kept: five minutes are the least."""
        return self.end + max(self.minutes, 5) * MINUTE

    def settle(self, how, now):
        """What the row of its promise must say; ``how``: made, moved, gone."""
        if how == "made" and not self.tried and now <= self.tolerated:
            outcome = "kept"
        elif now <= self.end:
            outcome = {"moved": "moved", "gone": "cancelled"}[how]
        elif how == "made" or self.tried:
            outcome = f"late {((self.tried or now) - self.end) // MINUTE}"
        else:
            outcome = "broken"
        self.rows.append(outcome)
        self.promise = self.tried = None


@tagged("post_install", "-at_install")
class TestPromiseLogRandom(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        colleague = cls._new_seller("galloper_colleague", "Asia/Vladivostok")
        cls.users = cls.seller | colleague
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.first_row = cls.env["galloper.promise"].search([], order="id desc", limit=1)

    def setUp(self):
        super().setUp()
        self.now = datetime(2026, 3, 4, 8)
        for owner in (fields.Datetime, self.cr):
            clock = patch.object(owner, "now", lambda: self.now)
            clock.start()
            self.addCleanup(clock.stop)
        self.dice = random.Random(SEED)
        self.contacts, self.gone, self.lost = {}, [], set()
        self.nameless = defaultdict(self.env["galloper.promise"].browse)
        self.leads = set()
        self.numbers = iter(range(10**6))

    # -- Choosing

    def _some(self, test, most=3):
        fit = [key for key, one in self.contacts.items() if test(one)]
        chosen = self.dice.sample(fit, min(len(fit), self.dice.randint(1, most)))
        activities = self.env["mail.activity"].browse(chosen)
        return activities, [self.contacts[key] for key in chosen]

    def _one(self, test):
        """One of those, as a list; an empty one if there is none."""
        activities, contacts = self._some(test, 1)
        return list(zip(activities, contacts, strict=True))

    def _open(self, most=3):
        return self._some(lambda one: one.is_open, most)

    def _movable(self, most=3):
        """Those that may be promised for any time: a meeting to come has its own."""
        return self._some(self._is_movable, most)

    def _is_movable(self, one):
        return one.is_open and not (one.meeting and one.meeting.stop >= self.now)

    def _moment(self):
        return self.now + self.dice.randint(-600, 3000) * MINUTE

    def _refused(self, start, until, act):
        """Whether it was in the past, and so was refused, and nothing happened."""
        if (until or start) >= self.now.replace(second=0):
            return False
        with self.assertRaisesRegex(UserError, "in the past"):
            act()
        return True

    def _window(self):
        start = self._moment()
        return start, self.dice.choice([False, start + 90 * MINUTE])

    def _one_lead(self, lost=False):
        found = sorted(self.lost if lost else self.leads - self.lost)
        return self.env["crm.lead"].browse(self.dice.choice(found) if found else ())

    def _on(self, *lead_ids):
        return [one for one in self.contacts.values() if one.lead in lead_ids]

    def _alive(self, one):
        return one.is_open and one.lead not in self.lost

    # -- Keeping the second book

    def _given(self, one, start, until):
        """It is promised now, if anybody is to be called at all."""
        before = one.promise
        if before == (start, until or False):
            return
        if before:
            one.settle("moved" if start else "gone", self.now)
        if start and self._alive(one):
            one.promise = (start, until or False)

    def _ended(self, contacts, how="gone"):
        for one in contacts:
            if one.promise:
                one.settle(how, self.now)

    def _forget(self, test):
        for key in [key for key, one in self.contacts.items() if test(one)]:
            one = self.contacts.pop(key)
            self._ended([one])
            self.gone.append(one)

    def _forget_these(self, contacts):
        self._forget(lambda one: one in contacts)

    # -- Operations

    def op_create(self):
        vals_list, contacts = [], []
        for _number in range(self.dice.randint(1, 3)):
            start, until = self._window() if self.dice.random() < 0.8 else (False,) * 2
            one = Contact(f"random {next(self.numbers)}")
            vals = {
                "summary": one.name,
                "activity_type_id": self.call.id,
                "user_id": self.dice.choice(self.users.ids),
                "promised_at": start,
                "promised_until": until,
            }
            lead = self._one_lead(lost=self.dice.random() < 0.1)
            if lead and self.dice.random() < 0.8:
                one.lead = lead.id
                vals["res_model_id"] = self.env["ir.model"]._get_id("crm.lead")
                vals["res_id"] = lead.id
            vals_list.append(vals)
            contacts.append((one, start, until))
        for record, (one, start, until) in zip(
            self.env["mail.activity"].create(vals_list), contacts, strict=True
        ):
            self.contacts[record.id] = one
            if start:
                self._given(one, start, until)

    def op_promise(self):
        activities, contacts = self._movable()
        start, until = self._window()
        if activities and self._refused(
            start, until, lambda: activities.action_promise(start, until)
        ):
            return
        activities.action_promise(start, until)
        for one in contacts:
            self._given(one, start, until)

    def op_mass_edit(self):
        activities, contacts = self._movable(6)
        start, _until = self._window()
        activities.write({"promised_at": start, "promised_until": False})
        for one in contacts:
            self._given(one, start, False)

    def op_longer(self):
        for activity, one in self._one(
            lambda one: self._is_movable(one) and one.promise
        ):
            until = one.promise[0] + self.dice.randint(0, 200) * MINUTE
            activity.promised_until = until
            self._given(one, one.promise[0], until)

    def op_take_back(self):
        activities, contacts = self._movable()
        activities.action_promise(False)
        self._ended(contacts)

    def op_import(self):
        for activity, one in self._one(self._is_movable):
            start = self._moment()
            row = [str(activity.id), fields.Datetime.to_string(start), ""]
            names = [".id", "promised_at", "promised_until"]
            result = self.env["mail.activity"].load(names, [row])
            self.assertTrue(result["ids"], result["messages"])
            self._given(one, activity.promised_at, False)  # read as local time

    def op_in_the_lead(self):
        lead, start = self._one_lead(), self._moment()
        vals = {"promised_at": start}
        first = lead._get_first_promised().get(lead.id)
        if not first or not self._is_movable(self.contacts[first.id]):
            return
        if not self._refused(start, False, lambda: lead.write(vals)):
            lead.write(vals)
            self._given(self.contacts[first.id], start, False)

    def op_no_answer(self):
        activities, contacts = self._open()
        for one in contacts:
            if not one.promise or self.now < one.promise[0]:
                continue  # one before its beginning settles nothing
            if self.now <= one.tolerated:
                one.settle("made", self.now)
            else:
                one.tried = one.tried or self.now
        activities.action_no_answer()

    def op_done(self):
        activities, contacts = self._open()
        how = self.dice.randrange(4)
        if how == 0:
            activities.write({"active": False})
        elif how == 1:
            activities.action_archive()
        else:
            activities.action_feedback(feedback="done")
        self._ended(contacts, "made")
        for one in contacts:
            one.is_open = False

    def op_length(self):
        """It takes longer, or not: the tolerance is that of its end."""
        activities, contacts = self._open()
        minutes = self.dice.choice([2, 15, 90])
        activities.contact_minutes = minutes
        for one in contacts:
            one.minutes = minutes

    def op_reopen(self):
        activities, contacts = self._some(lambda one: not one.is_open)
        activities.action_unarchive()
        for activity, one in zip(activities, contacts, strict=True):
            one.is_open = True
            if activity.promised_at:
                self._given(one, activity.promised_at, activity.promised_until)

    def op_unlink(self):
        activities, contacts = self._some(lambda one: True)
        activities.unlink()
        self._forget_these(contacts)

    def op_reassign(self):
        activities, _contacts = self._open(5)
        activities.write({"user_id": self.dice.choice(self.users.ids)})

    def op_pass_on(self):
        """A lead gets another salesperson, or none, and takes activities along."""
        self._one_lead().user_id = self.dice.choice([*self.users.ids, False])

    def op_not_now(self):
        """Snoozed, or put off, which takes only a meeting's promise along."""
        activities, contacts = self._open()
        activities.action_skip(self.env.ref("galloper_schedule.skip_reason_urgent"))
        activities.date_deadline = self.now + timedelta(days=1)
        for activity, one in zip(activities, contacts, strict=True):
            if activity.promised_at:
                self._given(one, activity.promised_at, activity.promised_until)

    def op_new_lead(self):
        self.leads.add(self._lead(f"Lead {next(self.numbers)}").id)

    def op_lose(self):
        lead = self._one_lead()
        lead.action_set_lost()
        self._ended(self._on(lead.id))
        self.lost.add(lead.id)

    def op_restore(self):
        lead = self._one_lead(lost=True)
        lead.action_unarchive()
        self.lost -= set(lead.ids)
        activities = self.env["mail.activity"].search(
            [("res_model", "=", "crm.lead"), ("res_id", "in", lead.ids)]
        )
        for activity in activities.filtered("promised_at"):
            one = self.contacts[activity.id]
            self._given(one, activity.promised_at, activity.promised_until)

    def op_merge(self):
        pair = self._one_lead() | self._one_lead()
        if len(pair) < 2:
            return
        head = pair.merge_opportunity()
        merged = set(pair.ids) - set(head.ids)
        for one in self._on(*merged):
            if one.is_open:
                one.lead = head.id
        self._forget(lambda one: one.lead in merged)
        self.leads -= merged

    def op_delete_lead(self):
        if len(self.leads) > 10:
            lead_id = self.dice.choice(sorted(self.leads))
            self._lose_names([("lead_id", "=", lead_id)])
            self.env["crm.lead"].browse(lead_id).unlink()
            self._forget(lambda one: one.lead == lead_id)
            self.leads.discard(lead_id)
            self.lost.discard(lead_id)

    def _lose_names(self, domain):
        """The rows about what is going to be deleted are told apart by their ids."""
        self.env.flush_all()
        for row in self.env["galloper.promise"].search(domain):
            self.nameless[row.contact_name] |= row

    def op_meeting(self):
        """A meeting is made, moved to another day, or deleted with its activity: what
        it promises is in the books as what anybody promises.
        """
        for activity, one in self._one(lambda one: one.is_open):
            event = activity.calendar_event_id
            if not event:
                times = {"start": self.now, "stop": self.now + 60 * MINUTE}
                event = self.env["calendar.event"].create({"name": "Meeting", **times})
                activity.calendar_event_id = one.meeting = event
                self._given(one, activity.promised_at, activity.promised_until)
            elif self.dice.random() < 0.5:
                start = event.start + timedelta(days=2)
                event.write({"start": start, "stop": start + 60 * MINUTE})
                self._given(one, activity.promised_at, activity.promised_until)
            else:
                linked = event.with_context(active_test=False).activity_ids.ids
                event.unlink()
                self._forget_these([self.contacts[key] for key in linked])

    def op_leave(self):
        """A salesperson is archived, and comes back some day."""
        user = self.dice.choice(list(self.users))
        mine = self.env["mail.activity"].search([("user_id", "=", user.id)])
        free = mine.filtered(lambda one: not one.promised_at)
        gone = [self.contacts[key] for key in free.ids]
        if self.dice.random() < 0.5:
            user.action_archive()
            self._forget_these(gone)
        else:
            user.active = False
        user.action_unarchive()

    # -- The test

    def test_promise_log_and_activities_agree(self):
        for _number in range(12):
            self.op_new_lead()
        weights = {
            self.op_create: 20,
            self.op_promise: 14,
            self.op_mass_edit: 4,
            self.op_longer: 5,
            self.op_take_back: 4,
            self.op_import: 2,
            self.op_in_the_lead: 4,
            self.op_no_answer: 12,
            self.op_done: 14,
            self.op_length: 4,
            self.op_reopen: 4,
            self.op_unlink: 5,
            self.op_reassign: 6,
            self.op_pass_on: 6,
            self.op_not_now: 4,
            self.op_new_lead: 2,
            self.op_lose: 3,
            self.op_restore: 3,
            self.op_merge: 1,
            self.op_delete_lead: 1,
            self.op_meeting: 4,
            self.op_leave: 1,
        }
        operations = self.dice.choices(list(weights), weights.values(), k=OPERATIONS)
        for operation in operations:
            self.now += self.dice.randint(0, 40) * MINUTE + timedelta(seconds=7)
            operation()
        self._compare()

    def _compare(self):
        self.env.flush_all()
        rows = self.env["galloper.promise"].search(
            [("contact_name", "=like", "random %")], order="id"
        )
        of_name = rows.grouped("contact_name")
        for one in (*self.gone, *self.contacts.values()):
            booked = [
                f"late {row.minutes_late}" if row.outcome == "late" else row.outcome
                for row in self._rows_of(one, of_name)
            ]
            self.assertEqual(booked, one.rows + ["open"] * bool(one.promise), one.name)
        self._compare_open(rows.filtered(lambda row: row.outcome == "open"))
        settled = rows.filtered(lambda row: row.outcome != "open")
        self.assertTrue(all(settled.mapped("settled_on")))
        counts = Counter(settled.mapped("outcome"))
        self.assertGreater(min(counts.values()), 20, counts)
        self.assertEqual(len(counts), 5, counts)

    def _rows_of(self, one, of_name):
        nameless = self.nameless[one.name].exists()
        return (of_name.get(one.name, nameless) | nameless).sorted("id")

    def _compare_open(self, rows):
        """Open rows and promised activities are the same."""
        ours = self.env["mail.activity"].browse(self.contacts)
        promised = ours.filtered(
            lambda one: one.active and one.promised_at and one.res_id not in self.lost
        )
        self.assertEqual(rows.activity_id, promised & rows.activity_id)
        self.assertEqual(len(rows), len(promised))
        for row in rows:
            activity = row.activity_id
            self.assertEqual(row.promised_at, activity.promised_at)
            self.assertEqual(row.promised_until, activity.promised_until)
            self.assertEqual(
                (row.res_model, row.res_id or 0),
                (activity.res_model, activity.res_id or 0),
            )
            if (row.promised_until or row.promised_at) >= self.now:
                self.assertEqual(row.user_id, activity.user_id)

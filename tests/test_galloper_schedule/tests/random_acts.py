"""What people do all day, and what the second book makes of it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command

from .random_book import MINUTE, Contact, Meeting, local_day
from .random_case import ELSEWHERE, ZONES, RandomCase

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# Nobody is told of meetings by mail here: there is nobody to read it.
_QUIET = {"dont_notify": True, "no_mail_to_attendees": True}


class RandomActs(RandomCase):
    """Each ``op_…`` is a transaction of one person, with their own rights."""

    # -- Activities

    def op_create(self):
        person = self._someone()
        leads = [key for key in self.leads if self.leads[key] == person.id]
        vals_list, contacts = [], []
        for _number in range(self.dice.randint(1, 3)):
            one = Contact(f"random {next(self.numbers)}", person.id)
            vals = self._prepare_vals(one, leads)
            # A program takes over what is missed already.
            earliest = -600 if self.dice.random() < 0.1 else 1
            window = self._window(earliest) if self.dice.random() < 0.7 else None
            vals["promised_at"], vals["promised_until"] = window or (False, False)
            vals_list.append(vals)
            contacts.append((one, window))
        activities = self._by(person, self.env["mail.activity"]).create(vals_list)
        for activity, (one, window) in zip(activities, contacts, strict=True):
            self.contacts[activity.id] = one
            one.agree(window, self._waits(one), self.now)

    def _prepare_vals(self, one, leads):
        kind, vals = self.dice.random(), {}
        if leads and kind < 0.7:
            one.lead = self.dice.choice(leads)
            vals = {"res_model_id": self._model("crm.lead"), "res_id": one.lead}
        elif kind < 0.9:
            one.partner = self.dice.choice(self.customers.ids)
            vals = {"res_model_id": self._model("res.partner"), "res_id": one.partner}
        return {
            "summary": one.name,
            "user_id": one.user,
            "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
            "date_deadline": local_day(self.now, self.zone[one.user])
            + self.dice.choice([-DAY, 0 * DAY, DAY]),
            **vals,
        }

    def _model(self, name):
        return self.env["ir.model"]._get_id(name)

    def op_promise(self):
        activities, contacts = self._some(self._is_movable)
        if not activities:
            return
        start, until = self._window(-200)
        if (until or start) < self.now.replace(second=0):
            with self.assertRaisesRegex(UserError, "in the past"):
                activities.action_promise(start, until or False)
            return
        activities.action_promise(start, until or False)
        for one in contacts:
            one.agree((start, until), self._waits(one), self.now)

    def op_take_back(self):
        activities, contacts = self._some(self._is_movable)
        activities.action_promise(False)
        for one in contacts:
            one.agree(None, self._waits(one), self.now)

    def op_in_the_lead(self):
        """The next promise of a lead, in its form."""
        promised = [
            (one.agreed[0], key)
            for key, one in self.contacts.items()
            if one.lead and one.is_open and one.agreed and self._waits(one)
        ]
        if not promised:
            return
        lead_id = self.contacts[self.dice.choice(promised)[1]].lead
        on_it = [pair for pair in promised if self.contacts[pair[1]].lead == lead_id]
        one, start = self.contacts[min(on_it)[1]], self._window()[0]
        if self._is_movable(one):
            lead = self.env["crm.lead"].browse(lead_id)
            self._by(self.leader, lead).promised_at = start
            one.agree((start, None), self._waits(one), self.now)

    def op_no_answer(self):
        activities, contacts = self._some(self._is_open)
        activities.action_no_answer()
        for one in contacts:
            one.try_in_vain(self.now)

    def op_no_answer_in_time(self):
        """At what is promised for about now."""

        def is_near(one):
            return one.is_open and one.owed and one.owed[0] - HOUR <= self.now

        activities, contacts = self._some(is_near)
        activities.action_no_answer()
        for one in contacts:
            one.try_in_vain(self.now)

    def op_done(self):
        activities, contacts = self._some(self._is_open)
        activities.action_feedback(feedback="done")
        for one in contacts:
            one.do(self.now)

    def op_done_on_screen(self):
        """As My Day has it: what comes next in one's own plan."""
        person = self._someone()
        self._by(person, self.env["res.users"]).plan_my_day()
        lines = self._by(person, self.lines).search(
            [("user_id", "=", person.id)], limit=self.dice.randint(1, 3)
        )
        contacts = [self.contacts[key] for key in lines.activity_id.ids]
        lines.action_done()
        for one in contacts:
            one.do(self.now)

    def op_reopen(self):
        def may_come_back(one):
            return not one.is_open and (not one.user or self._is_here(one.user))

        activities, contacts = self._some(may_come_back, 1)
        activities.action_unarchive()
        for one in contacts:
            one.is_open = True
            one.owe(self._waits(one))

    def op_length(self):
        activities, contacts = self._some(self._is_open)
        minutes = self.dice.choice([2, 15, 90])
        activities.contact_minutes = minutes
        for one in contacts:
            one.minutes = minutes

    def op_snooze(self):
        activities, _contacts = self._some(lambda one: one.is_open and not one.agreed)
        activities.action_snooze(self.now + self.dice.randint(10, 3000) * MINUTE)

    def op_skip(self):
        activities, _contacts = self._some(self._is_open)
        activities.action_skip(self.env.ref("galloper_schedule.skip_reason_urgent"))

    def op_pin(self):
        def is_free(one):
            return self._is_movable(one) and not one.agreed

        activities, contacts = self._some(is_free, 1)
        moment = self.now + self.dice.randint(1, 120) * MINUTE
        for one in contacts:
            tz = self.zone[one.user or activities.env.uid]
            if local_day(moment, tz) == local_day(self.now, tz):
                activities.action_pin(moment)

    def op_put_off(self):
        """In Odoo's own way, which moves meetings: what is promised otherwise stays."""
        activities, _contacts = self._some(lambda one: one.is_open and not one.meeting)
        activities.date_deadline = self.now.date() + self.dice.randint(0, 3) * DAY

    def op_delete(self):
        activities, _contacts = self._some(lambda one: True, 1)
        activities.unlink()
        for key in activities.ids:
            self._forget(key)

    # -- Who does it

    def _pass(self, one, user_id, actor):
        """It is given to somebody else, or to nobody: a whole day is by one's clock."""
        before, holder, tz = one.agreed, one.user, self._tz(one, actor)
        one.user = user_id or None
        if one.is_open and user_id and one.meeting and one.meeting.days:
            was = one.meeting.time(tz)
            if was == one.agreed:
                new = self.zone[user_id], self._waits(one)
                one.meet(one.meeting, was, self.now, *new)
        if one.agreed == before:
            one.user = holder
            one.pass_to(user_id or None, self.now)

    def _is_shared(self, one):
        """What people have to do for themselves nobody gives away."""
        return one.is_open and (one.lead or one.partner)

    def op_reassign(self):
        activities, contacts = self._some(self._is_shared)
        heir = self._someone().id if self.dice.random() < 0.8 else False
        activities = self._by(self.leader, activities)
        activities.write({"user_id": heir})
        for one in contacts:
            self._pass(one, heir, self.leader)

    def op_reassign_dialog(self):
        """The leader's, from Team Day."""
        person = self._someone()
        self._by(self.leader, self.env["galloper.team.day"]).search([])
        row = self._by(self.leader, self.env["galloper.team.day"])
        row = row.search([("user_id", "=", person.id)])
        try:
            action = row.action_reassign()
        except UserError as error:
            self.assertIn("no activities to reassign", str(error))
            return
        dialog = row.env[action["res_model"]].browse(action["res_id"])
        lines = dialog.line_ids.sorted("id")[: self.dice.randint(1, 3)]
        lines.chosen = True
        (dialog.line_ids - lines).chosen = False
        lines.colleague_id = self.dice.choice(dialog.colleague_ids.sorted("id"))
        dialog.with_leads = self.dice.random() < 0.5
        heir, with_leads = lines.colleague_id.id, dialog.with_leads
        contacts = [self.contacts[line.activity_key] for line in lines]
        dialog.action_confirm()
        for one in contacts:
            self._pass(one, heir, self.leader)
        for lead_id in dict.fromkeys(one.lead for one in contacts if with_leads):
            if lead_id and self.leads[lead_id] == person.id:
                self._give_lead(lead_id, heir)

    def op_lead_owner(self):
        lead_id = self.dice.choice(list(self.leads))
        heir = self._someone().id if self.dice.random() < 0.8 else None
        lead = self._by(self.leader, self.env["crm.lead"].browse(lead_id))
        lead.user_id = heir or False
        self._give_lead(lead_id, heir)

    def _give_lead(self, lead_id, heir):
        """What its salesperson had to do about a lead is done by the next one."""
        former, self.leads[lead_id] = self.leads[lead_id], heir
        if former == heir:
            return
        for one in self._on([lead_id]):
            if one.is_open and one.user == former:
                self._pass(one, heir, self.leader)

    def op_leaves_the_company(self):
        """Or comes back."""
        if self.away and (len(self.away) > 1 or self.dice.random() < 0.5):
            user = self.people.browse(self.away.pop(0))
            self._by(self.boss, user).action_unarchive()
            members = self.env["crm.team.member"].with_context(active_test=False)
            found = members.search([("user_id", "=", user.id)])
            self._by(self.boss, found).action_unarchive()
            return
        user = self._someone()
        self._by(self.boss, user).action_archive()
        self.away.append(user.id)
        theirs = [
            key
            for key, one in self.contacts.items()
            if one.is_open and one.user == user.id
        ]
        for key in theirs:
            if self.contacts[key].agreed:
                self._pass(self.contacts[key], self.leader.id, self.boss)
            else:
                self._forget(key)

    # -- Leads

    def op_new_lead(self):
        person = self._someone()
        vals = {
            "name": f"Lead {next(self.numbers)}",
            "type": "opportunity",
            "user_id": person.id,
            "partner_id": self.dice.choice(self.customers.ids),
            "team_id": self.team.id,
        }
        lead = self._by(person, self.env["crm.lead"]).create(vals)
        self.leads[lead.id] = person.id

    def _one_lead(self, lost=False):
        """A lead, for whoever works at it, or their leader."""
        found = [key for key in self.leads if (key in self.lost) == lost]
        if not found:
            return self.env["crm.lead"]
        lead_id = self.dice.choice(found)
        owner = self.leads[lead_id]
        actor = self.people.browse(owner) if self._is_here(owner) else self.leader
        return self._by(actor, self.env["crm.lead"].browse(lead_id))

    def op_stage(self):
        lead = self._one_lead()
        name = self.dice.choice(["new", "qualified", "hot", "hot", "won"])
        lead.stage_id = self.stage[name]

    def op_lose(self):
        lead = self._one_lead()
        if lead.stage_id.is_won:
            lead.stage_id = self.stage["hot"]
        lead.action_set_lost()
        self.lost.update(lead.ids)
        for one in self._on(lead.ids):
            one.settle("gone", self.now)

    def op_restore(self):
        lead = self._one_lead(lost=True)
        lead.action_unarchive()
        self.lost.difference_update(lead.ids)
        for one in self._on(lead.ids):
            one.owe()

    # -- Meetings: their owners, and nobody else, make, move and delete them

    def op_meet(self):
        person = self._someone()
        leads = [key for key in self.leads if self.leads[key] == person.id]
        if not leads:
            return
        one = Contact(f"random {next(self.numbers)}", person.id)
        one.lead = self.dice.choice(leads)
        vals = {"res_id": one.lead, "res_model_id": self._model("crm.lead")}
        event = self._new_meeting(person, one, vals)
        self.contacts[event.activity_ids.id] = one
        self._meets(one, None)

    def op_meet_from_activity(self):
        def is_theirs(one):
            return one.is_open and not one.meeting and self._is_here(one.user)

        activities, contacts = self._some(is_theirs, 1)
        for one in contacts:
            person = activities.env.user
            if person.id == one.user:
                context = activities.action_create_calendar_event()["context"]
                self._new_meeting(person, one, {}, context)
                self._meets(one, None)

    def _new_meeting(self, person, one, vals, context=None):
        guest = self.dice.choice(self.customers)
        meeting = Meeting(person.id, *self._meeting_time(person))
        guests = person.partner_id | guest
        event = self._by(person, self.env["calendar.event"])
        event = event.with_context(**_QUIET, **(context or {})).create(
            {
                "name": one.name,
                "user_id": person.id,
                "partner_ids": [Command.set(guests.ids)],
                **self._times(meeting),
                **vals,
            }
        )
        states = {person.partner_id: "accepted", guest: "needsAction"}
        meeting.event_id = event.id
        meeting.guests = [(partner.id, states[partner]) for partner in guests]
        self.meetings[event.id] = one.meeting = meeting
        return event

    def _meeting_time(self, person):
        start = self.now + self.dice.randint(-30, 4000) * MINUTE
        if self.dice.random() < 0.75:
            return start, start + HOUR, None
        first = local_day(start, self.zone[person.id])
        return start, start, (first, first + self.dice.randint(0, 1) * DAY)

    def _times(self, meeting):
        if not meeting.days:
            return {"start": meeting.start, "stop": meeting.stop}
        first, last = meeting.days
        times = {"start": first, "stop": last, "start_date": first, "stop_date": last}
        return {**times, "allday": True}

    def _meets(self, one, was):
        tz = self._tz(one, self.people.browse(one.meeting.owner))
        one.meet(one.meeting, was, self.now, tz, self._waits(one))

    def _change(self, meeting, about, change):
        """What it promises follows, of what is still to be done."""
        owner = self.people.browse(meeting.owner)
        was = {one: meeting.time(self._tz(one, owner)) for one in about}
        change()
        for one in about:
            if one.is_open:
                self._meets(one, was[one])

    def _own_meeting(self):
        """(event, meeting, the activities about it) of somebody who is here."""
        own = [one for one in self.meetings.values() if self._is_here(one.owner)]
        if not own:
            return self.env["calendar.event"], None, []
        meeting = self.dice.choice(own)
        owner = self.people.browse(meeting.owner)
        event = self._by(owner, self.env["calendar.event"].browse(meeting.event_id))
        about = [one for one in self.contacts.values() if one.meeting == meeting]
        return event.with_context(**_QUIET), meeting, about

    def op_move_meeting(self):
        event, meeting, about = self._own_meeting()
        if not meeting:
            return
        self._change(meeting, about, lambda: self._move(meeting))
        times = self._times(meeting)
        event.write({key: times[key] for key in times if key != "allday"})

    def _move(self, meeting):
        if meeting.days:
            move = self.dice.randint(1, 3) * DAY
            meeting.days = tuple(day + move for day in meeting.days)
        else:
            meeting.start = self.now + self.dice.randint(-90, 4000) * MINUTE
            meeting.stop = meeting.start + HOUR

    def op_call_off(self):
        """Or put it on again."""
        event, meeting, about = self._own_meeting()
        if not meeting:
            return

        def switch():
            meeting.is_on = not meeting.is_on

        self._change(meeting, about, switch)
        event.active = meeting.is_on

    def op_delete_meeting(self):
        event, meeting, about = self._own_meeting()
        if not meeting:
            return
        event.unlink()
        del self.meetings[meeting.event_id]
        for key in [key for key, one in self.contacts.items() if one in about]:
            self._forget(key)

    # -- Days

    def op_time_off(self):
        """A day off of somebody or of all, or one that is not taken after all, as the
        office enters it.
        """
        leaves = self.env["resource.calendar.leaves"]
        taken = leaves.search([("resource_id", "in", self.employed.ids)])
        if taken and self.dice.random() < 0.3:
            taken[:1].unlink()
            return
        resource = self.dice.choice([*self.employed, self.employed.browse()])
        begin = self.now + self.dice.randint(-300, 2000) * MINUTE
        leaves.create(
            {
                "name": "Day off",
                "resource_id": resource.id,
                "calendar_id": self.company.resource_calendar_id.id,
                "date_from": begin,
                "date_to": begin + self.dice.choice([2, 9, 24]) * HOUR,
            }
        )

    def op_move_to_another_zone(self):
        person = self._someone()
        tz = self.dice.choice([*ZONES.values(), *ELSEWHERE])
        self._by(person, person).write({"tz": tz})
        self.zone[person.id] = tz
        for one in self.contacts.values():
            meeting = one.is_open and one.user == person.id and one.meeting
            if meeting and meeting.days and one.agreed:
                when = meeting.time(tz)
                if when and self.now <= when[1]:
                    one.owed = one.owed and when
                    one.agreed = when

    def op_look(self):
        person = self._someone()
        self._by(person, self.env["res.users"]).plan_my_day()

    def op_scheduled_action(self):
        due = self.env["galloper.schedule.due"]._get_due_users(fields.Datetime.now())
        (due & self.people)._plan_day_or_log(fields.Datetime.now())

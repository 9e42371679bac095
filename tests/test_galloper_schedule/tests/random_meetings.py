"""Meetings, time off, people who move to other zones, and who looks at all that."""

from odoo import fields
from odoo.fields import Command

from .random_book import DAY, HOUR, MINUTE, Contact, Meeting, local_day
from .random_case import ELSEWHERE, ZONES, RandomCase

# Nobody is told of meetings by mail here: there is nobody to read it.
_QUIET = {"dont_notify": True, "no_mail_to_attendees": True}


class RandomMeetings(RandomCase):
    """Their owners, and nobody else, make, move and delete meetings."""

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

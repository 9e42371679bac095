"""What people do about their activities all day long."""

from odoo.exceptions import UserError

from .random_book import DAY, HOUR, MINUTE, Contact, local_day
from .random_case import RandomCase


class RandomCalls(RandomCase):
    """Each ``op_…`` is a transaction of one person, with their own rights."""

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

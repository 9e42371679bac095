"""Activities and leads change hands; people leave; leads are won and lost."""

from odoo.exceptions import UserError

from .random_case import RandomCase


class RandomLeads(RandomCase):
    """Each ``op_…`` is a transaction of one person, with their own rights."""

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

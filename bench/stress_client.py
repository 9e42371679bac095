"""One of the people of the stress test: acts at random, as their browser would."""

import random
import time
from collections import Counter, defaultdict
from datetime import timedelta
from functools import partial

from odoo import api, fields
from odoo.service.model import retrying

from .acts import LINES, ask_screen, browser_context, open_screen

_PAUSE = 2.5  # seconds between two acts, at the most
_OPEN = [("won_status", "=", "pending")]


class Client:
    """:param number: of all clients: no two act alike, or promise the same minute."""

    #: How often each is done, beside the others.
    acts = {
        **{"look": 6, "list": 1, "done": 5, "no_answer": 4, "promise": 3, "snooze": 1},
        **{"skip": 1, "stage": 2, "create": 4, "create_lead": 1, "stock_done": 2},
        **{"delete": 1, "lose": 1},
    }

    def __init__(self, registry, user_id, number):
        self.registry, self.user_id, self.number = registry, user_id, number
        self.random = random.Random(number)
        self.told, self.counts = Counter(), Counter()
        self.times, self.errors = defaultdict(list), []
        self.records, self.promises = [], 0
        with registry.cursor() as cr:
            env = api.Environment(cr, user_id, {})
            self.context = browser_context(env.user)
            self.asked = ask_screen(env)
            self.stage_ids = env["crm.stage"].search([("is_won", "=", False)]).ids
            self.call_id = env.ref("mail.mail_activity_data_call").id
            self.reason_ids = env["galloper.skip.reason"].search([]).ids

    def work(self, until):
        while time.time() < until:
            [name] = self.random.choices(list(self.acts), self.acts.values())
            act = getattr(self, name)
            while act:
                act, name = self.timed(name, act), f"… {name}"
            time.sleep(self.random.uniform(0, _PAUSE))

    def timed(self, name, act):
        """Act; what the screen goes on with, if anything."""
        begin, result = time.perf_counter(), None
        tries = self.counts["new tries"]
        try:
            result = self.request(act)
        except Exception as error:
            self.errors.append(f"{name}: {type(error).__name__}: {error}"[:500])
        self.counts[name] += bool(result)
        self.counts[f"again {name}"] += self.counts["new tries"] - tries
        self.times[name].append(time.perf_counter() - begin)
        return result if callable(result) else None

    def request(self, act):
        """As Odoo's server runs it. What people are told counts once it is committed.

        :param act: gets an environment; what it says to people goes into its second
            argument
        """
        tries, told = [], Counter()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, self.context)

            def run():
                tries.append(cr.sql_log_count)
                told.clear()
                return act(env, told)

            result = retrying(run, env)
            cr.commit()
            self.counts["statements"] += cr.sql_log_count
        self.counts["requests"] += 1
        self.counts["new tries"] += len(tries) - 1
        self.counts["statements in vain"] += tries[-1]
        self.told.update(told)
        return result

    def moment(self):
        """In the next hours; no other promise is for this moment."""
        self.promises += 1
        ahead = timedelta(minutes=self.random.randrange(5, 300))
        base = fields.Datetime.now().replace(second=0, microsecond=0)
        seconds = (self.promises * 8 + self.number) % 3600
        return base + ahead + timedelta(seconds=seconds)

    # -- My Day

    def look(self, env, _told):
        self.records = open_screen(env, self.asked)()["records"]
        return True

    def list(self, env, _told):
        mine = [("user_id", "=", env.uid)]
        return env[LINES].web_read_group(mine, ["schedule_pass"], ["__count"])

    def pick(self, records):
        """One that the screen shows; the first ones are pressed most."""
        return records[int(len(records) * self.random.random() ** 3)]

    def press(self, env, call, *args, records=None):
        """Whether it counted."""
        records = self.records if records is None else records
        if not records:
            return False
        one = self.pick(records)
        promised = one["promised_at"] and fields.Datetime.to_string(one["promised_at"])
        seen = one["attempt_count"], one["galloper_snooze_count"], promised
        answer = getattr(env[LINES], call)(one["contact_key"], [*seen], *args)
        return answer["status"] == "ok"

    def done(self, env, told):
        if not self.records:
            return False
        key = self.pick(self.records)["contact_key"]
        # The dialog offers a next step where the document is not closed to them.
        offered = env[LINES].get_focus(key).get("types") and self.random.random() < 0.5
        step = {"type_id": self.call_id, "day": str(fields.Date.today())}
        answer = env[LINES].work_done(key, "Yes", False, step if offered else None)
        told["done"] += answer["status"] == "ok"
        return answer["status"] == "ok"

    def no_answer(self, env, told):
        counted = self.press(env, "work_no_answer")
        told["tried"] += counted
        return counted

    def promise(self, env, told):
        moment = fields.Datetime.to_string(self.moment())
        counted = self.press(env, "work_promise", moment)
        if counted:
            # A suggestion has become an activity; nothing is promised of a lost lead.
            found = [("promised_at", "=", moment), ("user_id", "=", env.uid)]
            activity = env["mail.activity"].sudo().search(found, limit=1)
            lead = env["crm.lead"].sudo().browse(activity.res_id)
            told["promised"] += activity.res_model != "crm.lead" or lead.active
        return counted

    def snooze(self, env, _told):
        until = fields.Datetime.now() + timedelta(minutes=self.random.randrange(5, 90))
        plain = [one for one in self.records if not one["promised_at"]]
        moment = fields.Datetime.to_string(until)
        return self.press(env, "work_later", moment, records=plain)

    def skip(self, env, _told):
        return self.press(env, "work_skip", self.random.choice(self.reason_ids))

    # -- Elsewhere in Odoo

    def some(self, env, model, number=1, domain=(), order=None):
        """Their own, or if an order says so the last ones of all."""
        mine = [] if order else [("user_id", "=", env.uid)]
        found = env[model].search([*mine, *domain], order=order, limit=order and 300)
        return env[model].browse(self.random.sample(found.ids, min(number, len(found))))

    def stage(self, env, _told):
        stage_id = self.random.choice(self.stage_ids)
        return self.some(env, "crm.lead", 1, _OPEN).write({"stage_id": stage_id})

    def create(self, env, told):
        lead = self.some(env, "crm.lead", 1, _OPEN)
        if not lead:
            return False
        moment = self.random.random() < 0.4 and self.moment()
        lead.activity_schedule(
            "mail.mail_activity_data_call",
            user_id=self.random.choice([env.uid, lead.user_id.id]),
            date_deadline=fields.Date.today(),
            promised_at=moment,
        )
        told["promised"] += bool(moment)
        return True

    def create_lead(self, env, _told):
        return env["crm.lead"].create({"name": "New", "user_id": env.uid}).ids

    def stock_done(self, env, told):
        activity = self.some(env, "mail.activity")
        activity.action_feedback(feedback="Yes")
        told["done"] += len(activity)
        return activity.ids

    def delete(self, env, _told):
        return self.some(env, "mail.activity", self.random.randrange(1, 4)).unlink()

    def lose(self, env, _told):
        lead = self.some(env, "crm.lead", 1, _OPEN)
        lead.action_set_lost()
        return lead.ids


class Leader(Client):
    """Looks after the team, and gives what people cannot do to others."""

    acts = {"look": 2, "team": 6, "reassign": 3, "create": 3, "stage": 2, "done": 2}

    def team(self, env, _told):
        columns = dict.fromkeys(("name", "kind", "to_cover", "load", "at_risk"), {})
        return env["galloper.team.day"].web_search_read([], columns, limit=80)

    def reassign(self, env, _told):
        """In two requests: the dialog, and what is chosen in it."""
        rows = env["galloper.team.day"].search([("name", "like", "Salesperson ")])
        rows = rows.filtered(lambda row: row.to_do > 1)
        if len(rows) < 2:
            return False
        row = self.random.choice(rows)
        action = row.action_reassign()
        colleague = self.random.choice((rows - row).user_id.ids)
        return partial(self.confirm, action["res_id"], colleague)

    def confirm(self, number, colleague, env, _told):
        dialog = env["galloper.schedule.reassign"].browse(number)
        lines = dialog.line_ids
        chosen = self.random.sample(lines.ids, min(len(lines), 8))
        for line in lines:
            line.write({"chosen": line.id in chosen, "colleague_id": colleague})
        dialog.with_leads = self.random.random() < 0.5
        keys = lines.filtered("chosen").mapped("activity_key")
        activities = env["mail.activity"].sudo().browse(keys).exists()
        theirs = activities.filtered(lambda one: one.user_id == dialog.user_id)
        answer = dialog.action_confirm()["params"]["message"]
        given = theirs.filtered(lambda one: one.user_id.id == colleague)
        if f": {len(given)}." not in answer:
            raise ValueError(f"{len(given)} were given, it says: {answer}")
        self.counts["left out"] += len(chosen) - len(given)
        return True


class Manager(Leader):
    """And cleans up: merges and deletes leads of all."""

    acts = {**Leader.acts, "merge": 1, "delete_leads": 2, "delete_any": 2}

    def merge(self, env, _told):
        return self.some(env, "crm.lead", 2, order="id desc").merge_opportunity().ids

    def delete_leads(self, env, _told):
        number = self.random.randrange(1, 3)
        return self.some(env, "crm.lead", number, order="id desc").unlink()

    def delete_any(self, env, _told):
        return self.some(env, "mail.activity", 3, order="id desc").unlink()

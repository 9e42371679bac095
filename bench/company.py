"""What a process does for the bench of a whole company; times are in seconds."""

import gc
import resource
import secrets
import time
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from odoo import fields
from odoo.tools import SQL

from . import acts, data, kit

DAY = timedelta(hours=22)  # from ten o'clock in Moscow to eight on the next day
DUE, DUE_OF_TENTH = 60, 15  # of a thousand; a few only leave room for suggestions


def start(*options):
    """Make this process one that ``do`` is asked of."""
    global company
    company = Company(*options)


def do(task, arguments):
    return getattr(company, task)(**arguments)


class Company(kit.Odoo):
    """One process and its database, at a moment that only moves when it is told to."""

    def __init__(self, *options):
        super().__init__(*options)
        self.start = self.now = data.wednesday()
        patch.object(fields.Datetime, "now", lambda: self.now).start()
        self.has_module = "galloper.schedule.due" in self.registry

    def fill(self, size):
        people = max(size // 1000, 1)
        people = [(1000, DUE_OF_TENTH if n % 10 == 9 else DUE) for n in range(people)]
        with self.env() as env:
            user_ids = data.fill(env, people, self.start, with_module=self.has_module)
        self.vacuum()
        return user_ids

    def add_done(self):
        """What they have done in the past year."""
        with self.env() as env:
            data.run(env, "done", now=self.start)
        self.vacuum()

    def let_in(self, user_ids):
        """(login, password, what is asked for over HTTP) of each of these people."""
        return [self._let_in(user_id) for user_id in user_ids]

    def _let_in(self, user_id):
        with self.browser(user_id) as env:
            context = dict(env.context)
            if self.has_module:
                model, asked = acts.LINES, acts.ask_lines(env)
            else:
                model, asked = "mail.activity", acts.ask_activities(env)
                context["force_search_count"] = 1
            password = env.user.sudo().password = secrets.token_urlsafe()
            return env.user.login, password, model, {**asked, "context": context}

    # -- The scheduled action, and the bare SELECT of all that it reads

    def bare(self, user_ids):
        """One statement for everybody's activities, executed and fetched."""
        from odoo.addons.galloper_schedule.adapter.facts import activity_sql, day

        with self.env() as env:
            days = day.of_users(env["res.users"].browse(user_ids), self.now)
            select = activity_sql.select_contacts(env, list(days.values()))
            return timed(lambda: (env.cr.execute(select), env.cr.fetchall()))

    def forget(self, user_ids):
        """As on the first day: nobody has a plan, and everybody is to get one."""
        self.next_day(-(self.now - self.start))
        tables = "galloper_schedule_line", "galloper_schedule_due", "galloper_day"
        with self.env() as env:
            for table in tables[:2]:
                env.cr.execute(SQL("DELETE FROM %s", SQL.identifier(table)))
            env.cr.execute("DELETE FROM galloper_day WHERE day >= %s", [self.now])
            env["galloper.schedule.due"]._mark_users(user_ids)
        self.vacuum(*tables)

    def change(self, user_ids):
        """Somebody gives a star to three leads of each of these people's day."""
        statement = """
            SELECT lead_id FROM (
                   SELECT raw_lead_id AS lead_id, row_number() OVER (
                          PARTITION BY user_id ORDER BY rank DESC) AS place
                     FROM galloper_schedule_line
                    WHERE user_id = ANY(%s) AND raw_lead_id > 0) line
             WHERE place <= 3"""
        with self.env(tracking_disable=True) as env:
            env.cr.execute(SQL(statement, user_ids))
            leads = env["crm.lead"].browse(row[0] for row in env.cr.fetchall())
            for stars, group in leads.grouped("priority").items():
                group.priority = "1" if stars == "3" else "3"

    def reorder(self):
        """The two priority groups of stages change places; the press is timed."""
        with self.env() as env:
            hot = env.ref("galloper_schedule.tier_hot")
            early = env.ref("galloper_schedule.tier_early")

            def press():
                hot.sequence, early.sequence = early.sequence, hot.sequence
                env.cr.commit()

            return timed(press)

    def next_day(self, passed=DAY):
        """Nobody's working hours of the day are known yet."""
        from odoo.addons.galloper_schedule.adapter.facts import hours_cache

        self.now += passed
        hours_cache.KNOWN.clear()

    def later(self):
        self.now += timedelta(seconds=10)

    def plan(self, user_ids=None):
        """The scheduled action; or its work for some, without asking who is due."""
        with self.env() as env:
            users = env["res.users"].browse(user_ids)

            def plan():
                users._plan_day(self.now) if user_ids else users._cron_plan_day()
                env.cr.commit()

            return timed(plan)

    def plan_with_memory(self):
        """How far the process grew above what it had, in MiB, at the most."""
        with self.env() as env:
            env["res.users"].search_count([])
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self.plan()
        return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024

    def act(self, name, **arguments):
        """One of ``acts``."""
        return self.time(getattr(acts, name), **arguments)[0]


def timed(work):
    gc.collect()
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin

"""What a worker does for the bench of a whole company; every time is in seconds."""

import contextlib
import gc
import re
import secrets
import time
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import cases
import scale_data
import scale_day
import scale_requests

from odoo import SUPERUSER_ID, api, fields
from odoo.tools import SQL

DAY = timedelta(hours=22)  # from ten o'clock in Moscow to eight on the next day


class Worker:
    """One process and its database, at a moment that only moves when it is told to."""

    def __init__(self, registry):
        self.registry = registry
        today = datetime.now().replace(tzinfo=None)
        self.start = self.now = scale_data.wednesday(today)
        patch.object(fields.Datetime, "now", lambda: self.now).start()
        self.has_module = "galloper.schedule.due" in registry

    @contextlib.contextmanager
    def _env(self, user_id=SUPERUSER_ID, context=()):
        with self.registry.cursor() as cursor:
            yield api.Environment(cursor, user_id, dict(context))

    def _context(self, user_id):
        if user_id == SUPERUSER_ID:
            return {}
        with self._env() as env:
            return cases.browser_context(env["res.users"].browse(user_id))

    def let_in(self, user_ids):
        """(login, password, what he asks for over HTTP) of each of these people."""
        answer = []
        with self._env() as env:
            for user in env["res.users"].browse(user_ids):
                user.password = password = secrets.token_urlsafe()
                context = self._context(user.id)
                own = env(user=user.id, context=context)
                if self.has_module:
                    model, asked = "galloper.schedule.line", scale_day.ask_my_day(own)
                else:
                    model, asked = "mail.activity", scale_requests.ask_activities(own)
                    context["force_search_count"] = 1
                request = model, {**asked, "context": context}
                answer.append((user.login, password, request))
            env.cr.commit()
        return answer

    def fill(self, size):
        with self._env() as env:
            scale_data.fill(env, size, self.start, self.has_module)
        self.vacuum()
        return self.salespeople()

    def add_done(self):
        """What they have done in the past year."""
        with self._env() as env:
            env.cr.execute(SQL(scale_data.DONE, now=self.start))
            env.cr.commit()
        self.vacuum()

    def salespeople(self):
        """Their ids."""
        with self._env() as env:
            env.cr.execute(
                "SELECT id FROM res_users WHERE login LIKE 'bench-%' ORDER BY id"
            )
            return [row[0] for row in env.cr.fetchall()]

    def vacuum(self, *tables):
        with self.registry.cursor() as cursor:
            cursor._cnx.autocommit = True  # it must not run in a transaction
            cursor.execute(f"VACUUM ANALYZE {', '.join(tables)}")

    # -- The scheduled action, and the bare SELECT of all that it reads

    def bare(self, user_ids):
        """One statement for everybody's contacts, executed and fetched."""
        from odoo.addons.galloper_schedule.adapter.facts import activity_sql, day

        with self._env() as env:
            days = day.of_users(env["res.users"].browse(user_ids), self.now)
            select = activity_sql.select_contacts(env, list(days.values()))
            gc.collect()
            begin = time.perf_counter()
            env.cr.execute(select)
            rows = env.cr.fetchall()
            return {"seconds": time.perf_counter() - begin, "rows": len(rows)}

    def forget(self, user_ids):
        """As on the first day: nobody has a plan, and everybody is to get one."""
        self.now = self.start
        _forget_hours()
        with self._env() as env:
            for table in ("line", "due"):
                name = SQL.identifier(f"galloper_schedule_{table}")
                env.cr.execute(SQL("DELETE FROM %s", name))
            env.cr.execute("DELETE FROM galloper_day WHERE day >= %s", [self.now])
            env["galloper.schedule.due"]._mark_users(user_ids)
        self.vacuum("galloper_schedule_line", "galloper_schedule_due", "galloper_day")

    def change(self, user_ids):
        """Somebody gives a star to three leads of each of these people's day."""
        with self._env(context={"tracking_disable": True}) as env:
            env.cr.execute(
                SQL(
                    """SELECT lead_id FROM (
                         SELECT raw_lead_id AS lead_id, row_number() OVER (
                                PARTITION BY user_id ORDER BY rank DESC) AS place
                           FROM galloper_schedule_line
                          WHERE user_id = ANY(%s) AND raw_lead_id > 0) line
                        WHERE place <= 3""",
                    user_ids,
                )
            )
            leads = env["crm.lead"].browse(row[0] for row in env.cr.fetchall())
            for stars, group in leads.grouped("priority").items():
                group.priority = "1" if stars == "3" else "3"

    def reorder(self):
        """The two rungs of stages change places; the press is timed."""
        with self._env() as env:
            hot = env.ref("galloper_schedule.tier_hot")
            early = env.ref("galloper_schedule.tier_early")
            begin = time.perf_counter()
            hot.sequence, early.sequence = early.sequence, hot.sequence
            env.cr.commit()
            return time.perf_counter() - begin

    def next_day(self):
        self.now += DAY
        _forget_hours()

    def later(self, seconds):
        self.now += timedelta(seconds=seconds)

    def plan(self):
        """The scheduled action."""
        gc.collect()
        with self._env() as env:
            begin = time.perf_counter()
            env["res.users"]._cron_plan_day()
            env.cr.commit()
            return {
                "seconds": time.perf_counter() - begin,
                "queries": env.cr.sql_log_count,
            }

    def plan_these(self, user_ids):
        """The same work for some people, without asking who is due."""
        gc.collect()
        with self._env() as env:
            begin = time.perf_counter()
            env["res.users"].browse(user_ids)._plan_day(self.now)
            env.cr.commit()
            return time.perf_counter() - begin

    def plan_with_memory(self):
        """How far the process grew above what it had, in MiB, at the most."""
        self.salespeople()
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")
        before = _memory("VmRSS")
        self.plan()
        return _memory("VmHWM") - before

    # -- What other people do

    def timed(self, name, keep=False, **arguments):
        """A task of ``scale_requests`` or ``scale_day``: prepared, then timed up to the
        commit, or with it and kept.
        """
        user_id = arguments.pop("user_id", SUPERUSER_ID)
        tasks = scale_requests if hasattr(scale_requests, name) else scale_day
        with self._env(user_id, self._context(user_id)) as env:
            work = getattr(tasks, name)(env, **arguments)
            env.flush_all()
            env.invalidate_all()
            gc.collect()
            begin = time.perf_counter()
            work()
            # All that a commit does but the commit, or all of it.
            env.cr.commit() if keep else env.cr.flush()
            seconds = time.perf_counter() - begin
            env.cr.rollback()
            return seconds


def _forget_hours():
    """Nobody's working hours of the day are known yet."""
    from odoo.addons.galloper_schedule.adapter.facts import hours_cache

    hours_cache.KNOWN.clear()


def _memory(name):
    text = Path("/proc/self/status").read_text()
    return int(re.search(rf"{name}:\s+(\d+) kB", text)[1]) / 1024

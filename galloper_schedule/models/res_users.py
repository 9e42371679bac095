import logging
from datetime import timedelta
from zoneinfo import ZoneInfo

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter import facts, store
from ..planner import lapse, timetable, two_pass
from ..planner.local_time import day_start, local_day

_logger = logging.getLogger(__name__)


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if not {"active", "group_ids"}.isdisjoint(vals):
            self.env["galloper.schedule.due"]._mark_users(self.ids)
        return result

    @api.model
    def plan_my_day(self):
        """Plan the calling user's day as of now.

        :return: dict of counts: ``contacts`` in all, ``promises`` of today not yet
            over, ``missed`` of today and of earlier days, ``at_risk``
        """
        self.env.user._plan_day()
        return self.env["galloper.schedule.line"].get_day_counters()

    def _plan_day(self, now=None):
        """Plan each user of ``self`` and store what differs; commits nothing.

        :param now: naive UTC datetime, by default the present
        """
        now = (now or fields.Datetime.now()).replace(microsecond=0)
        users = self.sudo().exists()
        if not users:
            return
        ladder = self.env["galloper.tier"]._get_ladder()
        contacts = users.filtered("active")._fetch_contacts(now)
        wanted, runs_out = [], {}
        for user in users:
            mine = contacts.get(user.id, [])
            wanted += user._plan_lines(mine, ladder, now)
            runs_out[user.id] = lapse.runs_out_at(
                [contact for contact, *_rest in mine],
                ladder,
                now,
                user._get_planning_tz(),
            )
        changed = store.store(users.env, users.ids, wanted)
        for idle in users._without_contacts():
            runs_out[idle.id] = None
        users.env["galloper.schedule.due"]._settle(runs_out)
        for user in users.browse(changed):
            user._bus_send("galloper_schedule/plan_changed", {})

    def _fetch_contacts(self, now):
        """{user id: the open contacts that may be for today}, see ``facts.fetch``."""
        if not self:
            return {}
        days = {user.id: user._get_planning_day(now) for user in self}
        minutes = {user.id: user.company_id.contact_minutes for user in self}
        return facts.fetch(self.env, days, minutes)

    def _plan_lines(self, contacts, ladder, now):
        """One user's plan as a list of tuples for ``store``."""
        about = {contact.id: rest for contact, *rest in contacts}
        plan = two_pass.plan_day(
            [contact for contact, *_rest in contacts],
            ladder,
            now,
            self._get_planning_tz(),
        )
        at_risk = timetable.promises_at_risk(plan, now)
        lines = []
        for placed in plan:
            retry_at, document = about[placed.contact.id]
            lines.append(
                store.line_values(
                    self.id,
                    placed,
                    document,
                    waiting=bool(retry_at and retry_at > now),
                    at_risk=placed.contact.id in at_risk,
                )
            )
        return lines

    def _without_contacts(self):
        """Those who have no open activity at all: time alone changes nothing."""
        rows = self.env.execute_query(
            SQL(
                """SELECT u.id FROM unnest(%s) AS u (id) WHERE NOT EXISTS (
                     SELECT FROM mail_activity a WHERE a.user_id = u.id AND a.active
                   )""",
                self.ids,
            )
        )
        return self.browse(row[0] for row in rows)

    def _get_planning_tz(self):
        """The user's time zone; UTC, as Odoo's own activities, if there is none."""
        self.ensure_one()
        try:
            return ZoneInfo(self.tz or "UTC")
        except (KeyError, ValueError, OSError):
            return ZoneInfo("UTC")

    def _get_planning_day(self, now):
        """The user's local day at ``now`` and the naive UTC moment at which it ends."""
        tz = self._get_planning_tz()
        today = local_day(now, tz)
        return today, day_start(today + timedelta(days=1), tz)

    def _plan_day_or_log(self, now):
        """Plan one user; whatever goes wrong with him concerns nobody else."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._plan_day(now)
        except psycopg2.OperationalError as error:
            # Somebody else is planning him, or a fact changed meanwhile: next time.
            _logger.info("My Day of user %s will be planned later: %s", self.id, error)
        except Exception:
            _logger.exception("My Day of user %s could not be planned", self.id)

    @api.model
    def _cron_plan_day(self):
        """Plan those whose facts changed or whose plan ran out, a commit each."""
        now = fields.Datetime.now()
        due = self.env["galloper.schedule.due"]._get_due_users(now)
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(due))
        for left, user in zip(range(len(due) - 1, -1, -1), due, strict=True):
            user._plan_day_or_log(now)
            if not cron._commit_progress(1, remaining=left):
                break
        self._wake_for_next_lapse(now)

    @api.model
    def _wake_for_next_lapse(self, now):
        """Have the scheduled action run when the next plan runs out."""
        moment = self.env["galloper.schedule.due"]._get_next_due(now)
        action = self.env.ref("galloper_schedule.ir_cron_plan_day", False)
        if moment and action:
            action._trigger(at=moment)

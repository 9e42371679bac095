import logging
from zoneinfo import ZoneInfo

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter import facts, fingerprint, store
from ..adapter.day import Day
from ..planner import lapse, timetable, two_pass

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
        users.fetch(["active", "company_id", "partner_id"])
        users.partner_id.fetch(["tz"])
        users.company_id.fetch(["contact_minutes"])
        days = {user.id: Day.of(user, now) for user in users.filtered("active")}
        ladder = users.env["galloper.tier"]._get_ladder()
        made_from = fingerprint.of_facts(users.env, days.values(), ladder)
        lines = fingerprint.of_lines(users.env, users.ids)
        due = users.env["galloper.schedule.due"]
        holding = due._get_holding(users.ids, now)
        unchanged = users.filtered(
            lambda user: (
                holding.get(user.id) == (made_from.get(user.id), lines.get(user.id))
            )
        )
        due._drop_marks(unchanged.ids)
        (users - unchanged)._plan_anew(days, ladder, now, made_from)

    def _plan_anew(self, days, ladder, now, made_from):
        """Plan these users, whatever is known of their plans so far."""
        if not self:
            return
        contacts = facts.fetch(self.env, [days[i] for i in self.ids if i in days])
        wanted, runs_out = [], {}
        for user in self & self.browse(days):
            mine = contacts.get(user.id, [])
            lines, runs_out[user.id] = _plan_one(days[user.id], mine, ladder, now)
            wanted += lines
        changed = store.store(self.env, self.ids, wanted)
        for idle in self._without_contacts():
            runs_out[idle.id] = None
        lines = fingerprint.of_lines(self.env, self.ids)
        self.env["galloper.schedule.due"]._settle(
            now,
            {
                user.id: (
                    runs_out.get(user.id),
                    made_from.get(user.id),
                    lines.get(user.id),
                )
                for user in self
            },
        )
        for user in self.browse(changed):
            user._bus_send("galloper_schedule/plan_changed", {})

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


def _plan_one(day, contacts, ladder, now):
    """One user's plan as tuples for ``store``, and when it runs out (or None)."""
    about = {contact.id: document for contact, document in contacts}
    every = [contact for contact, _document in contacts]
    plan = two_pass.plan_day(every, ladder, now, day.tz)
    at_risk = timetable.promises_at_risk(plan, now)
    lines = [
        store.line_values(
            day.user_id,
            placed,
            about[placed.contact.id],
            waiting=placed.contact.waits(now),
            at_risk=placed.contact.id in at_risk,
        )
        for placed in plan
    ]
    ends = [
        lapse.runs_out_at(every, ladder, now, day.tz),
        timetable.risk_changes_after(plan, now),
    ]
    return lines, min(filter(None, ends), default=None)

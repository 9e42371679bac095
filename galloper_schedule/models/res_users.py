import logging

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.facts import hours_cache
from ..adapter.facts.day import of_users
from ..adapter.log import day_record
from ..adapter.plan import (
    batches,
    day_draft,
    due_rows,
    fingerprint,
    line_store,
    own_lines,
    risk_notices,
)
from ..adapter.privacy import forget
from ..adapter.team import absence, leavers
from ..adapter.tools import locks, tolerance, zones
from ..planner.strategy import CHAOS

_logger = logging.getLogger(__name__)


class ResUsers(models.Model):
    _name = "res.users"
    _inherit = ["res.users", "galloper.schedule.fact"]

    # For record rules, which are kept until a team gets another leader: see crm.team.
    galloper_led_team_ids = fields.One2many(
        "crm.team", "user_id", "Sales Teams Led", context={"active_test": False}
    )

    @api.model
    def default_get(self, fields_list):
        """Colleagues are where whoever makes them is; customers are not."""
        defaults = super().default_get(fields_list)
        if "tz" in fields_list and "tz" not in defaults:
            defaults["tz"] = self.env.context.get("tz")
        return defaults

    def write(self, vals):
        if not vals.get("active", True):
            self.filtered("active")._hand_over()
        result = super().write(vals)
        if "partner_id" in vals:
            self.env["galloper.zone.report"]._follow_users(self.ids)
        return result

    def action_archive(self):
        # Before Odoo deletes all that a leaver still had to do.
        self._hand_over()
        return super().action_archive()

    def unlink(self):
        self._hand_over()
        found = forget.of_users(self)
        result = super().unlink()
        found.clear(forget.DELETED)
        return result

    def _hand_over(self):
        leavers.hand_over(self, self.env["crm.lead"]._tell_passed_on)

    def _deactivate_portal_user(self, **post):
        """Whoever deletes their own account is forgotten at once: Odoo may be unable to
        delete their contact, then or ever."""
        result = super()._deactivate_portal_user(**post)
        forget.of_users(self).clear(forget.ACCOUNT)
        forget.of_customers(self.partner_id).clear(forget.ACCOUNT)
        return result

    @api.model
    def plan_my_day(self):
        """Plan the calling user's day as of now.

        :return: dict of counts: ``contacts`` in all, ``promises`` of today not yet
            over, ``missed`` of today and of earlier days, ``at_risk``
        """
        lines = self.env["galloper.schedule.line"]
        own_lines.check_reader(lines)
        self.env.user._plan_to_look()
        return lines.get_day_counters()

    def _plan_to_look(self, now=None, stamps=None):
        """Plan the user of ``self``, who looks; if it fails, the stored plan is read.

        :param now: as ``_plan_day`` has it, as ``stamps``
        :return: whether the plan was right already; None: it is not made by this look
        """
        return tolerance.attempt(
            self.env,
            lambda: self._plan_or_leave_it(now, stamps),
            None,
            "My Day of user %s could not be planned for its reader",
            self.id,
        )

    def _plan_or_leave_it(self, now, stamps):
        """The same, unless somebody else does so or just has: what that brings, the bus
        tells, and the scheduled action comes after.
        """
        try:
            return bool(self._plan_day(now, stamps, True))
        except locks.Busy:
            self.env["ir.cron"]._wake_planner()
            return None

    def _plan_day(self, now=None, stamps=None, looks=False):
        """Plan each user of ``self`` and store what differs; commits nothing.

        :param now: naive UTC datetime, by default the present
        :param stamps: what ``fingerprint.stamps`` says, if it is known already
        :param looks: this is one user, who looks: waits for nobody
        :return: those whose plan was right already
        :raise locks.Busy: who looks would have to wait
        """
        now = (now or fields.Datetime.now()).replace(microsecond=0)
        users = self.sudo()
        days = of_users(users, now)
        env, every = users.env, list(days.values())
        tier_order = env["galloper.tier"]._get_tier_order()
        sources, meetings = hours_cache.sources_and_meetings(env, every)
        hours = hours_cache.by_user(sources, meetings)
        if stamps is None:
            stamps = fingerprint.stamps(env, users.ids, now)
        quiet = [day for day in every if day.user_id in stamps]
        made_from = fingerprint.of_quiet(env, quiet, tier_order, hours, stamps, now)
        unchanged = users.filtered(
            lambda user: (
                user.id in made_from and stamps[user.id].is_right(made_from[user.id])
            )
        )
        (users - unchanged)._plan_anew(days, tier_order, meetings, hours, now, looks)
        return self & unchanged

    def _plan_anew(self, days, tier_order, meetings, hours, now, looks):
        """Plan these users, whatever is known of their plans so far."""
        if not self:
            return
        env = self.env
        if looks:
            stored = line_store.try_and_read(env, self.id)
        else:
            stored = line_store.lock_and_read(env, self.ids)
        mine = [days[user_id] for user_id in self.ids if user_id in days]
        sources = {user_id: made_from for user_id, (made_from, _) in hours.items()}
        plans = day_draft.plan_days(
            env, mine, meetings, sources, tier_order, now, stored
        )
        with locks.looking(env.cr, looks):
            self._store_plans(plans, mine, tier_order, hours, now, stored)

    def _store_plans(self, plans, mine, tier_order, hours, now, stored):
        """Store what differs, and tell whoever shows it."""
        env = self.env
        wanted = [line for plan in plans.values() for line in plan.lines]
        changed = line_store.store(env, stored, wanted)
        if changed:
            env["galloper.schedule.line"]._forget_cached()
        day_record.write(env, mine, plans, now)
        env["galloper.day"].invalidate_model(flush=False)
        settled = dict.fromkeys(self.ids, due_rows.Settled())
        for day in mine:
            plan = plans[day.user_id]
            facts = plan.contacts, plan.idle_leads, plan.ahead
            made_from = fingerprint.of_plan(tier_order, day, hours[day.user_id], *facts)
            settled[day.user_id] = due_rows.Settled(
                plan.runs_out_at, made_from, plan.not_called
            )
        busy = {user_id for user_id, plan in plans.items() if plan.slots}
        idle = self.filtered(lambda user: user.id not in busy)
        for user in idle._without_work():
            settled[user.id] = due_rows.Settled()
        lines = due_rows.settle(env, now, settled)
        risk_notices.tell(self, stored, wanted)
        absence.tell(env, mine, plans, now)
        for user in self.browse(changed):
            # Whoever shows this plan already need not read it again.
            plan = lines[user.id] or ""
            user._bus_send("galloper_schedule/plan_changed", {"plan": plan})
        self.env["galloper.team.day"]._tell_watchers(self.browse(changed))

    def _without_work(self):
        """Those who have no open activity, no lead and no customer, or who have left:
        time alone changes nothing for them.
        """
        if not self:
            return self
        rows = self.env.execute_query(
            SQL(
                """SELECT id FROM res_users u WHERE id = ANY(%s) AND NOT (active AND (
                     EXISTS (SELECT FROM mail_activity
                              WHERE user_id = u.id AND active)
                     OR EXISTS (SELECT FROM crm_lead
                                 WHERE user_id = u.id
                                   AND (active AND won_status = 'pending'
                                        OR won_status = 'won'))
                     OR EXISTS (SELECT FROM res_partner WHERE user_id = u.id)))""",
                self.ids,
            )
        )
        return self.browse(row[0] for row in rows)

    def _has_free_hand(self):
        """Whether the team's plan is a proposal to the user, to be changed freely."""
        self.ensure_one()
        return self.sale_team_id.galloper_management_style in (False, CHAOS)

    def _get_planning_tz(self):
        """The user's time zone; UTC, as Odoo's own activities, if there is none."""
        self.ensure_one()
        return zones.zone_of(self.tz)

    def _plan_day_or_log(self, now):
        """Plan these users together; in halves if anything goes wrong: what is wrong
        with one concerns nobody else. Waits for nobody.

        :return: those who were planned
        :raise psycopg2.Error: the connection is gone
        """
        if not self:
            return self
        # What the caller has changed is no part of this.
        self.env.cr.flush()
        try:
            with locks.savepoint(self.env.cr):
                ids = locks.free_plans(self.env, self.ids)
                free = self.filtered(lambda user: user.id in ids)
                free._plan_day(now)
                return free
        except Exception as error:
            if self.env.cr.closed:
                raise
            if half := len(self) // 2:
                planned = self[:half]._plan_day_or_log(now)
                return planned | self[half:]._plan_day_or_log(now)
            if isinstance(error, locks.CONFLICTS):
                # Somebody else plans them, or a fact changed meanwhile: next time.
                text = "My Day of user %s will be planned later: %s"
                _logger.info(text, self.id, error)
            else:
                # Once a look, and once a minute: one line says why.
                reason = type(error).__name__, error
                text = "My Day of user %s could not be planned: %s: %s"
                _logger.error(text, self.id, *reason)
                _logger.debug(text, self.id, *reason, exc_info=True)
            return self.browse()

    @api.model
    def _cron_plan_day(self):
        """Plan those whose facts changed or whose plan ran out, a commit each batch.

        Any number of scheduled actions may do so side by side.
        """
        try:
            self._plan_due()
        except psycopg2.Error as error:
            if not self.env.cr.closed:
                raise
            text = "My Day: connection lost, the plans of this batch are made later: %s"
            _logger.warning(text, error)

    @api.model
    def _plan_due(self):
        cron = self.env["ir.cron"]
        now = fields.Datetime.now()
        left = self.env["galloper.schedule.due"]._count_due_users(now)
        if left > batches.USERS:
            cron._wake_other_planners()
        cron._commit_progress(remaining=left)

        def commit(number):
            nonlocal left
            left = max(left - number, 0)
            return cron._commit_progress(number, remaining=left)

        in_vain = batches.plan_due(self.env, now, commit)
        if in_vain is not None:
            cron._commit_progress(remaining=0)
            if due_rows.is_somebody_waiting(self.env, now, in_vain):
                cron._wake_planner()
        self._wake_for_next_lapse(now)

    @api.model
    def _wake_for_next_lapse(self, now):
        """Have the scheduled action run when the next plan runs out."""
        moment = due_rows.next_moment(self.env, now)
        if moment:
            self.env["ir.cron"]._wake_planner(at=moment)

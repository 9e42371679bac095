import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..adapter.log import zone_moves
from ..adapter.plan import own_lines
from ..adapter.screen import zone_check, zone_notice, zone_texts
from ..adapter.tools import locks, zones

_logger = logging.getLogger(__name__)

#: A browser that tells nothing more has been updated, or is used no more.
_DAYS_KEPT = 14
#: When what others were at is looked through again.
_AGAIN = timedelta(minutes=10)
#: So many people's promises are looked through in a transaction.
_USERS = 25
#: Of so many browsers administrators are told.
_MOST = 1000
_KNOWN = "galloper_schedule.zone_rules"


class GalloperZoneReport(models.Model):
    """Whose browser goes by other time zone rules than Odoo; and the comparison of all
    the rules that are at work: see ``adapter.screen.zone_check``.
    """

    _name = "galloper.zone.report"
    _description = "Time Zone Rules of a Browser"
    _log_access = False
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade"
    )
    differences = fields.Json(readonly=True)
    seen_on = fields.Date("Last Seen on", required=True, readonly=True)

    _user_uniq = models.Constraint("UNIQUE(user_id)", "One report for each user.")

    # -- A browser, once a day

    @api.model
    def get_rules(self):
        """Odoo's rules for the caller's zones: see ``zone_check.for_browser``."""
        self._check_caller()
        return zone_check.for_browser(self.env)

    @api.model
    def report_differences(self, differences):
        """The caller's browser goes by other rules: {zone: [seconds since 1970, minutes
        ahead of UTC then]}, None where it does not know the zone.

        :raise ValidationError: it does not, or could not
        """
        self._check_caller()
        told = zone_check.checked_report(self.env, differences)
        row = {"user_id": self.env.uid, "seen_on": fields.Datetime.now().date()}
        value = self._fields["differences"].convert_to_column(told, self)
        self.env.cr.execute(SQL(_STORE, **row, differences=value))
        self.invalidate_model(flush=False)
        return True

    @api.model
    def _check_caller(self):
        own_lines.check_reader(self.env["galloper.schedule.line"])

    @api.autovacuum
    def _forget_old(self):
        last = fields.Datetime.now().date() - timedelta(days=_DAYS_KEPT)
        self.search([("seen_on", "<", last)]).unlink()

    # -- What administrators see

    @api.model
    def _find(self):
        """Which program is behind, as ``zone_check.find`` has it."""
        reports = {
            f"{one.user_id.name} ({one.user_id.login})": one.differences
            for one in self.sudo().search([], order="user_id", limit=_MOST)
        }
        return zone_check.find(self.env, reports, fields.Datetime.now())

    @api.model
    def _tell(self):
        return zone_texts.as_html(self.env, self._find())

    # -- At a start, once a day

    def _register_hook(self):
        """What may have been updated while Odoo was down is looked at soon."""
        super()._register_hook()
        action = self.env.ref("galloper_schedule.ir_cron_check_zones", False)
        if action and self._get_known() != self._get_present():
            action.sudo()._trigger()

    @api.model
    def _cron_check(self):
        cron = self.env["ir.cron"]

        def commit(left):
            return cron._commit_progress(1, remaining=left)

        if self._follow_rules(commit):
            self._remember()
        else:
            action = self.env.ref("galloper_schedule.ir_cron_check_zones", False)
            action.sudo()._trigger(fields.Datetime.now() + _AGAIN)
        cron._commit_progress(remaining=0)
        if findings := self._find():
            told = [
                (one.program, [each.zone for each in one.differences])
                for one in findings
            ]
            _logger.warning("Time zone rules differ, see My Day's settings: %s", told)

    @api.model
    def _follow_rules(self, commit):
        """Open promises keep their local time, if the rules are others than when they
        were looked through last.

        :param commit: is called after each batch with the number of those left, and
            says whether there is time for another
        :return: whether all have been looked through
        """
        if self._get_known().partition("/")[0] == zones.fingerprint():
            return True
        now, done = fields.Datetime.now(), True
        users = zone_moves.promised_users(self.env)
        while users:
            batch, users = users[:_USERS], users[_USERS:]
            done = self._follow_batch(batch, now) and done
            if not commit(len(users)) and users:
                return False
        self.env["galloper.schedule.due"]._mark_everybody_planned()
        return done

    @api.model
    def _follow_batch(self, user_ids, now):
        """The same of these users; False: something is left, others are at it."""
        try:
            with locks.savepoint(self.env.cr):
                moved, done = zone_moves.keep_local_times(self.env, user_ids, now)
                self._follow_users(user_ids)
                zone_notice.tell(self.env, moved)
                return done
        except locks.CONFLICTS:
            return False

    @api.model
    def _follow_users(self, user_ids):
        """What these users have promised is due, and counts, on the days of now."""
        zone_moves.follow(self.env, user_ids)
        self.env["galloper.promise"]._forget_cached()
        self.env["galloper.day"].invalidate_model(flush=False)
        self.env["galloper.schedule.due"]._mark_users(user_ids)

    # Which rules Odoo and the database server had when they were looked through last.

    @api.model
    def _get_known(self):
        return self.env["ir.config_parameter"].sudo().get_param(_KNOWN, "")

    @api.model
    def _get_present(self):
        [[started]] = self.env.execute_query(
            SQL("SELECT extract(epoch FROM pg_postmaster_start_time())::int8")
        )
        return f"{zones.fingerprint()}/{started}"

    @api.model
    def _remember(self):
        self.env["ir.config_parameter"].sudo().set_param(_KNOWN, self._get_present())


_STORE = """
INSERT INTO galloper_zone_report (user_id, differences, seen_on)
VALUES (%(user_id)s, %(differences)s, %(seen_on)s)
    ON CONFLICT (user_id) DO UPDATE
   SET differences = excluded.differences, seen_on = excluded.seen_on
 WHERE (galloper_zone_report.differences, galloper_zone_report.seen_on)
       IS DISTINCT FROM (excluded.differences, excluded.seen_on)
"""

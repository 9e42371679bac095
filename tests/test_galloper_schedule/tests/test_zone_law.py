"""A government changes the clocks under promises that are open."""

from datetime import date, timedelta
from unittest.mock import patch

import pytz

from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.log import zone_moves
from odoo.addons.galloper_schedule.adapter.tools import zones

from .common import OpenDayCase, utc
from .test_notice_rights import migrate

VANCOUVER = "America/Vancouver"


def new_law(test, name, like):
    """From here on the rules of a zone are those of another one."""
    read = zones._read
    law = patch.object(
        zones, "_read", lambda asked: read({name: like}.get(asked, asked))
    )
    caches = zones.zone_of, zones._load, zones.fingerprint

    def forget():
        for cache in caches:
            cache.cache_clear()

    law.start()
    forget()
    test.addCleanup(forget)
    test.addCleanup(law.stop)


class ZoneCase(OpenDayCase):
    """A colleague in Vancouver, where clocks are seven hours behind all year."""

    def setUp(self):
        super().setUp()
        self.colleague = self._new_seller("galloper_vancouver", VANCOUVER)
        self.zone_report = self.env["galloper.zone.report"]
        self.assertTrue(self.zone_report._follow_rules(lambda left: True))
        self.zone_report._remember()

    def _promise(self, *local, user=None, until=None, tz=VANCOUVER, **vals):
        """A promise at a local time of 1 December 2026."""
        end = until and utc(tz, 2026, 12, 1, *until)
        at = utc(tz, 2026, 12, 1, *local)
        user = user or self.colleague
        vals = {"promised_at": at, "promised_until": end, "user": user, **vals}
        return self._contact("call", **vals)

    def _row(self, activity):
        self.env.flush_all()
        domain = [("activity_id", "=", activity.id)]
        return self.env["galloper.promise"].sudo().search(domain)

    def _follow(self):
        return self.zone_report._follow_rules(lambda left: True)

    def _messages(self, user):
        return self.env["mail.message"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("subject", "like", "keep their local time"),
            ]
        )


@tagged("post_install", "-at_install")
class TestZoneLaw(ZoneCase):
    # -- By whose clock

    def test_the_clock_is_the_salespersons(self):
        call = self._promise(11, until=[12, 30])
        self.assertEqual(call.galloper_promise_tz, VANCOUVER)
        self.assertEqual(call.galloper_promise_local, "2026-12-01 11:00:00")
        self.assertEqual(call.galloper_promise_local_until, "2026-12-01 12:30:00")
        self.assertEqual(self._row(call).tz, VANCOUVER)
        call.with_user(self.colleague).action_promise("2026-12-02 20:00:00")
        self.assertEqual(call.galloper_promise_local, "2026-12-02 13:00:00")
        self.assertFalse(call.galloper_promise_local_until)
        call.with_user(self.colleague).action_promise(False)
        self.assertFalse(call.galloper_promise_tz or call.galloper_promise_local)

    def test_or_the_customers_if_it_is_another_time(self):
        """As the dialogs say beside the salesperson's own time."""
        zones_ = {"Europe/London": "Europe/London", "Europe/Minsk": self.tz}
        for theirs, agreed in {**zones_, False: self.tz}.items():
            partner = self.env["res.partner"].create({"name": "Anna", "tz": theirs})
            for document in (self._lead("Deal", partner_id=partner.id), partner):
                call = self._contact("call", document, promised_at=self._at(15))
                self.assertEqual(call.galloper_promise_tz, agreed)
        self.assertEqual(call.galloper_promise_local, "2026-03-04 15:00:00")

    def test_it_stays_whoever_gets_it_and_wherever_they_live(self):
        call = self._promise(11)
        call.user_id = self.seller
        self.seller.tz = "Asia/Tokyo"
        self.env.flush_all()
        self.assertEqual(call.galloper_promise_tz, VANCOUVER)
        self.assertEqual(call.promised_at, utc(VANCOUVER, 2026, 12, 1, 11))
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self._follow()
        self.assertEqual(call.promised_at, utc("Etc/GMT+8", 2026, 12, 1, 11))
        self.assertEqual(call.galloper_promise_tz, VANCOUVER)
        self.assertEqual(call.galloper_promise_local, "2026-12-01 11:00:00")

    def test_what_was_promised_before_is_noted_by_the_update(self):
        calls = self._promise(11) + self._promise(12)
        done = self._promise(13)
        done.action_feedback()
        self.env.flush_all()
        self.cr.execute("UPDATE mail_activity SET galloper_promise_tz = NULL")
        self.cr.execute("UPDATE galloper_promise SET tz = NULL")
        self.env.invalidate_all()
        migrate(self.env, "post-note_promise_clocks", "19.0.1.5.0")
        self.assertEqual(calls.mapped("galloper_promise_tz"), [VANCOUVER] * 2)
        self.assertEqual(self._row(calls[0]).tz, VANCOUVER)
        self.assertFalse(done.galloper_promise_tz)
        self.assertEqual(zone_moves.note_missing(self.env), 0)

    # -- Local times stay

    def test_a_new_law(self):
        """Vancouver goes back to winter time."""
        exact, window = self._promise(11), self._promise(13, until=[14])
        theirs = self._promise(11, user=self.seller, tz=self.tz)
        before = theirs.promised_at
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self.assertTrue(self._follow())
        self.assertEqual(exact.promised_at, utc("Etc/GMT+8", 2026, 12, 1, 11))
        self.assertEqual(window.promised_at, utc("Etc/GMT+8", 2026, 12, 1, 13))
        self.assertEqual(window.promised_until, utc("Etc/GMT+8", 2026, 12, 1, 14))
        self.assertEqual(exact.date_deadline, date(2026, 12, 1))
        self.assertEqual(theirs.promised_at, before)
        # It is the same promise, and the log says what has become of it.
        row = self._row(exact)
        self.assertEqual(row.mapped("outcome"), ["open"])
        self.assertEqual(row.promised_at, exact.promised_at)
        self.assertEqual((row.shifted_minutes, row.shifted_on), (60, self._at(10)))
        self.assertFalse(self._row(theirs).shifted_on)
        # Whoever has promised is told, once.
        told = self._messages(self.colleague)
        self.assertEqual(len(told), 1)
        self.assertIn("11:00", told.body)
        self.assertIn(VANCOUVER, told.body)
        self.assertFalse(self._messages(self.seller))
        self.assertTrue(self._follow())
        self.assertEqual(self._messages(self.colleague), told)
        self.assertEqual(exact.galloper_promise_local, "2026-12-01 11:00:00")

    def test_it_is_kept_as_any_other(self):
        call = self._promise(11)
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self._follow()
        self._freeze(utc("Etc/GMT+8", 2026, 12, 1, 10, 50))
        call.with_user(self.colleague).action_feedback()
        row = self._row(call)
        self.assertEqual(row.mapped("outcome"), ["kept"])

    def test_back_and_forth(self):
        call = self._promise(11)
        before = call.promised_at
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self._follow()
        new_law(self, VANCOUVER, "Etc/GMT+7")
        self._follow()
        self.assertEqual(call.promised_at, before)
        self.assertEqual(self._row(call).shifted_minutes, 0)

    def test_what_is_no_matter_of_law_stays(self):
        """Meetings have a time of their own; what is over, or done, is over."""
        start = utc(VANCOUVER, 2026, 12, 1, 15)
        meeting = self._meeting(start, start + timedelta(hours=1), self.colleague)
        bound = self._promise(15, calendar_event_id=meeting.id)
        over = self._promise(11, promised_at=utc(VANCOUVER, 2026, 3, 2, 11))
        done = self._promise(16)
        done.action_feedback()
        every = bound + over + done
        before = every.mapped("promised_at")
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self._follow()
        self.env.invalidate_all()
        self.assertEqual(every.mapped("promised_at"), before)
        self.assertEqual(
            (meeting.start, meeting.stop - start), (start, timedelta(hours=1))
        )
        self.assertFalse(self._messages(self.colleague))

    def test_nobodys_promise_moves_as_well(self):
        call = self._promise(11, document=self._lead("Deal"))
        call.user_id = False
        self.env.flush_all()
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self.assertTrue(self._follow())
        self.assertEqual(call.promised_at, utc("Etc/GMT+8", 2026, 12, 1, 11))

    def test_the_day_is_the_salespersons(self):
        """In Moscow it is half past midnight by then."""
        partner = self.env["res.partner"].create({"name": "Anna", "tz": VANCOUVER})
        lead = self._lead("Deal", partner_id=partner.id)
        at = utc(self.tz, 2026, 12, 1, 23, 30)
        call = self._contact("call", lead, promised_at=at)
        self.assertEqual(call.date_deadline, date(2026, 12, 1))
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self._follow()
        self.assertEqual(call.promised_at, at + timedelta(hours=1))
        self.assertEqual(call.date_deadline, date(2026, 12, 2))
        self.assertEqual(self._row(call).day, date(2026, 12, 2))

    def test_the_message_names_what_its_reader_may_read(self):
        secret = self._lead("Secret Deal", user_id=self.seller.id)
        self._promise(11, document=secret)
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self._follow()
        self.assertNotIn("Secret", self._messages(self.colleague).body)

    def test_nothing_has_changed(self):
        """The daily look costs no more than asking what was known."""
        self._promise(11)
        self.env.flush_all()
        before = self.cr.sql_log_count
        self.assertTrue(self._follow())
        self.assertLessEqual(self.cr.sql_log_count - before, 1)

    def test_many_promises_cost_no_more_queries(self):
        def change(number, like):
            for _one in range(number):
                self._promise(
                    11, document=self._lead("Deal", user_id=self.colleague.id)
                )
            new_law(self, VANCOUVER, like)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._follow()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        change(2, "Etc/GMT+8")
        few = change(2, "Etc/GMT+7")
        self.assertLessEqual(change(40, "Etc/GMT+8"), few + 3)

    # -- At a start

    def test_a_start_with_the_same_rules_wakes_nobody(self):
        action = self.env.ref("galloper_schedule.ir_cron_check_zones")
        triggers = self.env["ir.cron.trigger"]
        mine = [("cron_id", "=", action.id)]
        before = triggers.search_count(mine)
        self.zone_report._register_hook()
        self.assertEqual(triggers.search_count(mine), before)
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self.zone_report._register_hook()
        self.assertEqual(triggers.search_count(mine), before + 1)

    def test_the_scheduled_action(self):
        call = self._promise(11)
        new_law(self, VANCOUVER, "Etc/GMT+8")
        logger = "odoo.addons.galloper_schedule.models.galloper_zone_report"
        with (
            patch.object(self.registry["ir.cron"], "_commit_progress", autospec=True),
            self.assertLogs(logger, "WARNING") as logs,
        ):
            self.zone_report._cron_check()
        self.assertIn(VANCOUVER, logs.output[0])
        self.assertEqual(call.promised_at, utc("Etc/GMT+8", 2026, 12, 1, 11))
        self.assertEqual(self.zone_report._get_known(), self.zone_report._get_present())

    def test_rules_are_those_of_odoo(self):
        self.assertEqual(
            zones.version(), f"pytz {pytz.__version__}, {pytz.OLSON_VERSION}"
        )
        known = zones.fingerprint()
        new_law(self, VANCOUVER, "Etc/GMT+8")
        self.assertNotEqual(zones.fingerprint(), known)

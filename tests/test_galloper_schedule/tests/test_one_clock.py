"""Odoo's fields and My Day read the clock on the wall by the same rules."""

from datetime import date, datetime, timedelta, timezone

import pytz

from odoo import fields
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.tools.zones import zone_of

from .common import TimetableCase

#: Zones whose laws have changed of late, so that copies of the rules differ: western
#: Canada and Cuba stay on summer time, Morocco is on UTC.
_CHANGED = ("America/Vancouver", "America/Edmonton", "America/Havana")
_CHANGED += ("America/Winnipeg", "America/Inuvik", "Africa/Casablanca")


@tagged("post_install", "-at_install")
class TestOneClock(TimetableCase):
    def test_every_zone_by_the_same_rules(self):
        """Each zone at the first of each month, three years about."""
        moments = [datetime(2025, 1, 1) + timedelta(days=31 * k) for k in range(36)]
        for name in pytz.all_timezones:
            zone, odoo = zone_of(name), pytz.timezone(name)
            for moment in moments:
                ours = moment.replace(tzinfo=timezone.utc).astimezone(zone)
                theirs = pytz.utc.localize(moment).astimezone(odoo)
                self.assertEqual(ours.utcoffset(), theirs.utcoffset(), (name, moment))

    def test_a_zone_is_one(self):
        self.assertIs(zone_of("Europe/Moscow"), zone_of("Europe/Moscow"))
        for unknown in ("Mars/Olympus", "", False, None, "../etc/passwd"):
            self.assertIs(zone_of(unknown), zone_of("UTC"), unknown)
        self.assertEqual(zone_of("europe/moscow").key, "Europe/Moscow")

    def test_a_promise_is_read_alike(self):
        """At eleven, by the field and by My Day; its day, and the slots, as well."""
        self.company.galloper_contact_hours = False
        for number, name in enumerate(_CHANGED):
            seller = self._new_seller(f"galloper_clock_{number}", name)
            zone = pytz.timezone(name)
            at = {
                hour: zone.localize(datetime(2026, 12, 1, hour))
                .astimezone(pytz.utc)
                .replace(tzinfo=None)
                for hour in (0, 9, 11)
            }
            seller.company_id.resource_calendar_id.tz = name
            call, midnight = (
                self._contact(
                    str(hour),
                    user=seller,
                    deadline=date(2026, 12, 1),
                    promised_at=at[hour],
                )
                for hour in (11, 0)
            )
            self.assertEqual(midnight.date_deadline, date(2026, 12, 1), name)
            lines = self._plan(at[9], seller).grouped("activity_id")
            self.assertIn("11:00", lines[call].reason.replace("\u202f", " "), name)
            field = fields.Datetime.context_timestamp(
                call.with_context(tz=name), lines[call].planned_start
            )
            self.assertEqual(field.hour, 11, name)
            # What was missed at midnight is first when work begins.
            self.assertEqual(lines[midnight].planned_start, at[9], name)

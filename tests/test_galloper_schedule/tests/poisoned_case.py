"""A team in which each has a record that nobody could have entered."""

import json
from datetime import datetime, timedelta

from odoo.fields import Command

from odoo.addons.galloper_schedule.adapter.facts import hours_cache

from .common import OpenDayCase

_LAST = datetime(9999, 12, 31, 23, 30)


class PoisonedCase(OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addClassCleanup(hours_cache.KNOWN.clear)
        cls.leader = cls._new_seller("galloper_leader", cls.tz)
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )
        cls.team = cls.env["crm.team"].create(
            {"name": "Poisoned", "user_id": cls.leader.id}
        )
        cls.poisons = {
            name.removeprefix("_poison_"): getattr(cls, name)
            for name in dir(cls)
            if name.startswith("_poison_")
        }
        cls.people = {
            name: cls._new_seller(f"galloper_{name}", cls.tz) for name in cls.poisons
        }
        everybody = cls.env["res.users"].union(*cls.people.values())
        cls.team.member_ids = everybody | cls.seller
        everybody |= cls.seller | cls.leader | cls.manager
        everybody.password = "galloper galloper"

    def setUp(self):
        super().setUp()
        hours_cache.KNOWN.clear()
        self.contacts = {}
        for name, user in self.people.items():
            lead = self._lead(f"Deal of {name}", "hot", user_id=user.id)
            self._contact(f"good {name}", lead, user=user)
            self.contacts[name] = self._contact(
                f"bad {name}", lead, user=user, promised_at=self._at(12)
            )
        self._contact("good", self._lead("Deal"))
        self.env.cr.flush()
        for name, poison in self.poisons.items():
            poison(self, self.people[name], self.contacts[name])
        self.env.invalidate_all()

    def _sql(self, statement, *values):
        self.env.flush_all()
        self.env.cr.execute(statement, values)
        self.env.invalidate_all(flush=False)

    # -- What each of them has

    def _poison_invitation(self, user, contact):
        """All day long, until the end of the calendar; and an activity of its own."""
        event = self._meeting(self._at(0), self._at(23), user)
        self._sql(
            "UPDATE calendar_event SET allday = TRUE, start_date = '2026-03-04',"
            " stop_date = '9999-12-31', stop = '9999-12-31 18:00' WHERE id = %s",
            event.id,
        )
        self._sql(
            "UPDATE mail_activity SET calendar_event_id = %s, promised_at = NULL"
            " WHERE id = %s",
            *(event.id, contact.id),
        )

    def _poison_retry(self, _user, contact):
        self._sql(
            "UPDATE mail_activity SET retry_at = %s, galloper_pinned_at = '0001-01-01'"
            " WHERE id = %s",
            _LAST,
            contact.id,
        )

    def _poison_for_ever(self, _user, contact):
        self._sql(
            "UPDATE mail_activity SET retry_at = 'infinity', promised_at = NULL,"
            " contact_minutes = 1440 WHERE id = %s",
            contact.id,
        )

    def _poison_promise(self, _user, contact):
        self._sql(
            "UPDATE mail_activity SET promised_until = 'infinity' WHERE id = %s",
            contact.id,
        )

    def _poison_lead(self, _user, contact):
        """Created, and moved to its stage, at the end of the calendar."""
        self.stage["hot"].tier_after_days = 3650
        self.env.ref("galloper_schedule.tier_fresh").active = True
        self._sql(
            "UPDATE crm_lead SET create_date = %s, date_last_stage_update = %s,"
            " create_uid = NULL WHERE id = %s",
            _LAST,
            _LAST,
            contact.res_id,
        )
        self._sql(
            "UPDATE mail_activity SET promised_at = NULL WHERE id = %s", contact.id
        )

    def _poison_order(self, user, _contact):
        partner = self.env["res.partner"].create({"name": "Buyer", "user_id": user.id})
        won = [self._lead("Won", "won", partner_id=partner.id) for _number in range(2)]
        for lead, moment in zip(won, ("0001-01-01 01:00", _LAST), strict=True):
            self._sql(
                "UPDATE crm_lead SET date_closed = %s, create_date = %s WHERE id = %s",
                moment,
                moment,
                lead.id,
            )

    def _poison_calendar(self, user, _contact):
        self._resource(user)
        self._sql(
            "UPDATE resource_calendar SET tz = 'Mars/Olympus' FROM resource_resource"
            " r WHERE r.calendar_id = resource_calendar.id AND r.user_id = %s",
            user.id,
        )
        self._sql(
            "UPDATE resource_resource SET tz = 'Mars/Olympus' WHERE user_id = %s",
            user.id,
        )

    def _poison_hours(self, user, _contact):
        """Hours that no day has, of which Odoo can make nothing."""
        self._resource(user)
        self._sql(
            "UPDATE resource_calendar_attendance a SET hour_from = 99, hour_to = 'NaN'"
            " FROM resource_resource r"
            " WHERE r.calendar_id = a.calendar_id AND r.user_id = %s",
            user.id,
        )

    def _resource(self, user):
        calendar = self._calendar([(9, 13), (14, 18)])
        self.env["resource.resource"].create(
            {"name": user.name, "user_id": user.id, "calendar_id": calendar.id}
        )

    def _poison_zone(self, user, _contact):
        self._sql(
            "UPDATE res_partner SET tz = 'Mars/Olympus' WHERE id = %s",
            user.partner_id.id,
        )

    def _poison_customer(self, _user, contact):
        partner = self.env["res.partner"].create({"name": "Customer"})
        self.env["crm.lead"].browse(contact.res_id).partner_id = partner
        self._sql(
            "UPDATE res_partner SET tz = 'Mars/Olympus', galloper_contact_from = 99,"
            " galloper_contact_to = 'NaN' WHERE id = %s",
            partner.id,
        )

    def _poison_closed(self, _user, contact):
        parameter = self.env["ir.config_parameter"].search([], limit=1)
        self._move(contact, "ir.config_parameter", parameter.id)

    def _poison_unknown(self, _user, contact):
        self._move(contact, "gone.model", 5)

    def _poison_abstract(self, _user, contact):
        self._move(contact, "mail.thread", 5)

    def _poison_deleted(self, _user, contact):
        self._move(contact, "res.partner", 2**31 - 1)

    def _move(self, contact, res_model, res_id):
        self._sql(
            "UPDATE mail_activity SET res_model = %s, res_id = %s WHERE id = %s",
            res_model,
            res_id,
            contact.id,
        )
        self._sql(
            "UPDATE galloper_promise SET res_model = %s, res_id = %s"
            " WHERE activity_id = %s",
            res_model,
            res_id,
            contact.id,
        )

    def _poison_log(self, _user, contact):
        log = [
            "yesterday",
            5,
            None,
            {"a": []},
            "0001-01-01T00:00:00+14:00",
            "2026-03-03T10:00:00Z",
            "9999-12-31T23:59:59-12:00",
        ]
        self._sql(
            "UPDATE mail_activity SET galloper_attempt_log = %s WHERE id = %s",
            json.dumps(log),
            contact.id,
        )

    def _poison_no_list(self, _user, contact):
        self._sql(
            "UPDATE mail_activity SET galloper_attempt_log = %s WHERE id = %s",
            json.dumps("never"),
            contact.id,
        )

    def _poison_stars(self, _user, contact):
        self._sql("UPDATE crm_lead SET priority = 'many' WHERE id = %s", contact.res_id)

    def _poison_clock(self, user, _contact):
        """It was ahead when their day was planned."""
        ahead = self._at(10) + timedelta(days=365)
        self._sql(
            "INSERT INTO galloper_schedule_due (user_id, due_at, planned_at)"
            " VALUES (%s, %s, %s)",
            user.id,
            ahead + timedelta(hours=1),
            ahead,
        )
        self._sql(
            "INSERT INTO galloper_day (user_id, day, begins_at, ends_at)"
            " VALUES (%s, '2027-03-04', %s, %s)",
            user.id,
            ahead,
            ahead,
        )

    def _poison_company(self, user, _contact):
        company = self.env["res.company"].create({"name": "Without hours"})
        self._sql(
            "UPDATE res_company SET resource_calendar_id = NULL WHERE id = %s",
            company.id,
        )
        user.company_ids = [Command.link(company.id)]
        user.company_id = company

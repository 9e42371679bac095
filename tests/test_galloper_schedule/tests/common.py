from datetime import date, datetime, timezone
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user

from odoo.addons.galloper_schedule.adapter.tools.zones import zone_of


def utc(tz, *local):
    """A naive UTC moment from a local one: utc("Europe/Moscow", 2026, 3, 4, 11, 20)."""
    moment = datetime(*local, tzinfo=zone_of(tz))
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def call_on_all_days(env):
    """Whatever day it is now, customers may be called at any time."""
    return env["galloper.calling.hours"].create(
        {
            "name": "Always",
            "on_public_holidays": True,
            "span_ids": [
                Command.create({"weekday": str(day), "from_hour": 0, "to_hour": 24})
                for day in range(7)
            ],
        }
    )


def noon_zone():
    """A time zone in which it is about noon now: hours around now are all today."""
    return f"Etc/GMT{datetime.now(timezone.utc).hour - 12:+d}"


class MyDayCase(TransactionCase):
    """A salesperson with the lowest rights, an empty day, and makers of activities."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, mail_activity_quick_update=True)
        )
        cls.tz = "Europe/Moscow"
        cls.seller = cls._new_seller("galloper_seller", cls.tz)
        cls.stage = {
            name: cls.env.ref(f"crm.stage_lead{number}")
            for number, name in enumerate(["new", "qualified", "hot", "won"], start=1)
        }
        cls.lines = cls.env["galloper.schedule.line"]
        # Who else may be called when is said where it matters.
        cls.env["galloper.calling.hours"].search([]).action_archive()
        cls.seller.company_id.write(
            {"galloper_contact_from": 8, "galloper_contact_to": 20}
        )

    @classmethod
    def _new_seller(cls, login, tz=None, groups="sales_team.group_sale_salesman"):
        return new_test_user(
            cls.env, login, groups=f"base.group_user,{groups}", tz=tz, email=login
        )

    def _lead(self, name, stage="new", **vals):
        vals = {"user_id": self.seller.id, "type": "opportunity", **vals}
        return self.env["crm.lead"].create(
            {"name": name, "stage_id": self.stage[stage].id, **vals}
        )

    def _freeze(self, now):
        """From here on it is ``now`` (naive UTC), for the database's own notes, too."""
        self.env.flush_all()
        for owner in (fields.Datetime, self.cr):
            clock = patch.object(owner, "now", lambda: now)
            clock.start()
            self.addCleanup(clock.stop)

    def _contact(
        self, name, document=None, user=None, deadline=date(2026, 3, 4), **vals
    ):
        """An open activity; its summary is its name in the checks below."""
        vals = {
            "summary": name,
            "user_id": (user or self.seller).id,
            "date_deadline": deadline,
            "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
            **vals,
        }
        if document:
            vals["res_model_id"] = self.env["ir.model"]._get_id(document._name)
            vals["res_id"] = document.id
        return self.env["mail.activity"].create(vals)

    def _plan(self, now, user=None):
        """The day planned at ``now``, as the salesperson reads it: their lines."""
        user = user or self.seller
        user._plan_day(now)
        return self.lines.with_user(user).search([("user_id", "=", user.id)])

    def _order(self, now, user=None):
        return " ".join(self._plan(now, user).mapped("summary"))


class TimetableCase(MyDayCase):
    """On Wednesday, 4 March 2026, from 9 to 13 and from 14 to 18, in Moscow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.seller.company_id
        cls.company.resource_calendar_id = cls._calendar([(9, 13), (14, 18)])

    @classmethod
    def _calendar(cls, hours, days=range(5), **vals):
        attendances = [
            Command.create(
                {
                    "name": f"{day} {begin}",
                    "dayofweek": str(day),
                    "hour_from": begin,
                    "hour_to": end,
                    **vals.get("attendance", {}),
                }
            )
            for day in days
            for begin, end in hours
        ]
        return cls.env["resource.calendar"].create(
            {
                "name": "Hours",
                "tz": "Europe/Brussels",
                "attendance_ids": [Command.clear(), *attendances],
                **{key: value for key, value in vals.items() if key != "attendance"},
            }
        )

    def _at(self, hour, minute=0, day=4, tz=None):
        return utc(tz or self.tz, 2026, 3, day, hour, minute)

    def _meeting(self, start, stop, user=None, state=None, **vals):
        event = self.env["calendar.event"].create(
            {
                "name": "Talk to the bank",
                "start": start,
                "stop": stop,
                "partner_ids": [Command.set((user or self.seller).partner_id.ids)],
                **vals,
            }
        )
        if state:
            event.attendee_ids.state = state
        return event

    def _times(self, now, user=None):
        """``A 11:30 B 11:45 …`` in the salesperson's own time, in plan order."""
        user = user or self.seller
        lines = self._plan(now, user)
        return " ".join(
            f"{line.summary} {self._clock(line.planned_start, user)}" for line in lines
        )

    def _clock(self, moment, user):
        if not moment:
            return "-"
        user = user.with_context(tz=user.tz)
        return f"{fields.Datetime.context_timestamp(user, moment):%H:%M}"

    def _lines_of(self, user, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.lines.search([("user_id", "=", user.id), *domain])


class OpenDayCase(TimetableCase):
    """The screen of My Day is opened at ten o'clock, or as a test says."""

    _line = {"contact_key": {}, "state": {}, "who": {}}

    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))

    def _screen(self, focus=0):
        return self.lines.with_user(self.seller).with_context(
            galloper_counters="mine", galloper_focus=focus, active_test=False
        )

    def _look(self, now=None, focus=0):
        """As the client opens it."""
        if now:
            self._freeze(now)
        mine = [("user_id", "=", self.seller.id)]
        return self._screen(focus).web_search_read(mine, self._line, limit=80)

    def _day(self, now=None):
        return self._look(now)["day"]

    def _text(self, *when, **day):
        return fields.Datetime.to_string(self._at(*when, **day))

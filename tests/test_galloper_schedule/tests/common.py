from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

from odoo.tests import TransactionCase, new_test_user


def utc(tz, *local):
    """A naive UTC moment from a local one: utc("Europe/Moscow", 2026, 3, 4, 11, 20)."""
    moment = datetime(*local, tzinfo=ZoneInfo(tz))
    return moment.astimezone(timezone.utc).replace(tzinfo=None)


def noon_zone():
    """A time zone in which it is about noon now: hours around now are all today."""
    return f"Etc/GMT{datetime.now(timezone.utc).hour - 12:+d}"


class MyDayCase(TransactionCase):
    """A salesperson with the lowest rights, an empty day, and makers of contacts."""

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
        """The day planned at ``now``, as the salesperson reads it: his lines."""
        user = user or self.seller
        user._plan_day(now)
        return self.lines.with_user(user).search([("user_id", "=", user.id)])

    def _order(self, now, user=None):
        return " ".join(self._plan(now, user).mapped("summary"))

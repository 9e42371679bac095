"""Customers who may not be called, and a salesperson at ten o'clock."""

from odoo.fields import Command

from .common import OpenDayCase

NUMBER, OTHER = "+74951234567", "+74957654321"
#: Calling hours that leave nothing out.
ALL_DAY = [
    Command.create({"weekday": str(day), "from_hour": 0, "to_hour": 24})
    for day in range(7)
]


class RefusalCase(OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_seller("galloper_colleague", cls.tz)
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )
        cls.email = cls.env.ref("mail.mail_activity_data_email")
        cls.refusals = cls.env["galloper.call.refusal"]
        cls.blacklist = cls.env["phone.blacklist"]
        # What others do here is none of the customers' messages.
        cls.company.galloper_suggest_leads = False

    def setUp(self):
        super().setUp()
        self.work = self.lines.with_user(self.seller)
        self.customer = self._customer("Customer")
        self.lead = self._lead("Deal", partner_id=self.customer.id)

    def _customer(self, name, phone=NUMBER, **vals):
        return self.env["res.partner"].create({"name": name, "phone": phone, **vals})

    def _listed(self, number=NUMBER):
        return self.blacklist.search([("number", "=", number)])

    def _shown(self):
        """What the screen shows: (subject, phone) in order."""
        line = {"who": {}, "phone": {}, "reason": {}, "contact_key": {}}
        mine = [("user_id", "=", self.seller.id)]
        return self._screen().web_search_read(mine, line, limit=80)["records"]

    def _keys(self):
        return [line["contact_key"] for line in self._shown()]

    def _left_out(self, user=None):
        """{activity id: why} of the calls that may not be made now."""
        lines = self.lines.with_user(user or self.seller)
        found = {one["key"]: one["reason"] for one in lines.get_not_called()}
        counted = lines.get_day_counters()["not_called"]
        self.assertEqual(counted, len(found))
        return found

    def _reason(self, activity):
        [reason] = [
            one["reason"] for one in self._shown() if one["contact_key"] == activity.id
        ]
        return reason

    def _messages(self, user):
        """What the user was told."""
        found = self.env["mail.message"].search(
            [
                ("partner_ids", "in", user.partner_id.ids),
                ("subject", "=", "Asked not to be called"),
            ],
            order="id",
        )
        return found.mapped("body")

    def _promise(self, activity):
        return self.env["galloper.promise"].search(
            [("activity_id", "=", activity.id)], order="id desc", limit=1
        )

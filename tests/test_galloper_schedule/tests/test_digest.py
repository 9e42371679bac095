"""The figures of the digest e-mail."""

from datetime import datetime, timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import MyDayCase

NOW = datetime(2026, 3, 4, 12)
KEYS = "kpi_galloper_kept_share", "kpi_galloper_contacts"


@tagged("post_install", "-at_install")
class TestDigest(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company, cls.other = cls.env["res.company"].create(
            [{"name": "Ours"}, {"name": "Theirs"}]
        )
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )
        users = cls.manager | cls.seller
        users.company_ids |= cls.company
        users.company_id = cls.company
        vals = {"name": "Figures", "company_id": cls.company.id}
        cls.digest = cls.env["digest.digest"].create(vals | dict.fromkeys(KEYS, True))

    def setUp(self):
        super().setUp()
        self._freeze(NOW)

    def _promise(self, outcome, hours, company=None, until=0, user=None):
        at = NOW - timedelta(hours=hours)
        end = at + timedelta(hours=until) if until else None
        user = (user or self.seller).id
        self._book("promise", at, company, user, outcome=outcome, promised_until=end)

    def _attempt(self, answered, hours, company=None):
        at = NOW - timedelta(hours=hours)
        self._book("attempt", at, company, self.seller.id, answered=answered)

    def _book(self, what, at, company, user, **vals):
        when = "promised_at" if what == "promise" else "tried_at"
        company = (company or self.company).id
        vals |= {when: at, "company_id": company, "user_id": user}
        names = ", ".join(vals)
        self.env.cr.execute_values(
            f"INSERT INTO galloper_{what} ({names}) VALUES %s", [tuple(vals.values())]
        )

    def _value(self, key, user=None, days=7):
        digest = self.digest.with_user(user or self.manager).with_context(
            start_datetime=NOW - timedelta(days=days), end_datetime=NOW
        )
        digest.invalidate_model([f"{key}_value"])
        return digest[f"{key}_value"]

    def test_promises_kept(self):
        for outcome in ("kept", "kept", "late", "moved", "cancelled"):
            self._promise(outcome, 2)
        self._promise("broken", 48, user=self.manager)
        self._promise("open", 3)
        self._promise("open", 3, until=5)  # there is time still
        self._promise("kept", 24 * 8)  # before the period
        self._promise("kept", 2, self.other)
        self.assertEqual(self._value(KEYS[0]), 40, "2 of 5")
        self.assertEqual(self._value(KEYS[0], self.seller), 50, "2 of 4, their own")
        self.assertEqual(self._value(KEYS[0], days=1), 50)

    def test_contacts_made(self):
        for answered, hours in ((True, 1), (True, 30), (False, 1), (True, 24 * 8)):
            self._attempt(answered, hours)
        self._attempt(True, 1, self.other)
        self.assertEqual(self._value(KEYS[1]), 2)
        self.assertEqual(self._value(KEYS[1], days=1), 1)

    def test_who_does_not_sell_is_told_nothing(self):
        clerk = self._new_seller("galloper_clerk", self.tz, "base.group_user")
        for key in KEYS:
            with self.assertRaises(AccessError):
                self._value(key, clerk)
        self.assertEqual(self.digest._compute_kpis(self.company, clerk), [])

    def test_as_it_is_mailed(self):
        real = datetime.now()
        for outcome in ("kept", "broken"):
            self._promise(outcome, (NOW - real).total_seconds() / 3600 + 100)
        kept, made = self.digest._compute_kpis(self.company, self.manager)
        shown = [kept[f"kpi_col{number}"]["value"] for number in (1, 2, 3)]
        self.assertEqual(shown, ["–", "50%", "50%"])
        self.assertIn("galloper_schedule.action_dashboard", kept["kpi_action"])
        self.assertEqual(made["kpi_col1"]["value"], 0)

"""A company's books may forget customers without any activity for long."""

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .forget_case import ForgetCase


def utc_of(year, month, day):
    return fields.Datetime.to_datetime(f"{year}-{month:02}-{day:02} 10:00:00")


@tagged("post_install", "-at_install")
class TestForgetIdle(ForgetCase):
    """Twelve months after the calls of 4 March 2026."""

    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.company.galloper_forget_months = 12
        firm = self.partners.create({"name": "Firm", "is_company": True})
        people = self.partners.create(
            [{"name": name} for name in ("Zorro", "Open", "Won", "Wrote", "Called")]
            + [{"name": "Member", "parent_id": firm.id}]
        )
        self.zorro, self.open, self.won, self.wrote, self.called, member = people
        self.firm = firm
        self.typed = self._lead("Zorro's wish", contact_name="Zorro")
        for one in (*people, self.typed):
            self._called(one)
        for one in (*people, firm):
            self.assertEqual(one.create_date, self._at(10))

    def _vacuum(self, now):
        self._freeze(now)
        done, more = self.env["galloper.erasure"]._forget_idle()
        self.assertFalse(more)
        return done

    def _a_year_on(self):
        """What goes on with the others meanwhile."""
        self._freeze(utc_of(2026, 9, 1))
        self._contact("still to do", self._lead("Deal", partner_id=self.open.id))
        deal = self._lead("Deal", partner_id=self.won.id)
        deal.stage_id = self.stage["won"]
        self.wrote.message_post(
            body="Yes", message_type="email", author_id=self.wrote.id
        )
        self._called(self.called, promise=(12,))
        self._called(self.firm)

    def test_only_who_is_idle(self):
        self._a_year_on()
        before, figures = self._books(), self._figures()
        self.assertEqual(self._vacuum(utc_of(2027, 3, 4)), 0, "not yet")
        self.assertEqual(self._vacuum(utc_of(2027, 3, 6)), 2)
        self.assertEqual(self._figures(), figures)
        self.assertFalse(self._naming("Zorro"))
        self.assertEqual(len(self._changed(before)), 4)
        self.assertEqual((self.zorro.name, self.typed.contact_name), ("Zorro",) * 2)
        self.assertEqual(
            {erasure[:2] for erasure in self._erasures()},
            {("customer", "idle"), ("lead", "idle")},
        )
        self.assertEqual(self._vacuum(utc_of(2027, 3, 7)), 0)

    def test_each_company_decides(self):
        self.company.galloper_forget_months = 0
        self.assertEqual(self._vacuum(utc_of(2040, 1, 1)), 0, "never")
        self.other.galloper_forget_months = 12
        foreigner = self._new_seller("galloper_foreign", self.tz)
        foreigner.write(
            {
                "company_ids": [Command.set(self.other.ids)],
                "company_id": self.other.id,
            }
        )
        self._freeze(self._at(10))
        self._called(self.zorro, user=foreigner)
        before = self._books()
        self.assertEqual(self._vacuum(utc_of(2027, 3, 6)), 1)
        changed = self._changed(before)
        self.assertEqual(len(changed), 2)
        for table, key in changed:
            self.assertEqual(before[table][key]["company_id"], self.other.id)

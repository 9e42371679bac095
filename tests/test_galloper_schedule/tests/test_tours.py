"""What a person does, in a real browser."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import MyDayCase, noon_zone


@tagged("post_install", "-at_install")
class TestTours(MyDayCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.tz = cls.seller.tz = noon_zone()

    def _lead_with_contact(self, name, stage="new", **vals):
        partner = self.env["res.partner"].create(
            {"name": name, "phone": "+74950000000"}
        )
        lead = self._lead(f"{name} lead", stage, partner_id=partner.id)
        vals = {"deadline": self.now.date(), **vals}
        return self._contact(f"Call {name}", lead, **vals)

    def test_a_salespersons_day(self):
        hour = timedelta(hours=1)
        self._lead_with_contact("Fresh face")
        self._lead_with_contact("Early", "qualified")
        hot = self._lead_with_contact("Hot", "hot")
        self._lead_with_contact("Yesterday", promised_at=self.now - 24 * hour)
        self._lead_with_contact("Missed", promised_at=self.now - hour)
        done = self._lead_with_contact("Promised", promised_at=self.now + hour)
        leads = self.env["crm.lead"].browse([hot.res_id, done.res_id])
        self.start_tour(
            "/odoo", "galloper_schedule_salesperson", login=self.seller.login
        )
        self.env.invalidate_all()
        self.assertFalse(done.active)
        self.assertFalse(hot.active)
        self.assertEqual(leads[0].activity_ids.summary, "Send the contract")
        self.assertFalse(leads[1].activity_ids)

    def test_the_ladder_reordered(self):
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        for name, stage in (("Hot", "hot"), ("Fresh face", "new")):
            contact = self._lead_with_contact(name, stage)
            contact.user_id = manager
        self.start_tour(
            "/odoo/my-day-ladder", "galloper_schedule_ladder", login=manager.login
        )

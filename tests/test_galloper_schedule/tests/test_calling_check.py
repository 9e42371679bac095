"""What the settings say of a customer or a number: where, when, and why."""

from odoo.tests import Form, tagged

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestCallingCheck(TimetableCase):
    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))
        self.manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )

    def _ask(self, **vals):
        check = Form(self.env["galloper.calling.check"].with_user(self.manager))
        for name, value in vals.items():
            check[name] = value
        return check.answer or ""

    def test_a_customer(self):
        customer = self.env["res.partner"].create(
            {
                "name": "Lyon",
                "city": "Lyon",
                "country_id": self.env.ref("base.fr").id,
                "galloper_contact_from": 10,
                "galloper_contact_to": 13,
            }
        )
        answer = self._ask(partner_id=customer)
        for part in (
            *("Europe/Paris (by the address)", "8:00"),
            *("10:00", "1:00", "own calling hours", "outside the calling hours"),
        ):
            self.assertIn(part, answer)
        customer.write({"galloper_contact_from": 0, "galloper_contact_to": 0})
        answer = self._ask(partner_id=customer)
        self.assertIn("general setting", answer)
        law = self.env["galloper.calling.hours"].create(
            {
                "name": "Law of the land",
                "country_id": customer.country_id.id,
                "attempts_most": 4,
                "attempts_hours": 720,
                "span_ids": [
                    (0, 0, {"weekday": "2", "from_hour": 7, "to_hour": 20}),
                ],
            }
        )
        answer = self._ask(partner_id=customer)
        for part in (law.name, "4 in 720 hours", "May be called", "No calls"):
            self.assertIn(part, answer)

    def test_a_number(self):
        answer = self._ask(phone="+81 3-3224-5000")
        self.assertIn("Asia/Tokyo (by the phone number)", answer)
        known = self.env["res.partner"].create(
            {"name": "Osaka Ltd", "phone": "+81 6-6208-8181"}
        )
        self.env["phone.blacklist"]._add(["+81662088181"])
        answer = self._ask(phone="+81 6 6208 8181")
        self.assertIn(known.name, answer)
        self.assertIn("on the phone blacklist", answer)
        self.assertIn("as the salesperson", self._ask(phone="nonsense"))
        self.assertFalse(self._ask())

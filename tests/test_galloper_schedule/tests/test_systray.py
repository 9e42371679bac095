"""What a salesperson is told of their day anywhere in Odoo."""

import json
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import MyDayCase, OpenDayCase


@tagged("post_install", "-at_install")
class TestSystray(OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_seller("galloper_colleague", cls.tz)

    def _pulse(self, user=None):
        return self.lines.with_user(user or self.seller).get_pulse()

    def test_more_than_a_thousand(self):
        call = self.env.ref("mail.mail_activity_data_call").id
        vals = {"user_id": self.seller.id, "activity_type_id": call}
        vals["date_deadline"] = "2026-03-04"
        self.env["mail.activity"].create([vals] * 1003)
        self._contact("theirs", user=self.colleague)
        self._contact("tomorrow", deadline="2026-03-05")
        (self.seller | self.colleague)._plan_day(self._at(10))
        self.assertEqual(self._pulse()["left"], 1003)

    def test_suggestions_do_not_count_and_nothing_is_planned(self):
        self._lead("suggested")
        self._contact("one", self._lead("Deal"))
        self.assertEqual(self._pulse()["left"], 0)
        self._look()
        self.assertEqual(len(self._look()["records"]), 2)
        self.assertEqual(self._pulse()["left"], 1)
        self.assertEqual(self._look()["day"]["pulse"], self._pulse())

    def test_promises_to_come(self):
        self.company.galloper_notice_minutes = 7
        deal = self._lead("Deal")
        later = self._contact("later", deal, promised_at=self._at(17))
        start, stop = self._at(12), self._at(13)
        window = self._contact("noon", promised_at=start, promised_until=stop)
        for promised_at, promised_until in (
            (self._at(9), False),
            (self._at(9), self._at(11)),
            (self._at(12, day=5), False),
            (self._at(15, day=3), False),
        ):
            self._contact("x", promised_at=promised_at, promised_until=promised_until)
        self._contact("theirs", deal, self.colleague, promised_at=self._at(11))
        (self.seller | self.colleague)._plan_day(self._at(10))
        pulse = self._pulse()
        noon = {"key": window.id, "who": "noon", "at": str(start), "until": str(stop)}
        five = {"key": later.id, "who": "Deal", "at": self._text(17), "until": False}
        self.assertEqual(pulse["promises"], [noon, five])
        self.assertEqual(pulse["notice_minutes"], 7)
        self.assertEqual((pulse["now"], pulse["tz"]), (self._text(10), self.tz))

    def test_closed_documents_tell_nothing(self):
        lead = self._lead("Secret", user_id=self.colleague.id)
        self._contact("call", lead, promised_at=self._at(11))
        self.seller._plan_day(self._at(10))
        self.assertEqual(self._pulse()["promises"][0]["who"], "call")

    def test_the_plan_that_the_bus_announces(self):
        plans = []
        for number in range(2):
            self._contact(str(number))
            users = self.registry["res.users"]
            with patch.object(users, "_bus_send", autospec=True) as send:
                answer = self._look()
            [plan] = [call.args[2]["plan"] for call in send.call_args_list]
            self.assertEqual(self._pulse()["plan"], plan)
            self.assertEqual((answer["plan"], answer["day"]["plan"]), (plan, plan))
            plans.append(plan)
        self.assertNotEqual(*plans)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nothing_for_others(self):
        clerk = self._new_seller("galloper_clerk", self.tz, "base.group_user")
        self.assertEqual(self._pulse(clerk)["left"], 0, "their own")
        customer = new_test_user(
            self.env, "galloper_portal", groups="base.group_portal"
        )
        with self.assertRaises(AccessError):
            self._pulse(customer)


@tagged("post_install", "-at_install")
class TestSystrayOfThePage(HttpCase, MyDayCase):
    def _session_info(self, user):
        user.password = "galloper galloper"
        self.env["res.users.settings"]._find_or_create_for_user(user)
        self.authenticate(user.login, user.password)
        call = json.dumps({"jsonrpc": "2.0", "method": "call"})
        headers = {"Content-Type": "application/json"}
        answer = self.url_open("/web/session/get_session_info", call, headers=headers)
        return answer.json()["result"]

    def test_a_salespersons_page(self):
        self._contact("one", deadline="2020-01-01")
        self.seller._plan_day()
        pulse = self._session_info(self.seller)["galloper_pulse"]
        told = self.lines.with_user(self.seller).get_pulse()
        self.assertEqual({**pulse, "now": None}, {**told, "now": None})
        self.assertEqual(pulse["left"], 1)

    def test_nothing_on_the_pages_of_others(self):
        clerk = self._new_seller("galloper_clerk", self.tz, "base.group_user")
        self.assertNotIn("galloper_pulse", self._session_info(clerk))

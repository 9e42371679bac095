"""Activities on documents of every model there is, for people who may not read them.

Odoo's own apps assign such activities every day. ``make test-apps`` runs this where all
of them are installed.
"""

import json

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import OpenDayCase

_LOGS = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install")
class TestClosedModels(HttpCase, OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._new_seller(
            "galloper_manager", cls.tz, "sales_team.group_sale_manager"
        )
        team = cls.env["crm.team"].create({"name": "Team", "user_id": cls.manager.id})
        team.member_ids = cls.seller
        cls.seller.password = cls.manager.password = "galloper galloper"
        cls.documents = [
            document
            for Model in cls.env.values()
            if (document := cls._some_document(Model))
        ]
        cls.mine = [("user_id", "=", cls.seller.id)]

    @classmethod
    def _some_document(cls, Model):
        """One of a model that has activities, if there is any that is not archived."""
        if Model._abstract or Model._transient or not Model._auto:
            return None
        field = Model._fields.get("activity_ids")
        if not field or field.inherited or Model._name == "crm.lead":
            return None
        return Model.sudo().search([], limit=1)

    def setUp(self):
        super().setUp()
        self.assertTrue(self.documents)
        self.contacts = self.env["mail.activity"]
        for number, document in enumerate(self.documents):
            self.contacts += self._contact(f"due {document._name}", document)
            self.contacts += self._contact(
                f"promised {document._name}",
                document,
                promised_at=self._at(11, number % 60),
            )
        self.env.flush_all()
        self.env.invalidate_all()

    def _opened_by(self, user):
        """What My Day says of each, as the client opens it."""
        lines = self.lines.with_user(user)
        screen = lines.with_context(
            galloper_counters="mine" if user == self.seller else "team",
            galloper_focus=0,
            active_test=False,
        )
        every = dict.fromkeys(lines.fields_get(), {})
        answer = screen.web_search_read(self.mine, every, limit=500)
        lines.web_search_read(self.mine, every, limit=500)
        lines.search([("who", "ilike", "due")])
        lines.web_read_group(
            self.mine,
            ["bucket"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=every,
        )
        return {line["contact_key"]: line for line in answer["records"]}

    @mute_logger(*_LOGS)
    def test_a_salesperson_and_a_manager_open_my_day(self):
        opened = self._opened_by(self.seller)
        self.assertEqual(opened.keys(), {*self.contacts.ids})
        pulse = self.lines.with_user(self.seller).get_pulse()
        self.assertEqual(pulse["left"], len(self.contacts))
        seen = self._opened_by(self.manager)
        for contact in self.contacts:
            document = self.env[contact.res_model].browse(contact.res_id)
            with self.subTest(document=document):
                name = document.display_name
                mine = document.with_user(self.seller)
                who = name if mine.has_access("read") else contact.summary
                self.assertEqual(opened[contact.id]["who"], who)
                theirs = document.with_user(self.manager)
                kind = contact.activity_type_id.name
                who = name if theirs.has_access("read") else kind
                self.assertEqual(seen[contact.id]["who"], who)

    @mute_logger(*_LOGS)
    def test_each_is_looked_at_and_worked_on(self):
        lines = self.lines.with_user(self.seller)
        for contact in self.contacts:
            document = self.env[contact.res_model].browse(contact.res_id)
            readable = document.with_user(self.seller).has_access("read")
            with self.subTest(document=document):
                focus = lines.get_focus(contact.id)
                self.assertEqual(focus["can_open"], readable)
                self.assertEqual(focus["is_closed"], not readable)
                self.assertTrue(lines.open_contact(contact.id)["res_id"])
                lines.get_difficulties(contact.id, self._text(15))
                if not contact.promised_at:
                    later = lines.work_later(contact.id, None, self._text(16))
                    self.assertEqual(later["status"], "ok")
                tried = lines.work_no_answer(contact.id, None)
                skipped = lines.work_skip(contact.id, None, False)
                self.assertEqual((tried["status"], skipped["status"]), ("ok", "ok"))
                if not readable:
                    self.assertFalse(lines.work_note(contact.id, "Secret"))
                done = lines.work_done(contact.id, "Yes")
                self.assertEqual(done["status"], "ok")
                self.assertFalse(contact.active)

    @mute_logger(*_LOGS)
    def test_the_team_day_and_reassigning(self):
        self.seller._plan_day()
        team_day = self.env["galloper.team.day"].with_user(self.manager)
        every = dict.fromkeys(team_day.fields_get(), {})
        rows = team_day.web_search_read(self.mine, every)["records"]
        self.assertEqual(rows[0]["to_do"] + rows[0]["unplaced"], len(self.contacts))
        mate = self._new_seller("galloper_mate", self.tz)
        self.seller.sale_team_id.member_ids |= mate
        action = team_day.browse(rows[0]["id"]).action_reassign()
        dialog = self.env[action["res_model"]].browse(action["res_id"])
        dialog = dialog.with_user(self.manager)
        # What is about customers, or was promised to them, is for colleagues to do.
        customers = self.contacts.filtered(
            lambda one: one.promised_at or one.res_model in ("crm.lead", "res.partner")
        )
        offered = dialog.line_ids.mapped("activity_key")
        self.assertEqual(set(offered), set(customers.ids))
        dialog.line_ids.write({"chosen": True, "colleague_id": mate.id})
        self.assertTrue(dialog.effect["people"])
        promise = self.env["galloper.schedule.promise"].with_user(self.seller)
        for contact in self.contacts:
            defaults = promise.with_context(default_activity_id=contact.id)
            self.assertTrue(defaults.new({"promised_at": self._at(15)}).choice)

    @mute_logger(*_LOGS)
    def test_they_log_in(self):
        self.seller._plan_day()
        call = json.dumps({"jsonrpc": "2.0", "method": "call"})
        headers = {"Content-Type": "application/json"}
        for user in (self.seller, self.manager):
            self.authenticate(user.login, "galloper galloper")
            url = "/web/session/get_session_info"
            answer = self.url_open(url, call, headers=headers).json()
            self.assertIn("galloper_pulse", answer["result"])

    @mute_logger(*_LOGS)
    def test_the_lowest_rights(self):
        """Somebody who may read nothing but what everybody may."""
        clerk = new_test_user(
            self.env, "galloper_clerk", groups="base.group_user", tz=self.tz
        )
        self.contacts.user_id = clerk
        lead = self._contact("lead", self._lead("Secret Deal"), clerk)
        lines = self.lines.with_user(clerk).with_context(galloper_focus=lead.id)
        answer = lines.web_search_read([], {"who": {}, "reason": {}}, limit=500)
        self.assertEqual(answer["length"], len(self.contacts) + 1)
        self.assertNotIn("Secret", repr(answer))
        self.assertEqual(answer["focus"]["is_closed"], True)
        self.assertEqual(
            self.env["res.users"].with_user(clerk).plan_my_day()["contacts"],
            answer["length"],
        )

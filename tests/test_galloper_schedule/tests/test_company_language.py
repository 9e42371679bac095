"""What is kept for all is in the language of the company it belongs to."""

from odoo.tests import Form, tagged

from odoo.addons.galloper_schedule.adapter.actions import notices

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestCompanyLanguage(TimetableCase):
    """A company that speaks German, and another one that speaks Russian; who sells in
    both speaks English."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in ("de_DE", "ru_RU"):
            cls.env["res.lang"]._activate_lang(lang)
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.company.partner_id.lang = "de_DE"
        cls.other.partner_id.lang = "ru_RU"
        cls.seller.company_ids |= cls.other
        cls.seller.lang = "en_US"
        cls.call = cls.env.ref("mail.mail_activity_data_call")
        cls.team = cls.env["crm.team"].create({"name": "Team"})
        for lang, word in (("de_DE", "Anruf"), ("ru_RU", "Звонок")):
            cls.call.with_context(lang=lang).name = word
            cls.team.with_context(lang=lang).name = f"{word}!"

    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))

    def _lead_of(self, company):
        team = self.team.id
        return self._lead("Deal", company_id=company.id, team_id=team)

    def _promise_about(self, lead):
        return self._contact(False, lead, promised_at=self._at(11))

    def test_the_promise_log(self):
        for company, word in ((self.company, "Anruf"), (self.other, "Звонок")):
            contact = self._promise_about(self._lead_of(company))
            [row] = self.env["galloper.promise"].search(
                [("activity_id", "=", contact.id)]
            )
            self.assertEqual((row.contact_name, row.team_name), (word, f"{word}!"))
            contact.with_user(self.seller).write({"res_id": self._lead_of(company).id})
            row.invalidate_recordset()
            self.assertEqual(row.team_name, f"{word}!", "brought up to date")

    def test_a_language_in_which_nobody_has_named_it(self):
        self.env["res.lang"]._activate_lang("es_ES")
        self.company.partner_id.lang = "es_ES"
        kind = self.call.copy({"name": "Visit"})
        contact = self._promise_about(self._lead_of(self.company))
        contact.write({"promised_at": False, "activity_type_id": kind.id})
        contact.promised_at = self._at(12)
        row = self.env["galloper.promise"].search(
            [("activity_id", "=", contact.id), ("outcome", "=", "open")]
        )
        self.assertEqual(row.contact_name, "Visit")

    def test_notes_on_documents(self):
        for company, word in ((self.company, "Versuch 1"), (self.other, "попытка 1")):
            lead = self._lead_of(company)
            self._contact("call", lead).with_user(self.seller).action_no_answer()
            self.assertIn(word, lead.message_ids[0].body)
        customer = self.env["res.partner"].create({"name": "Sosnovy Dom"})
        self._contact("call", customer).with_user(self.seller).action_no_answer()
        self.assertIn("Versuch 1", customer.message_ids[0].body, "of the salesperson")

    def test_given_up(self):
        leads = self._lead_of(self.company) | self._lead_of(self.other)
        contacts = self.env["mail.activity"]
        for lead in leads:
            contacts |= self._contact("call", lead, attempt_count=6)
        dialog = self.env["galloper.schedule.unresponsive"].with_user(self.seller)
        dialog.create({"activity_ids": contacts.ids}).action_lose()
        self.assertEqual(contacts[0].feedback, "Nicht erreicht, Versuche: 6")
        self.assertEqual(contacts[1].feedback, "Нет ответа, попыток: 6")

    def test_what_could_not_be_sent(self):
        leads = self._lead_of(self.company) | self._lead_of(self.other)
        template = self.env["mail.template"].create(
            {"name": "Hello", "model_id": self.env["ir.model"]._get_id("res.partner")}
        )
        notices.send(template, leads.with_context(lang="en_US").sudo())
        self.assertIn("gilt nicht für Leads", leads[0].message_ids[0].body)
        self.assertIn("не предназначен", leads[1].message_ids[0].body)

    def test_why_a_team_works_so(self):
        manager = self._new_seller(
            "galloper_boss", groups="sales_team.group_sale_manager"
        )
        assistant = self.env["galloper.strategy.assistant"].with_user(manager)
        assistant = assistant.with_context(default_team_id=self.team.id)
        with Form(assistant) as form:
            self.assertIn("stable market", form.style_reason)
        form.record.action_apply()
        note = self.team.message_ids.sorted("id")[-1].body
        self.assertIn("Empfehlung des Strategieassistenten", note)
        self.assertNotIn("stable market", note)

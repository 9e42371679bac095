"""How customers want to be served, and how a team is led, change the day."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import TimetableCase


class StrategyCase(TimetableCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["crm.team"].create(
            {"name": "Machines", "member_ids": cls.seller.ids}
        )
        cls.model = {
            name: cls.env.ref(f"galloper_schedule.service_model_{name}")
            for name in ("transactional", "consultative", "entrepreneurial")
        }
        cls.mail_type = cls.env.ref("mail.mail_activity_data_email")

    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))

    def _partner(self, name, **vals):
        return self.env["res.partner"].create({"name": name, **vals})

    def _team_lead(self, name, stage="hot", **vals):
        return self._lead(name, stage, team_id=self.team.id, **vals)


@tagged("post_install", "-at_install")
class TestServiceModel(StrategyCase):
    def test_nobody_is_called_who_wants_no_calls(self):
        self._contact("call", self._team_lead("A"))
        self._contact("mail", self._team_lead("B"), activity_type_id=self.mail_type.id)
        self._contact("promised", self._team_lead("C"), promised_at=self._at(16))
        self._contact("visit", self._partner("Dom"))
        self._contact("desk")
        before = self._order(self._at(10))
        self.assertEqual(before, "promised call mail desk visit")
        self.team.galloper_service_model_id = self.model["transactional"]
        self.assertEqual(self._order(self._at(10)), "promised mail desk")
        self.team.galloper_service_model_id = self.model["consultative"]
        self.assertEqual(self._order(self._at(10)), before)
        self.team.galloper_service_model_id = False
        self.assertEqual(self._order(self._at(10)), before)

    def test_a_customer_may_want_another_model_than_the_team_s(self):
        company = self._partner("Dom", is_company=True)
        person = self._partner("Olga", parent_id=company.id)
        self._contact("call", self._team_lead("A", partner_id=person.id))
        self._contact("other", self._team_lead("B"))
        company.galloper_service_model_id = self.model["transactional"]
        self.assertEqual(self._order(self._at(10)), "other")
        person.galloper_service_model_id = self.model["consultative"]
        self.assertEqual(self._order(self._at(10)), "call other")
        self.team.galloper_service_model_id = self.model["transactional"]
        self.assertEqual(self._order(self._at(10)), "call")

    def test_the_first_contact_is_an_email(self):
        lead = self._team_lead("Idle", "new")
        self.team.galloper_service_model_id = self.model["transactional"]
        self._plan(self._at(10))
        lines = self.lines.with_context(active_test=False)
        line = lines.search([("raw_lead_id", "=", lead.id)])
        self.assertEqual(line.bucket, "suggested")
        line.with_user(self.seller).action_no_answer()
        self.assertEqual(lead.activity_ids.activity_type_id, self.mail_type)
        calls = self.model["transactional"]
        calls.first_activity_type_id = False
        idle = self._team_lead("Another", "new")
        self._plan(self._at(11))
        self.assertFalse(lines.search([("raw_lead_id", "=", idle.id)]))

    def test_few_and_deep(self):
        elsewhere = {"team_id": self.env["crm.team"].create({"name": "Others"}).id}
        rich = {"expected_revenue": 10**6, **elsewhere}
        self._contact("rich", self._lead("A", "hot", **rich))
        self._contact("deep", self._team_lead("B"))
        self._contact("early", self._lead("C", "qualified", **elsewhere))
        self._contact("exact", self._team_lead("D"), promised_at=self._at(16))
        self.assertEqual(
            self._times(self._at(8)),
            "exact 16:00 rich 09:00 deep 09:15 early 09:30",
        )
        self.team.galloper_service_model_id = self.model["entrepreneurial"]
        # 45 minutes, and a quarter of an hour before.
        self.assertEqual(
            self._times(self._at(8)),
            "exact 16:00 deep 09:15 rich 10:00 early 10:15",
        )
        line = self._lines_of(self.seller).filtered(lambda one: one.summary == "exact")
        self.assertEqual(self._clock(line.planned_stop, self.seller), "16:45")
        fill = [self._contact(f"fill {number}") for number in range(30)]
        times = self._times(self._at(8)).split()
        self.assertTrue(fill)
        self.assertNotIn("15:45", times, "the promise is being prepared")
        self.assertIn("15:30", times)

    def test_so_many_attempts(self):
        contact = self._contact("call", self._team_lead("A")).with_user(self.seller)
        self.model["consultative"].max_attempts = 1
        self.team.galloper_service_model_id = self.model["consultative"]
        self.assertTrue(isinstance(contact.action_no_answer(), dict), "it asks")
        self.assertTrue(contact.galloper_unresponsive)

    def test_a_model_in_use_is_not_deleted(self):
        self.team.galloper_service_model_id = self.model["consultative"]
        with self.assertRaises(UserError):
            self.model["consultative"].unlink()


@tagged("post_install", "-at_install")
class TestNotices(StrategyCase):
    def setUp(self):
        super().setUp()
        self.team.galloper_service_model_id = self.model["transactional"]
        self.lang = self.env["res.lang"]._activate_lang("fr_FR")

    def _customer(self, name="Olga", **vals):
        return self._partner(name, **{"email": f"{name.lower()}@example.com", **vals})

    def _mails(self, lead):
        self.env.flush_all()
        return self.env["mail.mail"].search(
            [
                ("model", "=", "crm.lead"),
                ("res_id", "=", lead.id),
                ("recipient_ids", "in", lead.partner_id.ids),
            ],
            order="id",
        )

    def _move(self, leads, stage="hot"):
        leads.with_user(self.seller).stage_id = self.stage[stage]

    def test_once_for_each_change(self):
        lead = self._team_lead("Deal", "new", partner_id=self._customer().id)
        self.assertFalse(self._mails(lead))
        self._move(lead)
        self._move(lead)
        mail = self._mails(lead)
        self.assertEqual(len(mail), 1)
        self.assertIn("Deal", mail.subject)
        self.assertEqual(mail.state, "outgoing")
        self._move(lead, "won")
        self.assertEqual(len(self._mails(lead)), 2)
        self.team.galloper_service_model_id = self.model["consultative"]
        self._move(lead, "qualified")
        self.assertEqual(len(self._mails(lead)), 2)

    def test_what_is_only_entered_has_not_moved(self):
        lead = self._team_lead("Deal", "won", partner_id=self._customer().id)
        self.assertFalse(self._mails(lead))

    def test_a_broken_template_stops_nobody(self):
        template = type(self.env["mail.template"])
        lead = self._team_lead("Deal", "new", partner_id=self._customer().id)
        with patch.object(template, "send_mail_batch", side_effect=UserError("t-out")):
            self._move(lead)
        self.assertEqual(lead.stage_id, self.stage["hot"])
        self.assertFalse(self._mails(lead))
        self.assertIn("was not sent", lead.message_ids.sorted("id")[-1].body)

    def test_in_the_customers_language(self):
        template = self.env.ref("galloper_schedule.mail_template_notice_proposition")
        template.with_context(lang="fr_FR").subject = "Votre offre"
        french = self._customer("Marie", lang="fr_FR")
        lead = self._team_lead("Deal", "new", partner_id=french.id)
        self._move(lead)
        self.assertEqual(self._mails(lead).subject, "Votre offre")

    def test_nobody_hears_it_who_does_not_want_to(self):
        black, quiet = self._customer("Black"), self._customer("Quiet")
        self.env["mail.blacklist"]._add(black.email)
        quiet.galloper_no_emails = True
        leads = self.env["crm.lead"]
        for partner in (black, quiet, self._customer("Mute", email=False)):
            leads += self._team_lead(partner.name, "new", partner_id=partner.id)
        heard = self._team_lead("heard", "new", partner_id=self._customer().id)
        self._move(leads + heard)
        self.assertFalse([lead.name for lead in leads if self._mails(lead)])
        self.assertEqual(len(self._mails(heard)), 1)

    def test_what_could_not_be_sent_is_not_lost(self):
        lead = self._team_lead("Deal", "new", partner_id=self._customer().id)
        self._move(lead)
        mail = self._mails(lead)
        server = type(self.env["ir.mail_server"])
        with patch.object(server, "_connect__", side_effect=OSError("no way")):
            mail.send()
        self.assertEqual(mail.exists().state, "exception")


@tagged("post_install", "-at_install")
class TestManagementStyle(StrategyCase):
    def test_dragging(self):
        first = self._contact("first").with_user(self.seller)
        self._contact("second")
        self.team.galloper_management_style = "chaos"
        first.action_pin(self._at(15))
        dragged = "first 15:00 second 09:00"
        self.assertEqual(self._times(self._at(8)), dragged)
        for style in ("system", "self"):
            self.team.galloper_management_style = style
            self.assertEqual(self._times(self._at(8)), "first 09:00 second 09:15")
            with self.assertRaises(UserError):
                first.action_pin(self._at(16))
            first.action_pin(False)
            first.sudo().galloper_pinned_at = self._at(15)
        self.team.galloper_management_style = "chaos"
        self.assertEqual(self._times(self._at(8)), dragged, "nothing was lost")

    def test_skipping(self):
        contact = self._contact("first")
        work = self.lines.with_user(self.seller)
        self.team.galloper_management_style = "system"
        with self.assertRaises(UserError):
            work.work_skip(contact.id, None, False)
        reason = self.env.ref("galloper_schedule.skip_reason_urgent")
        self.assertEqual(work.work_skip(contact.id, None, reason.id)["status"], "ok")
        self.team.galloper_management_style = "chaos"
        self.assertEqual(work.work_skip(contact.id, None, False)["status"], "ok")

    def test_it_says_what_will_change(self):
        with Form(self.team) as form:
            self.assertFalse(form.galloper_style_changes)
            form.galloper_management_style = "self"
            self.assertIn("requires a reason", form.galloper_style_changes)
            self.assertIn("proposed", form.galloper_style_changes)
            form.galloper_management_style = "chaos"
            self.assertFalse(form.galloper_style_changes)

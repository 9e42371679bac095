"""Notices are filled in with somebody's own rights, never with more."""

from importlib.util import module_from_spec, spec_from_file_location
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import file_path

from .test_service_model import StrategyCase


def migrate(env, name, version="19.0.1.3.0"):
    """Run one script of a migration, as an update would."""
    path = file_path(f"galloper_schedule/migrations/{version}/{name}.py")
    spec = spec_from_file_location(name.replace("-", "_"), path)
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    env.flush_all()
    script.migrate(env.cr, version)
    env.invalidate_all()


class NoticeCase(StrategyCase):
    """A notice for whoever enters the stage "hot", and a customer of elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team.galloper_service_model_id = cls.model["transactional"]
        cls.notice = cls.env.ref("galloper_schedule.service_notice_proposition")
        cls.template = cls._template()
        cls.notice.template_id = cls.template
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.closed = cls.env["res.partner"].create(
            {
                "name": "Planted Secret",
                "email": "planted@example.com",
                "company_id": cls.elsewhere.id,
            }
        )

    @classmethod
    def _template(cls, model="crm.lead", **vals):
        vals = {"name": "Moved", "subject": "Moved", "auto_delete": False, **vals}
        vals["model_id"] = cls.env["ir.model"]._get_id(model)
        return cls.env["mail.template"].create(vals)

    def _deal(self, name="Deal", **vals):
        partner = self._partner(f"Customer of {name}", email="olga@example.com")
        return self._team_lead(name, "new", partner_id=partner.id, **vals)

    def _move(self, leads, stage="hot"):
        """What whoever moves them has sent."""
        mails = self.env["mail.mail"].sudo()
        before = mails.search([])
        leads.write({"stage_id": self.stage[stage].id})
        self.env.flush_all()
        self.assertEqual(leads.sudo().stage_id, self.stage[stage])
        return mails.search([]) - before

    def _note(self, lead):
        return lead.sudo().message_ids.sorted("id")[-1]


@tagged("post_install", "-at_install")
class TestTemplatesOfOthers(NoticeCase):
    """A lead's number is somebody else's in another model: a user's, with a token."""

    def setUp(self):
        super().setUp()
        self.invitation = self._template("res.users", subject="{{ object.login }}")
        self.manager = self._new_seller(
            "galloper_manager", groups="sales_team.group_sale_manager"
        )

    def _check_refused(self, text, act, vals):
        with self.assertRaises(ValidationError) as refused:
            act(vals)
        self.assertIn(text, str(refused.exception))

    def test_refused_however_it_is_entered(self):
        mine = self.notice.with_user(self.manager)
        vals = {
            "model_id": self.model["consultative"].id,
            "stage_id": self.stage["hot"].id,
            "template_id": self.invitation.id,
        }
        self._check_refused("does not apply to leads", mine.create, vals)
        vals.pop("model_id")
        self._check_refused("does not apply to leads", mine.write, vals)
        row = [self.model["consultative"].id, *vals.values()]
        names = ["model_id/.id", "stage_id/.id", "template_id/.id"]
        imported = mine.load(names, [list(map(str, row))])
        self.assertFalse(imported["ids"])
        self.assertIn("does not apply to leads", imported["messages"][0]["message"])

    def test_a_template_in_use_stays_one_for_leads(self):
        model = self.env["ir.model"]._get_id("res.users")
        report = self.env["ir.actions.report"].create(
            {"name": "Paper", "model": "res.users", "report_name": "galloper.paper"}
        )
        for vals in (
            {"model_id": model},
            {"model": "res.users"},
            {"report_template_ids": [Command.link(report.id)]},
        ):
            self._check_refused("must apply to leads", self.template.write, vals)
        self._template().write({"model_id": model})

    def _plant(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE galloper_service_notice SET template_id = %s WHERE id = %s",
            (self.invitation.id, self.notice.id),
        )
        self.env.invalidate_all()

    def test_not_sent_where_it_is_there_all_the_same(self):
        self._plant()
        lead = self._deal()
        self.assertFalse(self._move(lead.with_user(self.seller)))
        self.assertIn("does not apply to leads", self._note(lead).body)
        self.assertEqual(self._note(lead).author_id, self.env.ref("base.partner_root"))

    def test_an_update_removes_it(self):
        self._plant()
        others = self.env["galloper.service.notice"].search([]) - self.notice
        logger = "post_remove_bad_notices"
        with self.assertLogs(logger, "WARNING") as log:
            migrate(self.env, "post-remove_bad_notices")
        self.assertIn("made for res.users", log.output[0])
        self.assertFalse(self.notice.exists())
        self.assertEqual(others.exists(), others)


@tagged("post_install", "-at_install")
class TestWhoFillsIn(NoticeCase):
    WHO = "{{ user.login }} {{ object.env.user.login }} {{ '%s' % object.env.su }}"

    def _by(self, lead, user, su=False):
        """The user it is filled in as when this user moves the lead."""
        [mail] = self._move(lead.with_user(user).sudo(su))
        first, second, su = mail.subject.split()
        self.assertEqual((first, su), (second, "False"))
        author = self.env["res.users"].search([("login", "=", first)]).partner_id
        self.assertEqual(mail.author_id, author)
        return first

    def test_whoever_moves_the_lead(self):
        """They need no rights on templates, and get none by a detour through sudo."""
        self.template.subject = self.WHO
        editors = "mail.group_mail_template_editor"
        self.assertFalse(self.seller.has_group(editors))
        self.assertEqual(self._by(self._deal(), self.seller), "galloper_seller")
        self.assertEqual(self._by(self._deal(), self.seller, True), "galloper_seller")
        leader = self._new_seller(
            "galloper_leader", groups="sales_team.group_sale_salesman_all_leads"
        )
        self.assertEqual(self._by(self._deal(), leader), "galloper_leader")

    def test_scheduled_actions_and_visitors(self):
        """The lead's salesperson does, in their own companies."""
        self.template.subject = self.WHO
        bot, public = self.env.ref("base.user_root"), self.env.ref("base.public_user")
        portal = new_test_user(self.env, "galloper_portal", groups="base.group_portal")
        for user in (bot, public, portal):
            self.assertEqual(self._by(self._deal(), user, True), "galloper_seller")
        foreign = self._deal().with_context(allowed_company_ids=self.elsewhere.ids)
        self.assertEqual(self._by(foreign, bot, True), "galloper_seller")

    def test_who_may_not_read_the_lead(self):
        self.template.subject = self.WHO
        other = self._new_seller("galloper_other")
        self.assertEqual(self._by(self._deal(), other, True), "galloper_seller")

    def test_the_teams_leader_stands_in(self):
        """Of a lead that is nobody's yet, moved by a scheduled action."""
        self.template.subject = self.WHO
        self.team.user_id = self._new_seller(
            "galloper_leader", groups="sales_team.group_sale_salesman_all_leads"
        )
        bot, lead = self.env.ref("base.user_root"), self._deal(user_id=False)
        self.assertEqual(self._by(lead, bot, True), "galloper_leader")

    def test_the_last_editor_stands_in(self):
        """Where no salesperson may: none, one who left, or who may not read it."""
        admin, bot = self.env.ref("base.user_admin"), self.env.ref("base.user_root")
        stranger = new_test_user(self.env, "galloper_stranger")
        left = self._new_seller("galloper_left")
        left.active = False
        self.template.with_user(admin).subject = self.WHO
        for user in (self.env["res.users"], stranger, left):
            lead = self._deal(user_id=user.id)
            self.assertEqual(self._by(lead, bot, True), admin.login)
        self.template.with_user(bot).subject = self.WHO
        lead = self._deal(user_id=False)
        self.assertFalse(self._move(lead.with_user(bot)))
        self.assertIn("neither the salesperson nor", self._note(lead).body)

    def test_nothing_is_slipped_in_from_outside(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.template.with_context(lang="fr_FR").subject = "Avance"
        lead = self._deal().with_user(self.seller)
        [mail] = self._move(lead.with_context(template_preview_lang="fr_FR"))
        self.assertEqual(mail.subject, "Moved")

    def test_each_salesperson_their_own(self):
        """Leads of two move together, by a scheduled action."""
        self.template.subject = self.WHO
        other = self._new_seller("galloper_other")
        mails = self._move(self._deal("A") + self._deal("B", user_id=other.id))
        logins = {mail.record_name: mail.subject.split()[0] for mail in mails}
        self.assertEqual(logins, {"A": "galloper_seller", "B": "galloper_other"})


@tagged("post_install", "-at_install")
class TestWhatIsClosed(NoticeCase):
    def _closed_for(self, name):
        """Reads what is closed on the lead of this name, and says "fine" of others."""
        closed = f"object.env['res.partner'].browse({self.closed.id}).name"
        return f"{closed} if object.name == '{name}' else 'fine'"

    def _check_noted(self, lead):
        note = self._note(lead)
        self.assertIn(
            f"data that {self.seller.name} does not have access to", note.body
        )
        self.assertNotIn("Planted", note.body)

    def test_it_concerns_its_lead_alone(self):
        # In debug mode Odoo's own message would name what is closed.
        self.seller.group_ids |= self.env.ref("base.group_no_one")
        subject = f"{{{{ {self._closed_for('Bad')} }}}}"
        body = f'<p><t t-out="{self._closed_for("Worse")}"/></p>'
        self.template.write({"subject": subject, "body_html": body})
        bad, worse, good = map(self._deal, ("Bad", "Worse", "Good"))
        # Known by now, for whoever asks no rights.
        self.assertEqual(self.closed.sudo().name, "Planted Secret")
        mails = self._move((bad + worse + good).with_user(self.seller))
        self.assertEqual([mail.subject for mail in mails], ["fine"])
        self.assertEqual(mails.res_id, good.id)
        self._check_noted(bad)
        self._check_noted(worse)

    def test_recipients(self):
        self.template.write({"use_default_to": False, "partner_to": self.closed.id})
        lead = self._deal()
        self.assertFalse(self._move(lead.with_user(self.seller)))
        self._check_noted(lead)

    def test_what_goes_along(self):
        """Files and reports of the template, with the same rights."""
        report = self._paper()
        file = self.env["ir.attachment"].create({"name": "Terms", "raw": b"terms"})
        self.template.write(
            {
                "report_template_ids": [Command.link(report.id)],
                "attachment_ids": [Command.link(file.id)],
            }
        )
        [mail] = self._move(self._deal().with_user(self.seller))
        paper = mail.attachment_ids - file
        self.assertEqual(paper.name, "Deal.text")
        self.assertIn(b"galloper_seller", paper.raw)
        closed = self.env["ir.attachment"].create({"name": "Closed", "raw": b"no"})
        with self.assertRaises(AccessError):
            closed.with_user(self.seller).check_access("read")
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE email_template_attachment_rel SET attachment_id = %s"
            " WHERE email_template_id = %s",
            (closed.id, self.template.id),
        )
        [mail] = self._move(self._deal().with_user(self.seller))
        self.assertEqual(mail.attachment_ids.mapped("name"), ["Deal.text"])

    def _paper(self):
        """A report that names whoever fills it in."""
        view = self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "key": "galloper_schedule.paper",
                "arch": '<t t-name="galloper_schedule.paper">'
                '<p t-foreach="docs" t-as="doc" t-out="doc.env.user.login"/></t>',
            }
        )
        return self.env["ir.actions.report"].create(
            {
                "name": "Paper",
                "model": "crm.lead",
                "report_name": view.key,
                "report_type": "qweb-text",
                "print_report_name": "object.name",
            }
        )

    def test_other_failures(self):
        """Whatever it is, nobody is kept from moving a lead; and conflicts are tried
        again by Odoo, so they go through."""
        self.template.write({"use_default_to": False, "partner_to": "[[1]]"})
        lead = self._deal()
        self.assertFalse(self._move(lead.with_user(self.seller)))
        self.assertIn("could not be rendered", self._note(lead).body)
        template = type(self.env["mail.template"])
        conflict = SerializationFailure("somebody else")
        with patch.object(template, "send_mail_batch", side_effect=conflict):
            with self.assertRaises(SerializationFailure):
                self._move(self._deal().with_user(self.seller))

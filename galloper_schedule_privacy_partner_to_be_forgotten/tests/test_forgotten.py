"""Who is anonymized is so in the log, too, and nobody else."""

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

_ANONYMIZE = "privacy_partner_to_be_forgotten.group_partner_anonymize"


@tagged("post_install", "-at_install")
class TestForgotten(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, mail_activity_quick_update=True)
        )
        sells = "base.group_user,sales_team.group_sale_salesman"
        cls.seller = new_test_user(cls.env, "galloper_forgotten_seller", groups=sells)
        cls.seller.partner_id.name = "Diego de la Vega"
        cls.clerk = new_test_user(
            cls.env,
            "galloper_forgotten_clerk",
            groups=f"base.group_user,base.group_partner_manager,{_ANONYMIZE}",
        )
        cls.firm = cls.env["res.partner"].create(
            {"name": "Zorro Ltd", "is_company": True}
        )
        cls.person, cls.stranger = cls.env["res.partner"].create(
            [{"name": "Zorro", "parent_id": cls.firm.id}, {"name": "Stranger"}]
        )
        for partner in (cls.firm, cls.person, cls.stranger, cls.seller.partner_id):
            cls._call(partner)

    @classmethod
    def _call(cls, document):
        activity = cls.env["mail.activity"].create(
            {
                "summary": f"Call {document.name}",
                "res_model_id": cls.env["ir.model"]._get_id(document._name),
                "res_id": document.id,
                "user_id": cls.seller.id,
                "promised_at": fields.Datetime.add(fields.Datetime.now(), hours=1),
            }
        )
        activity.action_no_answer()
        activity.action_feedback()

    def _anonymize(self, partners, user=None):
        wizard = self.env["partner.anonymize.wizard"].with_user(user or self.clerk)
        wizard = wizard.with_context(active_ids=partners.ids).create({})
        return wizard.action_confirm()

    def _texts(self):
        """What the log says, and of which customer."""
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT to_jsonb(p)::text FROM galloper_promise p WHERE user_id = %(id)s
                UNION ALL
               SELECT to_jsonb(a)::text FROM galloper_attempt a WHERE user_id = %(id)s
            """,
            {"id": self.seller.id},
        )
        return [row[0] for row in self.env.cr.fetchall()]

    def _named(self, name):
        return sum(name in text for text in self._texts())

    def test_a_company_and_its_people(self):
        self.assertEqual(self._named("Zorro"), 6)
        number = len(self._texts())
        self._anonymize(self.firm)
        self.assertEqual(self.person.name, "Z Anonymized")
        self.assertEqual((self._named("Zorro"), len(self._texts())), (0, number))
        self.assertEqual(self._named("Stranger"), 3)
        self.assertEqual(self._named("Diego"), number, "who called them")
        activities = self.env["mail.activity"].with_context(active_test=False)
        theirs = activities.search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.person.id)]
        )
        self.assertTrue(theirs)
        self.assertFalse(theirs.galloper_attempt_log)
        erasures = self.env["galloper.erasure"].search([])
        self.assertEqual(set(erasures.mapped("through")), {"anonymized"})
        self.assertEqual(sum(erasures.mapped("entry_count")), 6)
        self.assertEqual(erasures.user_id, self.clerk)

    def test_a_salesperson_who_is_a_customer(self):
        self._anonymize(self.seller.partner_id, self.env.ref("base.user_admin"))
        self.assertEqual(self._named("Diego"), 0)
        self.assertEqual(self._named("Zorro"), 6)
        kinds = self.env["galloper.erasure"].search([]).mapped("kind")
        self.assertEqual(sorted(set(kinds)), ["customer", "salesperson"])

    def test_only_with_the_right_to(self):
        reader = new_test_user(self.env, "galloper_reader", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.person.with_user(reader).anonymize_partner_data()
        with self.assertRaises(AccessError):
            self._anonymize(self.person, self.seller)
        self.assertEqual(self._named("Zorro"), 6)

"""Privacy Lookup finds the entries of the log, and forgets the names in them."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged

_NAMES = ("contact_name", "document_name", "customer_name")


@tagged("post_install", "-at_install")
class TestLookup(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, mail_activity_quick_update=True)
        )
        cls.seller = new_test_user(
            cls.env,
            "galloper_lookup_seller",
            groups="base.group_user,sales_team.group_sale_salesman",
        )
        cls.admin = new_test_user(
            cls.env,
            "galloper_lookup_admin",
            groups="base.group_user,base.group_system,base.group_partner_manager",
        )
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.seller.company_ids += cls.other
        cls.customer, cls.stranger = cls.env["res.partner"].create(
            [{"name": "Zorro", "email": "zorro@example.com"}, {"name": "Stranger"}]
        )
        cls.lead = cls._lead(cls.customer)
        cls._call(cls.lead, "done")
        cls._call(cls.customer, "missed", hours=-1)
        cls._call(cls._lead(cls.stranger), "not theirs")
        # Somebody plans the day: lines are about the customer, too.
        cls.env.cr.flush()
        cls.seller.with_user(cls.seller).plan_my_day()
        cls.env.flush_all()

    @classmethod
    def _lead(cls, customer):
        return cls.env["crm.lead"].create(
            {
                "name": f"Deal with {customer.name}",
                "partner_id": customer.id,
                "user_id": cls.seller.id,
                "company_id": cls.other.id if customer.name == "Zorro" else False,
            }
        )

    @classmethod
    def _call(cls, document, summary, hours=1):
        activity = cls.env["mail.activity"].create(
            {
                "summary": f"{summary} {document.name}",
                "res_model_id": cls.env["ir.model"]._get_id(document._name),
                "res_id": document.id,
                "user_id": cls.seller.id,
                "promised_at": fields.Datetime.add(fields.Datetime.now(), hours=hours),
            }
        )
        if hours > 0:
            activity.action_feedback()

    def _look_up(self):
        """As an administrator of one company of several."""
        wizard = self.env["privacy.lookup.wizard"].with_user(self.admin)
        wizard = wizard.create({"name": "Zorro", "email": "zorro@example.com"})
        wizard.action_lookup()
        return wizard

    def _rows(self):
        self.env.flush_all()
        self.env.invalidate_all()
        mine = [("user_id", "=", self.seller.id)]
        promises = self.env["galloper.promise"].search(mine, order="id")
        return promises, self.env["galloper.attempt"].search(mine, order="id")

    def _named(self):
        promises, tries = self._rows()
        names = [promises.mapped(name) for name in _NAMES]
        return sum("Zorro" in str(one) for one in [*names, tries.mapped(_NAMES[2])])

    def test_finds_the_log_and_no_lines(self):
        lines = self.env["galloper.schedule.line"].search(
            [("raw_partner_id", "=", self.customer.id)]
        )
        self.assertTrue(lines)
        found = self._look_up().line_ids.mapped("res_model")
        self.assertEqual(found.count("galloper.promise"), 2)
        self.assertEqual(found.count("galloper.attempt"), 1)
        self.assertNotIn("galloper.schedule.line", found)

    def test_deletes_all_of_it(self):
        before = self._rows()
        figures = [
            rows.mapped(lambda one: (one.id, one.user_id, one.team_id, one.company_id))
            for rows in before
        ]
        wizard = self._look_up()
        wizard.line_ids.action_unlink_all()
        self.assertEqual(set(wizard.line_ids.mapped("is_unlinked")), {True})
        self.assertFalse(self.customer.exists() + self.lead.exists().partner_id)
        after = self._rows()
        self.assertEqual(before, after, "no entry is deleted")
        self.assertEqual(
            figures,
            [
                rows.mapped(
                    lambda one: (one.id, one.user_id, one.team_id, one.company_id)
                )
                for rows in after
            ],
        )
        self.assertEqual(after[0].mapped("outcome"), ["kept", "broken", "kept"])
        self.assertFalse(self._named())
        self.assertEqual(after[0].mapped("customer_name"), [False, False, "Stranger"])
        erasures = self.env["galloper.erasure"].search([])
        self.assertEqual(set(erasures.mapped("through")), {"lookup"})
        self.assertEqual(erasures.user_id, self.admin)
        self.assertEqual(sum(erasures.mapped("entry_count")), 3)

    def test_erases_one_entry(self):
        wizard = self._look_up()
        line = wizard.line_ids.filtered(lambda one: one.res_model == "galloper.attempt")
        line.action_unlink()
        entry = self.env["galloper.attempt"].browse(line.res_id)
        self.assertTrue(entry.exists())
        self.assertFalse(entry.customer_name or entry.partner_id or entry.lead_id)
        self.assertIn(f"#{entry.id}", wizard.execution_details)
        self.assertTrue(self._named(), "the others are as they were")
        with self.assertRaises(UserError):
            line.action_unlink()

    def test_archives_all(self):
        wizard = self._look_up()
        wizard.line_ids.action_archive_all()
        self.assertFalse(self.customer.active)
        self.assertFalse(self._named())
        self.assertEqual(self._rows()[0][-1].customer_name, "Stranger")
        self.assertEqual(self.customer.name, "Zorro")

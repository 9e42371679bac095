"""People may be forgotten: figures stay as they are, names go, others' rows stay."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .forget_case import NAMES, ForgetCase


@tagged("post_install", "-at_install")
class TestForget(ForgetCase):
    def test_a_company_with_its_contacts(self):
        firm = self.partners.create({"name": "Zorro Ltd", "is_company": True})
        person, gone, late = self.partners.create(
            [
                {"name": "Diego", "parent_id": firm.id},
                {"name": "Archived", "parent_id": firm.id, "active": False},
                {"name": "Home", "parent_id": firm.id, "type": "delivery"},
            ]
        )
        branch = self.partners.create(
            {"name": "Branch", "parent_id": firm.id, "is_company": True}
        )
        stranger = self.partners.create({"name": "Stranger"})
        self._called(self._lead("Zorro's deal", "hot", partner_id=person.id))
        for one in (firm, gone, late):
            self._called(one, "ask Zorro")
        typed = self._lead("Typed", contact_name="Zorro Senior")
        self._called(typed)
        typed.partner_id = person
        self._called(branch)
        self._called(stranger)
        self._called(self._lead("Strange deal", partner_id=stranger.id))
        self.assertGreater(self._naming("Zorro"), 5)
        before, figures = self._books(), self._figures()
        about_others = self._about(branch + stranger, before)
        firm.with_user(self.clerk).unlink()
        self.assertEqual(self._figures(), figures)
        changed = self._changed(before)
        self.assertFalse(changed & about_others)
        self.assertEqual(len(about_others), 6)
        self.assertEqual(len(changed), 10)
        self.assertFalse(self._naming("Zorro"))
        self._check_only_seller_named(changed)
        [erasure] = self._erasures()
        self.assertEqual(
            erasure, ("customer", "deleted", 10, self.clerk, self.env.company)
        )

    def _about(self, partners, books):
        return {
            (table, key)
            for table, rows in books.items()
            for key, row in rows.items()
            if row.get("partner_id") in partners.ids
        }

    def _check_only_seller_named(self, changed):
        for table, key in changed:
            row = self._rows(table)[key]
            left = {name: row[name] for name in NAMES[table] if "user" not in name}
            self.assertEqual(left, dict.fromkeys(left), f"{table} {key}")
            self.assertEqual(row["user_name"], self.seller.name)

    def test_in_the_books_of_every_company(self):
        foreigner = self._new_seller("galloper_foreign", self.tz)
        foreigner.write(
            {
                "company_ids": [Command.set(self.other.ids)],
                "company_id": self.other.id,
            }
        )
        customer = self.partners.create({"name": "Zorro"})
        self._called(customer)
        self._called(customer, user=foreigner)
        figures = self._figures()
        customer.with_user(self.clerk).unlink()
        self.assertEqual(self._figures(), figures)
        self.assertFalse(self._naming("Zorro"))
        self.assertCountEqual(
            self._erasures(),
            [
                ("customer", "deleted", 2, self.clerk, self.env.company),
                ("customer", "deleted", 2, self.clerk, self.other),
            ],
        )
        seen = self.env["galloper.erasure"].with_user(self.manager).search([])
        self.assertEqual((seen - self.known).company_id, self.env.company)
        with self.assertRaises(AccessError):
            self.env["galloper.erasure"].with_user(self.clerk).search([])

    def test_nothing_without_the_right_to_delete(self):
        customer = self.partners.create({"name": "Zorro"})
        lead = self._lead("Zorro's deal", partner_id=customer.id)
        self._called(lead)
        before = self._books()
        for record in (customer, lead):
            # No savepoint: what was done before the refusal would stay.
            try:
                record.with_user(self.seller).unlink()
            except AccessError:
                continue
            self.fail("They may delete it.")
        self.assertFalse(self._changed(before))
        self.assertFalse(self._erasures())

    def test_a_lead_is_not_its_customer(self):
        customer = self.partners.create({"name": "Zorro"})
        lead = self._lead("Secret deal", partner_id=customer.id)
        typed = self._lead("Secret hope", contact_name="Secret")
        self._called(lead, "Secret call")
        self._called(typed)
        self._called(self._lead("Next", partner_id=customer.id))
        figures = self._figures()
        (lead + typed).with_user(self.manager).unlink()
        self.assertEqual(self._figures(), figures)
        self.assertFalse(self._naming("Secret"))
        self.assertEqual(self._naming("Zorro"), 4, "they are a customer still")
        [erasure] = self._erasures()
        # Of the call about the customer's lead nothing but a link was left to erase.
        self.assertEqual(erasure[:3], ("lead", "deleted", 3))

    def test_a_user_who_is_a_customer_too(self):
        leaver = self._new_seller("galloper_leaver", self.tz)
        leaver.partner_id.name = "Zorro"
        self.env["crm.team.member"].create(
            {"crm_team_id": self.team.id, "user_id": leaver.id}
        )
        self._called(self._lead("Deal", user_id=leaver.id), user=leaver)
        self._called(leaver.partner_id)
        leaver._plan_day(self._at(11))
        before, figures = self._books(), self._figures()
        own = {
            (table, key)
            for table, rows in before.items()
            for key, row in rows.items()
            if row["user_id"] == leaver.id
        }
        leaver.unlink()
        self.assertEqual(self._figures(), figures)
        self.assertEqual(self._changed(before), own)
        self.assertEqual(len(own), 3, "a promise, a call and a day")
        self.assertEqual(self._naming("Zorro"), 2, "as a customer")
        for table, key in own:
            self.assertEqual(before[table][key]["team_id"], self.team.id)
        self.env["res.partner"].search([("name", "=", "Zorro")]).unlink()
        self.assertEqual(self._figures(), figures)
        self.assertFalse(self._naming("Zorro"))
        self.assertEqual(
            [erasure[:3] for erasure in self._erasures()],
            [("salesperson", "deleted", 3), ("customer", "deleted", 2)],
        )

    def test_an_open_promise_goes_on(self):
        customer = self.partners.create({"name": "Zorro"})
        lead = self._lead("Zorro's deal", "hot", partner_id=customer.id)
        activity = self._contact("call Zorro", lead, promised_at=self._at(12))
        customer.with_user(self.clerk).unlink()
        self.assertFalse(self._naming("Zorro"))
        row = self.env["galloper.promise"].search([("activity_id", "=", activity.id)])
        self.assertEqual((row.outcome, row.lead_id), ("open", lead))
        activity.with_user(self.seller).action_feedback()
        self.assertEqual(row.outcome, "kept")

    def test_a_plan_does_not_name_them(self):
        customer = self.partners.create({"name": "Zorro"})
        lead = self._lead("Deal", "hot", partner_id=customer.id)
        self._contact("call", lead)
        self.env.cr.flush()  # what changed is noted, as at the end of a request
        self.assertEqual(self._order(self._at(10)), "call")
        due = self.env["galloper.schedule.due"]
        self.assertNotIn(self.seller, due._get_due_users(self._at(10)))
        customer.with_user(self.clerk).unlink()
        self.assertIn(self.seller, due._get_due_users(self._at(10)))
        self.assertEqual(self._order(self._at(10)), "call")

    def test_whoever_deletes_their_own_account(self):
        portal = new_test_user(self.env, "galloper_portal", groups="base.group_portal")
        portal.partner_id.name = "Zorro"
        tried = self._contact("call", portal.partner_id)
        tried.with_user(self.seller).action_no_answer()
        self._called(portal.partner_id)
        figures = self._figures()
        portal.with_user(portal).sudo()._deactivate_portal_user()
        self.assertEqual(self._figures(), figures)
        self.assertFalse(self._naming("Zorro"))
        self.assertEqual((tried.galloper_attempt_log, tried.attempt_count), (False, 1))
        [erasure] = self._erasures()
        self.assertEqual(erasure[:4], ("customer", "account", 3, portal))
        portal.unlink()
        self.assertFalse(self._erasures()[0][3])

    def test_who_is_merged_is_not_forgotten(self):
        kept, twin = self.partners.create(
            [{"name": "Zorro", "email": "z@example.com"}] * 2
        )
        self._called(twin)
        self._called(self._lead("Deal", partner_id=twin.id))
        books = self.env["galloper.promise"], self.env["galloper.attempt"]
        rows = [book.search([("partner_id", "=", twin.id)]) for book in books]
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((kept + twin).ids, kept)
        self.assertFalse(twin.exists())
        for row in rows:
            self.assertEqual(row.partner_id, kept)
            self.assertEqual(row.mapped("customer_name"), ["Zorro", "Zorro"])
        about = rows[0].filtered(lambda one: one.res_model == "res.partner")
        self.assertEqual(about.action_open_document()["res_id"], kept.id)
        self.assertFalse(self._erasures())

    def test_leads_that_are_merged_are_not_forgotten(self):
        head, tail = self._lead("Deal", "hot"), self._lead("Deal again")
        for lead in (head, tail):
            self._called(lead)
        promises = self.env["galloper.promise"].search([("lead_id", "=", tail.id)])
        tries = self.env["galloper.attempt"].search([("lead_id", "=", tail.id)])
        merged = (head + tail).merge_opportunity()
        self.assertEqual((merged, tail.exists()), (head, self.env["crm.lead"]))
        self.assertEqual((promises.lead_id, promises.res_id), (head, head.id))
        self.assertEqual(promises.document_name, "Deal again")
        self.assertEqual(tries.lead_id, head)
        self.assertFalse(self._erasures())

    def test_deleted_without_a_word(self):
        customer = self.partners.create({"name": "Zorro"})
        self._called(customer)
        self._called(self._lead("Zorro's deal", partner_id=customer.id))
        self._called(self._lead("Stays"))
        before, figures = self._books(), self._figures()
        self.env.cr.execute("DELETE FROM crm_lead WHERE name = 'Zorro''s deal'")
        self.env.cr.execute("DELETE FROM res_partner WHERE id = %s", customer.ids)
        self.env.invalidate_all()
        self.env["galloper.erasure"]._forget_missing()
        self.assertFalse(self._naming("Zorro"))
        self.assertEqual(self._figures(), figures)
        self.assertEqual(len(self._changed(before)), 4)
        through = {erasure[1] for erasure in self._erasures()}
        self.assertEqual(through, {"missing"})
        self.env["galloper.erasure"]._forget_missing()
        self.assertEqual(len(self._erasures()), len(through) + 1, "lead and customer")

    def test_nobody_changes_the_list(self):
        customer = self.partners.create({"name": "Zorro"})
        self._called(customer)
        customer.unlink()
        erasure = self.env["galloper.erasure"].search([], limit=1)
        with self.assertRaises(UserError):
            erasure.sudo().unlink()
        with self.assertRaises(UserError):
            erasure.sudo().entry_count = 0
        with self.assertRaises(UserError):
            erasure.sudo().create({"done_on": fields.Datetime.now()})

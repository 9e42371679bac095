"""People may be forgotten: figures stay as they are, names go, others' rows stay."""

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from .common import TimetableCase

_NAMES = {
    "galloper_promise": (
        *("activity_id", "contact_name", "customer_name", "document_name", "lead_id"),
        *("partner_id", "res_id", "user_id", "user_name"),
    ),
    "galloper_attempt": (
        *("activity_id", "customer_name", "lead_id", "partner_id", "user_id"),
        "user_name",
    ),
    "galloper_day": ("user_id", "user_name"),
}


class ForgetCase(TimetableCase):
    """A team that has called customers of two companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.team = cls.env["crm.team"].create({"name": "Team"})
        cls.env["crm.team.member"].create(
            {"crm_team_id": cls.team.id, "user_id": cls.seller.id}
        )
        # One may delete customers, the other leads.
        cls.clerk = cls._new_seller(
            "galloper_forget_clerk", groups="base.group_partner_manager"
        )
        cls.manager = cls._new_seller(
            "galloper_forget_manager", groups="sales_team.group_sale_manager"
        )
        cls.other = cls.env["res.company"].create({"name": "Other"})
        cls.partners = cls.env["res.partner"]

    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))

    def _called(self, document, name="call", promise=(12,), user=None):
        """A promise to them that was kept, and the call."""
        activity = self._contact(
            name, document, user=user, promised_at=self._at(*promise)
        )
        activity.with_user(activity.user_id).action_feedback()
        return activity

    def _rows(self, table, columns=None):
        """{id: row} of one of the books."""
        self.env.flush_all()
        query = SQL("SELECT to_jsonb(row) FROM %s row", SQL.identifier(table))
        rows = [row for (row,) in self.env.execute_query(query)]
        return {
            row["id"]: {key: row[key] for key in columns or row} for row in rows
        }

    def _figures(self):
        """All that does not name or lead to anybody."""
        figures = {}
        for table, names in _NAMES.items():
            rows = self._rows(table)
            columns = next(iter(rows.values()), {}).keys() - names
            figures[table] = {
                key: {name: row[name] for name in columns} for key, row in rows.items()
            }
        return figures

    def _books(self):
        return {table: self._rows(table) for table in _NAMES}

    def _naming(self, text):
        """How many rows of the books have it in a name."""
        return sum(
            text in str(row) for rows in self._books().values() for row in rows.values()
        )

    def _changed(self, before):
        """{(table, id)} of rows that differ."""
        return {
            (table, key)
            for table, rows in self._books().items()
            for key, row in rows.items()
            if before[table].get(key) != row
        }

    def _erasures(self):
        self.env.flush_all()
        found = self.env["galloper.erasure"].search([], order="id")
        return [
            (one.kind, one.through, one.entry_count, one.user_id, one.company_id)
            for one in found
        ]


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
        typed = self._lead("Typed", contact_name="Zorro himself")
        self._called(typed)
        typed.partner_id = person
        self._called(branch)
        self._called(stranger)
        self._called(self._lead("Strange deal", partner_id=stranger.id))
        self.assertGreater(self._naming("Zorro"), 5)
        before, figures = self._books(), self._figures()
        about_others = {
            (table, key)
            for table, rows in before.items()
            for key, row in rows.items()
            if row.get("partner_id") in (*branch.ids, *stranger.ids)
        }
        firm.with_user(self.clerk).unlink()
        self.assertEqual(self._figures(), figures)
        changed = self._changed(before)
        self.assertFalse(changed & about_others)
        self.assertEqual(len(about_others), 6)
        self.assertEqual(len(changed), 10)
        self.assertFalse(self._naming("Zorro"))
        for table, key in changed:
            row = self._rows(table)[key]
            left = {name: row[name] for name in _NAMES[table] if "user" not in name}
            self.assertEqual(left, dict.fromkeys(left), f"{table} {key}")
            self.assertEqual(row["user_name"], self.seller.name)
        [erasure] = self._erasures()
        self.assertEqual(
            erasure, ("customer", "deleted", 10, self.clerk, self.env.company)
        )

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
        self.assertEqual(seen.company_id, self.env.company)
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
        self.assertEqual((tried.attempt_log, tried.attempt_count), (False, 1))
        [erasure] = self._erasures()
        self.assertEqual(erasure[:4], ("customer", "account", 3, portal))
        portal.unlink()
        self.assertFalse(self.env["galloper.erasure"].search([]).user_id)

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
        erasure = self.env["galloper.erasure"].search([])
        with self.assertRaises(UserError):
            erasure.sudo().unlink()
        with self.assertRaises(UserError):
            erasure.sudo().entry_count = 0
        with self.assertRaises(UserError):
            erasure.sudo().create({"done_on": fields.Datetime.now()})


@tagged("post_install", "-at_install")
class TestForgetIdle(ForgetCase):
    """Twelve months after the calls of 4 March 2026."""

    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.company.forget_months = 12
        firm = self.partners.create({"name": "Firm", "is_company": True})
        people = self.partners.create(
            [{"name": name} for name in ("Zorro", "Open", "Won", "Wrote", "Called")]
            + [{"name": "Member", "parent_id": firm.id}]
        )
        self.zorro, self.open, self.won, self.wrote, self.called, member = people
        self.firm = firm
        self.typed = self._lead("Zorro's wish", contact_name="Zorro")
        for one in (*people, self.typed):
            self._called(one)
        for one in (*people, firm):
            self.assertEqual(one.create_date, self._at(10))

    def _vacuum(self, now):
        self._freeze(now)
        done, more = self.env["galloper.erasure"]._forget_idle()
        self.assertFalse(more)
        return done

    def _a_year_on(self):
        """What goes on with the others meanwhile."""
        self._freeze(utc_of(2026, 9, 1))
        self._contact("still to do", self._lead("Deal", partner_id=self.open.id))
        deal = self._lead("Deal", partner_id=self.won.id)
        deal.stage_id = self.stage["won"]
        self.wrote.message_post(
            body="Yes", message_type="email", author_id=self.wrote.id
        )
        self._called(self.called, promise=(12,))
        self._called(self.firm)

    def test_only_who_is_idle(self):
        self._a_year_on()
        before, figures = self._books(), self._figures()
        self.assertEqual(self._vacuum(utc_of(2027, 3, 4)), 0, "not yet")
        self.assertEqual(self._vacuum(utc_of(2027, 3, 6)), 2)
        self.assertEqual(self._figures(), figures)
        self.assertFalse(self._naming("Zorro"))
        self.assertEqual(len(self._changed(before)), 4)
        self.assertEqual((self.zorro.name, self.typed.contact_name), ("Zorro",) * 2)
        self.assertEqual(
            {erasure[:2] for erasure in self._erasures()},
            {("customer", "idle"), ("lead", "idle")},
        )
        self.assertEqual(self._vacuum(utc_of(2027, 3, 7)), 0)

    def test_each_company_decides(self):
        self.company.forget_months = 0
        self.assertEqual(self._vacuum(utc_of(2040, 1, 1)), 0, "never")
        self.other.forget_months = 12
        foreigner = self._new_seller("galloper_foreign", self.tz)
        foreigner.write(
            {
                "company_ids": [Command.set(self.other.ids)],
                "company_id": self.other.id,
            }
        )
        self._freeze(self._at(10))
        self._called(self.zorro, user=foreigner)
        before = self._books()
        self.assertEqual(self._vacuum(utc_of(2027, 3, 6)), 1)
        changed = self._changed(before)
        self.assertEqual(len(changed), 2)
        for table, key in changed:
            self.assertEqual(before[table][key]["company_id"], self.other.id)


def utc_of(year, month, day):
    return fields.Datetime.to_datetime(f"{year}-{month:02}-{day:02} 10:00:00")

"""Nobody finds out what is closed to them, in whatever way they ask.

Secrets are planted in documents, and everybody reads all models of the add-on in every
way there is: rows, groups, names, exports, searches, dialogs. Who may open a document
finds its secret; nobody else does.
"""

from contextlib import suppress
from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .closed_case import ERRAND, SECRETS, ClosedCase


@tagged("post_install", "-at_install")
class TestClosed(ClosedCase):
    def test_nobody_is_told_a_secret(self):
        """By role: whose secrets they may know; money of a team its leader may sum."""
        may_know = {
            "own documents": (),
            "all documents": ("leader's team", "stranger"),
            "leader": (),
            "manager": ("leader's team", "stranger"),
            "clerk": (),
            "portal": (),
            "public": (),
            "their salesperson": ("elsewhere",),
            "their manager": ("elsewhere",),
        }
        told = {}
        for role, user in self.roles.items():
            self.closed = [
                secret for one, secret in SECRETS.items() if one not in may_know[role]
            ]
            self.sums = [secret[2] for secret in self.closed]
            if role == "leader":
                self.sums.remove(SECRETS["leader's team"][2])
            for model in self._models():
                told[role, model] = self._told(model, user)
        for (role, model), text in told.items():
            for whose, (name, customer, money) in SECRETS.items():
                if whose in may_know[role]:
                    continue
                with self.subTest(role=role, model=model, whose=whose):
                    self.assertNotIn(name, text)
                    self.assertNotIn(customer, text)
                    if (role, whose) != ("leader", "leader's team"):
                        self.assertNotIn(f"{int(money)}", text)
            with self.subTest(role=role, model=model):
                self.assertNotIn(ERRAND, text)
        for role, whose in (("manager", "stranger"), ("their manager", "elsewhere")):
            name, customer, money = SECRETS[whose]
            everything = "".join(told[role, model] for model in self._models())
            for secret in (name, customer, f"{int(money)}"):
                self.assertIn(secret, everything, role)

    def test_a_leader_sees_money_in_sums_alone(self):
        """Of a team they lead, of documents they may not open."""
        for model, name in (
            ("galloper.opportunity.report", "won_revenue"),
            ("galloper.lead.report", "first_revenue"),
            ("galloper.customer.report", "revenue"),
            ("galloper.day.report", "won_revenue"),
        ):
            with self.subTest(model=model):
                report = self.env[model].with_user(self.roles["leader"])
                domain = [("user_id", "=", self.seller.id)]
                rows = report.search(domain)
                self.assertTrue(rows)
                self.assertFalse(any(rows.mapped(name)))
                [[total]] = report._read_group(domain, [], [f"{name}:sum"])
                self.assertEqual(total, SECRETS["leader's team"][2])

    def test_money_of_many_closed_documents_may_be_summed(self):
        """Five of others: nobody can tell which brought how much; four tell nothing."""
        partner = self.env["res.partner"].create({"name": "Shared"})
        own, vals = self.roles["own documents"], {"partner_id": partner.id}
        closed = self.now - timedelta(days=9)
        for number in range(6):
            user = own if number == 5 else self.stranger
            lead = self._lead(f"{number}", "won", user_id=user.id, **vals)
            lead.write({"expected_revenue": 10**number, "date_closed": closed})
            lead.write({"date_closed": closed + timedelta(days=number)})
            if number < 3:
                continue
            last = self._lead("last", "won", user_id=own.id, **vals)
            last.write({"expected_revenue": 7, "date_closed": self.now})
            report = self.env["galloper.customer.report"].with_user(own)
            domain = [("id", "=", last.id)]
            self.env.flush_all()
            [[total, mean]] = report._read_group(
                domain, [], ["revenue:sum", "average_revenue:ratio"]
            )
            mine = 7 + (10**5 if number == 5 else 0)
            orders = 1 + (number == 5)
            every = mine + 11111, orders + 5
            wanted = every if number >= 4 else (mine, orders)
            self.assertEqual(total, wanted[0])
            self.assertAlmostEqual(mean, wanted[0] / wanted[1])
            self.assertEqual(report.search(domain).revenue, mine)
            last.unlink()

    def test_a_client_cannot_ask_for_all(self):
        """The way in which sums are made is no one's to choose."""
        report = self.env["galloper.opportunity.report"]
        report = report.with_user(self.roles["leader"])
        report = report.with_context(galloper_values="all")
        rows = report.search([("user_id", "=", self.seller.id)])
        self.assertFalse(any(rows.mapped("won_revenue")))

    def test_what_stands_in_its_place(self):
        """As in My Day: what is to be done is called by its kind."""
        domain = [("user_id", "=", self.seller.id)]
        for model in ("galloper.promise", "galloper.attempt"):
            log = self.env[model].with_user(self.roles["leader"]).search(domain)
            self.assertEqual(set(log.mapped("display_name")), {"Call"}, model)
            self.assertFalse(log.lead_id or log.partner_id or log.activity_id)
        opened = self.env["galloper.promise"].with_user(self.seller).search(domain)
        self.assertIn(SECRETS["leader's team"][0], opened.mapped("contact_name"))

    def test_one_reader_after_the_other(self):
        """In one transaction nobody finds in the ORM's memory what another has read."""
        row = self.env["galloper.promise"].search(
            [("lead_id", "=", self.leads["stranger"].id)], limit=1
        )
        readers = [self.stranger, self.roles["manager"], self.roles["leader"]]
        self.assertTrue(row.lead_id)
        names = [row.with_user(one).sudo().document_name for one in readers]
        self.assertEqual(set(names), {"Quagga Deal"})
        self.assertTrue(row.with_user(self.stranger).lead_id)
        with suppress(AccessError):
            self.assertFalse(row.with_user(self.roles["leader"]).lead_id)
        self.assertTrue(row.with_user(self.roles["manager"]).lead_id)

    def test_whose_rows_there_are(self):
        """Each one's own, those of the teams they lead, or of their companies."""
        roles = self.roles
        team = roles["leader"] | self.seller | roles["own documents"]
        home = team | self.stranger | roles["all documents"] | roles["manager"]
        theirs = roles["their salesperson"] | roles["their manager"]
        readable = {
            **{role: user for role, user in roles.items()},
            "leader": team,
            "manager": home,
            "their manager": theirs,
        }
        everybody = home | theirs | roles["clerk"]
        for role, user in roles.items():
            for model in self._models():
                records = (
                    self.env[model]
                    .with_user(user)
                    .with_context(
                        allowed_company_ids=user.company_ids.ids, active_test=False
                    )
                )
                if "user_id" in records._fields and records.has_access("read"):
                    with self.subTest(role=role, model=model):
                        found = records.search([]).sudo().user_id & everybody
                        self.assertLessEqual(found, readable[role])

"""Nobody reads in a report, or in any sum of it, what the books do not show them."""

from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .report_facts import NOW, ReportCase, insert

BOOKS = ("galloper.promise", "galloper.attempt", "galloper.day")
REPORTS = tuple(
    f"galloper.{name}.report" for name in ("promise", "contact", "opportunity", "day")
)


@tagged("post_install", "-at_install")
class TestReportAccess(ReportCase):
    """Ann and Bob are in Lea's team, Dan in no team at all; each has one row, in each
    book. Ann has another one in a company that Ann may not enter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = {
            name: cls._new_seller(f"galloper_{name}", "UTC")
            for name in ("ann", "bob", "lea", "dan")
        }
        team = cls.env["crm.team"].create(
            {"name": "Lea's", "user_id": cls.people["lea"].id, "company_id": False}
        )
        elsewhere = cls.other_company.id
        rows = [(name, cls.company.id, 0) for name in cls.people]
        rows += [("ann", None, 1), ("ann", elsewhere, 2), ("bob", elsewhere, 3)]
        base = [
            {
                "user_id": cls.people[name].id,
                "team_id": None if name == "dan" else team.id,
                "company_id": company,
                "day": date(2026, 3, 4) + timedelta(days=days),
            }
            for name, company, days in rows
        ]
        promise = {"promised_at": NOW, "outcome": "kept"}
        insert(cls.env.cr, "galloper_promise", [{**row, **promise} for row in base])
        attempt = {"tried_at": NOW, "answered": True}
        insert(cls.env.cr, "galloper_attempt", [{**row, **attempt} for row in base])
        counts = ("done", "attempts", "in_order", "promises_due", "kept")
        day = dict.fromkeys(counts, 1)
        insert(cls.env.cr, "galloper_day", [{**row, **day} for row in base])
        leads = cls.env["crm.lead"].create(
            [{"name": "Deal", "type": "opportunity"} for _row in base]
        )
        names = ("user_id", "team_id", "company_id")
        cls._update_leads(leads, [{name: row[name] for name in names} for row in base])

    def _read_by(self, user, model):
        """{salesperson: rows} as searched, and as read in groups of all kinds."""
        records = self.env[model].with_user(user)
        domain = [("user_id", "in", [one.id for one in self.people.values()])]
        names = {one.id: name for name, one in self.people.items()}
        found = {}
        for record in records.search(domain):
            name = names[record.user_id.id]
            found[name] = found.get(name, 0) + 1
        listed = records.formatted_read_group(domain, ["user_id"], ["__count"])
        (whole,), sets = records.formatted_read_grouping_sets(
            domain, [[], ["user_id"]], ["__count"]
        )
        shown = records.web_read_group(domain, ["user_id"], ["__count"])["groups"]
        for groups in (listed, sets, shown):
            groups = {names[one["user_id"][0]]: one["__count"] for one in groups}
            self.assertEqual(groups, found, model)
        self.assertEqual(whole["__count"], sum(found.values()), model)
        plain = records._read_group(domain, [], ["__count"])
        self.assertEqual(plain, [(sum(found.values()),)], model)
        self.assertEqual(records.search_count(domain), sum(found.values()), model)
        return found

    def test_who_reads_what(self):
        mine = {"ann": {"ann": 2}, "bob": {"bob": 1}, "dan": {"dan": 1}}
        mine["lea"] = {"ann": 2, "bob": 1, "lea": 1}
        readers = {**self.people, "manager": self.manager}
        mine["manager"] = {"ann": 2, "bob": 1, "lea": 1, "dan": 1}
        for model in (*BOOKS, *REPORTS):
            for name, user in readers.items():
                with self.subTest(model=model, reader=name):
                    self.assertEqual(self._read_by(user, model), mine[name])

    def test_the_measures_are_of_what_one_may_read(self):
        """A leader's share is that of their team's rows in their company alone."""
        wanted = {
            "galloper.promise.report": {"owed:sum": 4, "kept_share:ratio": 1},
            "galloper.contact.report": {"contacts:sum": 4, "answered_share:ratio": 1},
            "galloper.opportunity.report": {"opportunities:sum": 4},
            "galloper.day.report": {"contacts:sum": 8, "adherence:ratio": 0.5},
        }
        domain = [("day", "<", date(2026, 3, 20))]
        for model, measures in wanted.items():
            report = self.env[model].with_user(self.people["lea"])
            of_model = [] if "opportunity" in model else domain
            (found,) = report.formatted_read_group(of_model, [], list(measures))
            self.assertEqual({name: found[name] for name in measures}, measures)

    def test_nobody_writes_them_and_others_do_not_read_them(self):
        clerk = new_test_user(self.env, "galloper_clerk", groups="base.group_user")
        for model in (*BOOKS, *REPORTS):
            with self.assertRaises(AccessError):
                self.env[model].with_user(clerk).formatted_read_group(
                    [], [], ["__count"]
                )
            for operation in ("create", "write", "unlink"):
                records = self.env[model].with_user(self.manager)
                self.assertFalse(records.has_access(operation), model)

    def test_the_list_shows_a_document_that_one_may_not_read(self):
        """Somebody else's opportunity is not named either; the list does not fail."""
        stranger = self.people["dan"]
        lead = self.env["crm.lead"].create(
            {"name": "Dan's", "type": "opportunity", "user_id": stranger.id}
        )
        row = {"promised_at": NOW, "outcome": "late", "lead_id": lead.id}
        row["user_id"] = self.people["bob"].id
        (row_id,) = insert(self.env.cr, "galloper_promise", [row])
        report = self.env["galloper.promise.report"].with_user(self.people["bob"])
        spec = {"lead_id": {"fields": {"display_name": {}}}, "minutes_late": {}}
        answer = report.web_search_read([("id", "=", row_id)], spec)
        self.assertEqual(answer["length"], 1)
        self.assertIs(answer["records"][0]["lead_id"], False)
        self.assertFalse(report.search([("lead_id", "=", lead.id)]))

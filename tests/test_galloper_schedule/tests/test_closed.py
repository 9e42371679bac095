"""Nobody finds out what is closed to them, in whatever way they ask.

Secrets are planted in documents, and everybody reads all models of the add-on in every
way there is: rows, groups, names, exports, searches, dialogs. Who may open a document
finds its secret; nobody else does.
"""

from contextlib import suppress
from datetime import date, datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tests import new_test_user, tagged

from .common import MyDayCase, utc
from .report_facts import insert

OWN = "sales_team.group_sale_salesman"
ALL = "sales_team.group_sale_salesman_all_leads"
MANAGER = "sales_team.group_sale_manager"
#: {whose document: its secrets: what it is called, whom it is about, and its money}
SECRETS = {
    "leader's team": ("Zebra Deal", "Zebra Customer", 987654.0),
    "stranger": ("Quagga Deal", "Quagga Customer", 876543.0),
    "elsewhere": ("Okapi Deal", "Okapi Customer", 765432.0),
}
ERRAND = "Giraffe errand"


@tagged("post_install", "-at_install")
class TestClosed(MyDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = utc(cls.tz, 2026, 3, 4, 11)
        cls.home = cls.env.company
        cls.elsewhere = cls.env["res.company"].create({"name": "Elsewhere"})
        cls.env.user.company_ids |= cls.elsewhere
        cls.roles = {
            "own documents": cls._new_seller("closed_own", cls.tz, OWN),
            "all documents": cls._new_seller("closed_all", cls.tz, ALL),
            "leader": cls._new_seller("closed_leader", cls.tz, OWN),
            "manager": cls._new_seller("closed_manager", cls.tz, MANAGER),
            "clerk": cls._new_seller("closed_clerk", cls.tz, "base.group_user"),
            "portal": new_test_user(cls.env, "closed_p", groups="base.group_portal"),
            "public": cls.env.ref("base.public_user"),
            "their salesperson": cls._elsewhere("closed_x", OWN),
            "their manager": cls._elsewhere("closed_y", MANAGER),
        }
        exports = cls.env.ref("base.group_allow_export")
        for user in cls.roles.values():
            if not user.share:
                user.group_ids |= exports
        cls.stranger = cls._new_seller("closed_stranger", cls.tz, OWN)
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Team",
                "company_id": cls.home.id,
                "user_id": cls.roles["leader"].id,
                "crm_team_member_ids": [
                    Command.create({"user_id": cls.seller.id}),
                    Command.create({"user_id": cls.roles["own documents"].id}),
                ],
            }
        )

    @classmethod
    def _elsewhere(cls, login, group):
        user = cls._new_seller(login, cls.tz, group)
        user.write(
            {
                "company_ids": [Command.set(cls.elsewhere.ids)],
                "company_id": cls.elsewhere.id,
            }
        )
        return user

    def setUp(self):
        super().setUp()
        self._freeze(self.now)
        self.leads = {
            "leader's team": self._plant("leader's team", self.seller, self.team),
            "stranger": self._plant("stranger", self.stranger),
            "elsewhere": self._plant(
                "elsewhere", self.roles["their salesperson"], company=self.elsewhere
            ),
        }
        # What somebody has to do about a document of somebody else's.
        own = self.roles["own documents"]
        self._contact("handed over", self.leads["stranger"], own)
        self._contact(ERRAND, user=self.seller)
        promised = self.now + timedelta(hours=1)
        self._contact(ERRAND, user=self.seller, promised_at=promised)
        everybody = self.seller | self.stranger | own
        (everybody | self.roles["their salesperson"])._plan_day(self.now)
        self.env.flush_all()
        self.env.invalidate_all()

    def _plant(self, whose, user, team=None, company=None):
        name, customer, money = SECRETS[whose]
        company = company or self.home
        partner = self.env["res.partner"].create(
            {"name": customer, "company_id": company.id, "phone": f"+1 {int(money)}"}
        )
        vals = {
            "partner_id": partner.id,
            "expected_revenue": money,
            "user_id": user.id,
            "company_id": company.id,
            "team_id": team and team.id,
        }
        lead = self._lead(name, "hot", **vals)
        won = self._lead(f"{name} won", "won", **vals)
        won.write({"date_closed": self.now})
        promised = self.now + timedelta(minutes=30)
        for one in (lead, won):
            self._contact(name, one, user, promised_at=promised)
        tried = self._contact(name, lead, user, promised_at=promised)
        tried.action_no_answer()
        self._contact(name, lead, user).action_feedback(feedback="talked")
        day = {"user_id": user.id, "company_id": company.id, "day": date(2026, 3, 3)}
        day |= {"begins_at": self.now - timedelta(1), "ends_at": self.now}
        insert(self.env.cr, "galloper_day", [day])
        return lead

    # -- Everything there is, by everybody

    def _models(self):
        names = self.env["ir.model"].search([("model", "=like", "galloper.%")])
        return sorted(
            name for name in names.mapped("model") if not self.env[name]._abstract
        )

    def _told(self, model, user):
        """All that the user finds out about a model, as one text."""
        records = (
            self.env[model]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids, active_test=False)
        )
        if not records.has_access("read"):
            for ask in (records.search, records.search_count):
                with self.assertRaises(AccessError):
                    ask([], 0)
            return ""
        described = records.fields_get()
        ways = (
            self._rows,
            self._exported,
            self._groups,
            self._named,
            self._found,
            self._sorted,
        )
        told = []
        for way in ways:
            self.env.invalidate_all()
            told.append(way(records, described))
        return repr(told)

    def _rows(self, records, described):
        found, names = records.search([]), list(described)
        specification = {
            name: {"fields": {"display_name": {}}} if one.get("relation") else {}
            for name, one in described.items()
        }
        return [
            found.read(names),
            found.web_read(specification),
            records.search_read([], names),
            records.web_search_read([], specification),
            [(one.display_name, *(one[name] for name in names)) for one in found],
        ]

    def _exported(self, records, described):
        fields = [
            f"{name}/display_name" if one["type"] == "many2one" else name
            for name, one in described.items()
            if name != "id" and one["type"] != "one2many"
        ]
        found, told = records.search([]), []
        for name in fields:
            # What belongs to others raises, which tells nothing.
            with suppress(AccessError):
                told.append(found.export_data([name]))
        return told

    def _groups(self, records, described):
        sums = [
            f"{name}:{one['aggregator']}"
            for name, one in described.items()
            if one.get("aggregator") and one["store"]
        ]
        told = []
        for name, one in described.items():
            if not one["groupable"] and name != "id":
                continue
            dated = one["type"] in ("date", "datetime")
            by = [f"{name}:day" if dated else name]
            told += [
                records.formatted_read_group([], by, sums),
                records.web_read_group([], by, ["__count"]),
                records.formatted_read_grouping_sets([], [[], by], ["__count"]),
            ]
        return told

    def _named(self, records, described):
        return [records.name_search("")]

    def _found(self, records, described):
        """What searches find by a secret tells it."""
        words = [word for secret in self.closed for word in secret[:2]]
        told = []
        for name, one in described.items():
            if not one["searchable"] or (
                name == "display_name" and not records._rec_name
            ):
                continue
            asked = words if one["type"] in ("char", "text", "many2one") else ()
            asked = [(name, "ilike", word) for word in asked]
            if one["type"] in ("monetary", "float"):
                asked = [(name, "=", money) for money in self.sums]
            if asked and records.search(Domain.OR([[one] for one in asked]), limit=1):
                told.append(f"{name}: {words} {[int(one) for one in self.sums]}")
        return told

    def _sorted(self, records, described):
        return [
            records.search([], order=f"{name}, id").ids
            for name, one in described.items()
            if one["sortable"]
        ]

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

    # -- Dialogs

    def test_dialogs_name_nothing_they_are_given(self):
        activity = self.env["mail.activity"].search(
            [("res_id", "=", self.leads["stranger"].id), ("promised_at", "!=", False)],
            limit=1,
        )
        line = self.env["galloper.schedule.line"].search(
            [("activity_id", "=", activity.id)]
        )
        self.assertTrue(line)
        link = {"fields": {"display_name": {}}}
        given = {
            "galloper.schedule.promise": {
                "activity_id": activity.id,
                "promised_at": datetime(2026, 3, 5, 9),
            },
            "galloper.schedule.unresponsive": {
                "activity_ids": [Command.set(activity.ids)]
            },
            "galloper.schedule.reschedule": {
                "line_ids": [Command.create({"activity_id": activity.id})]
            },
        }
        for role in ("own documents", "leader", "clerk", "their manager"):
            for model, vals in given.items():
                wizard = self.env[model].with_user(self.roles[role])
                spec = {
                    name: link if field.relational else {}
                    for name, field in wizard._fields.items()
                    if name in ("activity_id", "res_name", "activity_ids", "warning")
                }
                defaults = {f"default_{name}": vals[name] for name in vals}
                opened = wizard.with_context(**defaults)
                with self.subTest(role=role, model=model):
                    with self.assertRaises(AccessError):
                        wizard.create(vals).web_read(spec)
                    with self.assertRaises(AccessError):
                        wizard.onchange(vals, list(vals), spec)
                    with self.assertRaises(AccessError):
                        opened.default_get(list(vals))

    def test_dialogs_of_others(self):
        """What somebody has entered in a dialog is theirs alone, a manager included."""
        mine = self._contact("mine", self._lead("Mine"))
        wizard = self.env["galloper.schedule.promise"].with_user(self.seller)
        wizard = wizard.create(
            {"activity_id": mine.id, "promised_at": datetime(2026, 3, 5, 9)}
        )
        self.assertEqual(wizard.res_name, "Mine")
        for role in ("manager", "leader", "their manager"):
            theirs = wizard.with_user(self.roles[role])
            for act in (
                lambda theirs=theirs: theirs.read(["promised_at"]),
                lambda theirs=theirs: theirs.write({"promised_at": False}),
                theirs.unlink,
            ):
                with self.assertRaises(AccessError):
                    act()
        dialogs = [
            name
            for name in self._models()
            if self.env[name]._transient and not self.env[name]._abstract
        ]
        rules = self.env["ir.rule"].search([("model_id.model", "in", dialogs)])
        self.assertEqual(
            set(
                rules.filtered(lambda one: "create_uid" in one.domain_force).mapped(
                    "model_id.model"
                )
            ),
            set(dialogs),
            "each dialog has a rule that keeps it to who has opened it",
        )

    def test_a_press_tells_nobody_whose_it_is(self):
        """Whoever tries out keys learns neither who has an activity nor who did it."""
        open_one = self.env["mail.activity"].search(
            [("res_id", "=", self.leads["stranger"].id), ("promised_at", "!=", False)],
            limit=1,
        )
        done = self._contact("done", self.leads["stranger"], self.stranger)
        done.with_user(self.stranger).action_feedback(feedback="talked")
        names = self.stranger.name, self.env.user.name
        for role in ("own documents", "leader", "their manager"):
            lines = self.lines.with_user(self.roles[role])
            for activity in (open_one, done):
                told = [
                    lines.work_done(activity.id),
                    lines.get_focus(activity.id),
                    lines.work_no_answer(activity.id, [0, 0, False]),
                ]
                self.assertEqual(told[0]["status"], "taken")
                for name in names:
                    self.assertNotIn(name, repr(told), role)
        told = self.lines.with_user(self.roles["manager"]).work_done(open_one.id)
        self.assertIn(self.stranger.name, told["message"])

    # -- The log

    def test_nobody_writes_the_log(self):
        """Whatever rights an administrator has given."""
        admin = self.env.ref("base.user_admin")
        for model in ("galloper.promise", "galloper.attempt", "galloper.day"):
            self.env["ir.model.access"].create(
                {
                    "name": "all of it",
                    "model_id": self.env["ir.model"]._get_id(model),
                    "group_id": self.env.ref("base.group_user").id,
                    "perm_read": True,
                    "perm_write": True,
                    "perm_create": True,
                    "perm_unlink": True,
                }
            )
            log = self.env[model]
            row = log.search([], limit=1)
            self.assertTrue(row)
            for who in (admin, self.env.ref("base.user_root")):
                rows, mine = log.with_user(who), row.with_user(who)
                for act in (
                    lambda rows=rows: rows.create({"day": "2026-03-04"}),
                    lambda rows=rows: rows.load(["day"], [["2026-03-04"]]),
                    lambda mine=mine: mine.write({"day": "2026-03-04"}),
                    mine.unlink,
                    lambda mine=mine: mine.copy(),
                ):
                    with self.subTest(model=model, who=who.login):
                        with self.assertRaises(UserError):
                            act()

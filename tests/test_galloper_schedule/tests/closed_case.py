"""People of every role, secrets in documents, and every way to ask for them."""

from contextlib import suppress
from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command, Domain
from odoo.tests import new_test_user

from .common import MyDayCase, utc
from .report_facts import insert

OWN = "sales_team.group_sale_salesman"
ALL = "sales_team.group_sale_salesman_all_leads"
MANAGER = "sales_team.group_sale_manager"
#: {whose document: its secrets: what it is called, who it is about, and its money:
#: no digits that a share of some eighty calls could have}
SECRETS = {
    "leader's team": ("Zebra Deal", "Zebra Customer", 61930587.0),
    "stranger": ("Quagga Deal", "Quagga Customer", 48205713.0),
    "elsewhere": ("Okapi Deal", "Okapi Customer", 73918426.0),
}
ERRAND = "Giraffe errand"


class ClosedCase(MyDayCase):
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

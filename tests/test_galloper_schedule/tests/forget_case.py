"""What the books say of people, and a team that has called some."""

from odoo.tools import SQL

from .common import TimetableCase

NAMES = {
    "galloper_promise": (
        *("activity_id", "contact_name", "customer_name", "document_name", "lead_id"),
        *("former_user_id", "partner_id", "res_id", "user_id", "user_name"),
    ),
    "galloper_attempt": (
        *("activity_id", "customer_name", "lead_id", "number", "partner_id"),
        *("user_id", "user_name"),
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
        self.known = self.env["galloper.erasure"].search([])

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
        return {row["id"]: {key: row[key] for key in columns or row} for row in rows}

    def _figures(self):
        """All that does not name or lead to anybody."""
        figures = {}
        for table, names in NAMES.items():
            rows = self._rows(table)
            columns = next(iter(rows.values()), {}).keys() - names
            figures[table] = {
                key: {name: row[name] for name in columns} for key, row in rows.items()
            }
        return figures

    def _books(self):
        return {table: self._rows(table) for table in NAMES}

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
        found = self.env["galloper.erasure"].search(
            [("id", "not in", self.known.ids)], order="id"
        )
        return [
            (one.kind, one.through, one.entry_count, one.user_id, one.company_id)
            for one in found
        ]

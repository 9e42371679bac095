"""What is read of activities: four statements, one list of columns."""

import re
from datetime import date, datetime
from types import UnionType
from typing import get_args

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.galloper_schedule.adapter.facts import activity_sql, fact_columns
from odoo.addons.galloper_schedule.adapter.facts.day import Day
from odoo.addons.galloper_schedule.adapter.replay import past_sql
from odoo.addons.galloper_schedule.planner.tier_order import TierOrder

from .common import MyDayCase

#: What Odoo makes of PostgreSQL's types, by their numbers.
TYPES = {
    **dict.fromkeys((20, 23), int),
    **dict.fromkeys((25, 1043), str),
    16: bool,
    701: float,
    1082: date,
    1114: datetime,
    1115: list[datetime],
}


@tagged("post_install", "-at_install")
class TestFactColumns(MyDayCase):
    def setUp(self):
        super().setUp()
        self.days = [Day.of(self.seller, fields.Datetime.now())]
        self.declared = {
            name: get_args(kind)[0] if isinstance(kind, UnionType) else kind
            for name, kind in fact_columns.FactRow.__annotations__.items()
        }

    def _read(self, select):
        """{column: its Python type} of a statement."""
        self.env.cr.execute(SQL("SELECT * FROM (%s) fact LIMIT 0", select))
        return {
            column.name: TYPES.get(column.type_code)
            for column in self.env.cr.description
        }

    def _check(self, select, *missing):
        # Where customers are is told of all these rows together.
        missing = {*missing, *fact_columns.LATER[1:]}
        declared = [one for one in self.declared.items() if one[0] not in missing]
        self.assertEqual(list(self._read(select).items()), declared)

    def test_contacts(self):
        self._check(activity_sql.select_contacts(self.env, self.days))

    def test_contacts_of_others(self):
        moved = {self._contact("A").id: self.seller.id}
        self._check(activity_sql.select_contacts(self.env, self.days, moved))

    def test_suggestions(self):
        now, order = fields.Datetime.now(), TierOrder.default()
        self._check(activity_sql.select_idle_leads(self.env, self.days, order, now))

    def test_past_days(self):
        self._check(past_sql.select_past(self.env, self.days, [], []), "hash")

    def test_whatever_is_told_is_asked_for(self):
        """Whether a column is added to every list that it belongs to."""
        facts, told = {*self.declared}, {one.name for one in fact_columns._CONTACT}
        asked = {*re.findall(r"\bc\.(\w+)", activity_sql._SELECT_FACTS)}
        self.assertEqual(asked, told)
        self.assertLessEqual({*fact_columns._LOOKED_UP}, facts)

    def test_a_statement_names_columns_that_there_are(self):
        with self.assertRaises(ValueError):
            fact_columns.columns("u a", prioritty="l.priority")

"""Odoo's private parts: who touches them, and whether they are what they were."""

import ast
import inspect
import re
from pathlib import Path

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.galloper_schedule.adapter.tools import odoo_internals

MODULE = Path(odoo_internals.__file__).parents[2]
DOOR = Path(odoo_internals.__file__)
JS_DOOR = MODULE / "static" / "src" / "odoo_internals.js"
#: What Odoo documents for whoever writes models: attributes of a model, of a record.
DOCUMENTED = {
    *("_abstract", "_auto", "_name", "_order", "_rec_name", "_table"),
    *("_", "_fields", "_origin"),
}
#: Of Python's named tuples.
OF_PYTHON = {"_asdict", "_fields", "_make", "_replace"}


def own_names():
    """All that our code itself defines: functions, classes, attributes."""
    for path in MODULE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield node.name
            elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                yield node.attr
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id


def is_super(node):
    """Whether it is ``super()``, or ``super(A, b)``."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "super"


def touched(path):
    """Private attributes that a file asks for, but those of ``super()``."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and re.match(r"_(?!_)", node.attr):
            if not is_super(node.value):
                yield node.attr


def signature(method):
    """What it takes, without types."""
    told = inspect.signature(method)
    plain = [
        one.replace(annotation=inspect.Parameter.empty)
        for one in told.parameters.values()
    ]
    bare = told.replace(parameters=plain, return_annotation=told.empty)
    return str(bare)[1:-1]


@tagged("post_install", "-at_install")
class TestOdooInternals(TransactionCase):
    def _of_odoo(self, model, name):
        """The method as it is without our add-ons."""
        for part in type(self.env[model]).mro():
            if name in vars(part) and "galloper" not in part.__module__:
                return vars(part)[name]
        raise AssertionError(f"There is no {model}.{name}")

    def test_methods_are_what_they_were(self):
        expected = {**odoo_internals.OVERRIDDEN, **odoo_internals.CALLED}
        found = {key: signature(self._of_odoo(*key)) for key in expected}
        changed = {key: now for key, now in found.items() if now != expected[key]}
        self.assertEqual(changed, {})

    def test_nobody_touches_what_is_not_listed(self):
        """Add what is missing to the lists, or a function that says what it is for."""
        called = {name for _model, name in odoo_internals.CALLED}
        behind = {*touched(DOOR), "left_join"}
        allowed = called | ({*own_names()} - behind) | DOCUMENTED | OF_PYTHON
        strangers = {
            f"{path.relative_to(MODULE)}: {name}"
            for path in MODULE.rglob("*.py")
            if path != DOOR
            for name in touched(path)
            if name not in allowed
        }
        self.assertEqual(strangers, set())

    def test_nobody_overrides_what_is_not_listed(self):
        listed = {name for _model, name in odoo_internals.OVERRIDDEN}
        overridden = {
            node.attr
            for path in MODULE.rglob("*.py")
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Attribute)
            and is_super(node.value)
            and re.match(r"_(?!_)", node.attr)
        }
        ours = {"_anonymous", "_instead"}
        self.assertEqual(overridden - listed - ours, set())

    def test_nobody_touches_private_parts_of_the_web_client(self):
        private = re.compile(r"\._[a-z]\w*|^\s+(async )?_[a-z]\w+\(.*\{", re.M)
        strangers = {
            f"{path.name}: {found[0].strip()}"
            for path in MODULE.glob("static/src/**/*.js")
            if path != JS_DOOR
            for found in private.finditer(path.read_text())
        }
        self.assertEqual(strangers, set())

    # -- What stands behind a function does what it says

    def test_remembering(self):
        Partner = self.env["res.partner"]
        made = Partner.create([{"name": "A"}, {"name": "B"}])
        self.env.flush_all()
        self.env.invalidate_all()
        known, changed = map(Partner.browse, made.ids)
        changed.name = "C"
        self.assertFalse(odoo_internals.is_remembered(known, "name"))
        values = {known.id: ["D"], changed.id: ["D"], None: ["D"]}
        odoo_internals.remember(Partner, ["name"], values)
        self.assertTrue(odoo_internals.is_remembered(known + changed, "name"))
        with self.assertQueryCount(0):
            self.assertEqual(known.name, "D")
        self.assertEqual(changed.name, "C", "what is to be written is not lost")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual((known + changed).mapped("name"), ["A", "C"])

    def test_showing_something_else(self):
        calendar = self.env["resource.calendar"].create({"name": "A", "tz": "UTC"})
        odoo_internals.show_instead(calendar, "tz", "Asia/Tokyo")
        self.assertEqual(calendar.tz, "Asia/Tokyo")
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(calendar.tz, "UTC", "nothing is stored")

    def test_server_version(self):
        self.env.cr.execute("SHOW server_version_num")
        known = odoo_internals.server_version(self.env.cr)
        self.assertEqual(str(known), self.env.cr.fetchone()[0])

    def test_query(self):
        """Of a search with its rights, joined, with a translated column."""
        stages = self.env["crm.stage"].search([], limit=2)
        Lead = self.env["crm.lead"]
        leads = Lead.create(
            [{"name": "A", "stage_id": stage.id, "type": "lead"} for stage in stages]
        )
        found = odoo_internals.query(Lead, [("id", "in", leads.ids)], order="id")
        stage = odoo_internals.left_join(
            found, found.table, "stage_id", "crm_stage", "id", "stage"
        )
        name = odoo_internals.column(self.env["crm.stage"], stage, "name", found)
        self.env.flush_all()
        rows = self.env.execute_query(
            found.select(SQL.identifier(found.table, "id"), name)
        )
        self.assertEqual(rows, list(zip(leads.ids, stages.mapped("name"), strict=True)))

    def test_what_may_write(self):
        """A request asks the method for it; whatever only reads goes to a replica."""
        for name in ("web_search_read", "web_read_group"):
            self.assertTrue(self._of_odoo("base", name)._readonly)
            for model in ("galloper.schedule.line", "galloper.team.day"):
                self.assertFalse(getattr(self.env[model], name)._readonly)

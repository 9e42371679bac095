"""Dialogs, presses and the log tell nobody what is closed to them, either."""

from datetime import datetime

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .closed_case import ClosedCase


@tagged("post_install", "-at_install")
class TestClosedDialogs(ClosedCase):
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

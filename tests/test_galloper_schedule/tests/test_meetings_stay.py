"""A meeting is in other people's calendars: nothing that is done to its activity moves
it, or tells anybody so.

The methods are found by looking: a new one is covered by itself.
"""

import inspect
import itertools

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import test_public_methods
from .meetings_case import MeetingsCase

#: The calendar's own: whoever calls them asks for just that. And what the meeting is
#: about, or who has called it, is deleted: Odoo's calendar forgets them.
ASKS_FOR_IT = {
    *((model, "unlink") for model in ("crm.lead", "res.partner", "res.users")),
    ("galloper.schedule.promise", "action_move_meeting"),
    *(("calendar.event", name) for name in ("create", "write", "unlink")),
    *(("calendar.attendee", name) for name in ("create", "write", "unlink")),
}
_LOGS = (
    "odoo.addons.base.models.ir_model",
    "odoo.addons.base.models.ir_rule",
    "odoo.sql_db",
)


@tagged("post_install", "-at_install")
class TestMeetingsStay(MeetingsCase):
    _methods = test_public_methods.TestPublicMethods._methods

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._new_seller(
            "galloper_boss", "Australia/Sydney", "sales_team.group_sale_manager"
        )
        cls.boss.group_ids |= cls.env.ref("base.group_erp_manager")
        cls.team = cls.env["crm.team"].create({"name": "Team", "user_id": cls.boss.id})
        cls.abroad = cls._new_seller("galloper_abroad", "America/Los_Angeles")
        cls.team.member_ids = cls.seller | cls.abroad

    def _as(self, user):
        """What they see, as their browser calls it."""
        return self.env(user=user, context={"tz": user.tz, "lang": "en_US"})

    def _given(self):
        step = {"type_id": self.activity.activity_type_id.id, "day": "2026-03-12"}
        return {
            **test_public_methods.GIVEN,
            "key": self.activity.id,
            "keys": self.activity.ids,
            "lost_reason_id": False,
            "promised_at": "2026-03-06 12:00:00",
            "promised_until": "2026-03-06 13:00:00",
            "reason": self.env["galloper.skip.reason"].search([], limit=1),
            "step": step,
            "until": "2026-03-10 12:00:00",
            "vals": {"active": False},
            "domain": [("user_id", "=", self.seller.id)],
        }

    def _vals_of(self, model):
        """The values of a dialog about the meeting's activity."""
        of_activity = {"activity_id": self.activity.id}
        at = {"promised_at": self._at(15, day=6)}
        return {
            "galloper.schedule.promise": {**of_activity, **at},
            "galloper.schedule.unresponsive": {"activity_ids": self.activity.ids},
            "galloper.schedule.reschedule": {
                "line_ids": [
                    Command.create({**of_activity, "proposed_at": self._at(15, day=6)})
                ]
            },
            "galloper.schedule.reassign": {
                "user_id": self.seller.id,
                "with_leads": True,
                "line_ids": [
                    Command.create(
                        {
                            "activity_key": self.activity.id,
                            "chosen": True,
                            "colleague_id": self.abroad.id,
                            "promised_at": self.activity.promised_at,
                            "promised_until": self.activity.promised_until,
                            "who": "Guest",
                        }
                    )
                ],
            },
            "galloper.strategy.assistant": {"team_id": self.team.id},
            "mail.activity.schedule": {
                "res_model": "crm.lead",
                "res_ids": repr(self.lead.ids),
                "activity_type_id": self.activity.activity_type_id.id,
            },
        }.get(model)

    def _records(self, Model):
        """What there is of a model that has to do with the meeting."""
        ours = {
            "crm.lead": self.lead,
            "mail.activity": self.activity,
            "res.partner": self.guest,
            "res.users": self.seller,
            "crm.team": self.team,
            "galloper.schedule.line": self._lines_of(self.seller),
        }
        if Model._name in ours:
            return Model.browse(ours[Model._name].ids)
        if Model._abstract:
            return Model
        vals = self._vals_of(Model._name)
        if vals is not None:
            return Model.create(vals)
        return Model.with_context(active_test=False).search([], limit=1)

    def _press(self, env, model, name):
        Model = env[model].with_context(default_activity_id=self.activity.id)
        records = Model
        if not getattr(getattr(Model, name), "_api_model", False):
            records = self._records(Model)
        method = get_public_method(Model, name)
        given = self._given()
        arguments, options = [], {}
        for parameter in [*inspect.signature(method).parameters.values()][1:]:
            if parameter.kind == parameter.VAR_POSITIONAL:
                arguments += given[parameter.name]
            elif parameter.name in given:
                options[parameter.name] = given[parameter.name]
        method(records, *arguments, **({} if arguments else options))

    @mute_logger(*_LOGS)
    def test_no_button_and_no_program_moves_it(self):
        pressed = set()
        moments = self._at(10), self._at(10, 5, day=6), self._at(12, 6, day=6)
        methods = sorted({*self._methods()} - ASKS_FOR_IT)
        self.assertIn(("mail.activity", "action_no_answer"), methods)
        self.assertIn(("galloper.schedule.reassign", "action_confirm"), methods)
        users = self.seller, self.boss
        for now in moments:
            self._freeze(now)
            self.seller._plan_day(now)
            before = self._calendar_as_it_is()
            for user, (model, name) in itertools.product(users, methods):
                with self.subTest(now=now, user=user.login, model=model, method=name):
                    if self._try(self._as(user), model, name, before):
                        pressed.add((model, name))
        for done in (
            ("mail.activity", "action_no_answer"),
            ("mail.activity", "action_skip"),
            ("mail.activity", "unlink"),
            ("galloper.schedule.line", "work_done"),
            ("galloper.schedule.line", "work_promise"),
            ("galloper.schedule.line", "action_no_answer"),
            ("galloper.schedule.line", "action_done"),
            ("galloper.schedule.unresponsive", "action_lose"),
            ("galloper.schedule.reassign", "action_confirm"),
            ("res.users", "action_archive"),
            ("res.users", "write"),
        ):
            self.assertIn(done, pressed, "it has to have been done, to tell anything")

    def _try(self, env, model, name, before):
        """Whether it was done: nothing else is taken back, as after any request."""
        point = self.cr.savepoint()
        try:
            self._press(env, model, name)
            self.assertEqual(self._calendar_as_it_is(), before)
        except AssertionError:
            raise
        except Exception:
            # Refused, or called with what it does not take: what has to be done is
            # named in the test.
            return False
        finally:
            point.close(rollback=True)
            self.env.invalidate_all()
        return True

    def _check_it_stays(self, *acts):
        before = self._calendar_as_it_is()
        for act in acts:
            act()
            self.assertEqual(self._calendar_as_it_is(), before)

    def test_nobody_answers_twice(self):
        mine = self.activity.with_env(self._as(self.seller))
        self._freeze(self._at(10, 5, day=6))
        self._check_it_stays(mine.action_no_answer)
        self._freeze(self._at(12, 6, day=6))
        self._check_it_stays(mine.action_no_answer)
        self.assertEqual(self.activity.attempt_count, 2)
        self.assertGreater(str(self.activity.date_deadline), "2026-03-08")
        later = self._at(10, day=11)
        self._check_it_stays(lambda: mine.action_snooze(later))
        self.assertEqual(str(self.activity.date_deadline), "2026-03-11")

    def test_it_changes_hands_round_the_world(self):
        """Friday, 10:00 in Moscow, is Thursday night in Los Angeles."""
        bosses = self.activity.with_env(self._as(self.boss))
        for user in (self.abroad, self.boss, self.seller):
            self._check_it_stays(lambda user=user: bosses.write({"user_id": user.id}))
            local = {self.abroad: "2026-03-05"}.get(user, "2026-03-06")
            self.assertEqual(str(self.activity.date_deadline), local)
        self._check_it_stays(self.seller.with_env(self._as(self.boss)).action_archive)
        self.assertTrue(self.activity.exists().user_id.active)
        self.assertEqual(self._promise(), (self.event.start, self.event.stop))

    def test_a_lot_of_them_at_once(self):
        every = self.activity
        for day, hour in itertools.product((5, 6), (0, 9, 23)):
            start, stop = self._at(hour, day=day), self._at(hour, 30, day=day)
            every |= self._meet(start, stop).activity_ids
        every = every.with_env(self._as(self.boss))
        self._check_it_stays(
            lambda: every.write({"user_id": self.abroad.id}),
            lambda: every.action_skip(self.env["galloper.skip.reason"]),
            every.action_no_answer,
            lambda: every.write({"galloper_unresponsive": True}),
            lambda: every.action_feedback(),
        )

    def test_another_time_is_asked_for_in_a_dialog(self):
        mine = self.activity.with_env(self._as(self.seller))
        lines = self.env["galloper.schedule.line"].with_env(self._as(self.seller))
        before = self._calendar_as_it_is()
        for refused in (
            lambda: mine.action_promise(self._at(15, day=6)),
            lambda: mine.action_promise(False),
            lambda: mine.write({"promised_until": self._at(12, day=6)}),
            lambda: mine.action_pin(self._at(15)),
            lambda: self.lead.with_env(self._as(self.seller)).write(
                {"promised_at": self._at(15, day=6)}
            ),
        ):
            with self.assertRaisesRegex(UserError, "says who will be informed"):
                refused()
        answer = lines.work_promise(mine.id, None, "2026-03-06 12:00:00")
        self.assertEqual(answer["status"], "ok")
        action = answer["action"]
        self.assertEqual(self._calendar_as_it_is(), before)
        Dialog = mine.env[action["res_model"]].with_context(**action["context"])
        dialog = Dialog.create(Dialog.default_get(["activity_id", "promised_at"]))
        self.assertEqual(dialog.promised_at, self._at(15, day=6))
        self.assertTrue(dialog.is_meeting)
        self.assertIn("Guest", dialog.informed)
        self.assertNotIn(self.seller.name, dialog.informed)
        self.assertEqual(self._calendar_as_it_is(), before)
        dialog.action_move_meeting()
        self.assertEqual(self._promise(), (self._at(15, day=6), self._at(16, day=6)))
        self.assertEqual(self.event.start, self._at(15, day=6))
        told = self.env["mail.notification"].search_count(
            [("res_partner_id", "=", self.guest.id)]
        )
        self.assertEqual(told, 2, "of the invitation, and of the new time")

    def test_who_may_not_move_it(self):
        self.event.sudo().write(
            {
                "user_id": self.abroad.id,
                "privacy": "private",
                "partner_ids": [Command.set((self.abroad.partner_id | self.guest).ids)],
            }
        )
        self.activity.user_id = self.seller
        mine = self.activity.with_env(self._as(self.seller))
        dialog = mine.env["galloper.schedule.promise"].create(
            {"activity_id": mine.id, "promised_at": self._at(15, day=6)}
        )
        self.assertIn(self.abroad.name, dialog.informed)
        self.assertNotIn("Guest", dialog.informed)

        def move():
            with self.assertRaisesRegex(UserError, "ask its organizer"):
                dialog.action_move_meeting()

        self._check_it_stays(move)

    def test_what_is_over_is_in_nobodys_way(self):
        """The customer did not come: a call is promised, the past stays as it was."""
        self._freeze(self._at(12, day=6))
        mine = self.activity.with_env(self._as(self.seller))
        later = self._at(12, day=9)
        self._check_it_stays(lambda: mine.action_promise(later))
        self.assertEqual(self._promise(), (later, False))

"""Whatever may be called from outside: by nobody who reads no plan, and with anything.

The methods are found by looking: a new one is covered by itself.
"""

import inspect

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.service.model import get_public_method
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import OpenDayCase
from .report_facts import insert

_OURS = "odoo.addons.galloper_schedule."
#: What is expected, or what can be chosen.
_SAYS_WHAT = "expected|1970 and 2099|Choose|use the format"
#: They tell nothing and change nothing, whoever calls them: what is asked of the ORM
#: itself is refused or filtered by it, and the others only say back what was given.
HARMLESS = {
    ("galloper.schedule.line", "fields_get"),
    ("ir.http", "session_info"),
    ("res.users", "default_get"),
}
#: What a program may send, whatever is expected.
_ANYTHING = (None, True, False, 0, 5, -1, 1.5, 2**40, "", "x", [], [1], {}, {"a": 1})
#: What is given for a parameter of this name.
GIVEN = {
    "data": [],
    "differences": {},
    "fields": ["day"],
    "fields_spec": {},
    "values": {},
    "args": ([], ["bucket"], ["__count"]),
    "domain": [],
    "field_names": ["id"],
    "fields_list": ["activity_id", "promised_at"],
    "kwargs": {},
    "moment": "2026-03-04 12:00:00",
    "note": "Yes",
    "promised_at": "2026-03-04 12:00:00",
    "reason_id": False,
    "seen": None,
    "specification": {"reason": {}},
    "start": "2026-03-04 12:00:00",
    "stop": "2026-03-04 13:00:00",
    "text": "Yes",
    "tz": "Asia/Tokyo",
    "until": "2026-03-04 12:00:00",
    "vals": {"active": False},
    "vals_list": [{}],
}


@tagged("post_install", "-at_install")
class TestPublicMethods(OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal = new_test_user(
            cls.env, "galloper_portal", groups="base.group_portal"
        )
        cls.lead = cls.env["crm.lead"].create(
            {"name": "Secret Deal", "user_id": cls.seller.id, "type": "opportunity"}
        )
        cls.stage_id = cls.stage["hot"].id

    def _methods(self):
        """(model, name) of all that Odoo lets be called and this add-on has written."""
        for name, Model in self.registry.items():
            for method in {name for name in dir(Model) if not name.startswith("_")}:
                if inspect.isfunction(getattr(Model, method, None)) and any(
                    method in vars(base) and base.__module__.startswith(_OURS)
                    for base in Model.__mro__
                ):
                    try:
                        get_public_method(self.env[name], method)
                    except (AccessError, AttributeError):
                        continue
                    yield name, method

    def _call(self, model, name, user):
        Model = self.env[model].with_user(user)
        Model = Model.with_context(default_activity_id=self.contact.id)
        method = get_public_method(Model, name)
        given = {**GIVEN, "key": self.contact.id, "keys": self.contact.ids}
        if model in ("crm.team.member", "phone.blacklist"):
            # Odoo itself looks at these before it asks for any right.
            given["vals_list"] = [self._vals_of(model)]
        given["reason"] = self.env["galloper.skip.reason"].search([], limit=1)
        arguments, options = [], {}
        for parameter in [*inspect.signature(method).parameters.values()][1:]:
            if parameter.kind == parameter.VAR_POSITIONAL:
                arguments += given[parameter.name]
            elif parameter.name in given:
                options[parameter.name] = given[parameter.name]
        if arguments:
            options = {}
        records = Model
        if not getattr(method, "_api_model", False):
            records = Model.browse(self._somebody_elses(self.env[model]).ids)
        self.env.invalidate_all()
        return method(records, *arguments, **options)

    def _somebody_elses(self, Model):
        """A record that is none of the caller's business."""
        if Model._abstract:
            return Model
        if Model._name == "galloper.erasure":
            erasure = {"done_on": self._at(9), "kind": "lead", "through": "deleted"}
            return Model.browse(insert(self.cr, Model._table, [erasure]))
        found = Model.with_context(active_test=False).search([], limit=1)
        return found or Model.create(self._vals_of(Model._name))

    def _vals_of(self, model):
        team = self.env["crm.team"].search([], limit=1)
        return {
            "galloper.schedule.unresponsive": {"activity_ids": self.contact.ids},
            "galloper.schedule.promise": {
                "activity_id": self.contact.id,
                "promised_at": self._at(12),
            },
            "galloper.schedule.reschedule.line": {
                "activity_id": self.contact.id,
                "reschedule_id": self.env["galloper.schedule.reschedule"].create({}).id,
            },
            "galloper.schedule.replay.tier": {
                "replay_id": self.env["galloper.schedule.replay"].create({}).id,
                "tier_id": self.env.ref("galloper_schedule.tier_hot").id,
            },
            "galloper.schedule.reassign.line": {
                "reassign_id": self.env["galloper.schedule.reassign"].create({}).id,
            },
            "galloper.calling.holiday": {"name": "Day", "date": "2026-03-04"},
            "crm.team.member": {"crm_team_id": team.id, "user_id": self.seller.id},
            "phone.blacklist": {"number": "+74951234567"},
            "galloper.strategy.assistant": {"team_id": team.id},
            "mail.activity.schedule": {
                "res_model": "crm.lead",
                "res_ids": repr(self.lead.ids),
            },
            "resource.calendar.leaves": {
                "date_from": self._at(10),
                "date_to": self._at(12),
            },
        }.get(model, {})

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_customers_learn_nothing(self):
        self.contact = self._contact("Secret errand", self.lead)
        self._plan(self._at(10))
        before = self._state()
        # Of a mixin there are no records.
        mixins = (
            *("activity.unknown", "galloper.guarded", "galloper.log"),
            "galloper.schedule.fact",
        )
        methods = {
            one for one in self._methods() if not any(name in one[0] for name in mixins)
        }
        self.assertIn(("galloper.schedule.line", "work_done"), methods)
        self.assertIn(("res.users", "plan_my_day"), methods)
        for model, name in sorted(methods - HARMLESS):
            with self.subTest(model=model, method=name):
                with self.assertRaises(AccessError) as caught:
                    self._call(model, name, self.portal)
                self.assertNotIn("Secret", str(caught.exception))
                self.assertNotIn("galloper_seller", str(caught.exception))
        for model, name in HARMLESS & methods - {("ir.http", "session_info")}:
            self.assertNotIn("Secret", repr(self._call(model, name, self.portal)))
        self.assertEqual(self._state(), before)

    def _state(self):
        """What a call may have changed."""
        self.env.invalidate_all()
        days = self.env["galloper.day"].search_count([])
        return days, self.contact.read(), self.lines.search([]).ids

    def test_whoever_reads_a_plan_reads_their_own(self):
        self.contact = self._contact("Secret errand", self.lead)
        self._plan(self._at(10))
        clerk = self._new_seller("galloper_clerk", self.tz, "base.group_user")
        lines = self.lines.with_user(clerk)
        mine = self._contact("mine", self.lead, clerk)
        answer = lines.with_context(galloper_focus=0).web_search_read(
            [], {"who": {}, "lead_id": {}}
        )
        self.assertEqual([line["who"] for line in answer["records"]], ["mine"])
        self.assertFalse(lines.search([("who", "ilike", "Secret")]))
        self.assertEqual(lines.work_done(mine.id)["status"], "ok")
        self.assertNotIn("Secret", repr(answer))

    # -- Anything may be given

    def _garbage(self):
        """(method, arguments): none of them can be meant."""
        key = self.contact.id
        numbers = ("x", "5", 1.5, [], {}, [1], True, 2**40, -(2**40))
        for method, *rest in (
            ("work_done",),
            ("work_no_answer", None),
            ("work_promise", None, "2026-03-04 12:00:00"),
            ("work_later", None, "2026-03-04 12:00:00"),
            ("work_skip", None, False),
            ("work_call_as_agreed", None),
            ("work_note", "Yes"),
            ("get_difficulties", "2026-03-04 12:00:00"),
            ("open_contact",),
        ):
            for number in (None, *numbers):
                yield method, [number, *rest]
        for number in filter(None, numbers):
            yield "get_focus", [number]
            yield "work_skip", [key, None, number]
            yield "work_done", [key, "", number]
            yield "get_risk_notice", [[number]]
        for seen in ("x", 5, True, {}):
            yield "work_no_answer", [key, seen]
        for keys in ("x", 5, None, {}, True):
            yield "get_risk_notice", [keys]
        for text in (5, [1], {"a": 1}, True):
            yield "work_done", [key, text]
            yield "work_note", [key, text]
        yield from self._garbage_moments(key)
        for step in self._garbage_steps():
            yield "work_done", [key, "", False, step]

    def _garbage_moments(self, key):
        for moment in ("x", 5, 1.5, True, [1], {"a": 1}, "2026-13-45", "9" * 200):
            yield "work_promise", [key, None, moment]
            yield "work_promise", [key, None, "2026-03-04 12:00:00", moment]
            yield "work_later", [key, None, moment]
            yield "get_difficulties", [key, moment]
            yield "get_difficulties", [key, "2026-03-04 12:00:00", moment]
            yield "get_busy", [moment, "2026-03-04 12:00:00"]
            yield "get_busy", ["2026-03-04 12:00:00", moment]
        for moment in ("0001-01-01 00:00:00", "9999-12-31 23:59:59", "1969-12-31"):
            yield "work_promise", [key, None, moment]
            yield "work_later", [key, None, moment]
        for nothing in (None, False, ""):
            yield "work_later", [key, None, nothing]
            yield "get_difficulties", [key, nothing]
            yield "get_busy", [nothing, nothing]

    def _garbage_steps(self):
        call = self.env.ref("mail.mail_activity_data_call").id
        yield from ("x", 5, [1], True)
        for number in (None, "x", 1.5, [1], 2**40, 2**31 - 1, {}):
            yield {"type_id": number, "day": "2026-03-10"}
        yield {"day": "2026-03-10"}
        yield {"type_id": call}
        for day in ("x", 5, "2026-13-45", [1], {"a": 1}, True):
            yield {"type_id": call, "day": day}
        for moment in ("x", 5, [1], "9999-12-31 23:59:59"):
            yield {"type_id": call, "promised_at": moment}
            yield {
                "type_id": call,
                "promised_at": "2026-03-10 12:00:00",
                "promised_until": moment,
            }
        for text in (5, [1], {"a": 1}):
            yield {"type_id": call, "day": "2026-03-10", "summary": text}

    def test_whatever_cannot_be_meant_is_said_clearly(self):
        self.contact = self._contact("call", self.lead)
        self._plan(self._at(10))
        lines = self.lines.with_user(self.seller)
        before = self._state()
        for method, arguments in self._garbage():
            with self.subTest(method=method, arguments=arguments):
                with self.assertRaises(UserError) as caught:
                    getattr(lines, method)(*arguments)
                self.assertRegex(str(caught.exception), _SAYS_WHAT)
                if "Choose" not in str(caught.exception):
                    self.assertIsInstance(caught.exception, ValidationError)
        self.assertEqual(self._state(), before, "nothing half done")

    def _own_methods(self):
        """The public methods that are this add-on's alone, with their parameters."""
        for model, name in self._methods():
            mro = self.registry[model].__mro__
            if all(
                base.__module__.startswith(_OURS) for base in mro if name in vars(base)
            ):
                method = get_public_method(self.env[model], name)
                parameters = [*inspect.signature(method).parameters.values()][1:]
                yield (
                    model,
                    name,
                    [one.name for one in parameters if one.kind != one.VAR_KEYWORD],
                )

    def _own_record(self, model, name):
        """What its user may call the method on."""
        Model = self.env[model]
        if getattr(get_public_method(Model, name), "_api_model", False):
            return Model.browse()
        if model == "mail.activity":
            return self.contact
        if model == "galloper.schedule.line":
            return Model.search([("activity_id", "=", self.contact.id)])
        return Model.browse(self._somebody_elses(Model).ids)

    def test_anything_of_any_type_is_said_clearly(self):
        """Each parameter of each method, with values that a program may send for it."""
        self.contact = self._contact("call", self.lead)
        self._plan(self._at(10))
        groups = "sales_team.group_sale_manager,base.group_system"
        self.seller.group_ids |= self.env["res.groups"].union(
            *map(self.env.ref, groups.split(","))
        )
        tried = 0
        for model, name, parameters in sorted(self._own_methods()):
            records = self._own_record(model, name).with_user(self.seller)
            given = {**GIVEN, "key": self.contact.id, "keys": self.contact.ids}
            for wrong in parameters:
                for value in _ANYTHING:
                    options = {
                        one: value if one == wrong else given[one]
                        for one in parameters
                        if one == wrong or one in given
                    }
                    tried += 1
                    with self.subTest(model=model, method=name, options=options):
                        self._only_user_errors(getattr(records, name), options)
        self.assertGreater(tried, 300)

    def _only_user_errors(self, method, options):
        savepoint = self.env.cr.savepoint()
        try:
            method(**options)
        except UserError as error:
            self.assertTrue(str(error))
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all(flush=False)

    def test_moments_as_programs_write_them(self):
        contact = self._contact("call", self.lead)
        for text in (
            "2026-03-10 09:00:00",
            "2026-03-10T09:00:00",
            "2026-03-10T09:00:00Z",
            "2026-03-10T12:00:00+03:00",
            "2026-03-10T09:00:00.123456Z",
            "2026-03-10T09:00",
        ):
            contact.promised_at = False
            self.lines.with_user(self.seller).work_promise(contact.id, None, text)
            self.assertEqual(str(contact.promised_at), "2026-03-10 09:00:00", text)
            contact.promised_at = False
            self.lines.with_user(self.seller).work_later(contact.id, None, text)
            self.assertEqual(str(contact.retry_at), "2026-03-10 09:00:00", text)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_next_step_on_a_closed_document(self):
        self.lead.user_id = self._new_seller("galloper_colleague", self.tz)
        contact = self._contact("call", self.lead)
        lines = self.lines.with_user(self.seller)
        call = self.env.ref("mail.mail_activity_data_call").id
        step = {"type_id": call, "day": "2026-03-10"}
        with self.assertRaisesRegex(AccessError, "without one"):
            lines.work_done(contact.id, "Yes", False, step)
        self.assertTrue(contact.active)
        self.assertEqual(lines.work_done(contact.id, "Yes")["status"], "ok")

    def test_limits_of_the_moments_in_a_record(self):
        contact = self._contact("call", self.lead)
        for name in ("retry_at", "galloper_pinned_at"):
            for moment in ("9999-12-31 00:00:00", "1969-12-31 00:00:00"):
                with self.assertRaisesRegex(UserError, "1970 and 2099"):
                    contact.with_user(self.seller).write({name: moment})
                with self.assertRaisesRegex(UserError, "1970 and 2099"):
                    self._contact("new", **{name: moment})

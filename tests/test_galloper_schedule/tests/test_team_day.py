"""The Team day: who sees which people, what it says, and what reassigning does."""

from datetime import date
from types import SimpleNamespace
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import TimetableCase

FIELDS = dict.fromkeys(
    (
        "name",
        "kind",
        "to_cover",
        "load",
        "promises_due",
        "promises_kept",
        "at_risk",
        "missed",
        "unplaced",
        "current_who",
        "current_slot",
        "next_time",
        "next_who",
        "adherence",
    ),
    {},
)


class TeamCase(TimetableCase):
    """A leader with a salesperson's plain rights, and two members of their team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls._new_seller("galloper_leader", cls.tz)
        cls.mate = cls._new_seller("galloper_mate", cls.tz)
        cls.stranger = cls._new_seller("galloper_stranger", cls.tz)
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Galloper Team",
                "user_id": cls.leader.id,
                "crm_team_member_ids": [
                    Command.create({"user_id": user.id})
                    for user in (cls.seller, cls.mate)
                ],
            }
        )
        cls.env["crm.team"].create(
            {
                "name": "Other Team",
                "crm_team_member_ids": [Command.create({"user_id": cls.stranger.id})],
            }
        )

    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))

    def _board(self, user=None):
        """{name: what the Team day says of them}, in its order."""
        model = self.env["galloper.team.day"].with_user(user or self.leader)
        rows = model.web_search_read([], FIELDS, limit=200)["records"]
        return {row["name"] or "Nobody": row for row in rows}

    def _row(self, user, reader=None):
        model = self.env["galloper.team.day"].with_user(reader or self.leader)
        return model.search([("user_id", "=", user.id)])

    def _dialog(self, row):
        action = row.action_reassign()
        return (
            self.env[action["res_model"]]
            .with_user(self.leader)
            .browse(action["res_id"])
        )

    def _leave(self, user):
        calendar = user.company_id.resource_calendar_id
        resource = self.env["resource.resource"].create(
            {
                "name": user.name,
                "user_id": user.id,
                "calendar_id": calendar.id,
                "tz": user.tz,
            }
        )
        self.env["resource.calendar.leaves"].create(
            {
                "calendar_id": calendar.id,
                "resource_id": resource.id,
                "date_from": self._at(0),
                "date_to": self._at(23, 59),
            }
        )

    def _archive(self, user):
        """As when they have left, and their promises have stayed with them."""
        self.env.cr.execute(
            "UPDATE res_users SET active = FALSE WHERE id = %s", [user.id]
        )
        self.env.invalidate_all()


@tagged("post_install", "-at_install")
class TestTeamDay(TeamCase):
    def test_who_sees_which_people(self):
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        names = {user: user.name for user in (self.seller, self.mate, self.stranger)}
        self.assertEqual(set(self._board()), {names[self.seller], names[self.mate]})
        self.assertEqual(set(self._board(self.mate)), {names[self.mate]})
        self.assertLessEqual(set(names.values()), set(self._board(manager)))
        other = self.env["res.company"].create({"name": "Other Company"})
        manager.write(
            {
                "company_ids": [Command.set(other.ids)],
                "company_id": other.id,
            }
        )
        self.assertFalse(set(names.values()) & set(self._board(manager)))
        self.team.crm_team_member_ids[0].active = False
        self.assertEqual(set(self._board()), {names[self.mate]}, "not a member now")
        rows = self.env["galloper.team.day"].with_user(self.leader)
        rows = rows.with_context(active_test=False).search([])
        self.assertEqual(rows.user_id, self.mate, "whatever the screen asks for")

    def test_a_new_leader_reads_the_teams_lines_at_once(self):
        """Rules are remembered; who leads a team is not."""
        self._contact("theirs")
        self.seller._plan_day()

        def reads(user):
            return self.lines.with_user(user).search([]).user_id

        self.assertFalse(reads(self.mate))
        self.team.user_id = self.mate
        self.assertEqual(reads(self.mate), self.seller)
        self.assertFalse(reads(self.leader))
        self.team.active = False
        self.assertEqual(reads(self.mate), self.seller, "still their leader")
        self.team.crm_team_member_ids.active = False
        self.assertFalse(reads(self.mate))
        team = {"name": "New Team", "user_id": self.leader.id}
        team["crm_team_member_ids"] = [Command.create({"user_id": self.seller.id})]
        self.env["crm.team"].create(team)
        self.assertEqual(reads(self.leader), self.seller)

    def test_a_leader_reads_the_teams_lines_and_changes_nothing(self):
        self._contact("members", self._lead("Deal"))
        self._contact(
            "theirs", self._lead("Other", user_id=self.stranger.id), user=self.stranger
        )
        (self.seller | self.stranger)._plan_day()
        lines = self.lines.with_user(self.leader).search([])
        self.assertEqual(lines.user_id, self.seller)
        self.assertEqual(
            lines.mapped("who"), ["Call"], "the lead is not theirs to read"
        )
        self.assertTrue(lines.reason)
        with self.assertRaises(AccessError):
            lines.action_done()
        self.assertFalse(self.lines.with_user(self.mate).search([]))
        action = self._row(self.seller).action_open_day()
        found = self.lines.with_user(self.leader).search(action["domain"])
        self.assertEqual(found, lines)

    def test_what_it_says(self):
        now = self._at(10)
        self.company.galloper_contact_minutes = 30
        self.env.flush_all()
        self._contact("kept", self._lead("Kept"), promised_at=self._at(10, 30))
        self._contact("next", self._lead("Next"), promised_at=self._at(11))
        self._contact("missed", self._lead("Missed"), promised_at=self._at(9))
        self._contact("long", self._lead("Long"), contact_minutes=300)
        self._meeting(self._at(17), self._at(18))
        self.env["mail.activity"].search(
            [("summary", "=", "kept"), ("user_id", "=", self.seller.id)]
        ).with_user(self.seller).action_feedback()
        row = self._board()[self.seller.name]
        self.assertEqual(row["kind"], "working")
        self.assertEqual(
            row["load"],
            {"done": 30, "planned": 60, "unplaced": 300, "capacity": 420},
        )
        self.assertEqual((row["promises_kept"], row["promises_due"]), (1, 3))
        self.assertEqual((row["missed"], row["unplaced"], row["at_risk"]), (1, 1, 0))
        self.assertEqual(row["current_who"], "Call", "the lead is not theirs to read")
        self.assertIn("10:00", row["current_slot"])
        self.assertEqual((row["next_who"], now), ("Call", self._at(10)))
        self.assertIn("11:00", row["next_time"])
        self.assertEqual(self._board(self.seller)[self.seller.name]["next_who"], "Next")

    def test_everybody_by_their_own_clock(self):
        self.mate.tz = "Asia/Vladivostok"  # where it is seven hours later: 17:00
        self._contact(
            "late", user=self.mate, promised_at=self._at(18, tz="Asia/Vladivostok")
        )
        row = self._board()[self.mate.name]
        self.assertEqual((row["kind"], row["promises_due"]), ("working", 1))
        self.assertIn("6:00", row["next_time"])
        self._freeze(self._at(12))
        self.assertEqual(self._board()[self.mate.name]["kind"], "after")

    def test_those_who_are_away_come_first(self):
        self._contact("a", self._lead("A"), promised_at=self._at(11))
        self._contact("their own affair", promised_at=self._at(11))
        self._contact("b", promised_at=self._at(11, day=6), user=self.mate)
        board = self._board()
        self.assertEqual(list(board), sorted([self.mate.name, self.seller.name]))
        self._leave(self.seller)
        self._archive(self.mate)
        lead = self._lead("Orphan", team_id=self.team.id)
        self._contact("c", lead, promised_at=self._at(12)).user_id = False
        board = self._board()
        self.assertEqual(
            [(name, row["kind"], row["to_cover"]) for name, row in board.items()],
            [
                ("Nobody", "nobody", 1),
                (self.mate.name, "left", 1),
                (self.seller.name, "leave", 1),
            ],
        )
        groups = self.env["galloper.team.day"].with_user(self.leader)
        groups = groups.web_read_group(
            [], ["team_id"], auto_unfold=True, unfold_read_specification=FIELDS
        )["groups"]
        self.assertEqual(
            [row["kind"] for group in groups for row in group["__records"]],
            ["nobody", "left", "leave"],
        )

    def test_the_leader_hears_of_a_leave_once(self):
        self._contact("a", promised_at=self._at(11))
        self._leave(self.seller)
        with self._bus() as sent:
            self.seller._plan_day()
            self._contact("b", promised_at=self._at(12))
            self.seller._plan_day()
        told = [
            message
            for target, kind, message in sent
            if kind == "simple_notification" and target == self.leader.partner_id
        ]
        self.assertEqual(len(told), 1)
        self.assertIn(self.seller.name, told[0]["title"])

    def test_only_who_leads_hears_of_changes(self):
        self._contact("a")
        with self._bus() as sent:
            self.seller._plan_day()
        target = (self.company, "galloper_team_day")
        self.assertIn(
            target, [one for one, kind, _ in sent if kind.endswith("team_changed")]
        )
        path = "odoo.addons.bus.models.ir_websocket.request"

        def channels(user):
            with patch(path, SimpleNamespace(session=SimpleNamespace(uid=user.id))):
                found = self.env["ir.websocket"].with_user(user)
                return list(
                    map(repr, found._build_bus_channel_list(["galloper_team_day"]))
                )

        self.assertIn(repr(target), channels(self.leader))
        for found in (channels(self.mate), channels(self.stranger)):
            self.assertFalse([one for one in found if "galloper_team_day" in one])

    def test_the_menu(self):
        menu = self.env.ref("galloper_schedule.menu_team_days").id
        menus = self.env["ir.ui.menu"]
        self.assertIn(menu, menus.with_user(self.leader).load_menus(False))
        self.assertNotIn(menu, menus.with_user(self.mate).load_menus(False))
        self.team.user_id = self.mate
        self.assertIn(menu, menus.with_user(self.mate).load_menus(False))

    def _bus(self):
        return _Sent(self)


class _Sent:
    """What is sent over the bus: (target, kind, message)."""

    def __init__(self, case):
        self.sent = []
        self.patch = patch.object(case.registry["bus.bus"], "_sendone", self._send)

    def _send(self, target, kind, message):
        self.sent.append((target, kind, message))

    def __enter__(self):
        self.patch.start()
        return self.sent

    def __exit__(self, *_args):
        self.patch.stop()


@tagged("post_install", "-at_install")
class TestReassign(TeamCase):
    def _after(self, dialog):
        """{user id: what the dialog says of them afterwards}."""
        return {one["user_id"]: one["after"] for one in dialog.effect["people"]}

    def test_the_promises_of_somebody_on_leave(self):
        self._contact("busy", user=self.mate, promised_at=self._at(15))
        third = self._new_seller("galloper_third", self.tz)
        self.team.member_ids |= third
        early = self._contact("early", self._lead("A"), promised_at=self._at(11))
        same = self._contact("same", self._lead("B"), promised_at=self._at(15))
        self._contact("no promise", self._lead("C"))
        missed = self._contact("missed", self._lead("D"), promised_at=self._at(9))
        self._leave(self.seller)
        self._board()
        dialog = self._dialog(self._row(self.seller))
        self.assertEqual(
            {line.activity_key for line in dialog.line_ids if line.chosen},
            set((early | same | missed).ids),
        )
        by_key = {line.activity_key: line for line in dialog.line_ids}
        self.assertEqual(by_key[same.id].colleague_id, third, "the other is taken")
        shown = dialog.effect["people"]
        messages = self.env["mail.message"]
        last = messages.search([], order="id desc", limit=1).id
        dialog.action_confirm()
        self.env.invalidate_all()
        for contact in (early, same, missed):
            self.assertEqual(contact.user_id, by_key[contact.id].colleague_id)
        self.assertEqual(early.promised_at, self._at(11))
        told = messages.search(
            [("id", ">", last), ("subject", "=", "Activities passed on")]
        )
        people = self.seller | early.user_id | same.user_id | missed.user_id
        self.assertEqual(
            sorted(told.mapped("notified_partner_ids").ids),
            sorted(people.partner_id.ids),
        )
        self.assertEqual(len(told), len(people), "one message each")
        board = self._board()
        for one in shown:
            row, after = board[one["name"]], one["after"]
            self.assertEqual(
                row["load"],
                {
                    name: after[name]
                    for name in ("done", "planned", "unplaced", "capacity")
                },
            )
            self.assertEqual(row["unplaced"], after["misfits"])
            self.assertEqual(row["at_risk"], after["at_risk"])

    def test_the_effect_is_that_of_the_planner(self):
        """Also where it goes wrong: another zone, a full day, a promise pushed out."""
        self.mate.tz = "Asia/Yekaterinburg"
        self._meeting(self._at(10), self._at(12), user=self.mate)
        self._contact(
            "window",
            user=self.mate,
            promised_at=self._at(12),
            promised_until=self._at(12, 20),
        )
        long = self._contact(
            "long", self._lead("A"), contact_minutes=45, promised_at=self._at(12)
        )
        self._contact("rest", self._lead("B"), contact_minutes=200)
        (self.seller | self.mate)._plan_day()
        dialog = self._dialog(self._row(self.seller))
        with Form(dialog) as form:
            for number in range(2):
                with form.line_ids.edit(number) as line:
                    line.chosen = True
                    line.colleague_id = self.mate
        [_theirs, shown] = dialog.effect["people"]
        self.assertEqual(shown["new_risks"], 1)
        self.assertIn("Call", shown["at_risk"][0])
        dialog.action_confirm()
        self.assertEqual(long.user_id, self.mate)
        lines = self.lines.search([("user_id", "=", self.mate.id)])
        row = self._board()[self.mate.name]
        self.assertEqual(shown["after"]["at_risk"], len(lines.filtered("at_risk")))
        self.assertEqual(
            shown["after"]["minutes"],
            sum(row["load"][name] for name in ("done", "planned", "unplaced")),
        )
        self.assertEqual(shown["after"]["to_do"], len(lines.filtered("planned_start")))

    def test_what_has_changed_is_left_out_and_said(self):
        kept = self._contact("kept", self._lead("A"), promised_at=self._at(11))
        moved = self._contact("moved", self._lead("B"), promised_at=self._at(12))
        done = self._contact("done", self._lead("C"), promised_at=self._at(15))
        self._leave(self.seller)
        self._board()
        dialog = self._dialog(self._row(self.seller))
        moved.action_promise(self._at(16))
        done.action_feedback()
        result = dialog.action_confirm()
        self.assertEqual(kept.user_id, self.mate)
        self.assertEqual((moved.user_id, done.user_id), (self.seller, self.seller))
        self.assertEqual(result["params"]["type"], "warning")

    def test_who_left_and_what_is_nobodys(self):
        lead = self._lead("Deal")
        later = self._contact("later", lead, promised_at=self._at(11, day=9))
        orphan = self._lead("Orphan", team_id=self.team.id, user_id=False)
        orphan = self._contact("orphan", orphan, promised_at=self._at(12))
        orphan.user_id = False
        self._archive(self.seller)
        dialog = self._dialog(self._row(self.seller))
        self.assertEqual(dialog.line_ids.colleague_id, self.mate)
        self.assertTrue(dialog.with_leads)
        dialog.action_confirm()
        self.assertEqual((later.user_id, lead.user_id), (self.mate, self.mate))
        self.assertEqual(later.promised_at, self._at(11, day=9))
        nobodys = self.env["galloper.team.day"].with_user(self.leader)
        self._meeting(self._at(12), self._at(13), user=self.mate)
        dialog = self._dialog(nobodys.search([("user_id", "=", False)]))
        self.assertFalse(dialog.line_ids.colleague_id, "the mate is in a meeting then")
        self.assertEqual(dialog.effect["homeless"], 1)
        dialog.line_ids.colleague_id = self.mate
        [shown] = dialog.effect["people"]
        self.assertEqual((shown["new_risks"], len(shown["at_risk"])), (1, 1))
        dialog.action_confirm()
        self.assertEqual(orphan.user_id, self.mate)
        self.assertEqual(list(self._board()), [self.mate.name])

    def test_customers_activities_only(self):
        """What people have written down for themselves is theirs, also where it is at
        risk, has no room, or is asked for past the dialog; until they have left."""
        own = self._contact("own", contact_minutes=600)
        promised = self._contact("own promise", promised_at=self._at(9))
        other = self._contact("other document", self.team)
        about = self._contact("promised", self.team, promised_at=self._at(11))
        lead = self._contact("lead", self._lead("A"), contact_minutes=600)
        customer = self._contact("customer", self.leader.partner_id)
        self._meeting(self._at(10), self._at(12))
        self.seller._plan_day()
        given, kept = lead | customer | about, own | promised | other
        dialog = self._dialog(self._row(self.seller))
        offered = dialog.line_ids.mapped("activity_key")
        self.assertEqual(sorted(offered), sorted(given.ids))
        for line in dialog.line_ids[1:]:
            line.chosen = False
        dialog.line_ids[0].chosen = True
        for one in kept:
            line = dialog.line_ids[0].sudo().copy({"activity_key": one.id})
            line.write({"promised_at": one.promised_at, "promised_until": False})
        dialog.line_ids.colleague_id = self.mate
        self.assertLessEqual(self._after(dialog)[self.mate.id]["to_do"], 1)
        result = dialog.action_confirm()["params"]
        self.assertEqual(result["type"], "warning")
        self.assertEqual(kept.user_id, self.seller)
        theirs = given.filtered(lambda one: one.user_id == self.mate)
        self.assertEqual(len(theirs), 1)
        self._archive(self.seller)
        dialog = self._dialog(self._row(self.seller))
        self.assertIn(promised.id, dialog.line_ids.mapped("activity_key"))
        dialog.line_ids.colleague_id = self.mate
        dialog.action_confirm()
        self.assertEqual(promised.user_id, self.mate)

    def test_clear_errors(self):
        contact = self._contact("a", self._lead("A"), promised_at=self._at(11))
        self._leave(self.seller)
        self._board()
        dialog = self._dialog(self._row(self.seller))
        dialog.line_ids.colleague_id = False
        with self.assertRaisesRegex(UserError, "Choose who to assign these to"):
            dialog.action_confirm()
        dialog.line_ids.colleague_id = self.stranger
        with self.assertRaisesRegex(AccessError, "teams you lead"):
            dialog.action_confirm()
        dialog.line_ids.colleague_id = self.mate
        self._archive(self.mate)
        with self.assertRaisesRegex(UserError, "No longer with the company"):
            dialog.action_confirm()
        dialog.line_ids.chosen = False
        with self.assertRaisesRegex(UserError, "at least one"):
            dialog.action_confirm()
        self.assertEqual(contact.user_id, self.seller)

    def test_nobody_else_gives_anything_away(self):
        theirs = self._contact("a", self._lead("A"), promised_at=self._at(11))
        Dialog = self.env["galloper.schedule.reassign"]
        for user, whose in ((self.mate, self.seller), (self.mate, self.mate)):
            dialog = Dialog.with_user(user).create(
                {
                    "user_id": whose.id,
                    "line_ids": [
                        Command.create(
                            {
                                "activity_key": theirs.id,
                                "chosen": True,
                                "colleague_id": self.mate.id,
                                "promised_at": theirs.promised_at,
                            }
                        )
                    ],
                }
            )
            self.assertNotIn(self.seller.id, self._after(dialog))
            with self.assertRaises(AccessError):
                dialog.action_confirm()
        with self.assertRaises(UserError):
            self._row(self.mate, self.mate).action_reassign()
        self.assertEqual(theirs.user_id, self.seller)


@tagged("post_install", "-at_install")
class TestTeamQueries(TeamCase):
    def _fill(self, users):
        self.env["mail.activity"].create(
            [
                {
                    "summary": "call",
                    "user_id": user.id,
                    "date_deadline": date(2026, 3, 4),
                    "activity_type_id": self.env.ref("mail.mail_activity_data_call").id,
                    "res_model_id": self.env["ir.model"]._get_id("crm.lead"),
                    "res_id": self._lead("Lead", user_id=user.id).id,
                    "promised_at": promised,
                }
                for user in users
                for promised in (False, self._at(11), self._at(12))
            ]
        )
        users._plan_day()

    def _count(self):
        self._board()
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self._board()
        return self.cr.sql_log_count - before

    def test_more_people_cost_no_query(self):
        self._fill(self.seller | self.mate)
        few = self._count()
        more = self.env["res.users"]
        for number in range(20):
            more |= self._new_seller(f"galloper_more_{number}", self.tz)
        self.team.member_ids |= more
        # A team that has changed concerns all its members.
        self.env.cr.flush()
        (self.seller | self.mate)._plan_day()
        self._fill(more)
        self.assertLessEqual(self._count(), few)
        self.assertEqual(len(self._board()), 22)

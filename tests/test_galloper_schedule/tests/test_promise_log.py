"""The promise log: what ends a promise leaves one settled row; nobody changes it."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import TimetableCase


@tagged("post_install", "-at_install")
class TestPromiseLog(TimetableCase):
    def setUp(self):
        super().setUp()
        self._freeze(self._at(9))
        self.customer = self.env["res.partner"].create({"name": "Sosnovy Dom"})
        self.lead = self._lead("Wrapping machine", "hot", partner_id=self.customer.id)
        self.log = self.env["galloper.promise"]

    def _promise(self, name="call", *when, document=None, until=None, **vals):
        contact = self._contact(
            name,
            self.lead if document is None else document,
            promised_at=self._at(*(when or (11,))),
            promised_until=until,
            **vals,
        )
        return contact.with_user(self.seller)

    def _rows(self, name="call"):
        self.env.flush_all()
        return self.log.search([("contact_name", "=", name)], order="id")

    def _outcomes(self, name="call"):
        return [(row.outcome, row.minutes_late) for row in self._rows(name)]

    def test_a_row_says_all(self):
        self._promise(until=self._at(12))
        row = self._rows()
        self.assertEqual(
            [row.outcome, row.promised_at, row.promised_until, row.given_on],
            ["open", self._at(11), self._at(12), self._at(9)],
        )
        self.assertEqual(row.lead_id, self.lead)
        self.assertEqual(row.partner_id, self.customer)
        self.assertEqual(row.user_id, self.seller)
        self.assertEqual(row.company_id, self.seller.company_id)
        self.assertEqual(row.tier_id, self.stage["hot"].tier_id)
        self.assertEqual(
            [row.document_name, row.customer_name, row.user_name],
            ["Wrapping machine", "Sosnovy Dom", self.seller.name],
        )
        self.assertEqual(str(row.day), "2026-03-04")

    def test_the_day_is_the_salespersons(self):
        self.seller.tz = "Asia/Vladivostok"
        self._promise("call", 23)  # 6 o'clock of the next day in Vladivostok
        self.assertEqual(str(self._rows().day), "2026-03-05")

    def test_done(self):
        for name, hour in (("early", 10), ("exact", 11), ("late", 12)):
            contact = self._promise(name)
            self._freeze(self._at(hour))
            contact.action_feedback(feedback="ok")
        self.assertEqual(self._outcomes("early"), [("kept", 0)])
        self.assertEqual(self._outcomes("exact"), [("kept", 0)])
        self.assertEqual(self._outcomes("late"), [("late", 60)])
        self.assertEqual(self._rows("late").settled_on, self._at(12))

    def test_no_answer(self):
        in_time, late = self._promise("in time"), self._promise("late")
        self._freeze(self._at(11))
        in_time.action_no_answer()
        self._freeze(self._at(11, 30))
        late.action_no_answer()
        self.assertEqual(self._outcomes("in time"), [("kept", 0)])
        self.assertEqual(self._rows("in time").attempts, 1)
        self.assertEqual(self._outcomes("late"), [("open", 0)], "it is still owed")
        self._freeze(self._at(16))
        late.action_no_answer()
        late.action_promise(self._at(10, day=5))
        self.assertEqual(self._outcomes("late"), [("late", 30), ("open", 0)])
        self.assertEqual(self._rows("late").mapped("attempts"), [2, 0])

    def test_moved_and_taken_back(self):
        contact = self._promise()
        contact.action_promise(self._at(11))
        self.assertEqual(len(self._rows()), 1, "nothing has changed")
        contact.action_promise(self._at(12), self._at(14))
        contact.write({"promised_until": self._at(15)})
        contact.action_promise(False)
        outcomes = [("moved", 0), ("moved", 0), ("cancelled", 0)]
        self.assertEqual(self._outcomes(), outcomes)
        missed = self._promise("missed")
        self._freeze(self._at(11, 1))
        missed.action_promise(self._at(13))
        self._freeze(self._at(13, 1))
        missed.action_promise(False)
        self.assertEqual(self._outcomes("missed"), [("broken", 0), ("broken", 0)])

    def test_cancelled_in_every_way(self):
        event = self._meeting(self._at(11), self._at(12))
        partner = self.env["res.partner"].create({"name": "No customer yet"})
        unlinked = self._promise("unlinked")
        self._promise("document", document=partner)
        self._promise("meeting", calendar_event_id=event.id)
        self._promise("lead")
        row = self._rows("document")
        unlinked.unlink()
        partner.unlink()
        event.unlink()
        self.lead.with_user(self.seller).action_set_lost()
        self.assertEqual(row.outcome, "cancelled")
        for name in ("unlinked", "meeting", "lead"):
            self.assertEqual(self._outcomes(name), [("cancelled", 0)], name)
            self.assertTrue(self._rows(name).document_name)
        self.assertFalse(self._rows("unlinked").activity_id)

    def test_deleted_by_the_database_itself(self):
        self._promise()
        self.env.cr.execute("DELETE FROM mail_activity WHERE summary = 'call'")
        self._freeze(self._at(12))
        self.log._settle_orphans()
        self.assertEqual(self._outcomes(), [("broken", 0)])

    def test_lost_and_restored(self):
        self._promise()
        self.lead.action_set_lost()
        self.lead.action_unarchive()
        self.assertEqual(self._outcomes(), [("cancelled", 0), ("open", 0)])

    def test_brought_back_it_counts_once_more_and_the_report_says_so(self):
        contact = self._promise()
        contact.action_feedback()
        contact.action_unarchive()
        contact.action_feedback()
        self.assertEqual(self._outcomes(), [("kept", 0), ("kept", 0)])
        report = self.env["galloper.promise.report"]
        mine = [("lead_id", "=", self.lead.id)]
        [(owed, kept)] = report._read_group(mine, [], ["owed:sum", "kept:sum"])
        self.assertEqual((owed, kept), (2, 2))
        self.assertIn("counts once more", report.fields_get(["owed"])["owed"]["help"])

    def test_merged(self):
        other = self._lead("The same machine", partner_id=self.customer.id)
        self._promise(document=other)
        merged = (self.lead | other).merge_opportunity()
        self.assertEqual(self._outcomes(), [("open", 0)], "it is promised still")
        self.assertEqual(self._rows().lead_id, merged)

    def test_entered_in_the_lead_or_imported(self):
        with Form(self.lead.with_user(self.seller)) as form:
            form.promised_at = self._at(12)
        self.assertEqual(self.lead.activity_ids.mapped("promised_at"), [self._at(12)])
        row = self.log.search([("lead_id", "=", self.lead.id)])
        self.assertEqual((row.outcome, row.promised_at), ("open", self._at(12)))
        activity = self.lead.activity_ids
        names = [".id", "promised_at"]
        result = self.env["mail.activity"].load(
            names, [[str(activity.id), "2026-03-04 13:00:00"]]
        )
        self.assertEqual(result["ids"], activity.ids, result["messages"])
        self.assertEqual(row.outcome, "moved")

    def test_handed_over(self):
        colleague = self._new_seller("galloper_colleague", "Asia/Vladivostok")
        ahead, missed = self._promise("ahead", 16), self._promise("missed", 10)
        self._freeze(self._at(10, 30))
        (ahead | missed).sudo().write({"user_id": colleague.id})
        self.assertEqual(self._rows("ahead").user_id, colleague)
        self.assertEqual(self._rows("ahead").user_name, colleague.name)
        self.assertEqual(self._rows("missed").user_id, self.seller, "they missed it")
        (ahead | missed).sudo().action_feedback()
        self.assertEqual(self._outcomes("ahead"), [("kept", 0)])
        self.assertEqual(self._outcomes("missed"), [("late", 30)])

    def test_the_salesperson_leaves(self):
        leader = self._new_seller("galloper_leader")
        self.env["crm.team"].create(
            {"name": "Team", "user_id": leader.id, "member_ids": self.seller.ids}
        )
        promised = self._promise()
        free = self._contact("free", self.lead)
        self.seller.action_archive()
        self.assertEqual(
            promised.sudo().user_id, leader, "the leader sees it in My Day"
        )
        self.assertFalse(free.exists(), "as Odoo does")
        self.assertEqual(self._outcomes(), [("open", 0)])
        self.assertEqual(self._rows().user_id, leader)
        self.assertIn("call", self._order(self._at(9), leader))
        promised = self.env["mail.activity"].browse(promised.id)
        promised.user_id = self.seller
        self.seller.unlink()
        self.assertEqual(promised.user_id, self.lead.team_id.user_id)
        promised.action_feedback()
        self.assertEqual(self._outcomes(), [("kept", 0)])

    def test_the_row_stays_when_all_else_is_gone(self):
        contact = self._promise("call", 11)
        contact.action_feedback()
        row, name = self._rows(), self.seller.name
        contact.sudo().unlink()
        self.customer.active = False
        self.seller.action_archive()
        self.assertEqual(
            [row.outcome, row.document_name, row.customer_name, row.user_name],
            ["kept", "Wrapping machine", "Sosnovy Dom", name],
        )
        self.lead.unlink()
        self.customer.unlink()
        self.seller.unlink()
        self.assertFalse(
            row.activity_id or row.lead_id or row.partner_id or row.user_id
        )
        self.assertEqual(
            [row.outcome, row.promised_at, row.tier_id],
            ["kept", self._at(11), self.stage["hot"].tier_id],
        )

    def test_there_before_the_log(self):
        self._promise()
        self._promise("done").action_feedback()
        self.env.cr.execute("DELETE FROM galloper_promise WHERE user_id IS NOT NULL")
        self.log.invalidate_model()
        self.log._open_missing()
        self.log._open_missing()
        self.assertEqual(self._outcomes(), [("open", 0)])
        self.assertFalse(self._rows("done"))

    def test_nobody_rewrites_it(self):
        contact = self._promise()
        contact.action_feedback()
        manager = self._new_seller(
            "galloper_manager", groups="sales_team.group_sale_manager,base.group_system"
        )
        row = self._rows().with_user(manager)
        self.assertEqual(row.outcome, "kept")
        for act in (
            lambda: row.write({"outcome": "open"}),
            row.unlink,
            lambda: row.copy(),
            lambda: self.log.with_user(manager).create(
                {"promised_at": fields.Datetime.now(), "outcome": "kept"}
            ),
        ):
            with self.assertRaises(AccessError):
                act()
        with self.assertRaises(UserError):
            row.sudo().write({"outcome": "open"})
        with self.assertRaises(UserError):
            row.sudo().unlink()

    def test_gives_up_an_activity_without_a_response(self):
        contact = self._promise()
        self._freeze(self._at(12))
        contact.action_no_answer()
        dialog = self.env["galloper.schedule.unresponsive"].with_user(self.seller)
        dialog.create({"activity_ids": contact.ids}).action_lose()
        self.assertEqual(self._outcomes(), [("late", 60)])
        attempts = self.env["galloper.attempt"].search([("lead_id", "=", self.lead.id)])
        self.assertEqual(attempts.mapped("answered"), [False], "nobody has answered")


@tagged("post_install", "-at_install")
class TestAttempts(TimetableCase):
    def setUp(self):
        super().setUp()
        self._freeze(self._at(10))
        self.lead = self._lead("Deal", "hot")

    def _attempts(self):
        self.env.flush_all()
        mine = [("user_id", "=", self.seller.id)]
        return self.env["galloper.attempt"].search(mine, order="id")

    def test_when_and_whose_turn(self):
        first = self._contact("first", self.lead).with_user(self.seller)
        second = self._contact("second").with_user(self.seller)
        third = self._contact("third", promised_at=self._at(17))
        self._plan(self._at(10))
        second.action_feedback()
        first.action_no_answer()
        self._plan(self._at(10))
        third.with_user(self.seller).action_feedback()
        attempts = self._attempts()
        self.assertEqual(attempts.mapped("answered"), [True, False, True])
        # The first one waits for its next try now.
        self.assertEqual(attempts.mapped("in_order"), [False, True, True])
        self.assertEqual(attempts.mapped("promised"), [False, False, True])
        self.assertEqual(attempts[1].tier_id, self.stage["hot"].tier_id)
        self.assertEqual((attempts[0].hour, attempts[0].weekday), (10, "2"))
        self.assertEqual(attempts[0].minutes, 15)

    def test_only_salespeoples(self):
        clerk = self._new_seller("galloper_clerk", groups="base.group_user")
        self._contact("clerk", user=clerk).with_user(clerk).action_feedback()
        found = self.env["galloper.attempt"].search([("user_id", "=", clerk.id)])
        self.assertFalse(found)

    def test_the_day(self):
        self._contact("yesterday", promised_at=self._at(12))
        for name in ("one", "two", "three"):
            self._contact(name, self.lead)
        self._lead("Idle")
        self._plan(self._at(9))
        record = self.env["galloper.day"].search([("user_id", "=", self.seller.id)])
        self.assertEqual(
            [record.planned_contacts, record.planned_minutes], [4, 60], "no suggestion"
        )
        self.assertEqual(record.capacity_minutes, 8 * 60)
        self.assertEqual(record.promises_due, 1)
        lines = self._plan(self._at(10)).with_context(active_test=False)
        contacts = lines.activity_id
        contacts.filtered(lambda one: one.summary == "one").action_feedback()
        contacts.filtered(lambda one: one.summary == "two").action_no_answer()
        suggested = self.lines.with_context(active_test=False).with_user(self.seller)
        suggested = suggested.search(
            [("bucket", "=", "suggested"), ("user_id", "=", self.seller.id)]
        )
        suggested[0].action_done()
        promised = contacts.filtered("promised_at")
        self._freeze(self._at(12, 30))
        promised.with_user(self.seller).action_feedback()
        self._plan(self._at(13))
        self.assertEqual(record.planned_contacts, 4, "as the day began")
        self.assertEqual(
            [record.done, record.attempts, record.suggestions_taken], [3, 1, 1]
        )
        self.assertEqual([record.kept, record.late, record.broken], [0, 1, 0])
        self.assertEqual(record.in_order, 2, "others were to come first")

    def test_the_record_of_an_earlier_day_comes_true(self):
        contact = self._contact("call", promised_at=self._at(12))
        self._plan(self._at(9))
        self._plan(self._at(9, day=5))
        record = self.env["galloper.day"].search(
            [("user_id", "=", self.seller.id), ("day", "=", "2026-03-04")]
        )
        self.assertEqual([record.promises_due, record.late], [1, 0])
        self._freeze(self._at(10, day=5))
        contact.with_user(self.seller).action_feedback()
        self._plan(self._at(10, day=5) + timedelta(seconds=1))
        self.assertEqual([record.promises_due, record.late], [1, 1])

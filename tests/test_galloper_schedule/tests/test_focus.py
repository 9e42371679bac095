"""What the screen of My Day tells of the one activity in focus."""

from datetime import date

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OpenDayCase

SECRETS = ("Secret", "+7 495 111 22 33", "secret@example.com", "987654")


@tagged("post_install", "-at_install")
class TestFocus(OpenDayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls._new_seller("galloper_colleague", cls.tz)

    def _on(self, lead):
        """What is told of an activity with the lead."""
        return self._look(focus=self._contact("call", lead).id)["focus"]

    def test_whose_turn_it_is(self):
        waiting = self._contact("waits", promised_at=self._at(10, 30))
        waiting.retry_at = self._at(10, 20)
        first = self._contact("first", self._lead("a", "hot"))
        second = self._contact("second", self._lead("b", "hot"))
        answer = self._look()
        keys = [record["contact_key"] for record in answer["records"]]
        self.assertEqual(keys, [waiting.id, first.id, second.id])
        self.assertEqual(answer["focus"]["key"], first.id)
        self.assertEqual(self._look(focus=second.id)["focus"]["key"], second.id)
        (first | second | waiting).with_user(self.seller).action_feedback()
        self.assertEqual(self._look()["focus"], {})

    def test_a_suggestion(self):
        lead = self._lead("Deal", email_from="deal@example.com")
        focus = self._look()["focus"]
        self.assertEqual(focus["key"], -lead.id)
        self.assertEqual(focus["email"], "deal@example.com")
        self.assertEqual((focus["tries"], focus["steps"]), ([], []))

    def test_gone_from_the_focus(self):
        contact = self._contact("call", self._lead("Deal"))
        contact.with_user(self.seller).action_feedback()
        self.assertIn("You completed", self._look(focus=contact.id)["focus"]["gone"])
        theirs = self._contact("theirs", self._lead("Deal"), self.colleague)
        told = self._look(focus=theirs.id)["focus"]
        self.assertEqual(told.keys(), {"key", "gone"})
        self.assertIn("galloper_colleague", told["gone"])
        private = self._contact("private", user=self.colleague)
        told = self._look(focus=private.id)["focus"]
        self.assertEqual(told.keys(), {"key", "gone"})
        self.assertNotIn("galloper_colleague", told["gone"])

    def test_the_last_three_notes(self):
        lead = self._lead("Deal")
        for number in range(4):
            self._screen().work_note(-lead.id, f"Note {number}")
        lead._message_log(body="Not a note")
        done = self._contact("call", lead).with_user(self.seller)
        done.action_feedback(feedback="Wants two")
        notes = self._on(lead)["notes"]
        self.assertIn("Wants two", notes[0]["text"])
        self.assertEqual([one["text"] for one in notes[1:]], ["Note 3", "Note 2"])
        posted = self.env["mail.message"].browse(notes[1]["id"])
        self.assertEqual(notes[1]["at"], str(posted.date))
        self.assertEqual(notes[1]["author"], self.seller.partner_id.name)

    def test_other_open_steps(self):
        lead = self._lead("Deal")
        self._contact("done", lead).with_user(self.seller).action_feedback()
        self._contact("elsewhere", self._lead("Other"))
        offer = self._contact("offer", lead, self.colleague, date(2026, 3, 9))
        visit = self._contact("visit", lead, promised_at=self._at(12, day=6))
        steps = self._on(lead)["steps"]
        self.assertEqual([one["id"] for one in steps], [visit.id, offer.id])
        self.assertEqual(steps[0]["promised_at"], self._text(12, day=6))
        self.assertEqual([one["day"] for one in steps], ["2026-03-06", "2026-03-09"])
        self.assertEqual([one["user"] for one in steps], ["", offer.user_id.name])

    def test_the_customers_clock(self):
        company = self.env["res.partner"].create(
            {
                "name": "Far",
                "tz": "Asia/Tokyo",
                "galloper_contact_from": 9.5,
                "galloper_contact_to": 17,
            }
        )
        partner = self.env["res.partner"].create(
            {"name": "Somebody", "parent_id": company.id}
        )
        far = {"tz": "Asia/Tokyo", "spans": [(9 * 60 + 30, 17 * 60)]}
        far |= {"source": "company", "is_certain": True, "can_correct": True}
        near = {"tz": self.tz, "spans": [(8 * 60, 21 * 60)]}
        near |= {"source": "salesperson", "is_certain": False, "can_correct": True}
        far["is_holiday"] = near["is_holiday"] = False
        for vals, told in (
            ({"partner_id": partner.id}, far),
            ({"partner_id": self.env["res.partner"].create({"name": "Near"}).id}, near),
            ({}, near),
        ):
            lead = self._lead("Deal", **vals)
            if told is near:
                self.company.write(
                    {"galloper_contact_from": 8, "galloper_contact_to": 21}
                )
            self.assertEqual(self._look(focus=-lead.id)["focus"]["customer"], told)
            self.assertEqual(self._on(lead)["customer"], told)

    def test_only_what_can_be_chosen(self):
        teams = self.env["crm.team"].create([{"name": "Ours"}, {"name": "Theirs"}])
        ours, theirs = self.env["crm.stage"].create(
            [{"name": team.name, "team_ids": team.ids} for team in teams]
        )
        lead = self._lead("Deal", team_id=teams[0].id)
        gone, kept, other = self.env["mail.activity.type"].create(
            [
                {"name": "Telegram", "active": False},
                {"name": "Letter", "res_model": "crm.lead"},
                {"name": "Audit", "res_model": "res.partner"},
            ]
        )
        focus = self._on(lead)
        stages = {one["id"]: one["current"] for one in focus["stages"]}
        self.assertIn(ours.id, stages)
        self.assertNotIn(theirs.id, stages)
        self.assertEqual([key for key, now in stages.items() if now], lead.stage_id.ids)
        types = [one["id"] for one in focus["types"]]
        self.assertIn(kept.id, types)
        self.assertFalse({gone.id, other.id} & {*types})
        self.assertFalse(self._on(self.seller.partner_id)["stages"])

    def test_grouped(self):
        self._contact("promised", promised_at=self._at(11))
        hot = self._contact("hot", self._lead("hot", "hot"))
        answer = self._screen(hot.id).web_read_group(
            [("user_id", "=", self.seller.id)],
            ["bucket"],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=self._line,
        )
        self.assertEqual([one["__count"] for one in answer["groups"]], [1, 1])
        self.assertEqual(answer["focus"]["key"], hot.id)
        self.assertEqual(answer["day"]["kind"], "working")
        self.assertEqual(answer["plan"], answer["day"]["plan"])

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_closed_documents_tell_nothing(self):
        partner = self.env["res.partner"].create(
            {"name": "Secret Customer", "phone": "+7 495 111 22 33"}
        )
        lead = self._lead(
            "Secret Deal",
            "hot",
            partner_id=partner.id,
            expected_revenue=987654,
            email_from="secret@example.com",
            user_id=self.colleague.id,
        )
        lead.message_post(body="Secret note", message_type="comment")
        self._contact("Secret step", lead, self.colleague)
        done = self._contact("done", lead).with_user(self.seller)
        done.action_feedback(feedback="Yes")
        self._contact("next", lead, promised_at=self._at(12, day=5))
        self._meeting(self._at(15), self._at(16), name="Secret", privacy="private")
        answer = self._look()
        self.assertEqual(answer["day"]["done"][0]["who"], "done")
        self.assertEqual(answer["day"]["next"]["who"], "next")
        contact = self._contact("call", lead)
        answers = [answer, self._look(focus=contact.id), self._look(focus=-lead.id)]
        self.assertFalse(answers[1]["focus"]["can_open"])
        for secret in SECRETS:
            self.assertNotIn(secret, repr(answers))
        self.assertTrue(lead.with_user(self.colleague).has_access("read"))
        self.assertIn("Secret note", repr(self._told_to_the_owner(lead)))

    def _told_to_the_owner(self, lead):
        lines = self.lines.with_user(self.colleague)
        return [lines.get_focus(step.id) for step in lead.activity_ids]

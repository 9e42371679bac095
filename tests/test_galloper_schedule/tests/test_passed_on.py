"""What is to be done changes hands with its lead, with who leaves, and with nobody."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.team import passed_on

from .test_team_day import TeamCase


class PassedOnCase(TeamCase):
    def setUp(self):
        super().setUp()
        self.log = self.env["galloper.promise"]
        self.lead = self._lead("Wrapping machine", team_id=self.team.id)

    def _promised(self, name, document, hour, day=4, **vals):
        return self._contact(
            name, document, promised_at=self._at(hour, day=day), **vals
        )

    def _rows(self, contact):
        self.env.flush_all()
        self.log.invalidate_model()
        return self.log.search([("activity_id", "=", contact.id)])

    def _end(self):
        """The end of the transaction, as far as it is ours."""
        self.env.cr.flush()

    def _messages(self, user):
        self._end()
        subject = {"de_DE": "Aktivitäten weitergegeben"}
        return self.env["mail.message"].search(
            [
                ("notified_partner_ids", "in", user.partner_id.ids),
                ("subject", "=", subject.get(user.lang, "Activities passed on")),
            ]
        )


@tagged("post_install", "-at_install")
class TestPassedOn(PassedOnCase):
    def test_a_lead_takes_the_open_activities_of_its_salesperson_along(self):
        ahead = self._promised("ahead", self.lead, 16)
        self._freeze(self._at(9))
        missed = self._promised("missed", self.lead, 9)
        self._freeze(self._at(10))
        free = self._contact("free", self.lead)
        theirs = self._promised("assistant", self.lead, 17, user=self.stranger)
        done = self._contact("done", self.lead)
        done.with_user(self.seller).action_feedback()
        # Afterwards they may neither see the lead nor write what is about it.
        lead = self.lead.with_user(self.seller).with_context(active_test=False)
        lead.user_id = self.mate
        self.env.invalidate_all()
        self.assertEqual((ahead | missed | free).user_id, self.mate)
        self.assertEqual((theirs.user_id, done.user_id), (self.stranger, self.seller))
        self.assertEqual(self._order(self._at(10), self.mate), "ahead missed free")
        self.assertFalse(self._plan(self._at(10)))
        for contact, owner in ((ahead, self.mate), (missed, self.seller)):
            row = self._rows(contact)
            self.assertEqual((row.outcome, row.user_id), ("open", owner))
            self.assertEqual(row.former_user_id, self.seller)
            self.assertEqual(row.passed_on, self._at(10))
        self.assertFalse(self._rows(theirs).passed_on)
        self._freeze(self._at(10, 30))
        missed.with_user(self.mate).action_feedback()
        ahead.with_user(self.mate).action_feedback()
        self.assertEqual(self._rows(missed).user_id, self.seller, "they missed it")
        self.assertEqual(self._rows(missed).outcome, "late")
        self.assertEqual(self._rows(ahead).outcome, "kept")
        self.assertEqual(self._rows(ahead).passed_on, self._at(10), "as it was")

    def test_each_of_both_is_told_once(self):
        leads = self.lead | self._lead("Second") | self._lead("Third")
        for lead in leads[:2]:
            self._promised("call", lead, 16)
        self._contact("call", leads[2])
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        saved = leads.with_user(manager).web_save_multi(
            [{"user_id": self.mate.id}] * 3, {"user_id": {}}
        )
        self.assertEqual({one["user_id"] for one in saved}, {self.mate.id})
        contacts = leads.activity_ids
        self.assertEqual(contacts.user_id, self.mate, "at once")
        self._end()
        [gained], [given] = self._messages(self.mate), self._messages(self.seller)
        self.assertIn(f"Passed on to you by {self.seller.name}", gained.body)
        self.assertEqual(gained.body.count("<li>"), 3)
        self.assertIn("Wrapping machine", gained.body)
        self.assertIn("promised for", gained.body)
        self.assertIn(f"Passed on from you to {self.mate.name}", given.body)
        self.assertEqual(given.body.count("<li>"), 3)
        self.assertNotIn("Wrapping machine", given.body, "they may not read it now")

    def test_through_several_hands_and_back(self):
        contact = self._promised("call", self.lead, 16)
        for user in (self.mate, self.stranger):
            self.lead.user_id = user
            self.assertEqual(contact.user_id, user)
        self.assertTrue(self._messages(self.stranger))
        self.assertTrue(self._messages(self.seller))
        self.assertFalse(self._messages(self.mate), "nothing came of it")
        for user in (self.mate, self.stranger):
            self.lead.user_id = user
        self.assertFalse(self._messages(self.mate))
        self.assertEqual(len(self._messages(self.stranger)), 1)

    def test_data_of_a_module_is_passed_on_without_a_message(self):
        contact = self._promised("call", self.lead, 16)
        self.lead.with_context(install_mode=True).user_id = self.mate
        self.assertEqual(contact.user_id, self.mate)
        self.assertFalse(self._messages(self.mate) + self._messages(self.seller))

    def test_in_the_salespersons_zone_and_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.mate.write({"lang": "de_DE", "tz": "Asia/Vladivostok"})
        contact = self._promised("call", self.lead, 18)
        self.lead.user_id = self.mate
        self.assertEqual(str(contact.date_deadline), "2026-03-05")
        self.assertEqual(str(self._rows(contact).day), "2026-03-05")
        [told] = self._messages(self.mate)
        self.assertIn("05.03", told.body, "1 o'clock there")

    def test_imported_together(self):
        leads = self.lead | self._lead("Second")
        contacts = [self._promised("call", lead, 16) for lead in leads]
        rows = [[str(lead.id), str(self.mate.id)] for lead in leads]
        importer = self.env["crm.lead"].with_user(self.leader).sudo()
        with patch.object(passed_on, "give", wraps=passed_on.give) as given:
            result = importer.load([".id", "user_id/.id"], rows)
            self.assertEqual(result["ids"], leads.ids, result["messages"])
            self._end()
        self.assertEqual(given.call_count, 1, "not one after the other")
        self.assertEqual({one.user_id for one in contacts}, {self.mate})
        self.assertEqual(len(self._messages(self.mate)), 1)
        self.assertEqual(len(self._messages(self.seller)), 1)

    def test_many_at_once_cost_no_more_queries_than_few(self):
        def cost(number):
            leads = self.env["crm.lead"]
            for one in range(number):
                leads |= self._lead(f"{number} {one}")
                self._promised("call", leads[-1:], 16)
            self.env.flush_all()
            self._end()
            self.env.invalidate_all()
            # What Odoo notes of each lead by itself is none of this.
            leads.with_context(mail_notrack=True).write({"user_id": self.mate.id})
            noted = self.cr.precommit.data["galloper_schedule.passed_on"]
            self.assertEqual(len(noted), number)
            before = self.cr.sql_log_count
            self._end()
            return self.cr.sql_log_count - before

        cost(1)
        self.assertLessEqual(cost(8), cost(2) + 2)

    def test_a_company_that_does_not_want_it(self):
        other = self.env["res.company"].create(
            {"name": "Other", "galloper_pass_on": False}
        )
        (self.seller | self.mate).company_ids |= other
        contacts = {}
        for company in (self.company, other):
            lead = self._lead("Deal", company_id=company.id)
            contacts[company] = self._promised("call", lead, 16)
            lead.user_id = self.mate
        self._end()
        self.assertEqual(contacts[self.company].user_id, self.mate)
        self.assertEqual(contacts[other].user_id, self.seller)

    def test_nothing_goes_to_who_has_left(self):
        contact = self._promised("call", self.lead, 16)
        self._archive(self.mate)
        self.lead.user_id = self.mate
        self._end()
        self.assertEqual(contact.user_id, self.seller)

    def test_leads_that_become_one(self):
        same = self._lead("The same machine", user_id=self.mate.id, probability=1)
        mine, theirs = self._promised("a", self.lead, 16), self._contact("b", same)
        theirs.user_id = self.mate
        assistant = self._contact("c", same, user=self.stranger)
        merged = (self.lead | same).merge_opportunity(user_id=self.seller.id)
        self.assertEqual((mine | theirs | assistant).mapped("res_id"), merged.ids * 3)
        self.assertEqual(merged.user_id, self.seller)
        self.assertEqual((mine.user_id, theirs.user_id), (self.seller, self.seller))
        self.assertEqual(assistant.user_id, self.stranger)


@tagged("post_install", "-at_install")
class TestNobodys(PassedOnCase):
    def _nobodys(self, reader=None):
        board = self._board(reader)
        return board["Nobody"]["to_cover"] if "Nobody" in board else 0

    def test_a_lead_without_a_salesperson_and_with_one_again(self):
        promised = self._promised("promised", self.lead, 16)
        free = self._contact("free", self.lead)
        self.lead.with_user(self.leader).sudo().user_id = False
        self.assertFalse((promised | free).user_id)
        row = self._rows(promised)
        self.assertEqual((row.outcome, row.team_id), ("open", self.team))
        self.assertEqual((row.user_id.id, row.former_user_id), (False, self.seller))
        self.assertEqual(row.with_user(self.leader).read(["outcome"])[0]["id"], row.id)
        self.assertEqual(self._nobodys(), 1)
        [told] = self._messages(self.seller)
        self.assertIn("unassigned now", told.body)
        self.lead.user_id = self.mate
        self._end()
        self.assertEqual((promised | free).user_id, self.mate)
        self.assertEqual(self._rows(promised).user_id, self.mate)
        self.assertEqual(self._nobodys(), 0)

    def test_a_teams_activity_of_a_lead_that_has_somebody_stays_the_teams(self):
        contact = self._promised("call", self.lead, 16)
        contact.user_id = False
        theirs = self._contact("theirs", self.lead)
        self.lead.user_id = self.mate
        self._end()
        self.assertEqual(theirs.user_id, self.mate)
        self.assertFalse(contact.user_id)
        self.assertEqual(self._nobodys(), 1)

    def test_its_promise_stays_in_the_log_and_with_the_team(self):
        """Also about a customer, or a lead without a team: it was given by a team."""
        customer = self.env["res.partner"].create({"name": "Sosnovy Dom"})
        bare = self._lead("No team", team_id=False)
        for document in (customer, bare):
            given = self._promised("given up", document, 16)
            given.user_id = False
            activities = self.env["mail.activity"].with_user(self.seller)
            teams = activities.create(
                {
                    "summary": "the team's",
                    "activity_type_id": given.activity_type_id.id,
                    "res_model_id": given.res_model_id.id,
                    "res_id": document.id,
                    "promised_at": self._at(17),
                    "user_id": False,
                }
            )
            for contact in (given, teams):
                row = self._rows(contact)
                self.assertEqual((row.outcome, row.team_id), ("open", self.team))
        self.assertEqual(self._nobodys(), 4)
        self.assertEqual(self._nobodys(self.mate), 0, "they lead nobody")
        teams.with_user(self.seller).action_feedback()
        self.assertEqual(self._rows(teams).outcome, "kept")

    def test_what_is_of_two_companies_is_seen_in_both(self):
        other = self.env["res.company"].create({"name": "Other"})
        readers = {}
        for company in (self.company, other):
            lead = self._lead(
                "Deal", user_id=False, team_id=False, company_id=company.id
            )
            self._promised("call", lead, 16).user_id = False
            reader = self._new_seller(
                f"galloper_manager_{company.id}",
                groups="sales_team.group_sale_manager",
            )
            reader.write(
                {
                    "company_ids": [Command.set(company.ids)],
                    "company_id": company.id,
                }
            )
            readers[company] = reader
        for reader in readers.values():
            self.assertTrue(self._nobodys(reader))


@tagged("post_install", "-at_install")
class TestLeavers(PassedOnCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Nobody but who is made here looks after this company.
        cls.house = cls.env["res.company"].create({"name": "House"})
        cls.clerk = cls._of_house("galloper_clerk", "base.group_erp_manager")
        cls.leaver = cls._of_house("galloper_leaver")

    @classmethod
    def _of_house(cls, login, groups="sales_team.group_sale_salesman"):
        user = cls._new_seller(login, cls.tz, groups)
        user.write(
            {"company_ids": [Command.set(cls.house.ids)], "company_id": cls.house.id}
        )
        return user

    def setUp(self):
        super().setUp()
        deal = self._lead(
            "Deal", user_id=self.leaver.id, company_id=self.house.id, team_id=False
        )
        self.promise = self._promised("call", deal, 16, user=self.leaver)

    def _archived_by(self, user):
        # Odoo's own rule: who may archive users may not end their membership of a team.
        self.leaver.with_user(user).sudo().action_archive()
        self.env.invalidate_all()
        self.assertEqual(self._rows(self.promise).outcome, "open")
        return self.promise.user_id

    def test_to_the_leader(self):
        leader = self._of_house("galloper_house_leader")
        self._of_house("galloper_manager", "sales_team.group_sale_manager")
        self.env["crm.team"].create(
            {
                "name": "House Team",
                "user_id": leader.id,
                "member_ids": self.leaver.ids,
                "company_id": self.house.id,
            }
        )
        self.assertEqual(self._archived_by(self.clerk), leader)
        self.assertEqual(self._rows(self.promise).user_id, leader)
        [told] = self._messages(leader)
        self.assertIn(f"by {self.leaver.name}", told.body)

    def test_a_leader_of_another_company_would_see_a_line_without_a_name(self):
        manager = self._of_house("galloper_manager", "sales_team.group_sale_manager")
        self.team.member_ids = self.leaver
        self.assertEqual(self._archived_by(self.clerk), manager)

    def test_to_a_sales_manager_of_the_company(self):
        self._new_seller("galloper_elsewhere", groups="sales_team.group_sale_manager")
        manager = self._of_house("galloper_manager", "sales_team.group_sale_manager")
        self.assertEqual(self._archived_by(self.clerk), manager)

    def test_not_to_who_pressed_archive(self):
        self.assertFalse(self._archived_by(self.clerk))
        managers = self.env.ref("sales_team.group_sale_manager").all_user_ids
        self.assertTrue(managers, "they are all of other companies")
        manager = self._of_house("galloper_manager", "sales_team.group_sale_manager")
        board = self._board(manager)
        self.assertEqual(board["Nobody"]["to_cover"], 1)

    def test_to_who_pressed_archive_if_they_sell(self):
        groups = "base.group_erp_manager,sales_team.group_sale_salesman"
        both = self._of_house("galloper_both", groups)
        self.assertEqual(self._archived_by(both), both)

    def test_deleted(self):
        manager = self._of_house("galloper_manager", "sales_team.group_sale_manager")
        self.leaver.unlink()
        self.assertEqual(self.promise.user_id, manager)
        [told] = self._messages(manager)
        self.assertEqual(told.body.count("<li>"), 1)
        self.assertEqual(self.promise.promised_at, self._at(16))

"""Which of many leads without a next step come first."""

from datetime import datetime, timedelta
from random import Random
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.galloper_schedule.adapter.facts import activity_facts, activity_sql
from odoo.addons.galloper_schedule.adapter.facts.day import of_users
from odoo.addons.galloper_schedule.planner import two_pass

from .common import TimetableCase

MANY = 500
#: So long ago that nobody calls it fresh.
LONG_AGO = "2026-01-02 10:00:00"


@tagged("post_install", "-at_install")
class TestIdleOrder(TimetableCase):
    def setUp(self):
        super().setUp()
        self.now = self._at(10)
        self._freeze(self.now)
        self.env.ref("galloper_schedule.tier_fresh").active = True

    def _old_lead(self, name, stage, **vals):
        lead = self._lead(name, stage, **vals)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s", [LONG_AGO, lead.id]
        )
        lead.invalidate_recordset()
        return lead

    def _many_in_qualified(self):
        self.env.cr.execute(
            """INSERT INTO crm_lead (name, type, active, user_id, stage_id, priority,
                                     expected_revenue, probability, won_status,
                                     create_date)
               SELECT n, 'opportunity', TRUE, %s, %s, '3', 1000 + n, 50, 'pending', %s
                 FROM generate_series(1, %s) n""",
            [self.seller.id, self.stage["qualified"].id, LONG_AGO, MANY],
        )

    def _suggested(self):
        self.seller._plan_day(self.now)
        lines = self.lines.with_user(self.seller).with_context(active_test=False)
        lines = lines.search([("user_id", "=", self.seller.id)])
        return [line.who for line in lines if not line.active]

    def test_the_priority_group_of_all_is_known_before_most_are_left_out(self):
        self._many_in_qualified()
        regular = self.env["res.partner"].create({"name": "Regular"})
        self._lead("Bought", "won", partner_id=regular.id, probability=100)
        self._old_lead("Again", "new", partner_id=regular.id)
        settling = self._old_lead("Only just offered", "hot")
        self.stage["hot"].tier_after_days = 3
        settling.date_last_stage_update = self.now - timedelta(days=1)
        self._old_lead("Offered last week", "hot").date_last_stage_update = (
            self.now - timedelta(days=7)
        )
        self._lead("Inquiry", "new")
        best = ["Inquiry", "Offered last week", "Regular", "Only just offered", "500"]
        self.assertEqual(self._suggested()[:5], best)

    def test_whom_nobody_may_call_takes_nobodys_place(self):
        self._many_in_qualified()
        closed = self.env["galloper.service.model"].create(
            {"name": "Never calls", "phone_allowed": False}
        )
        team = self.env["crm.team"].create(
            {"name": "Team", "galloper_service_model_id": closed.id}
        )
        self.env.cr.execute(
            "UPDATE crm_lead SET team_id = %s WHERE user_id = %s AND name <> '3'",
            [team.id, self.seller.id],
        )
        self._old_lead("One of a few", "new")
        self.assertEqual(self._suggested(), ["3", "One of a few"])

    def test_a_fresh_inquiry_is_fresh_no_longer_than_it_is(self):
        """Its time ends without anybody changing anything."""
        self._old_lead("Qualified", "qualified")
        self._freeze(self._at(9, 10))
        self._lead("Inquiry", "new")
        self._freeze(self.now)
        self.env.cr.flush()
        self.assertEqual(self._suggested(), ["Inquiry", "Qualified"])
        due = self.env["galloper.schedule.due"]
        self.now = self._at(10, 10)
        mine = due.search([("user_id", "=", self.seller.id)])
        self.assertEqual(mine.due_at, self.now, "before the next activity begins")
        self.assertEqual(self._suggested(), ["Qualified", "Inquiry"])

    def _make_all_kinds(self, random):
        buyers = self.env["res.partner"].create(
            [{"name": str(number)} for number in range(6)]
        )
        for buyer in buyers[:3]:
            self._lead("Bought", "won", partner_id=buyer.id, probability=100)
        first = self.env["galloper.service.model"].create(
            {"name": "First", "goes_first": True}
        )
        buyers[4].galloper_service_model_id = first
        self.stage["hot"].tier_after_days = 3
        for number in range(60):
            lead = self._lead(
                str(number),
                random.choice(["new", "qualified", "hot"]),
                partner_id=random.choice([False, *buyers.ids]),
                priority=random.choice("0123"),
                expected_revenue=random.choice([0, 10, 1000]),
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE crm_lead SET create_date = %s, date_last_stage_update = %s"
                " WHERE id = %s",
                [
                    random.choice([datetime(2026, 1, 2), self.now]),
                    self.now - timedelta(days=random.randrange(6)),
                    lead.id,
                ],
            )
        self.env.invalidate_all()

    def test_the_database_chooses_as_the_planner_orders(self):
        self._make_all_kinds(Random(20260304))
        days = of_users(self.seller.sudo(), self.now)
        order = self.env["galloper.tier"]._get_tier_order()

        def best(most):
            with patch.object(activity_sql, "MOST_IDLE_LEADS", most):
                known = activity_facts.fetch_idle_leads(
                    self.env, days.values(), order, self.now
                )
            leads = [contact for contact, _about in known[self.seller.id].contacts]
            zone = days[self.seller.id].tz
            placed = two_pass.suggest(leads, order, self.now, zone)
            return [one.contact.id for one in placed]

        every = best(1000)
        self.assertEqual(len(every), 60)
        for most in (1, 7, 20, 59):
            self.assertEqual(best(most), every[:most])

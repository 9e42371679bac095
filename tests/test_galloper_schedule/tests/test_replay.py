"""What past days would have come to in other orders: same facts, no hindsight."""

from datetime import date, timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import Form, tagged

from odoo.addons.galloper_schedule.adapter.replay.replay import (
    PRESENT,
    PROPOSED,
    STOCK,
    Replay,
)
from odoo.addons.galloper_schedule.planner import replay as rule

from .common import TimetableCase

WEDNESDAY = date(2026, 3, 4)


class ReplayCase(TimetableCase):
    def setUp(self):
        super().setUp()
        self.company.write(
            {"galloper_contact_minutes": 30, "galloper_contact_buffer": 0}
        )
        self.team = self.env["crm.team"].create(
            {"name": "Team", "member_ids": [Command.set(self.seller.ids)]}
        )
        self._freeze(self._at(12, day=2))

    def _deal(self, name, stage="new", revenue=0, user=None, **vals):
        user = user or self.seller
        lead = self._lead(name, stage, expected_revenue=revenue, user_id=user.id)
        return self._contact(name, lead, user=user, **vals)

    def _replay(self, users=None, first=WEDNESDAY, last=None):
        now = fields.Datetime.now()
        return Replay(
            users or self.seller, first, last or first, now, self.company.currency_id
        )

    def _works(self, replay, day=WEDNESDAY, user=None):
        return replay.work[(user or self.seller).id, day]

    def _begun(self, replay, order, user=None, day=WEDNESDAY):
        """``9:00 10:30`` …: when the activities began, in the order of their coming."""
        user = user or self.seller
        works, hours = self._works(replay, day, user), replay.hours[user.id, day]
        begun = rule.replay(works, hours, order)
        return " ".join(self._clock(begun.get(n + 1), user) for n in range(len(works)))

    def _wizard(self, user=None, day=WEDNESDAY, **vals):
        wizards = self.env["galloper.schedule.replay"].with_user(user or self.seller)
        days = {"date_from": day, "date_until": day}
        return wizards.create({**days, **vals})


@tagged("post_install", "-at_install")
class TestReplay(ReplayCase):
    def _wednesday(self):
        """Known on Tuesday: an old activity of two hours, a promise for 10:30, one for
        the afternoon; on Wednesday at 10 comes one more. The promise is kept late."""
        self._deal("Old", revenue=10, deadline=date(2026, 2, 27), contact_minutes=120)
        promise = self._deal("Promise", "hot", 1000, promised_at=self._at(10, 30))
        window = {"promised_at": self._at(15), "promised_until": self._at(17)}
        afternoon = self._deal("Afternoon", "qualified", 100, **window)
        self._freeze(self._at(10))
        self._deal("New", "hot", 500)
        self._freeze(self._at(11, 1))  # the talk of half an hour is over
        promise.action_feedback()
        self._freeze(self._at(16))
        afternoon.action_feedback()
        self._freeze(self._at(10, day=5))

    def test_the_day_as_each_order_has_it(self):
        """Old 9:00 to 11:00; the promise of 10:30 waits for nobody but a tier."""
        self._wednesday()
        replay = self._replay()
        compared = replay.compare()
        self.assertEqual(
            self._begun(replay, rule.ByDueDate()), "09:00 11:00 11:30 12:00"
        )
        tier_order = rule.ByTier(self.env["galloper.tier"]._get_tier_order())
        self.assertEqual(self._begun(replay, tier_order), "11:00 10:30 15:00 10:00")
        stock, present = compared.figures[STOCK], compared.figures[PRESENT]
        self.assertEqual((stock.due, stock.kept, stock.early), (2, 1, 1))
        self.assertEqual((present.due, present.kept, present.early), (2, 2, 0))
        self.assertEqual((stock.contacts, present.contacts), (4, 4))
        self.assertEqual((stock.minutes, present.minutes), (210, 210))
        self.assertAlmostEqual(stock.value, present.value)
        self.assertEqual((compared.minutes, compared.kept), (8 * 60, 1))

    def test_value_by_the_hour_counted_anew(self):
        """Minute after minute, from Odoo's records: expected revenue × share won."""
        self._wednesday()
        replay = self._replay()
        figures = replay.compare().figures
        activities = self.env["mail.activity"].with_context(active_test=False)
        mine = activities.search([("user_id", "=", self.seller.id)])
        self.assertEqual(len(mine), 4)
        listed = mine.sorted(lambda one: (one.date_deadline, one.id))
        working = [*range(9 * 60, 13 * 60), *range(14 * 60, 18 * 60)]
        by_hour, waiting, busy_until = {}, list(listed), 0
        for minute in working:
            moment = self._at(*divmod(minute, 60))
            known = [one for one in waiting if one.create_date <= moment]
            if minute < busy_until or not known:
                continue
            waiting.remove(known[0])
            busy_until = minute + (known[0].contact_minutes or 30)
            lead = self.env["crm.lead"].browse(known[0].res_id)
            value = lead.expected_revenue * self._share(lead.stage_id)
            by_hour[minute // 60] = by_hour.get(minute // 60, 0) + value
        self.assertEqual(figures[STOCK].by_hour.keys(), by_hour.keys())
        for hour, value in by_hour.items():
            self.assertAlmostEqual(figures[STOCK].by_hour[hour], value)

    def _share(self, stage):
        """Of the leads closed before, that came as far as the stage: those won."""
        leads = self.env["crm.lead"].with_context(active_test=False)
        closed = leads.search(
            [
                ("won_status", "in", ("won", "lost")),
                ("date_closed", "<", self._at(0)),
                ("company_id", "in", [False, self.company.id]),
                ("stage_id", "!=", False),
            ]
        )
        won = closed.filtered(lambda lead: lead.won_status == "won")
        lost = (closed - won).filtered(
            lambda lead: lead.stage_id.sequence >= stage.sequence
        )
        return (len(won) + 1) / (len(won) + len(lost) + 2)

    def test_what_other_companies_leads_are_worth_is_left_out(self):
        """They took their time, in the companies where the reader does not work."""
        self._wednesday()
        before = self._replay().compare().figures[STOCK]
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        self.seller.company_ids |= elsewhere
        lead = self.env["crm.lead"].search([("name", "=", "Old")])
        lead.company_id = elsewhere
        here = self.seller.with_context(allowed_company_ids=self.company.ids)
        after = self._replay(here).compare().figures[STOCK]
        self.assertEqual(after.minutes, before.minutes)
        self.assertAlmostEqual(
            before.value - after.value, 10 * self._share(lead.stage_id)
        )

    def test_all_orders_have_the_same_facts(self):
        self._wednesday()
        replay = self._replay()
        seen = []

        def note(work, hours, order):
            seen.append((repr(work), repr(hours)))
            return run(work, hours, order)

        run = rule.replay
        self.patch(rule, "replay", note)
        tiers = self.env["galloper.tier"].search([]).ids
        compared = replay.compare(tiers[::-1])
        self.assertEqual(set(compared.figures), {STOCK, PRESENT, PROPOSED})
        self.assertEqual(len(seen), 3)
        self.assertEqual(len(set(seen)), 1)

    def test_no_hindsight(self):
        """Won, lost, moved and repriced since: the day's facts are those of the day."""
        one, other = (self._deal(name, "new", 100) for name in ("One", "Other"))
        leads = self.env["crm.lead"].browse([one.res_id, other.res_id])
        self.flush_tracking()
        before = [self._works(self._replay_later())[n] for n in range(2)]
        leads[0].write({"stage_id": self.stage["hot"].id, "expected_revenue": 900})
        self.flush_tracking()
        leads[0].action_set_won()
        leads[1].action_set_lost()
        self.flush_tracking()
        after = [self._works(self._replay())[n] for n in range(2)]
        for was, now_is in zip(before, after, strict=True):
            self.assertEqual(was.value, now_is.value)
            self.assertEqual(
                was.contact.lead._replace(stage_since=None),
                now_is.contact.lead._replace(stage_since=None),
            )
            self.assertEqual(was.contact.is_customer, now_is.contact.is_customer)

    def _replay_later(self):
        self._freeze(self._at(10, day=5))
        return self._replay()

    def flush_tracking(self):
        self.env.cr.precommit.run()
        self.env.flush_all()

    def test_meeting_and_leave(self):
        self._deal("One", promised_at=self._at(9, 30))
        self._deal("Two")
        self._meeting(self._at(9), self._at(11))
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Afternoon off",
                "calendar_id": self.company.resource_calendar_id.id,
                "company_id": self.company.id,
                "date_from": self._at(11, 30),
                "date_to": self._at(18),
            }
        )
        replay = self._replay_later()
        for order in (
            rule.ByDueDate(),
            rule.ByTier(self.env["galloper.tier"]._get_tier_order()),
        ):
            self.assertEqual(self._begun(replay, order), "11:00 -")
        compared = replay.compare()
        self.assertEqual(compared.minutes, 30)
        self.assertEqual([one.kept for one in compared.figures.values()], [0, 0])

    def test_another_time_zone_and_its_day(self):
        """At 23:00 UTC it is Wednesday already in Vladivostok."""
        tz = "Asia/Vladivostok"
        far = self._new_seller("galloper_far", tz)
        self._deal("Far", user=far, promised_at=self._at(9, 15, tz=tz))
        replay = self._replay_later()
        replay = self._replay(far)
        self.assertEqual(self._begun(replay, rule.ByDueDate(), far), "09:00")
        self.assertEqual(replay.hours[far.id, WEDNESDAY].begins, self._at(0, tz=tz))
        figures = replay.compare().figures
        self.assertEqual(set(figures[PRESENT].by_hour), set())
        self.assertEqual([one.early for one in figures.values()], [1, 0])
        self._freeze(self._at(20, tz=tz))
        self.assertFalse(self._replay(far).days, "not over yet")

    def test_what_is_not_for_the_day(self):
        self._deal("Later", deadline=date(2026, 3, 6))
        done = self._deal("Done on Tuesday", deadline=date(2026, 3, 3))
        moved = self._deal("Moved in time", promised_at=self._at(12))
        lost = self._deal("Lost on Tuesday")
        gone = self._deal("Cancelled in time", promised_at=self._at(12))
        self._freeze(self._at(12, day=3))
        done.action_feedback()
        moved.action_promise(self._at(12, day=6))
        gone.unlink()
        self.env["crm.lead"].browse(lost.res_id).action_set_lost()
        self._freeze(self._at(9, day=5))
        self._deal("Made on Thursday")
        self.assertEqual(self._works(self._replay()), [])

    def test_contacts_whose_activity_is_gone(self):
        """The books know: a promise and its tries are one activity."""
        kept = self._deal("Kept", "hot", 50, promised_at=self._at(10))
        tried = self._deal("Tried")
        broken = self._deal("Broken", promised_at=self._at(11))
        self._freeze(self._at(9, 50))
        kept.action_feedback()
        tried.action_no_answer()
        self._freeze(self._at(17))
        tried.action_no_answer()
        broken.unlink()
        alive = self._works(self._replay_later())
        (kept | tried).unlink()
        self.env.flush_all()
        replay = self._replay()
        works = self._works(replay)
        self.assertEqual(len(works), 3)
        self.assertEqual(
            sorted(one.contact.promised_at or self._at(0) for one in works),
            sorted(one.contact.promised_at or self._at(0) for one in alive),
        )
        self.assertEqual({one.about for one in works}, {one.about for one in alive})
        self.assertEqual(replay.compare().kept, 1)

    def test_handed_over_since(self):
        """Whoever had it on the day has it in the replay, and nobody else."""
        mate = self._new_seller("galloper_mate", self.tz)
        tried, untouched = self._deal("Tried"), self._deal("Untouched")
        self._freeze(self._at(10))
        tried.action_no_answer()
        self._freeze(self._at(10, day=5))
        (tried | untouched).write({"user_id": mate.id})
        replay = self._replay(self.seller | mate)
        counts = [len(self._works(replay, user=user)) for user in (self.seller, mate)]
        self.assertEqual(counts, [1, 1])
        self.assertEqual(len(self._works(self._replay(mate), user=mate)), 1)

    def test_queries_do_not_grow_with_people_and_days(self):
        users = self.seller
        for number in range(5):
            users |= self._new_seller(f"galloper_{number}", self.tz)
        for user in users:
            for number in range(6):
                partner = self.env["res.partner"].create({"name": f"C{number}"})
                deal = self._deal(str(number), user=user, promised_at=self._at(10))
                self.env["crm.lead"].browse(deal.res_id).partner_id = partner
        self._freeze(self._at(12, day=9))

        def count(*args):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._replay(*args).compare()
            return self.cr.sql_log_count - before

        count(self.seller)
        few = count(self.seller)
        many = count(users, date(2026, 3, 2), date(2026, 3, 8))
        self.assertLessEqual(many, few)
        self.assertLessEqual(few, 40)


@tagged("post_install", "-at_install")
class TestReplayDialog(ReplayCase):
    def test_figures_and_words(self):
        self._deal("Old", contact_minutes=120, deadline=date(2026, 2, 27))
        self._deal("Promise", "hot", 100, promised_at=self._at(10))
        self._replay_now()
        wizard = self._wizard(user_ids=[Command.set(self.seller.ids)])
        result = wizard.result
        self.assertFalse(result["problem"])
        self.assertEqual([one["key"] for one in result["orders"]], [STOCK, PRESENT])
        self.assertEqual([one["kept"] for one in result["orders"]], [0, 1])
        for order in result["orders"]:
            self.assertEqual(len(order["reached"]), len(result["hours"]))
            self.assertEqual(order["reached"][0], 0)
        self.assertIn("out of 1: 1 with", result["sentences"][0])
        self.assertEqual(self._best(wizard)[0], "Current priorities")

    def _best(self, wizard):
        return [one["text"] for one in wizard.result["verdicts"]]

    def _replay_now(self):
        self._freeze(self._at(10, day=5))

    def test_it_says_so_if_the_due_dates_do_better(self):
        """Two at one moment: who knows of no times has called both before it."""
        for name in ("One", "Two"):
            self._deal(name, promised_at=self._at(11))
        self._replay_now()
        wizard = self._wizard(user_ids=[Command.set(self.seller.ids)])
        sentences = " ".join(wizard.result["sentences"])
        self.assertIn(
            "out of 2: 1 with the current priorities, 2 by due date", sentences
        )
        self.assertIn("2 of the kept promises were called before", sentences)
        self.assertEqual(self._best(wizard)[:2], ["By due date", "Current priorities"])

    def test_without_expected_revenue_nothing_is_said_to_be_earliest(self):
        self._deal("One")
        self._replay_now()
        result = self._wizard(user_ids=[Command.set(self.seller.ids)]).result
        self.assertIn("No expected revenue", result["sentences"][-1])
        self.assertEqual(result["verdicts"], [])

    def test_who_wants_no_calls_is_nothing_to_do(self):
        self._deal("One")
        self._replay_now()
        silent = {"name": "In writing", "phone_allowed": False}
        model = self.env["galloper.service.model"].create(silent)
        lead = self.env["crm.lead"].search([("user_id", "=", self.seller.id)])
        customer = {"name": "Customer", "galloper_service_model_id": model.id}
        lead.partner_id = self.env["res.partner"].create(customer)
        result = self._wizard(user_ids=[Command.set(self.seller.ids)]).result
        self.assertIn("no activities", result["problem"] or "")

    def test_another_order_of_tiers(self):
        self._deal("Hot", "hot", 100, contact_minutes=240)
        self._deal("Fresh face", "new", 50, contact_minutes=240)
        self._replay_now()
        with Form(self.env["galloper.schedule.replay"].with_user(self.seller)) as form:
            form.date_from = form.date_until = WEDNESDAY
            self.assertEqual(len(form.result["orders"]), 2)
            new = self.env.ref("galloper_schedule.tier_new")
            for number in range(len(form.tier_ids)):
                with form.tier_ids.edit(number) as line:
                    if line.tier_id == new:
                        line.sequence = -1
            orders = {one["key"]: one for one in form.result["orders"]}
            self.assertEqual(set(orders), {STOCK, PRESENT, PROPOSED})
            noon = form.result["hours"].index(13)
            self.assertGreater(
                orders[PRESENT]["reached"][noon], orders[PROPOSED]["reached"][noon]
            )

    def test_the_proposed_order_is_tried_by_who_may_read_it(self):
        self.env["galloper.proposal"].search([]).write({"state": "outdated"})
        present = self.env["galloper.tier"].search([]).ids
        self.env["galloper.proposal"].create(
            {
                "kind": "tiers",
                "company_id": self.company.id,
                "made_on": self._at(10),
                "order_before": present,
                "order_after": present[::-1],
            }
        )
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        self._deal("One")
        self._replay_now()
        mine = {"user_ids": [Command.set(self.seller.ids)]}
        wizard = self._wizard(manager, **mine)
        self.assertEqual(wizard.tier_ids.tier_id.ids, present[::-1])
        self.assertEqual(wizard.result["orders"][-1]["key"], PROPOSED)
        wizard = self._wizard(self.seller, **mine)
        self.assertEqual(wizard.tier_ids.tier_id.ids, present)
        self.assertEqual(len(wizard.result["orders"]), 2)

    def test_problems_are_told(self):
        self._replay_now()
        mine = {"user_ids": [Command.set(self.seller.ids)]}

        def problem(**vals):
            return self._wizard(**{**mine, **vals}).result["problem"]

        self.assertIn("no activities", problem())
        self.assertIn("in the past", problem(date_until=date(2026, 3, 5)))
        self.assertIn("before it starts", problem(date_until=date(2026, 3, 3)))
        self.assertIn("7 days", problem(date_from=date(2026, 2, 25)))
        self.assertIn("no activities", problem(date_from=date(2026, 2, 26)))
        self.assertIn("Choose a day", problem(date_from=False))
        self.assertIn("salesperson", problem(user_ids=[]))
        many = self.seller
        many |= self.env["res.users"].create(
            [{"name": f"U{n}", "login": f"galloper_u{n}"} for n in range(10)]
        )
        self.patch(
            type(self.env["galloper.schedule.replay"]),
            "_get_allowed_users",
            lambda _self: many,
        )
        week = {"date_from": date(2026, 2, 26), "user_ids": [Command.set(many.ids)]}
        self.assertIn("fewer people", problem(**week))

    def test_whose_days_one_may_look_at(self):
        mate = self._new_seller("galloper_mate", self.tz)
        leader = self._new_seller("galloper_leader", self.tz)
        manager = self._new_seller(
            "galloper_manager", self.tz, "sales_team.group_sale_manager"
        )
        stranger = self._new_seller("galloper_stranger", self.tz)
        self.team.write(
            {
                "user_id": leader.id,
                "member_ids": [Command.set((self.seller | mate).ids)],
            }
        )
        self._deal("One")
        self._deal("Theirs", user=stranger)
        self._replay_now()

        def may(reader, user):
            result = self._wizard(reader, user_ids=[Command.set(user.ids)]).result
            return "teams you lead" not in (result["problem"] or "")

        self.assertTrue(may(self.seller, self.seller))
        self.assertFalse(may(mate, self.seller))
        self.assertTrue(may(leader, self.seller))
        self.assertFalse(may(leader, stranger))
        self.assertTrue(may(manager, self.seller) and may(manager, stranger))
        wizard = self._wizard(leader)
        self.assertEqual(wizard.user_ids, self.seller | mate)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        away = self._new_seller("galloper_away", self.tz)
        self._deal("Away", user=away)
        away.write({"company_ids": elsewhere.ids, "company_id": elsewhere.id})
        self.assertFalse(may(manager, away))

    def test_demo_days_in_all_orders(self):
        """Sixty days of the demo data say something in each order."""
        anna = self.env.ref("galloper_schedule.user_demo_moscow")
        last = self.env["galloper.day"].search(
            [("user_id", "=", anna.id), ("done", ">", 0)], order="day", limit=1
        )
        self._freeze(last.ends_at + timedelta(days=1))
        replay = self._replay(anna, last.day)
        tiers = self.env["galloper.tier"].search([]).ids
        figures = replay.compare(tiers[::-1]).figures
        self.assertEqual(set(figures), {STOCK, PRESENT, PROPOSED})
        for one in figures.values():
            self.assertGreater(one.contacts, 8)
            self.assertGreater(one.due, 2)
            self.assertGreater(one.value, 0)

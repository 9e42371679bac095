"""What people have not renamed themselves gets its present name by an update."""

from odoo.tests import tagged

from .common import MyDayCase
from .test_notice_rights import migrate


@tagged("post_install", "-at_install")
class TestRenamedRecords(MyDayCase):
    def _migrate(self):
        migrate(self.env, "post-rename_records", "19.0.1.4.0")

    def test_earlier_names_are_renamed_and_own_ones_stay(self):
        early = self.env.ref("galloper_schedule.tier_early")
        other = self.env.ref("galloper_schedule.tier_other")
        cadence = self.env.ref("galloper_schedule.activity_plan_persistence")
        early.name, other.name, cadence.name = "Early funnel", "Chores", "Persistence"
        self._migrate()
        self.assertEqual(early.name, "Early pipeline")
        self.assertEqual(other.name, "Chores")
        self.assertEqual(cadence.name, "Follow-up cadence")

    def test_translations_that_came_with_the_module_make_room(self):
        self.env["res.lang"]._activate_lang("ru_RU")
        early = self.env.ref("galloper_schedule.tier_early")
        new = self.env.ref("galloper_schedule.tier_new")
        early.name, new.name = "Early funnel", "New contacts"
        early.with_context(lang="ru_RU").name = "Ранняя воронка"
        new.with_context(lang="ru_RU").name = "Новички"
        self._migrate()
        self.assertEqual(early.with_context(lang="ru_RU").name, "Early pipeline")
        self.assertEqual(new.with_context(lang="ru_RU").name, "Новички")
        self.assertEqual(new.name, "New leads")

    def test_rules_are_named_plainly(self):
        rule = self.env.ref("galloper_schedule.galloper_attempt_rule_own")
        rule.name = "Contacts made or tried: one's own and one's team's"
        self._migrate()
        self.assertEqual(rule.name, "Activity log: own and team records")

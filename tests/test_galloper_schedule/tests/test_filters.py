"""What My Day offers to filter and group by: no words of the planner's own."""

from odoo.tests import tagged

from .common import MyDayCase


@tagged("post_install", "-at_install")
class TestFilters(MyDayCase):
    def test_only_what_salespeople_know_is_offered(self):
        lines = self.lines.with_user(self.seller)
        known = lines.fields_get(attributes=["string", "searchable", "groupable"])
        for name in ("rank", "schedule_pass", "bucket", "conflict", "contact_key"):
            self.assertFalse(known[name]["searchable"], name)
            self.assertFalse(known[name]["groupable"], name)
        for name in ("tier_id", "state", "at_risk"):
            self.assertTrue(known[name]["searchable"], name)
        self.assertEqual(known["tier_id"]["string"], "Priority Group")

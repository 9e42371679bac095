"""Looking again a moment later."""

from datetime import date
from unittest.mock import patch

from odoo.tests import tagged

from .common import MyDayCase, utc


@tagged("post_install", "-at_install")
class TestSecondLook(MyDayCase):
    def _look(self):
        """(what My Day shows, how often it was planned for that)."""
        users, mine = type(self.seller), self.lines.with_user(self.seller)
        plan = users._plan_day
        plans = patch.object(users, "_plan_day", autospec=True, side_effect=plan)
        with plans as planned:
            answer = mine.web_search_read([], {"summary": {}})
        names = [record["summary"] for record in answer["records"]]
        return " ".join(names), planned.call_count

    def test_a_second_look_plans_only_what_has_changed(self):
        """Also what was changed past Odoo, as far as it is for today.

        What has just been planned is looked through once, and then remembered.
        """
        self._freeze(utc(self.tz, 2026, 3, 4, 9))
        lead = self._lead("hot", "hot")
        today = self._contact("today", lead)
        later = self._contact("later", deadline=date(2026, 4, 4))
        self.env.cr.flush()

        def changes_to(names):
            for planned in (1, 1, 0):
                self.assertEqual(self._look(), (names, planned))

        def write(table, row_id, values):
            # Each savepoint is a transaction of its own to the rows.
            with self.env.cr.savepoint():
                self.env.cr.execute(f"UPDATE {table} SET {values} WHERE id = {row_id}")
            self.env.invalidate_all()

        changes_to("today")
        write("mail_activity", later.id, "note = 'x'")
        self.assertEqual(self._look(), ("today", 0), "it is not for today")
        write("mail_activity", later.id, "date_deadline = '2026-03-04'")
        changes_to("today later")
        write("crm_lead", lead.id, "active = FALSE")
        changes_to("later")
        write("mail_activity", today.id, "res_model = NULL, res_id = NULL")
        self.assertEqual(self._look()[1], 1)
        later.date_deadline = date(2026, 3, 5)
        self.assertEqual(
            self._look(), ("today", 1), "what is changed through Odoo is told"
        )

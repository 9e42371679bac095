"""Two who find out at once where the same customers are: nobody waits, or fails."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.galloper_schedule.adapter.whereabouts import located

from .locks_case import LocksCase

_HERE = ("Asia/Tokyo",)


@tagged("post_install", "-at_install")
class TestLocatedAtOnce(LocksCase):
    def setUp(self):
        super().setUp()
        self.keys = [-lead_id for lead_id in self.lead_ids]
        with self._env() as env:
            leads = env["crm.lead"].browse(self.lead_ids)
            leads.country_id = env.ref("base.jp")
        with self._env() as env:
            env.cr.execute(SQL("DELETE FROM galloper_located"))

    def _find_out(self, env):
        places = located.find_out(env, self.keys)
        self.assertEqual({place.zones for place in places.values()}, {_HERE})

    def _stored(self):
        with self._env() as env:
            rows = env["galloper.located"].search([("key", "in", self.keys)])
            return len(rows)

    def _no_error_is_hidden(self):
        """Whoever would have waited for too long has an error."""
        return patch.object(located, "psycopg2", SimpleNamespace(Error=()))

    def test_at_the_same_time(self):
        with self._env() as one, self._env() as other, self._no_error_is_hidden():
            self._find_out(one)
            self._find_out(other)
        self.assertEqual(self._stored(), len(self.keys))

    def test_one_who_has_not_seen_it(self):
        with self._env() as late:
            late.cr.execute("SELECT")
            with self._env() as one:
                self._find_out(one)
            self._find_out(late)
            late["res.partner"].search([], limit=1)  # the transaction goes on
        self.assertEqual(self._stored(), len(self.keys))

    def test_while_one_is_being_deleted(self):
        with self._env() as one, self._env() as other, self._no_error_is_hidden():
            deleted = SQL(
                "SELECT FROM crm_lead WHERE id = %s FOR UPDATE", self.lead_ids[0]
            )
            one.cr.execute(deleted)
            self._find_out(other)
        self.assertEqual(self._stored(), len(self.keys) - 1)

"""Sessions with real connections that meet at just the point that matters."""

import threading
from contextlib import contextmanager
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.fields import Command
from odoo.tests import new_test_user

from .test_concurrency import SessionsCase

SELLER = "base.group_user,sales_team.group_sale_salesman"


class LocksCase(SessionsCase):
    @classmethod
    def _make_contacts(cls, env, user):
        mate = new_test_user(env, "galloper_mate", groups=SELLER)
        leader = new_test_user(env, "galloper_leader", groups=SELLER)
        members = [Command.create({"user_id": one.id}) for one in (user, mate)]
        team = env["crm.team"].create(
            {
                "name": "Galloper Team",
                "user_id": leader.id,
                "crm_team_member_ids": members,
            }
        )
        cls.mate_id, cls.leader_id, cls.team_id = mate.id, leader.id, team.id

    @classmethod
    def _clean_up(cls):
        with cls.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"active_test": False})
            others = [cls.mate_id, cls.leader_id]
            env["mail.activity"].search([("user_id", "in", others)]).unlink()
            env["crm.team"].browse(cls.team_id).unlink()
            env["res.users"].browse(others).unlink()
        return super()._clean_up()

    def setUp(self):
        super().setUp()
        with self._env() as env:
            old = env["crm.lead"].search([("user_id", "=", self.user_id)])
            old.activity_ids.unlink()
            old.unlink()
            leads = env["crm.lead"].create(
                [{"name": str(n), "user_id": self.user_id} for n in range(4)]
            )
            self.lead_ids = leads.ids
            promised = fields.Datetime.now() - timedelta(days=1)
            self.ids = [self._contact(env, lead, promised).id for lead in leads]
            env["res.users"].browse(self.user_id)._plan_day()

    def _contact(self, env, lead, promised=False, **vals):
        return (
            env["mail.activity"]
            .with_context(mail_activity_quick_update=True)
            .create(
                {
                    "activity_type_id": env.ref("mail.mail_activity_data_call").id,
                    "res_model_id": env["ir.model"]._get_id("crm.lead"),
                    "res_id": lead.id,
                    "user_id": self.user_id,
                    "date_deadline": fields.Date.today() - timedelta(days=2),
                    "promised_at": promised,
                    **vals,
                }
            )
        )

    @contextmanager
    def _env(self, user_id=SUPERUSER_ID):
        """A connection of its own; whoever waits in it for long has failed."""
        with self.registry.cursor() as cr:
            cr.execute("SET lock_timeout = '20s'")
            yield api.Environment(cr, user_id, {})
            if not cr.closed:
                cr.execute("RESET lock_timeout")

    def _aside(self, work):
        """Start a request in a thread; returns once it waits for this one, or has
        ended. Call the result to wait for its end: what the database refused.
        """
        started, refused, pids = threading.Event(), [], []

        def tried(env):
            pids[:] = [env.cr._cnx.info.backend_pid]
            started.set()
            try:
                work(env)
                env.cr.flush()
            except psycopg2.OperationalError as error:
                refused.append(type(error))
                raise

        thread = threading.Thread(target=self._run, args=(self._request, tried))
        thread.start()
        started.wait()
        self._until_waits(thread, pids)

        def join():
            thread.join()
            return refused

        return join

    def _until_waits(self, thread, pids):
        waits = False
        while thread.is_alive() and not waits:
            with self.registry.cursor() as cr:
                cr.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", pids)
                [waits] = cr.fetchone()

    @contextmanager
    def _quietly(self):
        """No statement is logged as wrong, and nothing as an error."""
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            with self.assertNoLogs("odoo.addons.galloper_schedule", "ERROR"):
                yield

    def _run(self, work, *args):
        try:
            work(*args)
        except Exception as error:
            self.errors.append(error)

    def _page(self, env):
        """The ids of the activities that My Day shows."""
        mine = [("user_id", "=", self.user_id)]
        lines = env["galloper.schedule.line"]
        page = lines.web_search_read(mine, {"contact_key": {}}, limit=80)
        return sorted(one["contact_key"] for one in page["records"])

    def _books(self, env, activity_ids):
        """[(outcome, how many)] of these activities' promises."""
        env.cr.execute(
            """SELECT outcome, count(*) FROM galloper_promise
                WHERE id = ANY(%s) GROUP BY 1 ORDER BY 1""",
            [activity_ids],
        )
        return env.cr.fetchall()

    def _stored(self, env):
        lines = env["galloper.schedule.line"].sudo()
        return lines.search([("user_id", "=", self.user_id)])

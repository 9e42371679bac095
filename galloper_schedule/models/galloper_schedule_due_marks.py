from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

# Where a transaction keeps the marks it has not written yet.
_PENDING = "galloper_schedule.due"
# In the context of who reads his own plan anew right after this, which plans it.
_LOOKS = "galloper_looks_at_once"


class GalloperScheduleDue(models.Model):
    """Marking: noted in memory, written together at the end of the transaction."""

    _inherit = "galloper.schedule.due"

    @api.model
    def _looking(self, records):
        """The records, for a press in My Day, which shows the plan anew afterwards: the
        scheduled action need not be woken for the plan of who has pressed.

        Should he not look after all, it finds the mark when it comes round.
        """
        return records.with_context(**{_LOOKS: True})

    @api.model
    def _mark_users(self, user_ids):
        """These users' plans are out of date as of now."""
        own = {self.env.uid} & set(user_ids) if self.env.context.get(_LOOKS) else set()
        self._mark("looking", own)
        self._mark("users", set(user_ids) - own)

    @api.model
    def _mark_everybody_planned(self):
        """The tier order or a setting changed: so may everybody's order."""
        self._mark("planned", [True])

    @api.model
    def _mark_everybody_assigned(self):
        """Everybody who has an open activity, planned so far or not."""
        self._mark("assigned", [True])

    @api.model
    def _mark_documents(self, res_model, res_ids):
        """Facts of these documents changed: those who have contacts on them."""
        self._mark(res_model, res_ids)

    @api.model
    def _mark_attendees(self, partner_ids):
        """These people's meetings changed, if they are users."""
        self._mark("attendees", partner_ids)

    @api.model
    def _mark_customers(self, partners):
        """Somebody became a customer, or is none any more: all contacts with him."""
        family = self.env["res.partner"].sudo().with_context(active_test=False)
        family = family.search(
            [("commercial_partner_id", "in", partners.commercial_partner_id.ids)]
        )
        leads = self.env["crm.lead"].sudo().search([("partner_id", "in", family.ids)])
        self._mark_documents("res.partner", family.ids)
        self._mark_documents("crm.lead", leads.ids)

    @api.model
    def _mark_planned_customers(self, partners):
        """These people are going to be deleted, and lines about them with them."""
        if partners:
            lines = self.env["galloper.schedule.line"].sudo()
            lines = lines.with_context(active_test=False)
            about = lines.search([("raw_partner_id", "in", partners.ids)])
            self._mark_users(about.user_id.ids)
            self._mark_customers(partners.sudo())

    @api.model
    def _mark(self, what, ids):
        if not ids:
            return
        precommit = self.env.cr.precommit
        if _PENDING not in precommit.data:
            precommit.data[_PENDING] = defaultdict(set)
            precommit.add(self._write_marks)
        precommit.data[_PENDING][what].update(ids)

    @api.model
    def _is_pending(self):
        """Whether this transaction has noted marks that it has not written yet."""
        return bool(self.env.cr.precommit.data.get(_PENDING))

    @api.model
    def _write_marks(self):
        """Write what this transaction has noted so far: one statement a kind."""
        pending = self.env.cr.precommit.data.pop(_PENDING, {})
        wakes = False
        for what, ids in pending.items():
            ids = tuple(one for one in ids if one)
            if ids:
                self.env.cr.execute(
                    SQL(
                        "INSERT INTO galloper_schedule_due (user_id, due_at) "
                        "SELECT DISTINCT u.id, %s::timestamp FROM (%s) AS u (id) "
                        "WHERE u.id IS NOT NULL",
                        fields.Datetime.now(),
                        self._select_marked(what, ids),
                    )
                )
                wakes = wakes or (what != "looking" and self.env.cr.rowcount)
        if wakes:
            # Whoever has My Day open sees a colleague's change within seconds.
            self.env["ir.cron"]._wake_planner()

    @api.model
    def _select_marked(self, what, ids):
        if what in ("users", "looking"):
            return SQL("SELECT id FROM res_users WHERE id IN %s", ids)
        if what == "attendees":
            return SQL("SELECT id FROM res_users WHERE partner_id IN %s", ids)
        if what == "planned":
            return SQL("SELECT user_id FROM galloper_schedule_line")
        if what == "assigned":
            return SQL("SELECT user_id FROM mail_activity WHERE active")
        return SQL(
            """SELECT user_id FROM mail_activity
                WHERE active AND res_model = %s AND res_id IN %s""",
            what,
            ids,
        )

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..adapter.log import closed_documents, promise_changes, promise_rows
from ..adapter.plan import stale_marks
from ..planner import promise
from .galloper_closed_names import READER


class GalloperPromise(models.Model):
    """The promise log: one row per promise ever given to a customer.

    Rows are written by the system alone: one is added when a promise is given, and
    settled once, when it ends. Nobody edits or deletes them. They outlive what they are
    about as figures; the names in them, as they were, stay until the person is
    forgotten: see ``adapter.privacy.forget``.
    """

    _name = "galloper.promise"
    _description = "Promise"
    _inherit = ["galloper.closed.names", "galloper.log"]
    _log_access = False
    _order = "promised_at desc, id desc"
    _rec_name = "contact_name"

    activity_id = fields.Many2one(
        "mail.activity", readonly=True, depends_context=READER
    )
    activity_type_id = fields.Many2one("mail.activity.type", readonly=True)
    contact_name = fields.Char(
        "Activity Name", readonly=True, depends_context=(*READER, "lang")
    )
    res_model = fields.Char("Document Model", readonly=True)
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", readonly=True
    )
    document_name = fields.Char(readonly=True, depends_context=READER)
    lead_id = fields.Many2one(
        "crm.lead",
        "Opportunity",
        readonly=True,
        index="btree_not_null",
        depends_context=READER,
    )
    stage_id = fields.Many2one("crm.stage", readonly=True)
    tier_id = fields.Many2one("galloper.tier", "Priority Group", readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        readonly=True,
        index="btree_not_null",
        depends_context=READER,
    )
    customer_name = fields.Char(readonly=True, depends_context=READER)
    user_id = fields.Many2one(
        "res.users",
        "Salesperson",
        readonly=True,
        help="Assigned salesperson when the promise was due.",
    )
    user_name = fields.Char("Salesperson Name", readonly=True)
    former_user_id = fields.Many2one(
        "res.users",
        "Passed on by",
        readonly=True,
        index="btree_not_null",
        help="Who had the activity before it last got another salesperson.",
    )
    passed_on = fields.Datetime(
        readonly=True,
        help="When the activity last got another salesperson. A promise that was "
        "missed by then stays with whoever missed it.",
    )
    team_id = fields.Many2one("crm.team", "Sales Team", readonly=True)
    team_name = fields.Char("Sales Team Name", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    promised_at = fields.Datetime("Promised Time", required=True, readonly=True)
    promised_until = fields.Datetime(
        readonly=True,
        help="End of the agreed time window. Leave empty for an exact time.",
    )
    tz = fields.Char(
        "Time Zone of the Promise",
        readonly=True,
        help="The promise was agreed by the clock of this time zone.",
    )
    shifted_minutes = fields.Integer(
        "Moved by New Time Zone Rules (min)",
        readonly=True,
        aggregator=None,
        help="The rules of the promise's time zone have changed since it was made. It "
        "kept the local time that was agreed, and counts as the same promise.",
    )
    shifted_on = fields.Datetime("New Time Zone Rules on", readonly=True)
    day = fields.Date(
        "Promised Date", readonly=True, help="In the salesperson's time zone."
    )
    given_on = fields.Datetime("Promise Made on", readonly=True)
    settled_on = fields.Datetime("Closed on", readonly=True)
    outcome = fields.Selection(
        [
            (promise.OPEN, "Still open"),
            (promise.KEPT, "Kept"),
            (promise.LATE, "Late"),
            (promise.BROKEN, "Broken"),
            (promise.MOVED, "Moved in time"),
            (promise.CANCELLED, "Canceled in time"),
        ],
        required=True,
        readonly=True,
        help="Kept: the activity was completed before the end of the promised time, or "
        "attempted during it. Both may be later by the tolerance: the activity's own "
        "length, or the company's setting if that is longer. Late: only after that. "
        "Broken: rescheduled or given up after the promised time, without any attempt.",
    )
    minutes_late = fields.Integer(
        "Delay (min)",
        readonly=True,
        aggregator="avg",
        help="Of late promises: after the end of the promised time.",
    )
    tolerance = fields.Integer(
        "Tolerance (min)",
        readonly=True,
        aggregator=None,
        help="For this long after the promised time it counted as kept.",
    )
    attempts = fields.Integer(
        "Unanswered Attempts", readonly=True, help="While the promise was open."
    )
    tried_at = fields.Datetime(
        "First Late Attempt",
        readonly=True,
        help="Unanswered attempt after the promised time.",
    )
    # The activity's own number of attempts when this row was last written.
    attempts_seen = fields.Integer(
        "Attempts Before Promise", readonly=True, groups=fields.NO_ACCESS
    )

    _open_uniq = models.UniqueIndex(
        "(activity_id) WHERE outcome = 'open'",
        "An activity has one open promise at a time.",
    )
    _activity_idx = models.Index("(activity_id) WHERE activity_id IS NOT NULL")
    # How the promises about each of many leads were kept, read without their rows.
    _lead_idx = models.Index(
        "(lead_id) INCLUDE (outcome, promised_at, promised_until, tolerance)"
        " WHERE lead_id IS NOT NULL"
    )
    _user_day_idx = models.Index("(user_id, day)")
    _user_settled_idx = models.Index(
        "(user_id, settled_on) WHERE settled_on IS NOT NULL"
    )
    _day_idx = models.Index("(day, user_id)")
    # What else anything was promised about: few rows, asked for by each reader.
    _other_idx = models.Index(
        "(res_model) WHERE res_model NOT IN ('crm.lead', 'res.partner')"
    )

    def action_open_document(self):
        """Open what the promise was about, as far as it is still there."""
        self.ensure_one()
        document = self.res_model in self.env and self.env[self.res_model].browse(
            self.res_id
        )
        if not document or not document.exists():
            raise UserError(self.env._("The record of this promise has been deleted."))
        return document.get_formview_action()

    def _may_show(self, name, alias):
        if name in ("document_name", "lead_id"):
            return closed_documents.of_promise(self.env, alias)
        if name in ("customer_name", "partner_id"):
            return SQL(
                "(%s AND %s)",
                closed_documents.of_promise(self.env, alias),
                closed_documents.of_customer(self.env, alias),
            )
        if name in ("activity_id", "contact_name"):
            # What somebody had to do they know, whatever it was about.
            return SQL(
                "(%s OR %s)",
                closed_documents.is_mine(self.env, alias),
                closed_documents.of_promise(self.env, alias),
            )
        return None

    def _instead(self, name, alias):
        """As in My Day: what is to be done, and no more."""
        if name != "contact_name":
            return super()._instead(name, alias)
        return SQL(
            """(SELECT COALESCE(name->>%s, name->>'en_US') FROM mail_activity_type
                 WHERE id = %s)""",
            self.env.lang or "en_US",
            SQL.identifier(alias, "activity_type_id"),
        )

    # -- Rows are added, and settled: see ``adapter.log``

    @api.model
    def _give(self, activities):
        """What is promised by these activities, which are new, is entered."""
        promised = activities.filtered(lambda one: one.active and one.promised_at)
        if promised:
            promise_rows.give(self.env, promised.ids, fields.Datetime.now())
            self._forget_cached()

    @contextmanager
    def _watch(self, activities, names=promise_changes.WATCHED):
        """Book what becomes of the activities in here.

        :param names: the fields of theirs that are going to be written
        """
        if not activities or promise_changes.WATCHED.isdisjoint(names):
            yield
            return
        before = promise_changes.know(activities)
        yield
        self._book(activities, before, promise_changes.know(activities))

    @api.model
    def _end(self, activities):
        """These activities are about to be deleted."""
        self._book(activities, promise_changes.know(activities), {})

    @api.model
    def _book(self, activities, before, after):
        now = fields.Datetime.now()
        booked = promise_changes.book(activities, before, after, now)
        if booked.has_rows:
            self._forget_cached()
        if booked.numbers:
            # Whoever else has the number may have to wait now.
            self.env["galloper.schedule.due"]._mark(stale_marks.TRIED, booked.numbers)

    @api.autovacuum
    def _settle_orphans(self):
        promise_rows.settle_orphans(self.env)
        self._forget_cached()

    @api.model
    def _open_missing(self):
        """Promises that were made before there was a log get their rows."""
        promise_rows.open_missing(self.env)
        self._forget_cached()

    @api.model
    def _forget_cached(self):
        """Rows of promises and attempts were written past the ORM."""
        self.invalidate_model(flush=False)
        self.env["galloper.attempt"].invalidate_model(flush=False)

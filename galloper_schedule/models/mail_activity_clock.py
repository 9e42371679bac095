from odoo import api, fields, models
from odoo.tools.sql import column_exists, create_column

from ..adapter.log import promise_clock


class MailActivity(models.Model):
    """By whose clock a promise was agreed: see ``adapter.log.promise_clock``."""

    _inherit = "mail.activity"

    galloper_promise_tz = fields.Char(
        "Time Zone of the Promise",
        compute="_compute_promise_clock",
        store=True,
        precompute=True,
        copy=False,
        help="The promise was agreed by the clock of this time zone. If its rules "
        "change, the promise keeps its local time.",
    )
    galloper_promise_local = fields.Char(
        "Promised Local Time",
        compute="_compute_promise_clock",
        store=True,
        precompute=True,
        copy=False,
        help="What the clock shows at the promised time, in the time zone of the "
        "promise.",
    )
    galloper_promise_local_until = fields.Char(
        "Promised Local End",
        compute="_compute_promise_clock",
        store=True,
        precompute=True,
        copy=False,
    )

    # In which zones anything is promised, among all activities.
    _promise_tz_idx = models.Index(
        "(galloper_promise_tz) WHERE active IS TRUE AND promised_at IS NOT NULL"
    )

    def _auto_init(self):
        # Else Odoo would work them out for each activity that there ever was.
        for name in promise_clock.NAMES:
            if not column_exists(self.env.cr, self._table, name):
                create_column(self.env.cr, self._table, name, "varchar")
        return super()._auto_init()

    @api.depends("calendar_event_id", "promised_at", "promised_until")
    def _compute_promise_clock(self):
        """As of the moment at which it is promised: whoever moves to another zone, or
        gets it from somebody else, has agreed on nothing new."""
        promise_clock.note(self)

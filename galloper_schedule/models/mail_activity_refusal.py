from odoo import fields, models

from ..adapter.refusal import agreed_call, refuse
from ..adapter.tools import asked, locks


class MailActivity(models.Model):
    """Customers who asked not to be called: see ``adapter.refusal``."""

    _name = "mail.activity"
    _inherit = ["mail.activity"]

    galloper_agreed_call = fields.Datetime(
        "Call as Agreed",
        copy=False,
        readonly=True,
        help="The customer asked not to be called, but is to be called once more, at "
        "this promised time.",
    )

    def action_refused(self, feedback=""):
        """The customers of these activities asked not to be called: they are done.

        The numbers are put on the phone blacklist, or paused as the calling hours say;
        one's own other calls to them are canceled, others are told.

        :param feedback: what else they said
        """
        feedback = asked.text(self.env, feedback)
        open_ones = self.filtered("active")
        locks.hold_several(open_ones)
        refuse.refuse(open_ones, feedback, fields.Datetime.now())
        return True

    def action_call_as_agreed(self):
        """Call once more, as promised, though the customer asked not to be called."""
        locks.hold_several(self)
        agreed_call.call_as_agreed(self)
        return True

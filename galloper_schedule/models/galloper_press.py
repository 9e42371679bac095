from datetime import timedelta

from odoo import api, fields, models

# A page sends a press again for as long as it is open: nobody's is for so long.
_KEPT = timedelta(days=7)


class GalloperPress(models.Model):
    """The presses on the screen that have been done, and how they were answered.

    A press whose answer was lost is sent again: see ``adapter.actions.claim``.
    """

    _name = "galloper.press"
    _description = "My Day Button Press"
    _log_access = False
    _rec_name = "press"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    press = fields.Char("Press ID", required=True)
    pressed_at = fields.Datetime(required=True, index=True)
    answer = fields.Json()

    _press_uniq = models.UniqueIndex("(user_id, press)", "A press counts once.")

    @api.autovacuum
    def _forget_old(self):
        """Nobody sends them again."""
        self.search([("pressed_at", "<", fields.Datetime.now() - _KEPT)]).unlink()

from odoo import SUPERUSER_ID, api

from odoo.addons.galloper_schedule.adapter.log import zone_moves


def migrate(cr, version):
    """What is promised keeps its local time from now on."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    while zone_moves.note_missing(env):
        env.invalidate_all()
    cr.execute(
        """UPDATE galloper_promise p SET tz = a.galloper_promise_tz
             FROM mail_activity a WHERE a.id = p.activity_id AND p.outcome = 'open'"""
    )

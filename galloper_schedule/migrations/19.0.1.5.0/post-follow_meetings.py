from odoo import SUPERUSER_ID, api

from odoo.addons.galloper_schedule.adapter.log import meeting_promises


def migrate(cr, version):
    """Activities with a meeting to come have its time as their promise from now on."""
    meeting_promises.follow_all(api.Environment(cr, SUPERUSER_ID, {}))

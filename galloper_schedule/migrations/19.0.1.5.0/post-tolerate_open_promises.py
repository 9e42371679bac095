from odoo import SUPERUSER_ID, api

from odoo.addons.galloper_schedule.adapter.log import promise_rows


def migrate(cr, version):
    """What is promised already is as tolerant as what is promised from now on."""
    promise_rows.tolerate_open(api.Environment(cr, SUPERUSER_ID, {}))

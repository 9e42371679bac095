from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Promises that were made before there was a ledger get their rows."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["galloper.promise"]._open_missing()

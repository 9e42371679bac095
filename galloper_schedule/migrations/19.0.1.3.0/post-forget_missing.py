from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Earlier versions kept the names of people who were deleted."""
    api.Environment(cr, SUPERUSER_ID, {})["galloper.erasure"]._forget_missing()

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Data made by functions come with a first installation only."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    env["mail.activity.plan"]._make_playbooks()

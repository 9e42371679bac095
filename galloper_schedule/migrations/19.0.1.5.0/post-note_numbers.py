from odoo.addons.galloper_schedule.adapter.log import attempt_rows


def migrate(cr, version):
    """How often a number was tried is counted from before on."""
    attempt_rows.note_numbers(cr)

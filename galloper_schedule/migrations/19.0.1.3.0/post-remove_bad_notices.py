import logging

from odoo import SUPERUSER_ID, api

from odoo.addons.galloper_schedule.adapter.actions import notices

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Notices whose template is made for other records than leads: none is sent any
    more, and none can be entered."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    every = env["galloper.service.notice"].search([])
    bad = every.filtered(lambda one: not notices.is_about_leads(one.template_id))
    for notice in bad:
        _logger.warning(
            "Removed the notice of service model %s for stage %s: its template %s "
            "(%s) is made for %s, not for leads",
            notice.model_id.id,
            notice.stage_id.id,
            notice.template_id.id,
            notice.template_id.name,
            notice.template_id.model,
        )
    bad.unlink()

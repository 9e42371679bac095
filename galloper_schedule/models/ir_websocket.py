from odoo import models

from .galloper_team_day import CHANNEL


class IrWebsocket(models.AbstractModel):
    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        """Whoever leads somebody hears that days of their companies have changed."""
        if CHANNEL in channels:
            channels = [channel for channel in channels if channel != CHANNEL]
            if self.env["galloper.team.day"]._leads_anybody():
                companies = self.env.user.company_ids
                channels += [(company, CHANNEL) for company in companies]
        return super()._build_bus_channel_list(channels)

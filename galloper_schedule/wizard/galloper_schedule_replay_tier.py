from odoo import fields, models


class GalloperScheduleReplayTier(models.TransientModel):
    _name = "galloper.schedule.replay.tier"
    _description = "What-If Priority Group"
    _inherit = ["galloper.guarded.wizard"]
    _order = "sequence, id"

    replay_id = fields.Many2one(
        "galloper.schedule.replay", required=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    tier_id = fields.Many2one(
        "galloper.tier", "Priority Group", required=True, ondelete="cascade"
    )

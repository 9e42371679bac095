from odoo import fields, models


class GalloperScheduleReplayRung(models.TransientModel):
    _name = "galloper.schedule.replay.rung"
    _description = "Rung of a Ladder to Try"
    _inherit = ["galloper.guarded.wizard"]
    _order = "sequence, id"

    replay_id = fields.Many2one(
        "galloper.schedule.replay", required=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    tier_id = fields.Many2one(
        "galloper.tier", "Rung", required=True, ondelete="cascade"
    )

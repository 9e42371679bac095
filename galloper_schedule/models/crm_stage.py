from odoo import api, fields, models


class CrmStage(models.Model):
    _name = "crm.stage"
    _inherit = ["crm.stage", "galloper.schedule.fact"]

    tier_id = fields.Many2one(
        "galloper.tier",
        string="Priority Group",
        ondelete="set null",
        index=True,
        help="The call priority of leads in this stage. Without a priority group, "
        "they count as other tasks.",
    )
    tier_after_days = fields.Integer(
        "Days in Stage Before It Counts",
        help="For this many days after entering the stage, a lead still counts for "
        "the next lower priority group: an offer sent yesterday is not a hot prospect "
        "yet.",
    )

    _check_tier_after_days = models.Constraint(
        "CHECK(tier_after_days BETWEEN 0 AND 3650)",
        "Choose between 0 days and ten years.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        stages = super().create(vals_list)
        unplaced = [
            stage.id
            for stage, vals in zip(stages, vals_list, strict=True)
            if "tier_id" not in vals
        ]
        self.browse(unplaced)._give_tiers()
        return stages

    def _give_tiers(self):
        """Put these stages on the tier that their place in the pipeline suggests.

        The first stage holds new leads and a won one regular customers; of those
        between, the first half of the way is the early pipeline and the second half is
        near closing.
        """
        if not self:
            return
        refs = {
            name: self.env.ref(f"galloper_schedule.tier_{name}", False)
            for name in ("new", "early", "hot", "customer")
        }
        every_stage = self.sudo().search([])  # pylint: disable=no-search-all
        for stage in self:
            tier = refs[stage._get_place_in_funnel(every_stage)]
            if tier:
                stage.tier_id = tier

    def _get_place_in_funnel(self, every_stage):
        """``new``, ``early``, ``hot`` or ``customer``, by the stages of its teams."""
        self.ensure_one()
        if self.is_won:
            return "customer"
        teams = self.team_ids
        funnel = every_stage.filtered(
            lambda stage: (
                not stage.is_won
                and (not teams or not stage.team_ids or stage.team_ids & teams)
            )
        )
        place = list(funnel).index(self)
        if place == 0:
            return "new"
        return "hot" if place * 2 > len(funnel) - 1 else "early"

from odoo import api, models


class GalloperScheduleFact(models.AbstractModel):
    """Something that working hours are made from: a change concerns all plans."""

    _name = "galloper.schedule.fact"
    _description = "Working Hours Source"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._mark_plans()
        return records

    def write(self, vals):
        self.browse().check_access("write")
        self._mark_plans()
        result = super().write(vals)
        self._mark_plans()
        return result

    def unlink(self):
        self.browse().check_access("unlink")
        self._mark_plans()
        return super().unlink()

    def _mark_plans(self):
        """Note whose plans are out of date."""
        self.env["galloper.schedule.due"]._mark_everybody_planned()

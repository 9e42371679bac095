from odoo import api, models

from ..adapter.plan import watched_fields


class GalloperScheduleFact(models.AbstractModel):
    """Something that plans are made from: ``watched_fields`` says whose.

    Inherited behind the model itself, it hears of what Odoo stores in the end.
    """

    _name = "galloper.schedule.fact"
    _description = "Fact of the Plan"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._mark_plans(watched_fields.touched(self._table))
        return records

    def write(self, vals):
        watches = watched_fields.touched(self._table, vals)
        if not watches:
            return super().write(vals)
        self.browse().check_access("write")
        before = self._get_watched(watches)
        result = super().write(vals)
        self._mark_plans(watches, before)
        return result

    def unlink(self):
        self.browse().check_access("unlink")
        watches = watched_fields.every(self._table)
        self._mark_plans(watches)
        if any(map(watched_fields.vanishes, watches)):
            self.env["galloper.schedule.due"]._write_marks()
        return super().unlink()

    def _get_watched(self, watches):
        """{watch: {(record id, id of what is to be marked)}}."""
        return {watch: self._get_targets(watch) for watch in watches}

    def _get_targets(self, watch):
        records = self.sudo()
        if watch.only:
            name, value = watch.only
            records -= self.env.records_to_compute(self._fields[name]).sudo()
            records = records.filtered(lambda record: (record[name] or None) == value)
        if watch.path == "id":
            return {(number, number) for number in records.ids}
        found = {record.id: record.mapped(watch.path) for record in records}
        return {
            (record_id, number)
            for record_id, targets in found.items()
            # A reference to whatever model is but a number.
            for number in (targets if isinstance(targets, list) else targets.ids)
        }

    def _mark_plans(self, watches, before=None):
        """Note whose plans are out of date.

        :param before: what ``_get_watched`` said before a change
        """
        due = self.env["galloper.schedule.due"]
        for watch, targets in self._get_watched(watches).items():
            found = targets | before[watch] if before else targets
            due._mark(watch.whose, {number for _record, number in found})

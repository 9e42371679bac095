from odoo import api, models

from ..adapter.plan import stale_marks, watched_fields


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
        due = self.env["galloper.schedule.due"]
        vanishing = False
        for watch in watched_fields.every(self._table):
            found = {number for _id, number in self._get_targets(watch, deleted=True)}
            due._mark(watch.whose, found)
            vanishing |= bool(found) and watched_fields.vanishes(watch)
        # What was noted before by their ids alone cannot be found later, either.
        by_id, ids = watched_fields.by_id(self._table), self._get_with_activities().ids
        if vanishing or stale_marks.is_noted(self.env.cr, by_id, ids):
            due._write_marks()
        return super().unlink()

    def _get_with_activities(self):
        """Those of the records that activities may be about, as far as it is known."""
        return self

    def _get_watched(self, watches):
        """{watch: {(record id, id of what is to be marked)}}."""
        return {watch: self._get_targets(watch) for watch in watches}

    def _get_targets(self, watch, deleted=False):
        records = self.sudo()
        if deleted and watch.whose == self._name:
            records = self._get_with_activities().sudo()
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

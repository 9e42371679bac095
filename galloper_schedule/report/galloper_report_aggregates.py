from odoo import models
from odoo.models import parse_read_group_spec
from odoo.tools import SQL

from ..adapter.tools.odoo_internals import column

#: Moments whose days can be told and grouped: Python's calendar ends with 9999, and the
#: last group ends a year after it begins. Others are none.
USABLE = SQL("BETWEEN '1900-01-01' AND '9998-12-31'")


class GalloperReportAggregates(models.AbstractModel):
    """Medians, and shares that are right in every group and in every total.

    A mean of means would count a day of one activity as much as one of fifty: a share
    is computed anew from what it is a share of, for whatever rows are grouped.
    """

    _name = "galloper.report.aggregates"
    _description = "Report Aggregates"

    #: {field: (part, whole)}: it is the sum of the one field divided by that of the
    #: other. The aggregator of such a field is "ratio".
    _ratios = {}

    def _read_group_select(self, aggregate_spec, query):
        name, _property, function = parse_read_group_spec(aggregate_spec)
        field = self._fields.get(name)
        if function == "median" and field and field.aggregator == "median":
            return SQL(
                "PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY %s)",
                column(self, self._table, name, query),
            )
        # "avg", too: whoever asks for it must not get a mean of means.
        if function in ("ratio", "avg") and name in self._ratios:
            self._check_field_access(field, "read")
            part, whole = self._ratios[name]
            return SQL(
                "SUM(%s)::float8 / NULLIF(SUM(%s), 0)",
                column(self, self._table, part, query),
                column(self, self._table, whole, query),
            )
        return super()._read_group_select(aggregate_spec, query)

from odoo import models
from odoo.tools import SQL

from ..adapter.log import closed_documents

#: Whose money counts: that of documents the reader may open, of those of the teams they
#: lead as well, or all.
OPEN, KNOWN, ALL = "open", "known", "all"
#: So many documents that are closed to the reader make a sum that names none of them.
ENOUGH = 5


class _Mode(str):
    """A mode as only code can put it into the context: a client's text is none."""


class GalloperReportValues(models.AbstractModel):
    """Money in reports, of which some is of documents that are closed to the reader.

    A row shows none of it. A sum has it if the reader leads the team, or if the group
    has so many of these documents that nobody can tell which brought how much.
    """

    _name = "galloper.report.values"
    _description = "Values of Restricted Records"

    #: Fields that are the documents' own money.
    _values = ()

    def _field_to_sql(self, alias, field_expr, query=None):
        if field_expr not in self._values:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        return self._value_to_sql(alias, field_expr, self._get_mode())

    def _read_group_select(self, aggregate_spec, query):
        name, _dot, function = aggregate_spec.partition(":")
        concerned = {name, *getattr(self, "_ratios", {}).get(name, ())}
        if self.env.su or concerned.isdisjoint(self._values):
            return super()._read_group_select(aggregate_spec, query)
        if function not in ("sum", "sum_currency", "avg", "ratio"):
            return super()._read_group_select(aggregate_spec, query)
        known, every = (
            super(
                GalloperReportValues, self.with_context(galloper_values=_Mode(mode))
            )._read_group_select(aggregate_spec, query)
            for mode in (KNOWN, ALL)
        )
        return SQL(
            "CASE WHEN %s >= %s THEN %s ELSE %s END",
            self._count_closed(self._table),
            ENOUGH,
            every,
            known,
        )

    def _value_to_sql(self, alias, name, mode):
        """The field as far as the mode lets it be known; of a row about one lead."""
        raw = self._fields[name].to_sql(self, alias)
        if mode == ALL:
            return raw
        return SQL("(CASE WHEN %s THEN %s END)", self._is_known(alias, mode), raw)

    def _is_known(self, alias, mode):
        is_open = closed_documents.of_lead(self.env, alias)
        if mode == OPEN:
            return is_open
        led = closed_documents.is_led(self.env, SQL.identifier(alias, "team_id"))
        return SQL("(%s OR %s)", is_open, led)

    def _count_closed(self, alias):
        """How many documents of a group are closed, and of no team the reader leads."""
        return SQL("COUNT(*) FILTER (WHERE NOT %s)", self._is_known(alias, KNOWN))

    def _get_mode(self):
        mode = self.env.context.get("galloper_values")
        if isinstance(mode, _Mode):
            return str(mode)
        return ALL if self.env.su else OPEN

from odoo import api, models
from odoo.tools import SQL


class GalloperClosedNames(models.AbstractModel):
    """Rows that outlive, or add up, what not all of their readers may open.

    What such a document is called is masked in the SQL of its columns, so that reading,
    grouping, sorting, searching and exporting show the same: nothing. Fields that are
    masked say so with ``depends_context=READER``, else the ORM would keep one reader's
    values for another.
    """

    _name = "galloper.closed.names"
    _description = "Names of Restricted Records"

    @api.depends(lambda self: (self._rec_name,) if self._rec_name else ())
    @api.depends_context("uid", "allowed_company_ids", "lang")
    def _compute_display_name(self):
        """Odoo names linked and grouped records with all rights: here the reader's
        count all the same.
        """
        readable = self.sudo(False)
        if self.env.su and not readable.env.su:
            readable = readable._filtered_access("read")
        convert = self._fields[self._rec_name].convert_to_display_name
        names = {one.id: convert(one[self._rec_name], one) for one in readable}
        nameless = self.browse(one.id for one in self if not names.get(one.id))
        names.update((one.id, name) for one, name in nameless._anonymous().items())
        for record in self:
            record.display_name = names[record.id]

    def _field_to_sql(self, alias, field_expr, query=None):
        sql = super()._field_to_sql(alias, field_expr, query)
        condition = None if self.env.su else self._may_show(field_expr, alias)
        if condition is None:
            return sql
        instead = self._instead(field_expr, alias)
        return SQL("(CASE WHEN %s THEN %s ELSE %s END)", condition, sql, instead)

    def _may_show(self, name, alias):
        """The condition under which the reader may see a field's value, as SQL; None:
        always.
        """
        return None

    def _instead(self, name, alias):
        """What is shown in its place, as SQL."""
        return SQL("NULL")

    def _anonymous(self):
        """{record: what it is called where its document may not be named}."""
        return dict.fromkeys(self, self.env._("Activity"))


#: What the values of masked fields depend on, beside the row.
READER = ("uid", "allowed_company_ids")

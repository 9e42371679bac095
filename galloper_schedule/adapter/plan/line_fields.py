"""The plan's own kinds of fields."""

from typing import Any

from odoo import api, fields
from odoo.fields import Domain
from odoo.models import BaseModel
from odoo.tools import SQL, Query

from ...planner.rank_packing import TOTAL_BYTES

_DIGITS = 2 * TOTAL_BYTES


def to_column(number: int) -> str:
    """The number as text of a fixed width, which sorts as the number does."""
    return f"{number:0{_DIGITS}x}"


class SortKey(fields.Char):
    """A whole number of 33 bytes as hexadecimal text of a fixed width, which sorts as
    the number does: for PostgreSQL, whatever its language, as for any other program.

    PostgreSQL's bigint has 63 bits, too few to order activities without ties; a number
    of more than 53 is rounded by most that read JSON.
    """

    size = _DIGITS

    @property
    def _column_type(self):
        return "varchar", f'varchar({_DIGITS}) COLLATE "C"'


class ActivityLink(fields.Many2one):
    """A link that is named as its line: an activity's own name may be private.

    Odoo reads the name of a linked record with all rights, so that a link is readable
    where the record is not.
    """

    def convert_to_read(
        self, value: Any, record: BaseModel, use_display_name: bool = True
    ) -> Any:
        if use_display_name and value:
            return value.id, record.display_name
        return value.id


#: Of whole plans; PostgreSQL looks at those alone whose salesperson is asked for.
_PLACES = """
SELECT id, user_id,
       row_number() OVER (PARTITION BY user_id ORDER BY rank, id) AS place
  FROM galloper_schedule_line
"""
_COMPARISONS = ("<", "<=", ">", ">=")


@api.depends("rank", "user_id")
def compute_places(lines: BaseModel) -> None:
    """Count, in one query, at which place of its plan each line stands, from 1 on.

    A place that was stored would have to be written for nearly every line as soon as
    one activity is done.
    """
    lines.flush_model(["rank", "user_id"])
    query = SQL(
        f"""SELECT id, place FROM ({_PLACES} WHERE user_id = ANY(%s)) plan
             WHERE id = ANY(%s)""",
        lines.user_id.ids,
        lines.ids,
    )
    places = dict(lines.env.execute_query(query))
    for line in lines:
        line.place = places.get(line._origin.id, 0)


def search_places(lines: BaseModel, operator: str, value: Any) -> Domain:
    """The domain of the lines that stand at such places."""
    if operator == "in":
        condition = SQL("place = ANY(%s)", [one or 0 for one in value])
    elif operator in _COMPARISONS:
        condition = SQL("place %s %s", SQL(operator), value)
    else:
        return NotImplemented
    lines.flush_model(["rank", "user_id"])
    return Domain(
        "id", "in", SQL(f"(SELECT id FROM ({_PLACES}) plan WHERE %s)", condition)
    )


def order_by_place(query: Query, alias: str, direction: SQL, nulls: SQL) -> SQL:
    """Have a query for lines sort them by their places."""
    plan = query.make_alias(alias, "place")
    condition = SQL(
        "%s = %s AND %s = %s",
        *(
            SQL.identifier(of, name)
            for name in ("id", "user_id")
            for of in (plan, alias)
        ),
    )
    query.add_join("LEFT JOIN", plan, SQL(f"({_PLACES})"), condition)
    return SQL("%s %s %s", SQL.identifier(plan, "place"), direction, nulls)

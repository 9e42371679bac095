"""The plan's own kinds of fields."""

from typing import Any

from odoo import fields
from odoo.models import BaseModel

from ...planner.rank_packing import TOTAL_BYTES

_DIGITS = 2 * TOTAL_BYTES


def to_column(number: int) -> str:
    """The number as text of a fixed width, which sorts as the number does."""
    return f"{number:0{_DIGITS}x}"


class SortKey(fields.Integer):
    """A whole number of 33 bytes, kept as hexadecimal text of a fixed width.

    PostgreSQL's bigint has 63 bits, too few to order activities without ties, and its
    numeric would reach Python as a rounded float.
    """

    _column_type = ("varchar", f'varchar({_DIGITS}) COLLATE "C"')
    aggregator = None

    def convert_to_column(
        self, value: Any, record: BaseModel, values: Any = None, validate: bool = True
    ) -> str | None:
        return to_column(self._to_number(value))

    def convert_to_cache(
        self, value: Any, record: BaseModel, validate: bool = True
    ) -> str | None:
        return self._to_number(value)

    def convert_to_record(self, value: str | None, record: BaseModel) -> int:
        return self._to_number(value)

    @staticmethod
    def _to_number(value):
        return int(value, 16) if isinstance(value, str) else int(value or 0)


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

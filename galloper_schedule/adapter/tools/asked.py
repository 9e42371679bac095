"""What a caller has given: as it is meant, or a clear error before anything is done.

Whoever writes a program against My Day sees what is expected; nobody sees a traceback.
"""

from datetime import date, datetime, timezone
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.exceptions import UserError, ValidationError

_LARGEST = 2**31 - 1
# Of what is wrong so much is repeated.
_SHOWN = 80


def number(env: Environment, value: Any) -> int:
    """The id of a record, or the key of an activity.

    :raise UserError: it is no whole number that the database could hold
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if -_LARGEST <= value <= _LARGEST:
            return value
    raise UserError(
        env._(
            "“%(value)s” is not valid: a record ID is expected.",
            value=_show(value),
        )
    )


def number_or_none(env: Environment, value: Any) -> int | None:
    """The same of what may be left out: then 0."""
    return number(env, value) if value else 0


def text(env: Environment, value: Any) -> str:
    """Text, or nothing."""
    if not value or isinstance(value, str):
        return value or ""
    raise UserError(
        env._("“%(value)s” is not valid: a text is expected.", value=_show(value))
    )


def sequence(env: Environment, value: Any) -> list[Any]:
    """A list."""
    if isinstance(value, list | tuple):
        return list(value)
    raise UserError(
        env._("“%(value)s” is not valid: a list is expected.", value=_show(value))
    )


def mapping(env: Environment, value: Any) -> dict[str, Any]:
    """A dictionary."""
    if isinstance(value, dict):
        return value
    raise UserError(
        env._("“%(value)s” is not valid: a dictionary is expected.", value=_show(value))
    )


def moment(env: Environment, value: Any) -> datetime | None:
    """A naive UTC datetime from what a caller gave; nothing from nothing.

    Odoo's own form, and ISO 8601 with a T, a Z or an offset.
    """
    try:
        return _to_moment(value) if value else None
    except (TypeError, ValueError, OverflowError) as error:
        raise _no_moment(env, value) from error


def some_moment(env: Environment, value: Any) -> datetime:
    """The same of what may not be left out."""
    found = moment(env, value)
    if not found:
        raise _no_moment(env, value)
    return found


def day(env: Environment, value: Any) -> date:
    """A day, from a date or its text."""
    try:
        return fields.Date.to_date(value[:10] if isinstance(value, str) else value)
    except (TypeError, ValueError, AttributeError) as error:
        raise ValidationError(
            env._(
                "“%(value)s” is not a valid date: use the format 2026-03-04.",
                value=_show(value),
            )
        ) from error


def moment_or_none(value: Any) -> datetime | None:
    """A naive UTC datetime from what a record may hold, or None: any JSON."""
    try:
        return _to_moment(value) if isinstance(value, str) else None
    except (ValueError, OverflowError):
        return None


def is_usable(moment: datetime) -> bool:
    """Whether anybody works, or is called, at such a moment."""
    return 1970 <= moment.year <= 2099


def _to_moment(value):
    if isinstance(value, str):
        text = value.strip().replace("Z", "+00:00")
        value = datetime.fromisoformat(text).replace(microsecond=0)
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(timezone.utc).replace(tzinfo=None)
    return fields.Datetime.to_datetime(value)


def _no_moment(env, value):
    return ValidationError(
        env._(
            "“%(value)s” is not a valid date and time: use UTC between 1970 and 2099, "
            "in the format 2026-03-04 11:20:00.",
            value=_show(value),
        )
    )


def _show(value):
    shown = str(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"

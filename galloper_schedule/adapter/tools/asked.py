"""What a caller has given: as it is meant, or a clear error before anything is done.

Whoever writes a program against My Day sees what is expected; nobody sees a traceback.
"""

from collections.abc import Collection
from datetime import date, datetime, timezone
from typing import Any

from odoo import fields
from odoo.api import Environment
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.models import BaseModel

from . import zones

_LARGEST = 2**31 - 1
# Of what is wrong so much is repeated.
_SHOWN = 80


def number(env: Environment, value: Any) -> int:
    """The id of a record, or the key of an activity.

    :raise ValidationError: it is no whole number that the database could hold
    """
    if isinstance(value, int) and not isinstance(value, bool):
        if -_LARGEST <= value <= _LARGEST:
            return value
    raise ValidationError(
        env._(
            "“%(value)s” is not valid: a record ID is expected.",
            value=_show(value),
        )
    )


def number_or_none(env: Environment, value: Any) -> int:
    """The same of what may be left out: then 0."""
    return 0 if _is_nothing(value) else number(env, value)


def text(env: Environment, value: Any) -> str:
    """Text, or nothing."""
    if _is_nothing(value) or isinstance(value, str):
        return value or ""
    raise ValidationError(
        env._("“%(value)s” is not valid: a text is expected.", value=_show(value))
    )


def sequence(env: Environment, value: Any) -> list[Any]:
    """A list."""
    if isinstance(value, list | tuple):
        return list(value)
    raise ValidationError(
        env._("“%(value)s” is not valid: a list is expected.", value=_show(value))
    )


def mapping(env: Environment, value: Any) -> dict[str, Any]:
    """A dictionary."""
    if isinstance(value, dict):
        return value
    raise ValidationError(
        env._("“%(value)s” is not valid: a dictionary is expected.", value=_show(value))
    )


def mapping_or_none(env: Environment, value: Any) -> dict[str, Any]:
    """The same of what may be left out: then an empty one."""
    return {} if _is_nothing(value) else mapping(env, value)


def choice(env: Environment, value: Any, choices: Collection[str]) -> str:
    """One of these words."""
    if isinstance(value, str) and value in choices:
        return value
    raise ValidationError(
        env._(
            "“%(value)s” is not valid: one of these is expected: %(choices)s.",
            value=_show(value),
            choices=", ".join(choices),
        )
    )


def flag(env: Environment, value: Any) -> bool:
    """Yes or no; what may be left out is a no."""
    if isinstance(value, bool) or value is None:
        return bool(value)
    raise ValidationError(
        env._("“%(value)s” is not valid: yes or no is expected.", value=_show(value))
    )


def zone(env: Environment, value: Any) -> str | bool:
    """The name of a time zone that Odoo knows; False from nothing."""
    if _is_nothing(value):
        return False
    if isinstance(value, str) and zones.is_known(value):
        return value
    raise ValidationError(
        env._("“%(value)s” is not valid: a time zone is expected.", value=_show(value))
    )


def domain(records: BaseModel, value: Any) -> Domain:
    """A domain of this model."""
    try:
        found = Domain(value)
        found.validate(records)
        return found
    except (TypeError, ValueError, AttributeError) as error:
        env = records.env
        raise ValidationError(
            env._("“%(value)s” is not valid: a domain is expected.", value=_show(value))
        ) from error


def record(records: BaseModel, value: Any) -> BaseModel:
    """A record of this model, or none: programs name it by its id.

    :raise ValidationError: it is no such thing, or is not there
    """
    if isinstance(value, BaseModel) and value._name == records._name:
        return value
    key = number_or_none(records.env, value)
    found = records.browse(key or ()).exists()
    if key and not found:
        raise ValidationError(
            records.env._(
                "“%(value)s” is not valid: an existing record is expected.", value=key
            )
        )
    return found


def moments(
    env: Environment, vals: dict[str, Any], names: Collection[str]
) -> dict[str, Any]:
    """The values of a record with these moments as such, whoever wrote them."""
    given = [name for name in names if name in vals]
    if not given:
        return vals
    return {**vals, **{name: moment(env, vals[name]) or False for name in given}}


def moment(env: Environment, value: Any) -> datetime | None:
    """A naive UTC datetime from what a caller gave; nothing from nothing.

    Odoo's own form, and ISO 8601 with a T, a Z or an offset.
    """
    try:
        return None if _is_nothing(value) else _to_moment(value)
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


def _is_nothing(value):
    """Whether it was left out; whatever else is false is garbage like any other."""
    return value is None or value is False or (isinstance(value, str) and not value)


def _to_moment(value):
    if not isinstance(value, str | date):
        raise TypeError
    if isinstance(value, str):
        text = value.strip().upper().replace("Z", "+00:00")
        value = datetime.fromisoformat(text).replace(microsecond=0)
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(timezone.utc).replace(tzinfo=None)
    return fields.Datetime.to_datetime(value)


def _no_moment(env, value):
    return ValidationError(
        env._(
            "“%(value)s” is not a valid date and time: use UTC between 1970 and 2099, "
            "in the format 2026-03-04 11:20:00, or another zone with its offset, as in "
            "2026-03-04T12:20:00+01:00.",
            value=_show(value),
        )
    )


def _show(value):
    shown = str(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"

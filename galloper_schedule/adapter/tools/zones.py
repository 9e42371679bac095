"""Time zones by their names, as Odoo knows them; one that nobody knows is UTC.

A name may have been written past Odoo, or may have vanished from the zone data since.
"""

from datetime import tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

import pytz

from odoo.models import BaseModel

from . import odoo_internals

_UTC = ZoneInfo("UTC")


@lru_cache(maxsize=1024)
def zone_of(name: str | bool) -> ZoneInfo:
    """The zone of this name.

    :param name: as it is kept in a record; empty: UTC, as Odoo's own activities
    """
    return _find(name) or _UTC


def _find(name):
    try:
        return ZoneInfo(pytz.timezone(name).zone)
    except (AttributeError, KeyError, ValueError, OSError):
        return None


def for_odoo(tz: ZoneInfo) -> tzinfo:
    """The same zone as Odoo's working hours want it."""
    return pytz.timezone(tz.key)


def settle_unknown(records: BaseModel) -> None:
    """Where Odoo reads the zones of these calendars or resources in this transaction,
    those that nobody knows are UTC: it would fail, for everybody who is asked for.
    """
    unknown = records.filtered(lambda one: zone_of(one.tz) == _UTC and one.tz != "UTC")
    if unknown:
        odoo_internals.show_instead(unknown, "tz", "UTC")

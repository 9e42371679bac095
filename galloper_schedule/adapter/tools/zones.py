"""Time zones by their names, with Odoo's own rules; one that nobody knows is UTC.

A name may have been written past Odoo, or may have vanished from the zone data since.

There are several copies of the zone rules on a machine: the operating system's, which
``zoneinfo`` reads, and pytz's, which Odoo 19 reads. They are of different years, and
governments change their clocks: what Odoo shows as 11:00 has to be 11:00 here. So this
is the one place that makes a zone, out of Odoo's copy; ``zoneinfo`` only works it out.
"""

from collections import defaultdict
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from hashlib import blake2b
from io import BytesIO
from zoneinfo import ZoneInfo

import pytz

from odoo.models import BaseModel

from ...planner.local_time import shifted
from ...planner.zone_rules import Step, steps
from . import odoo_internals


@lru_cache(maxsize=1024)
def zone_of(name: str | bool) -> ZoneInfo:
    """The zone of this name.

    :param name: as it is kept in a record; empty: UTC, as Odoo's own activities
    :return: a ``ZoneInfo``, the same one each time
    """
    try:
        return _load(pytz.timezone(name).zone)
    except (AttributeError, KeyError, ValueError, OSError):
        return _load("UTC")


@lru_cache(maxsize=1024)
def _load(name):
    """:raise OSError: Odoo's zone data have no such file"""
    return ZoneInfo.from_file(BytesIO(_read(name)), key=name)


def _read(name):
    """What Odoo's zone data say of a zone."""
    with pytz.open_resource(name) as rules:
        return rules.read()


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Of all the rules: another one means that a law has changed somewhere."""
    rules = blake2b(digest_size=16)
    for name in sorted(pytz.all_timezones):
        rules.update(name.encode())
        rules.update(_read(name))
    return rules.hexdigest()


def version() -> str:
    """Of what year the rules are, for whoever has to update them."""
    return f"pytz {pytz.__version__}, {pytz.OLSON_VERSION}"


def is_known(name: str | None) -> bool:
    """Whether Odoo's zone data have such a zone."""
    return name in pytz.all_timezones_set


def of_country(code: str) -> tuple[str, ...]:
    """The names of all zones of a country, by its ISO code, as Odoo's data have them.

    (Not the most used first.)
    """
    return tuple(filter(is_known, pytz.country_timezones.get(code, ())))


def are_of_one_country(name: str, other: str) -> bool:
    """Whether there is a country of which these are zones."""
    return not _countries_of(name).isdisjoint(_countries_of(other))


@lru_cache(maxsize=1024)
def _countries_of(name):
    """Codes; of a zone under another name, as US/Eastern, those of whoever shares its
    rules.
    """
    by_name, by_rules = _countries()
    return by_name.get(name) or by_rules.get(is_known(name) and _read(name), set())


@lru_cache(maxsize=1)
def _countries():
    """{name: country codes}, and the same by rules."""
    by_name, by_rules = defaultdict(set), defaultdict(set)
    for code, names in pytz.country_timezones.items():
        for name in filter(is_known, names):
            by_name[name].add(code)
            by_rules[_read(name)].add(code)
    return by_name, by_rules


@lru_cache(maxsize=1024)
def clock(name: str) -> tuple[Step, ...]:
    """What the clocks of a zone show in these years: equal where they show the same.

    Of which years, the rules say: other rules, other years.
    """
    year = int(pytz.OLSON_VERSION[:4])
    return tuple(steps(zone_of(name), datetime(year, 1, 1), datetime(year + 3, 1, 1)))


@lru_cache(maxsize=4096)
def clock_on(name: str, day: date) -> tuple[Step, ...]:
    """The same of the two weeks from a day on."""
    begins = datetime.combine(day, time())
    return tuple(steps(zone_of(name), begins, shifted(begins, days=14)))


def for_odoo(tz: ZoneInfo) -> tzinfo:
    """The same zone as Odoo's working hours want it."""
    return pytz.timezone(tz.key)


def settle_unknown(records: BaseModel) -> None:
    """Where Odoo reads the zones of these calendars or resources in this transaction,
    those that nobody knows are UTC: it would fail, for everybody who is asked for.
    """
    utc = _load("UTC")
    unknown = records.filtered(lambda one: zone_of(one.tz) is utc and one.tz != "UTC")
    if unknown:
        odoo_internals.show_instead(unknown, "tz", "UTC")

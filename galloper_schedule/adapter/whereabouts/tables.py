"""What addresses and numbers say of zones: the tables of ``data/zones``.

Each names its sources in the README beside it. A country that is in none of them has
the zones of IANA's own table, as Odoo knows it.
"""

import csv
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from ...planner.whereabouts import Zones, one_of_each
from ..tools import zones

_FOLDER = Path(__file__).parents[2] / "data" / "zones"
_FILES = ("countries", "numbers", "postcodes", "states")


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Of all tables: another one means that something is to be worked out anew."""
    content = blake2b(digest_size=8)
    for name in _FILES:
        content.update((_FOLDER / f"{name}.csv").read_bytes())
    return content.hexdigest()


@lru_cache(maxsize=len(_FILES))
def _read(name):
    """{key: zones} of a table, whose last column are the zones."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        _head, *rows = csv.reader(file)
    return {tuple(key): _known(names.split()) for *key, names in rows}


def _known(names):
    """A zone that Odoo's rules do not know yet, or no more, says nothing."""
    return tuple(filter(zones.is_known, names))


@lru_cache(maxsize=512)
def of_country(code: str | None) -> Zones:
    """The zones of a country by its ISO code, the most used first.

    Of those whose clocks always show the same, one.
    """
    if not code:
        return ()
    listed = _read("countries").get((code,))
    if listed is None:
        listed = zones.of_country(code)
    return one_of_each(listed, zones.clock)


@lru_cache(maxsize=512)
def clocks_of_country(code: str) -> frozenset:
    """All that clocks show anywhere in a country, its smallest islands included."""
    every = *zones.of_country(code), *of_country(code)
    return frozenset(map(zones.clock, every))


def of_state(country: str, code: str | None) -> Zones | None:
    """The zones of a state by Odoo's code for it; None: it is in no table."""
    code = (code or "").removeprefix(f"{country}-")
    return _read("states").get((country, code)) if code else None


def of_postcode(country: str, postcode: str | None) -> Zones | None:
    """The zones of the longest beginning of a postal code that is known."""
    text = "".join(filter(str.isalnum, postcode or "")).upper()
    return _longest("postcodes", text, country)


def of_number(digits: str) -> Zones | None:
    """The zones of an international number whose zones the library gets wrong."""
    return _longest("numbers", digits)


@lru_cache(maxsize=len(_FILES))
def _most(name):
    """How long the beginnings in a table are at the most."""
    return max(len(key[-1]) for key in _read(name))


def _longest(name, text, *key):
    table = _read(name)
    for length in range(min(len(text), _most(name)), 0, -1):
        found = table.get((*key, text[:length]))
        if found is not None:
            return found
    return None

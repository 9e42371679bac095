"""What is known of customers and leads, and a text that stands for all of it.

The database makes that text, the ``KEY``, along with all other facts: it is another one
as soon as an address, a number, the company or a library's version is.
"""

from functools import lru_cache
from typing import NamedTuple

from ...planner.whereabouts import FIXED_LINE, Evidence
from ..tools import zones
from . import numbers, tables

#: What is read of a lead, and of a partner, which has a zone of Odoo's as well.
OF_LEAD = ("galloper_tz", "country_id", "state_id", "zip", "city", "phone")
OF_PARTNER = (*OF_LEAD, "tz")
#: The names that a lead's have where it is read along with much else.
LEAD_COLUMNS = {name: f"lead_{name.removeprefix('galloper_')}" for name in OF_LEAD}

#: The country of all our companies, if it is one: where numbers are dialled without a
#: prefix whose owner has no country.
HOUSE = """
       (SELECT min(house.country_id)
          FROM res_company ours JOIN res_partner house ON house.id = ours.partner_id
         WHERE ours.active HAVING count(DISTINCT COALESCE(house.country_id, 0)) = 1)"""


def _text_of(*columns):
    """NULL: nothing is known at all."""
    names = ", ".join(columns)
    return f"""CASE WHEN num_nonnulls({names}) > 0 THEN
       hashtextextended(ROW(%(places)s, {HOUSE}, {names})::text, 0)::text END"""


_FAMILY = [f"{alias}.{name}" for alias in ("partner", "family") for name in OF_PARTNER]
_LEAD = [f"c.{name}" for name in LEAD_COLUMNS.values()]
#: Of a ``partner`` and the ``family`` it belongs to; of a lead ``c`` without one.
#: ``places`` is the ``version``.
KEY = f"""
  CASE WHEN partner.id IS NULL THEN {_text_of(*_LEAD)} ELSE {_text_of(*_FAMILY)} END"""


@lru_cache(maxsize=1)
def version() -> str:
    """Of all that is known about the world: zone rules, tables, the library."""
    return " ".join([zones.version(), tables.fingerprint(), numbers.version()])


class Known(NamedTuple):
    """Texts and codes that somebody's evidence is made from."""

    galloper_tz: str | None = None
    country: str | None = None
    state: str | None = None
    zip: str | None = None
    city: str | None = None
    phone: str | None = None
    tz: str | None = None


def weigh(known: Known, house: str | None = None) -> Evidence:
    """As the planner takes it.

    :param house: ISO code of our own country
    """
    kind, zones_of_number = numbers.place_of(known.phone, known.country or house)
    is_fixed = kind == FIXED_LINE
    address = _address(known)
    return Evidence(
        entered=_zone(known.galloper_tz),
        default=_zone(known.tz),
        address=address,
        fixed_line=zones_of_number if is_fixed else (),
        country=() if address else _country_alone(known),
        mobile=() if is_fixed else zones_of_number,
    )


def _zone(name):
    return name if name and zones.is_known(name) else None


def _address(known):
    """Where more than a country is known, and it says something."""
    country = known.country
    if not country or not (known.state or known.zip or known.city):
        return ()
    of_state = tables.of_state(country, known.state)
    if of_state == ():  # anywhere in the world, as armed forces
        return ()
    of_postcode = tables.of_postcode(country, known.zip)
    if of_state and of_postcode:
        clocks = set(map(zones.clock, of_postcode))
        both = tuple(name for name in of_state if zones.clock(name) in clocks)
        return both or of_state
    if decided := of_state or of_postcode:
        return decided
    # Whatever place it is in a country of one clock.
    of_country = tables.of_country(country)
    return of_country if len(of_country) == 1 else ()


def _country_alone(known):
    if not known.country or tables.of_state(known.country, known.state) == ():
        return ()
    return tables.of_country(known.country)

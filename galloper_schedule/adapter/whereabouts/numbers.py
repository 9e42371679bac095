"""What a telephone number says of where it is, as far as ``phonenumbers`` knows.

It is used where it is installed: without it, numbers say nothing. What it gets wrong is
in ``data/zones/numbers.csv``. Besides, it names zones of other countries, for whole
countries and for single areas: of the zones it names only those count whose clocks are
a country's own; if none is left, the country's.
"""

from ...planner.whereabouts import FIXED_LINE, MOBILE, Zones
from ..tools import zones
from . import tables

try:
    import phonenumbers
    from phonenumbers import PhoneNumberType as Kind
    from phonenumbers import timezone as number_zones
except ImportError:
    phonenumbers = None

# Numbers of these kinds are where they say; where an area has both, mobiles are, too.
_PLACED = ("FIXED_LINE", "FIXED_LINE_OR_MOBILE")
# Countries that share +1: a number of all of them is nowhere.
_SHARED = 1


def version() -> str:
    """Of the library; empty: there is none."""
    return phonenumbers.__version__ if phonenumbers else ""


def place_of(text: str | None, country: str | None) -> tuple[str, Zones]:
    """(kind, zones): ``FIXED_LINE`` or, of whatever else, ``MOBILE``; no zones where
    the number says nothing.

    :param country: ISO code of where it is dialled without any prefix
    """
    number, region = _parse(text, country)
    if not region:
        return MOBILE, ()
    kind = phonenumbers.number_type(number)
    if kind in {getattr(Kind, name) for name in _PLACED}:
        return FIXED_LINE, _of_area(number, region)
    if kind == Kind.MOBILE:
        return MOBILE, _of_mobile(number, region)
    if number.country_code == _SHARED:
        return MOBILE, ()
    return MOBILE, tables.of_country(region)


def country_of(text: str | None, country: str | None) -> str | None:
    """The ISO code of the country a number is of, as far as it says.

    :param country: as ``place_of`` has it
    """
    return _parse(text, country)[1]


def _parse(text, country):
    """(number, ISO code), if it is a valid number of some country."""
    if not phonenumbers or not text:
        return None, None
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None, None
    region = phonenumbers.region_code_for_number(number)
    valid = region and phonenumbers.is_valid_number(number)
    return number, region if valid else None


def _of_mobile(number, region):
    """Mobiles are anywhere in their country, but for those that have an area."""
    if known := tables.of_number(f"{number.country_code}{_national(number)}"):
        return known
    if phonenumbers.is_number_geographical(number):
        return _of_area(number, region)
    return tables.of_country(region)


def _of_area(number, region):
    if known := tables.of_number(f"{number.country_code}{_national(number)}"):
        return known
    own = tables.clocks_of_country(region)
    named = number_zones.time_zones_for_number(number)
    usable = [name for name in named if zones.is_known(name)]
    return tuple(
        name for name in usable if zones.clock(name) in own
    ) or tables.of_country(region)


def _national(number):
    return phonenumbers.national_significant_number(number)

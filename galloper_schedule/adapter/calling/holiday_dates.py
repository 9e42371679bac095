"""Public holidays by country and state, from the ``holidays`` package if there is one.

Its category "public" alone. Days that are worked on instead of one of a weekend are
kept by the package for all years it knows: only those of the years asked for are taken.
"""

from datetime import date
from functools import lru_cache

try:
    import holidays
except ImportError:  # plans are made without public holidays, and the settings say so
    holidays = None

_PUBLIC = "public"
#: Odoo has Spain's provinces, public holidays are its communities' (ISO 3166-2:ES).
_SPAIN = {
    "AN": "AL CA CO GR H J MA SE",
    "AR": "HU TE Z",
    "AS": "O",
    "CB": "S",
    "CE": "CE",
    "CL": "AV BU LE P SA SG SO VA ZA",
    "CM": "AB CR CU GU TO",
    "CN": "GC TF",
    "CT": "B GI L T",
    "EX": "BA CC",
    "GA": "C LU OR PO",
    "IB": "PM",
    "MC": "MU",
    "MD": "M",
    "ML": "ME",
    "NC": "NA",
    "PV": "BI SS VI",
    "RI": "LO",
    "VC": "A CS V",
}
_COMMUNITIES = {
    province: community
    for community, provinces in _SPAIN.items()
    for province in provinces.split()
}
_NOTHING: tuple[frozenset[date], frozenset[date]] = frozenset(), frozenset()


def version() -> str:
    """Of the package; empty: there is none."""
    return holidays.__version__ if holidays else ""


@lru_cache(maxsize=2048)
def of_years(
    country: str | None, state: str | None, years: tuple[int, ...]
) -> tuple[frozenset[date], frozenset[date]]:
    """(the public holidays, the days of a weekend that are worked on) of these years.

    :param country: its code, as ``state``: as Odoo has them
    """
    if not holidays or not country:
        return _NOTHING
    try:
        known = holidays.country_holidays(country)
        if _PUBLIC not in known.supported_categories:
            return _NOTHING
        found = holidays.country_holidays(
            country,
            subdiv=_subdivision(country, state, known.subdivisions),
            years=years,
            categories=(_PUBLIC,),
        )
    except NotImplementedError:  # there is no such country in it
        return _NOTHING
    worked = getattr(found, "weekend_workdays", ())
    return frozenset(found), frozenset(day for day in worked if day.year in years)


def _subdivision(country, state, known):
    """The package's name of a state; None: it has none, or none with days of its own.

    Odoo's codes may say the country, too ("DE-BY"), or a language ("ZH-FR").
    """
    if not state:
        return None
    code = state.removeprefix(f"{country}-").partition("-")[0]
    if country == "ES":
        code = _COMMUNITIES.get(code)
    return code if code in known else None

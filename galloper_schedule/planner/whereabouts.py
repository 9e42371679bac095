"""Where a customer may be: the zones that the evidence leaves, best evidence first.

1. A zone that somebody entered on purpose decides.
2. The address: country and state, and the postal code where it decides.
3. A fixed-line number.
4. The country, if that is all there is of an address.
5. A mobile number.
6. The same of the contact's company.
7. Else the customer is where the salesperson is.

The best evidence says where they may be; what is weaker narrows that down, if it leaves
anything. What contradicts changes nothing; but where a number speaks against the
address, nobody can be sure.

A partner's own zone counts if neither address nor number contradicts it. If they do, it
is the default of whoever made the contact: somebody in Moscow enters a customer of
Vladivostok.

>>> def clock(zone):
...     return zone
>>> moscow, vladivostok = ("Europe/Moscow",), ("Asia/Vladivostok",)
>>> russia = moscow + ("Asia/Yekaterinburg",) + vladivostok
>>> print(find(Evidence(default="Europe/Moscow", address=vladivostok), clock=clock))
Asia/Vladivostok, by the address
>>> print(find(Evidence(default="Europe/Moscow", country=russia), clock=clock))
Europe/Moscow, by the default
>>> print(find(Evidence(country=russia, fixed_line=vladivostok), clock=clock))
Asia/Vladivostok, by the fixed_line
>>> print(find(Evidence(country=russia, mobile=russia), clock=clock))
Europe/Moscow or Asia/Yekaterinburg or Asia/Vladivostok, by the country
>>> print(find(Evidence(entered="Europe/Paris", address=moscow), clock=clock))
Europe/Paris, by the entered
>>> print(find(Evidence(address=moscow, fixed_line=vladivostok), clock=clock))
Europe/Moscow, by the address?
>>> print(find(Evidence(mobile=russia), Evidence(address=vladivostok), clock))
Asia/Vladivostok, by the company
>>> print(find(Evidence(), clock=clock))
nobody knows
"""

from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple

#: Where it comes from.
ENTERED, ADDRESS, FIXED_LINE, COUNTRY = "entered", "address", "fixed_line", "country"
MOBILE, DEFAULT, COMPANY, SALESPERSON = "mobile", "default", "company", "salesperson"
SOURCES = (
    *(ENTERED, ADDRESS, FIXED_LINE, COUNTRY),
    *(MOBILE, DEFAULT, COMPANY, SALESPERSON),
)
#: What leaves a doubt where it contradicts better evidence. A mobile, which people take
#: along, does not; nor does a company, which has branches, but against a mobile.
_DOUBTS = {FIXED_LINE, COUNTRY}

Zones = tuple[str, ...]
#: What the clocks of a zone show, as anything that is equal where they show the same.
Clock = Callable[[str], Hashable]


class Evidence(NamedTuple):
    """What is known of somebody: zones each, the most used first, or nothing.

    ``entered`` is a zone on purpose, ``default`` the partner's, which may be the
    default of whoever made it.
    """

    entered: str | None = None
    default: str | None = None
    address: Zones = ()
    fixed_line: Zones = ()
    country: Zones = ()
    mobile: Zones = ()

    def in_order(self) -> Iterable[tuple[str, Zones]]:
        """(source, zones) each, the best first."""
        yield ENTERED, (self.entered,) if self.entered else ()
        yield ADDRESS, self.address
        yield FIXED_LINE, self.fixed_line
        yield COUNTRY, self.country
        yield MOBILE, self.mobile


class Whereabouts(NamedTuple):
    """The zones somebody may be in, the most used first; none: nobody knows.

    ``source`` is what decided. ``certain``: nothing speaks against it.
    """

    zones: Zones = ()
    source: str = SALESPERSON
    certain: bool = True

    def __str__(self):
        if not self.zones:
            return "nobody knows"
        doubt = "" if self.certain else "?"
        return f"{' or '.join(self.zones)}, by the {self.source}{doubt}"


def find(
    own: Evidence, company: Evidence | None = None, clock: Clock = str
) -> Whereabouts:
    """Where somebody may be, from their own evidence and that of their company."""
    if own.entered:
        return Whereabouts((own.entered,), ENTERED)
    found = _narrow(Whereabouts(), own.in_order(), clock)
    if company:
        of_company = _narrow(Whereabouts(), company.in_order(), clock)
        found = _weigh(found, COMPANY, of_company.zones, clock)
    for one in filter(None, (own, company)):
        if one.default and not _is_clear(found, clock):
            source = DEFAULT if one is own else COMPANY
            found = _weigh(found, source, (one.default,), clock)
    return found._replace(zones=one_of_each(found.zones, clock))


def _is_clear(found, clock):
    return len(one_of_each(found.zones, clock)) == 1


def _narrow(found, evidence, clock):
    for source, zones in evidence:
        found = _weigh(found, source, zones, clock)
        if source == ENTERED and zones:
            break
    return found


def _weigh(found, source, zones, clock):
    """One more piece of evidence, weaker than those before."""
    if not zones:
        return found
    if not found.zones:
        return Whereabouts(zones, source)
    clocks = set(map(clock, zones))
    common = tuple(zone for zone in found.zones if clock(zone) in clocks)
    if not common:
        doubts = source in _DOUBTS or (found.source, source) == (MOBILE, COMPANY)
        return found._replace(certain=found.certain and not doubts)
    if set(map(clock, common)) == set(map(clock, found.zones)):
        return found
    # What is weaker has decided.
    return found._replace(zones=common, source=source)


def one_of_each(zones: Zones, clock: Clock) -> Zones:
    """Of zones whose clocks show the same, the first."""
    first = {}
    for zone in zones:
        first.setdefault(clock(zone), zone)
    return tuple(first.values())


def minded(
    place: Whereabouts,
    own: str,
    clock: Clock,
    same_country: Callable[[str, str], bool] = lambda zone, other: True,
) -> Zones:
    """Whose hours are to be minded: those of the salesperson's ``own`` zone, if the
    customer may be there and nothing speaks against it; else those of all zones.

    :param same_country: whether two zones are; abroad, what shows the same is none of
        the customer's zones

    >>> several = Whereabouts(("Europe/Moscow", "Asia/Vladivostok"), COUNTRY)
    >>> minded(several, "Asia/Vladivostok", str)
    ('Asia/Vladivostok',)
    >>> minded(several, "Europe/Berlin", str)
    ('Europe/Moscow', 'Asia/Vladivostok')
    >>> minded(several._replace(certain=False), "Asia/Vladivostok", str)
    ('Europe/Moscow', 'Asia/Vladivostok')
    >>> minded(Whereabouts(), "Europe/Berlin", str)
    ('Europe/Berlin',)
    """
    if not place.zones:
        return (own,)
    zones = one_of_each(place.zones, clock)
    mine = clock(own)
    if place.certain:
        for zone in zones:
            if clock(zone) == mine and same_country(zone, own):
                return (zone,)
    return zones

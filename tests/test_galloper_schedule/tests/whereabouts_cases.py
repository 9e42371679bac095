"""Customers and where they are in fact: what they tell, all zones they may be in.

Sources of what is expected. [IANA]: tzdata 2026f, ``zone.tab`` and its comments.
[NANPA]: the area code's map. [Part 71]: 49 CFR part 71, time zone boundaries. [ANATEL],
[ACMA], [NZNA], [MinTsifry], [IFT], [SUBTEL]: the regulator's numbering plan. [Correos],
[CTT], [Correios], [AusPost], [RussianPost], [CanadaPost]: which codes are where.
"""

from typing import NamedTuple


class Case(NamedTuple):
    """``address`` is country, state, postal code and city, the last ones if known."""

    who: str
    address: str
    phone: str
    zones: str
    source: str
    tz: str = ""
    why: str = "[IANA]"


NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
LOS_ANGELES, PHOENIX = "America/Los_Angeles", "America/Phoenix"
AMERICA = (
    f"{NEW_YORK} {CHICAGO} {DENVER} {PHOENIX} {LOS_ANGELES} America/Anchorage"
    " America/Adak Pacific/Honolulu"
)
RUSSIA = (
    "Europe/Kaliningrad Europe/Moscow Europe/Samara Asia/Yekaterinburg Asia/Omsk"
    " Asia/Krasnoyarsk Asia/Irkutsk Asia/Yakutsk Asia/Vladivostok Asia/Magadan"
    " Asia/Kamchatka"
)
YUKON_AND_NORTH = (
    "America/Whitehorse America/Edmonton America/Iqaluit America/Rankin_Inlet"
    " America/Cambridge_Bay"
)
INDONESIA = "Asia/Jakarta Asia/Makassar Asia/Jayapura"

CASES = [
    # Addresses
    Case("Seattle", "US WA 98101 Seattle", "", LOS_ANGELES, "address"),
    Case("Nashville", "US TN 37203", "", CHICAGO, "address", why="[Part 71]"),
    Case("Knoxville", "US TN 37902", "", NEW_YORK, "address", why="[Part 71]"),
    Case("El Paso", "US TX 79901", "", DENVER, "address", why="[Part 71]"),
    Case("Dallas", "US TX 75201", "", CHICAGO, "address", why="[Part 71]"),
    Case("Texas", "US TX", "", f"{CHICAGO} {DENVER}", "address", why="[Part 71]"),
    Case("Gary", "US IN 46402", "", CHICAGO, "address", why="[Part 71]"),
    Case("Pensacola", "US FL 32501", "", CHICAGO, "address", why="[Part 71]"),
    Case("Miami", "US FL 33101", "", NEW_YORK, "address", why="[Part 71]"),
    Case("Ontario in Oregon", "US OR 97914", "", DENVER, "address", why="[Part 71]"),
    Case("Honolulu", "US HI 96801", "", "Pacific/Honolulu", "address"),
    Case("Chinle", "US AZ 86503", "", DENVER, "address", why="Navajo Nation [IANA]"),
    Case("Tucson", "US AZ 85701", "", PHOENIX, "address"),
    Case("A ZIP code alone", "US - 10001", "", NEW_YORK, "address"),
    Case("An army post", "US AE 09012", "", "", "salesperson", why="anywhere"),
    Case("Vancouver", "CA BC V6B", "", "America/Vancouver", "address"),
    Case("Calgary", "CA AB", "", "America/Edmonton", "address"),
    Case("Kenora", "CA ON P9N", "", "America/Winnipeg", "address", why="[CanadaPost]"),
    Case("Regina", "CA SK S4P", "", "America/Regina", "address", why="[CanadaPost]"),
    Case("Labrador City", "CA NL A2V", "", "America/Goose_Bay", "address"),
    Case("Tijuana", "MX BCN", "", "America/Tijuana", "address"),
    Case("Hermosillo", "MX SON", "", "America/Hermosillo", "address"),
    Case("Manaus", "BR AM 69005", "", "America/Manaus", "address", why="[Correios]"),
    Case("Rio Branco", "BR AC", "", "America/Rio_Branco", "address"),
    Case("Broken Hill", "AU NSW 2880", "", "Australia/Broken_Hill", "address"),
    Case("Brisbane", "AU QLD 4000", "", "Australia/Brisbane", "address"),
    Case("Perth", "AU - 6000", "", "Australia/Perth", "address", why="[AusPost]"),
    Case(
        "Primorye, made in Moscow",
        *("RU PRI 690000 Vladivostok", "", "Asia/Vladivostok", "address"),
        tz="Europe/Moscow",
    ),
    Case("Samara", "RU - 443000", "", "Europe/Samara", "address", why="[RussianPost]"),
    Case("Bali", "ID BA", "", "Asia/Makassar", "address"),
    Case("Easter Island or Valparaíso", "CL CL-VS", "", None, "address"),
    Case("Punta Arenas", "CL CL-MA", "", "America/Punta_Arenas", "address"),
    Case("Galápagos", "EC 20", "", "Pacific/Galapagos", "address"),
    Case("Tenerife", "ES - 38001", "", "Atlantic/Canary", "address", why="[Correos]"),
    Case("Ponta Delgada", "PT - 9500", "", "Atlantic/Azores", "address", why="[CTT]"),
    Case("Chatham Islands", "NZ - 8942", "", "Pacific/Chatham", "address"),
    Case("Réunion", "FR 974", "", "Indian/Reunion", "address"),
    Case("Khovd", "MN 16", "", "Asia/Hovd", "address"),
    Case("Lubumbashi", "CD HK", "", "Africa/Lubumbashi", "address"),
    Case("Wake Island", "UM 79", "", "Pacific/Wake", "address"),
    Case("Oral", "KZ 27", "", "Asia/Oral", "address"),
    Case("Berlin", "DE - 10115 Berlin", "", "Europe/Berlin", "address"),
    Case("Auckland", "NZ AUK", "", "Pacific/Auckland", "address"),
    # Fixed lines
    Case("A number of Munich", "", "+49 89 123456", "Europe/Berlin", "fixed_line"),
    Case("One without a prefix", "DE", "089 123456", "Europe/Berlin", "fixed_line"),
    Case(
        "Kaliningrad, not Bucharest",
        *("", "+7 4012 123456", "Europe/Kaliningrad", "fixed_line"),
        why="[MinTsifry]",
    ),
    Case("Vladivostok", "RU", "+7 423 2201234", "Asia/Vladivostok", "fixed_line"),
    Case(
        "Saratov, not Moscow",
        *("", "+7 8452 123456", "Europe/Saratov", "fixed_line"),
        why="[MinTsifry]",
    ),
    Case(
        "Perth, not Adelaide",
        *("AU", "+61 8 9222 1234", "Australia/Perth", "fixed_line"),
        why="[ACMA]",
    ),
    Case(
        "Darwin", "", "+61 8 8999 1234", "Australia/Darwin", "fixed_line", why="[ACMA]"
    ),
    Case(
        "Yukon and the North",
        *("CA", "+1 867 633 1234", YUKON_AND_NORTH, "fixed_line"),
        why="[NANPA]",
    ),
    Case(
        "Iqaluit by its territory",
        *("CA NU X0A", "+1 867 979 6000", "America/Iqaluit", "address"),
        why="[CanadaPost]",
    ),
    Case(
        "Indiana's north west",
        *("US", "+1 219 555 0123", f"{CHICAGO} {NEW_YORK}", "fixed_line"),
        why="[NANPA]",
    ),
    Case(
        "Texas, by area code",
        *("US TX", "+1 915 555 0123", DENVER, "fixed_line"),
        why="[NANPA]",
    ),
    Case("George Town", "", "+1 345 949 1234", "America/Cayman", "fixed_line"),
    Case("Algiers, not Paris", "", "+213 21 12 34 56", "Africa/Algiers", "fixed_line"),
    Case(
        "Chatham Islands",
        *("", "+64 3 305 0123", "Pacific/Chatham", "fixed_line"),
        why="[NZNA]",
    ),
    Case(
        "Ashburton, not Chatham",
        *("", "+64 3 308 0123", "Pacific/Auckland", "fixed_line"),
        why="[NZNA]",
    ),
    Case(
        "Chihuahua keeps Mexico City's clock",
        *("MX", "+52 614 410 1234", "America/Chihuahua", "fixed_line"),
        why="[IFT]",
    ),
    Case("Las Palmas", "ES", "+34 928 12 34 56", "Atlantic/Canary", "fixed_line"),
    # Countries alone
    Case("Japan", "JP", "", "Asia/Tokyo", "country"),
    Case("South Africa", "ZA", "", "Africa/Johannesburg", "country"),
    Case("Kosovo", "XK", "", "Europe/Belgrade", "country"),
    Case("The United States", "US", "", AMERICA, "country"),
    Case("China keeps one clock", "CN", "", "Asia/Shanghai", "country"),
    Case("Kazakhstan, one clock since 2024", "KZ", "", "Asia/Almaty", "country"),
    # Mobiles
    Case("A Russian mobile", "", "+7 914 123 4567", None, "mobile", why="[MinTsifry]"),
    Case("A Kazakh mobile", "", "+7 701 123 4567", "Asia/Almaty", "mobile"),
    Case(
        "A Kazakh mobile, entered in Moscow",
        *("", "+7 777 123 4567", "Asia/Almaty", "mobile"),
        tz="Europe/Moscow",
    ),
    Case(
        "Manaus, by a mobile",
        *("BR", "+55 92 99123 4567", "America/Manaus", "mobile"),
        why="[ANATEL]",
    ),
    Case("Any of Indonesia", "", "+62 812 3456 7890", INDONESIA, "mobile"),
    Case("Cayman", "", "+1 345 323 1234", "America/Cayman", "mobile"),
    Case("A British mobile", "", "+44 7400 123456", "Europe/London", "mobile"),
    # Toll-free
    Case("Of all of +1", "", "+1 800 555 1234", "", "salesperson", why="[NANPA]"),
    Case("Of the world", "", "+800 1234 5678", "", "salesperson", why="ITU"),
    Case("German", "", "+49 800 1234567", "Europe/Berlin", "mobile"),
    # Nothing, or the default
    Case("Nothing", "", "", "", "salesperson", why="nobody knows"),
    Case("No number", "", "ask Anna", "", "salesperson", why="nobody knows"),
    Case("The zone of a contact", "", "", "Asia/Tokyo", "default", tz="Asia/Tokyo"),
    Case("It agrees", "RU", "", "Europe/Moscow", "default", tz="Europe/Moscow"),
    Case("It does not", "FR", "", "Europe/Paris", "country", tz="Asia/Tokyo"),
    Case("It is unknown", "", "", "", "salesperson", tz="Mars/Olympus", why="nobody"),
]

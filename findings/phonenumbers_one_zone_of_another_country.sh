#!/usr/bin/env bash
# A telephone number's only time zone may be another country's.
#
# Versions: phonenumbers 9.0.43, tzdata 2026.6 (2026f).
#
# Behaviour: time_zones_for_number() answers with exactly one zone for every number of
# Algeria (Europe/Paris), Libya (Europe/Bucharest), Nicaragua (America/Chicago), South
# Sudan (Africa/Nairobi) and Morocco (Atlantic/Canary), and for the area code of
# Kaliningrad (Europe/Bucharest). None of them is a zone of that country, and each runs
# on other clocks: an hour ahead in summer, South Sudan's the whole year. Ashburton in
# New Zealand gets Pacific/Chatham, 45 minutes ahead all year, though the same package
# describes the number as "Ashburton/Akaroa/Chatham Islands". The data is made from
# CLDR's groups of zones; a few missing entries in it have been reported for single
# countries, yet these are there in the current release.
#
# Output seen: "Algeria   ['Europe/Paris'] instead of Africa/Algiers: ahead by up to 60
# minutes", and so on for all seven.
#
# One would have guessed: doubt shows as several zones (numbers of +1 800 get forty), so
# a single zone is the right one, or at least one on the same clocks.
#
# Why it matters: the usual rule "one zone: trust it, several: ask" trusts exactly these.
# A customer who may be called from nine is called at eight from spring to autumn, and
# tests that run in winter see nothing.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-deps phonenumbers==9.0.43 tzdata==2026.6
"$folder/venv/bin/python" -I - <<'EOF'
import sys
import zoneinfo
from datetime import datetime, timezone

import phonenumbers
from phonenumbers import geocoder
from phonenumbers.timezone import time_zones_for_number

zoneinfo.reset_tzpath(to=())  # The pinned data, not the machine's.


def offsets(zone):
    middles = (datetime(2027, m, 15, 12, tzinfo=timezone.utc) for m in range(1, 13))
    zone = zoneinfo.ZoneInfo(zone)
    return [at.astimezone(zone).utcoffset().total_seconds() / 60 for at in middles]


def check(place, number, expected, own, ahead):
    found = list(time_zones_for_number(number))
    if not phonenumbers.is_valid_number(number) or found != [expected]:
        sys.exit(f"CHANGED: numbers of {place} are now said to be in {found}")
    differences = [a - b for a, b in zip(offsets(expected), offsets(own))]
    if max(differences) != ahead:
        sys.exit(f"CHANGED: {expected} is now ahead of {own} by {differences}")
    print(f"{place:12} {found} instead of {own}: ahead by up to {ahead} minutes")


# The package's own example numbers.
for place, region, zone, own in (
    ("Algeria", "DZ", "Europe/Paris", "Africa/Algiers"),
    ("Libya", "LY", "Europe/Bucharest", "Africa/Tripoli"),
    ("Nicaragua", "NI", "America/Chicago", "America/Managua"),
    ("South Sudan", "SS", "Africa/Nairobi", "Africa/Juba"),
    ("Morocco", "MA", "Atlantic/Canary", "Africa/Casablanca"),
):
    for kind in (
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.MOBILE,
    ):
        number = phonenumbers.example_number_for_type(region, kind)
        check(place, number, zone, own, 60)

# Made up: an area code and zeros.
number = phonenumbers.parse("+74012000000")
check("Kaliningrad", number, "Europe/Bucharest", "Europe/Kaliningrad", 60)
number = phonenumbers.parse("+6433080000")
check("Ashburton", number, "Pacific/Chatham", "Pacific/Auckland", 45)
described = geocoder.description_for_number(number, "en")
if described != "Ashburton/Akaroa/Chatham Islands":
    sys.exit(f"CHANGED: the New Zealand number is now described as {described!r}")
EOF
echo "OK: as found"

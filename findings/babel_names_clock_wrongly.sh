#!/usr/bin/env bash
# Babel puts the right hour beside the name of another clock, all year: in Ireland, and
# from winter 2026 on in western Canada.
#
# Versions: Babel 2.19.0, tzdata 2026.6 (2026f).
#
# Behaviour: a call at 18:00 UTC is "18:00 Irish Standard Time" in January and "19:00
# Greenwich Mean Time" in July, just the wrong way round: in the zone data Irish winter
# is what deviates, by minus an hour, and Babel takes any deviation for summer time.
# French and German even write summer time in January. Vancouver, Edmonton and Winnipeg
# stay on their summer clocks in this data. The hour follows, the name does not:
# Vancouver's 11:00 is "11:00 Pacific Standard Time" while the very same name stands
# beside 10:00 in Los Angeles. The letters in the zone data are MST, Babel's PST.
#
# Output seen: "18:00 Irish Standard Time", "19:00 Greenwich Mean Time", "18:00 heure
# d’été irlandaise", "11:00 Pacific Standard Time"; all of it is compared below.
#
# One would have guessed: name and hour come from one conversion, so they fit; and the
# newest zone data is all that a change of law needs.
#
# Why it matters: a written promise is read by its name. "19:00 Greenwich Mean Time" is
# eight in the evening in Dublin, "11:00 Pacific Standard Time" noon in Vancouver: an
# hour late, both. An offset (UTC+1) says what is meant.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-deps Babel==2.19.0 tzdata==2026.6
"$folder/venv/bin/python" -I - <<'EOF'
import sys
import zoneinfo
from datetime import datetime, timezone

from babel.dates import format_datetime, get_timezone_name

zoneinfo.reset_tzpath(to=())  # The pinned data, not the machine's.


def check(found, expected):
    if found != expected:
        sys.exit(f"CHANGED: {found!r} instead of {expected!r}")
    print(found)


def text(month, zone, locale="en"):
    at = datetime(2027, month, 12, 18, tzinfo=timezone.utc)
    zone = zoneinfo.ZoneInfo(zone)
    return format_datetime(at, "HH:mm zzzz", tzinfo=zone, locale=locale)


def offset(month, zone):
    at = datetime(2027, month, 12, 18, tzinfo=timezone.utc)
    return f"{at.astimezone(zoneinfo.ZoneInfo(zone)):%z %Z}"


check(text(1, "Europe/Dublin"), "18:00 Irish Standard Time")
check(offset(1, "Europe/Dublin"), "+0000 GMT")
check(text(7, "Europe/Dublin"), "19:00 Greenwich Mean Time")
check(offset(7, "Europe/Dublin"), "+0100 IST")
check(text(1, "Europe/Dublin", "fr"), "18:00 heure d’été irlandaise")
check(text(1, "Europe/Dublin", "de"), "18:00 Irische Sommerzeit")

check(text(1, "America/Vancouver"), "11:00 Pacific Standard Time")
check(text(7, "America/Vancouver"), "11:00 Pacific Standard Time")
check(text(1, "America/Los_Angeles"), "10:00 Pacific Standard Time")
check(text(1, "America/Edmonton"), "12:00 Mountain Standard Time")
check(text(1, "America/Denver"), "11:00 Mountain Standard Time")
check(text(1, "America/Winnipeg"), "13:00 Central Standard Time")
check(text(1, "America/Chicago"), "12:00 Central Standard Time")

at = datetime(2027, 1, 12, 18, tzinfo=timezone.utc)
at = at.astimezone(zoneinfo.ZoneInfo("America/Vancouver"))
check((at.tzname(), get_timezone_name(at, "short", locale="en_CA")), ("MST", "PST"))
EOF
echo "OK: as found"

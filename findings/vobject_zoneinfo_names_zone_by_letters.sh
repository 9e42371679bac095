#!/usr/bin/env bash
# vobject names a zoneinfo zone by the letters of its standard time, so zones that share
# them become one: the first that the process has met.
#
# Versions: vobject 0.9.9, tzdata 2026.6; beside them pytz 2026.6 and icalendar 7.3.2.
#
# Behaviour: for a start in zoneinfo's Asia/Shanghai vobject writes "TZID:CST" with the
# rules of China. Chicago is CST as well, Dublin is IST like Kolkata, and Vancouver PST
# (its letters in the year 2000) like Los Angeles. What the letters mean is kept for the
# life of the process: a calendar that holds Kolkata alone says UTC+0 if one of Dublin
# was written before it. pytz zones get their full names.
#
# Output seen: "zoneinfo: Europe/Dublin first, Asia/Kolkata is then at +0 h instead of
# +5.5 h", "America/Chicago first, Asia/Shanghai is then at -6 h instead of +8 h".
#
# One would have guessed: going from pytz to zoneinfo keeps the files as they are; a
# short name is odd at worst, since the rules stand beside it; and one calendar has
# nothing to do with the one before it.
#
# Why it matters: a customer's invitation gets another customer's clock, in a worker that
# has served both, and is right again after a restart. Reading the file back, even with
# another library, agrees with the wrong hour, since the file itself is consistent.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-deps vobject==0.9.9 tzdata==2026.6 \
    pytz==2026.6 python-dateutil==2.9.0.post0 six==1.17.0 icalendar==7.3.2 \
    typing_extensions==4.16.0
cat >"$folder/write_two.py" <<'EOF'
import sys
import zoneinfo
from datetime import datetime, timedelta

import icalendar
import pytz
import vobject

zoneinfo.reset_tzpath(to=())  # The pinned data, not the machine's.
library, first, second, expected = sys.argv[1:]
START = datetime(2027, 1, 12, 10)


def in_zone(name):
    if library == "pytz":
        return pytz.timezone(name).localize(START)
    return START.replace(tzinfo=zoneinfo.ZoneInfo(name))


def written(name):
    calendar = vobject.iCalendar()
    event = calendar.add("vevent")
    event.add("uid").value = "call@example.com"
    event.add("dtstart").value = in_zone(name)
    return calendar.serialize()


def hours(start):
    return f"{start.utcoffset() / timedelta(hours=1):+g}"


written(first)
text = written(second)  # A calendar of its own.
by_vobject = hours(vobject.readOne(text).vevent.dtstart.value)
event = icalendar.Calendar.from_ical(text).walk("VEVENT")[0]
by_icalendar = hours(event["DTSTART"].dt)
print(
    f"{library}: {first} first, {second} is then at {by_vobject} h"
    f" instead of {hours(in_zone(second))} h"
)
if (by_vobject, by_icalendar) != (expected, expected):
    sys.exit(f"CHANGED: vobject {by_vobject}, icalendar {by_icalendar}, not {expected}")
if library == "zoneinfo" and second in text:
    sys.exit("CHANGED: the zone has its full name now")
EOF
two() { "$folder/venv/bin/python" -I "$folder/write_two.py" "$@"; }
two zoneinfo Europe/Dublin Asia/Kolkata +0
two zoneinfo America/Chicago Asia/Shanghai -6
two zoneinfo America/Vancouver America/Los_Angeles -7
two pytz Europe/Dublin Asia/Kolkata +5.5
two pytz America/Chicago Asia/Shanghai +8
two pytz America/Vancouver America/Los_Angeles -8
echo "OK: as found"

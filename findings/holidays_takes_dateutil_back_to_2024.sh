#!/usr/bin/env bash
# Installing holidays, or recurring-ical-events, takes dateutil's clocks back to 2024,
# however new tzdata is.
#
# Versions: python-dateutil 3.0.0 and 2.9.0.post0, holidays 0.109, tzdata 2026.6 (2026f).
#
# Behaviour: dateutil 3.0.0 has no zone data of its own and reads the tzdata package.
# holidays demands dateutil below 3 (so does recurring-ical-events 3.8.2), and pip goes
# back to 2.9.0.post0 without a word of a conflict. That one never looks at the tzdata
# package: where the system has no zone files (Windows, small containers) it falls back
# on the copy in its own wheel, of release 2024a. In the same process, on 12 January
# 2027, Vancouver is then on UTC-7 for zoneinfo and on UTC-8 for dateutil; in July
# Casablanca and Asunción are an hour off as well.
#
# Output seen, hours by dateutil and by zoneinfo: "alone: dateutil 3.0.0 (2026f) …
# Vancouver -7 -7", "with holidays: dateutil 2.9.0.post0 (2024a) … Vancouver -8 -7,
# Winnipeg -6 -5, Casablanca in July +1 +0".
#
# One would have guessed: a package of holidays has no say in clocks, and a pinned,
# current tzdata settles the data for all of Python.
#
# Why it matters: a customer in Vancouver, Winnipeg or Casablanca is called an hour off
# after somebody has added public holidays, on the machines without zone files only: not
# on the developer's Linux, whose files hide it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
pip() { "$folder/venv/bin/pip" "$@"; }
cat >"$folder/clocks.py" <<'EOF'
import sys
import warnings
import zoneinfo
from datetime import datetime, timedelta, timezone
from importlib.metadata import version

warnings.simplefilter("ignore")  # 3.0.0 deprecates its module zoneinfo.
import dateutil.zoneinfo
from dateutil import tz

# As on a system without zone files.
zoneinfo.reset_tzpath(to=())
if hasattr(tz, "reset_tzpath"):
    tz.reset_tzpath(to=())
else:
    tz.tz.TZPATHS[:] = []

label, *expected = sys.argv[1:]
data = dateutil.zoneinfo.get_zonefile_instance().metadata["tzversion"]


def hours(zone, month):
    at = datetime(2027, month, 12, 18, tzinfo=timezone.utc).astimezone(zone)
    return f"{at.utcoffset() / timedelta(hours=1):+g}"


found = [version("python-dateutil"), data]
for name, month in (
    ("America/Vancouver", 1),
    ("America/Winnipeg", 1),
    ("Africa/Casablanca", 7),
    ("America/Asuncion", 7),
):
    found.append(hours(tz.gettz(name), month))
    found.append(hours(zoneinfo.ZoneInfo(name), month))
text = (
    "{}: dateutil {} ({}); hours by dateutil and by zoneinfo: Vancouver {} {},"
    " Winnipeg {} {}, Casablanca in July {} {}, Asunción in July {} {}"
)
print(text.format(label, *found))
if found != expected:
    sys.exit(f"CHANGED: {found} instead of {expected}")
EOF
clocks() { "$folder/venv/bin/python" -I "$folder/clocks.py" "$@"; }

pip install --quiet --no-deps tzdata==2026.6 python-dateutil==3.0.0 six==1.17.0
clocks "alone" 3.0.0 2026f -7 -7 -5 -5 +0 +0 -3 -3

pip install --quiet holidays==0.109
clocks "with holidays" 2.9.0.post0 2024a -8 -7 -6 -5 +1 +0 -4 -3
if ! pip check; then
    echo "CHANGED: pip sees a conflict now"
    exit 1
fi
echo "OK: as found"

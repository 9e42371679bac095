#!/usr/bin/env bash
# Babel and holidays disagree in 17 countries on which days are the weekend.
#
# Versions: Babel 2.19.0, holidays 0.109.
#
# Behaviour: of the countries that both know, they differ in the ones listed below.
# Afghanistan's weekend is Thursday and Friday for Babel, Friday and Saturday for
# holidays; Libya's is Friday and Saturday for Babel, Saturday and Sunday for holidays;
# in Bangladesh, Djibouti, the Maldives and Mauritania it is Saturday and Sunday for
# Babel, Friday and Saturday for holidays. In Brunei holidays knows a split weekend,
# Friday and Sunday, which Babel cannot say: it has a first and a last day. In Hong Kong,
# Venezuela and others Saturday is a working day for holidays. Babel is asked by locale,
# and English is no way in: there is no en_BD, while plain "en" answers for the world.
#
# Output seen: "BD  Babel: Sat Sun   holidays: Fri Sat", "BN  Babel: Sat Sun   holidays:
# Fri Sun", and so on, with "17 of 246 differ" at the end.
#
# One would have guessed: weekends are the settled part, unlike holidays; a pair of days
# describes each; and CLDR, which every browser uses for its calendars, has them right.
#
# Why it matters: a calendar drawn by one and planned by the other shows calls on a grey
# day, and is_working_day() lets a call to Dhaka through on Sunday and not on Friday, or
# the reverse, depending on which package was asked.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-deps Babel==2.19.0 holidays==0.109 \
    python-dateutil==2.9.0.post0 six==1.17.0
"$folder/venv/bin/python" -I - <<'EOF'
import sys
from datetime import date

import holidays
from babel import Locale, UnknownLocaleError, localedata

NAMES = "Mon Tue Wed Thu Fri Sat Sun".split()


def days_of(locale):
    days = [locale.weekend_start]
    while days[-1] != locale.weekend_end:
        days.append((days[-1] + 1) % 7)
    return frozenset(days)


def said(days):
    return " ".join(NAMES[day] for day in sorted(days))


def check(found, expected):
    if found != expected:
        sys.exit(f"CHANGED: {found} instead of {expected}")


by_babel = {}
for name in localedata.locale_identifiers():
    locale = Locale.parse(name)
    if locale.territory:
        by_babel.setdefault(locale.territory, set()).add(days_of(locale))
check([t for t, answers in by_babel.items() if len(answers) > 1], [])

both, differ = 0, {}
for country in holidays.list_supported_countries(include_aliases=False):
    if country in by_babel:
        both += 1
        (babel,) = by_babel[country]
        other = frozenset(holidays.country_holidays(country, years=2026).weekend)
        if babel != other:
            differ[country] = (said(babel), said(other))
for country, (babel, other) in sorted(differ.items()):
    print(f"{country}  Babel: {babel:9} holidays: {other}")
print(f"{len(differ)} of {both} differ")

check(differ["AF"], ("Thu Fri", "Fri Sat"))
check(differ["LY"], ("Fri Sat", "Sat Sun"))
for country in ("BD", "DJ", "MV", "MR"):
    check(differ[country], ("Sat Sun", "Fri Sat"))
check(differ["BN"], ("Sat Sun", "Fri Sun"))
for country in ("HK", "VE"):
    check(differ[country], ("Sat Sun", "Sun"))
check(len(differ), 17)

bangladesh = holidays.country_holidays("BD")
check(bangladesh.is_working_day(date(2026, 11, 27)), False)  # A Friday.
check(bangladesh.is_working_day(date(2026, 11, 29)), True)  # A Sunday.
try:
    check(f"found {Locale('en', 'BD')}", "no such locale")
except UnknownLocaleError:
    check(said(days_of(Locale("en"))), "Sat Sun")
EOF
echo "OK: as found"

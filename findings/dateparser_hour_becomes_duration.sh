#!/usr/bin/env bash
# dateparser reads "tomorrow at 10 o'clock" as "tomorrow, and ten hours more", or leaves
# the hour out, depending on the language, and never says that it is unsure.
#
# Version: dateparser 1.5.0 (its dependencies pinned below).
#
# Behaviour: the language is given, the words are in its dictionaries and a date comes
# back, so nothing looks wrong. Asked on Wednesday, 25 November 2026, at 15:00:
#   nl  morgen om 10 uur   Friday at 01:00      tomorrow 15:00 and ten hours
#   pt  amanhã às 10h      Friday at 01:00      the same
#   ru  в 3 часа дня       today at 18:00       "at three in the afternoon", read as "in
#                                               three hours"
#   de  morgen 10 Uhr      tomorrow at 15:00    the hour is left out, the present's kept
#   en  tomorrow at 10     tomorrow at 15:00    the same
#   de  Freitag 10 Uhr     10 November, 00:00   a Tuesday of the past, although dates of
#                                               the future are preferred
# French (demain à 10h), and all of them with 10:00, are right.
#
# Output seen: the times of the list above.
#
# One would have guessed: a phrase that is not understood gives None (as "halb elf"
# does), what is understood in French is so in Dutch, and PREFER_DATES_FROM "future"
# rules out the past.
#
# Why it matters: these are the words in which a salesperson notes a promise. The wrong
# time depends on when the note is read, so a test at midnight sees the right one: the
# ten hours are added to 00:00.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --no-deps dateparser==1.5.0 pytz==2026.6 \
    python-dateutil==2.9.0.post0 six==1.17.0 regex==2026.11.19 tzlocal==5.4.5
"$folder/venv/bin/python" -I - <<'EOF'
import sys
from datetime import datetime

import dateparser


def check(asked, language, text, expected):
    found = dateparser.parse(
        text,
        languages=[language],
        settings={"RELATIVE_BASE": asked, "PREFER_DATES_FROM": "future"},
    )
    if found != expected:
        sys.exit(f"CHANGED: {language} {text!r} is now {found}, not {expected}")
    print(language, f"{text:18}", f"{found:%a %d %b %H:%M}" if found else None)


WEDNESDAY = datetime(2026, 11, 25, 15)
for language, text, expected in (
    ("nl", "morgen om 10 uur", datetime(2026, 11, 27, 1)),
    ("pt", "amanhã às 10h", datetime(2026, 11, 27, 1)),
    ("ru", "в 3 часа дня", datetime(2026, 11, 25, 18)),
    ("de", "morgen 10 Uhr", datetime(2026, 11, 26, 15)),
    ("en", "tomorrow at 10", datetime(2026, 11, 26, 15)),
    ("de", "Freitag 10 Uhr", datetime(2026, 11, 10)),
    # And what is right.
    ("fr", "demain à 10h", datetime(2026, 11, 26, 10)),
    ("nl", "morgen om 10:00", datetime(2026, 11, 26, 10)),
    ("pt", "amanhã às 10:00", datetime(2026, 11, 26, 10)),
    ("de", "morgen 10:00", datetime(2026, 11, 26, 10)),
    ("en", "tomorrow at 10:00", datetime(2026, 11, 26, 10)),
    ("de", "Freitag 10:00", datetime(2026, 11, 27, 10)),
    ("de", "halb elf", None),
):
    check(WEDNESDAY, language, text, expected)
MIDNIGHT = datetime(2026, 11, 25)
check(MIDNIGHT, "nl", "morgen om 10 uur", datetime(2026, 11, 26, 10))
check(MIDNIGHT, "pt", "amanhã às 10h", datetime(2026, 11, 26, 10))
EOF
echo "OK: as found"

"""Print a salesperson's plan for today as a table; run inside Odoo's environment.

Arguments: Odoo's own options (-c and -d), then the width of the table.
"""

import signal
import sys

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tools import config

SALESPERSON = "galloper_schedule.user_demo_moscow"
TITLES = ("#", "Time", "Who", "Stage", "Why now")
# Each column is as wide as its longest text but no wider than this; the last has
# what is left.
WIDEST = (3, 11, 28, 12)


def main(*arguments):
    *options, width = arguments
    config.parse_config(options)
    with Registry(config["db_name"][0]).cursor() as cursor:
        user = salesperson(api.Environment(cursor, SUPERUSER_ID, {}))
        lines = plan(user)
        rows = [row(position, line) for position, line in enumerate(lines, start=1)]
        print(f"\nThe day of {user.name} ({user.tz}), {local(user).date()}:\n")
        print_table(rows, int(width))


def salesperson(env):
    """The user of the demo data, in his own name, language and time zone."""
    user = env.ref(SALESPERSON, raise_if_not_found=False)
    if not user:
        sys.exit(f"The demo data has no {SALESPERSON}.")
    return user.with_user(user).with_context(lang=user.lang, tz=user.tz)


def plan(user):
    """Plan the user's day now and return its lines in order.

    The suggestions too, which stand behind the contacts and are inactive.
    """
    user.plan_my_day()
    user.env.cr.commit()
    lines = user.env["galloper.schedule.line"].with_context(active_test=False)
    return lines.search([("user_id", "=", user.id)], order="rank, id")


def row(position, line):
    return (
        str(position),
        slot(line),
        line.who or "",
        line.stage_id.name or "",
        line.reason or "",
    )


def slot(line):
    if not line.planned_start:
        return ""
    start, stop = local(line, line.planned_start), local(line, line.planned_stop)
    return f"{start:%H:%M}-{stop:%H:%M}"


def local(record, moment=None):
    """A moment, or now, in the time zone of the record's context."""
    moment = moment or fields.Datetime.now()
    return fields.Datetime.context_timestamp(record, moment)


def print_table(rows, width):
    if not rows:
        print("Nothing is planned for today.")
        return
    rows = [TITLES, *rows]
    widths = column_widths(rows, width)
    for cells in rows:
        line = "  ".join(map(fit, cells, widths))
        print(line.rstrip())


def column_widths(rows, width):
    columns = list(zip(*rows, strict=True))[:-1]
    widths = [
        min(widest, max(map(len, texts)))
        for widest, texts in zip(WIDEST, columns, strict=True)
    ]
    return [*widths, width - sum(widths) - 2 * len(widths)]


def fit(text, width):
    text = " ".join(text.split())
    return text.ljust(width) if len(text) <= width else text[: width - 1] + "…"


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    main(*sys.argv[1:])

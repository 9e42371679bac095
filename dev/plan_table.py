"""Print a salesperson's plan for today as a table; run inside Odoo's environment.

Arguments: Odoo's own options (-c and -d).
"""

import signal
import sys

from rich.console import Console
from rich.table import Table

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tools import config

SALESPERSON = "galloper_schedule.user_demo_moscow"


def main(*options):
    config.parse_config(list(options))
    with Registry(config["db_name"][0]).cursor() as cursor:
        user = api.Environment(cursor, SUPERUSER_ID, {}).ref(SALESPERSON)
        # In the user's own name, language and time zone.
        user = user.with_user(user).with_context(lang=user.lang, tz=user.tz)
        today = local(user, fields.Datetime.now()).date()
        table = Table("#", "Time", "Who", "Stage", "Why now", box=None, pad_edge=False)
        for column in table.columns[:2]:
            column.no_wrap = True
        for position, line in enumerate(plan(user), start=1):
            texts = line.who, line.stage_id.name, line.reason
            table.add_row(str(position), slot(line), *(text or "" for text in texts))
        console = Console(highlight=False, markup=False)
        console.width = min(max(console.width, 80), 120)
        console.print(f"\nThe day of {user.name} ({user.tz}), {today}:\n")
        console.print(table if table.rows else "Nothing is planned for today.")


def plan(user):
    """Plan the user's day now and return its lines in order.

    The suggestions too, which stand behind the activities and are inactive.
    """
    user.plan_my_day()
    user.env.cr.commit()
    lines = user.env["galloper.schedule.line"].with_context(active_test=False)
    return lines.search([("user_id", "=", user.id)], order="rank, id")


def slot(line):
    if not line.planned_start:
        return ""
    start, stop = local(line, line.planned_start), local(line, line.planned_stop)
    return f"{start:%H:%M}-{stop:%H:%M}"


def local(record, moment):
    return fields.Datetime.context_timestamp(record, moment)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it without a traceback
    main(*sys.argv[1:])

"""A whole Odoo process that plans whoever is due, for ``test_side_by_side``.

Arguments: the configuration file, the database, and how many users a batch has. It
says which users it has claimed first, and waits for a word before it plans them; in
the end it says which users it has planned.
"""

import sys
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config


def main(path, database, batch):
    config.parse_config(["-c", path, "-d", database], setup_logging=True)
    registry = Registry(database)
    from odoo.addons.galloper_schedule.adapter.plan import batches

    users, planned = registry["res.users"], []
    plan_anew = users._plan_anew

    def note(users, *args):
        if not planned:
            say(users.ids)
            sys.stdin.readline()
        planned.extend(users.ids)
        return plan_anew(users, *args)

    with (
        patch.object(users, "_plan_anew", note),
        patch.object(batches, "USERS", int(batch)),
        registry.cursor() as cr,
    ):
        env = api.Environment(cr, SUPERUSER_ID, {})
        env["res.users"]._cron_plan_day()
    say(planned)


def say(user_ids):
    sys.stdout.write(" ".join(map(str, user_ids)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

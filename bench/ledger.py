"""What the Promise Log adds to creating promised activities in one batch.

Arguments: Odoo's own options, -c and -d. Each round makes the same activities with the
log and without it, side by side in one process; nothing is kept.
"""

from datetime import datetime
from functools import partial
from unittest.mock import patch

from . import acts, kit

SIZE, LEADS, WARM_UPS, RUNS = 1000, 200, 2, 15


def main(odoo):
    with odoo.env(tracking_disable=True) as env:
        env["crm.lead"].search([]).active = False  # those of the demo data
        lead = {"type": "opportunity", "user_id": env.ref("base.user_admin").id}
        leads = [{**lead, "name": f"Opportunity {number}"} for number in range(LEADS)]
        env["crm.lead"].create(leads)
    bare, logged = partial(create_without, odoo), partial(odoo.time, create)
    cases = {
        "without": ("without the Promise Log", bare, "", None),
        "with": ("with the Promise Log", logged, "without", 1.15),
    }
    rows = kit.measure(cases, RUNS, WARM_UPS)
    title = f"{SIZE} promised activities in one batch, {RUNS} runs"
    return kit.report("ledger", title, rows)


def create(env):
    moment, admin = datetime(2099, 3, 4, 9), env.ref("base.user_admin")
    return acts.make(env, "mail.activity", SIZE, promised_at=moment, user_id=admin.id)


def create_without(odoo):
    from odoo.addons.galloper_schedule.adapter.log import promise_rows

    with patch.object(promise_rows, "give", lambda *_args: None):
        return odoo.time(create)


if __name__ == "__main__":
    kit.start(main)

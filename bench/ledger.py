"""What the Promise Log adds to creating promised activities in one batch.

Arguments: Odoo's own options, -c and -d. Each round makes the same activities with the
log and without it, side by side in one process; nothing is kept.
"""

from datetime import datetime, timedelta
from unittest.mock import patch

from . import kit

SIZE, LEADS, WARM_UPS, RUNS = 1000, 200, 2, 15
WITH, WITHOUT = "with the Promise Log", "without the Promise Log"


def main(odoo):
    with odoo.env(tracking_disable=True) as env:
        leads = [
            {"name": f"Opportunity {number}", "user_id": env.ref("base.user_admin").id}
            for number in range(LEADS)
        ]
        leads = env["crm.lead"].create(leads).ids
    cases = {
        WITHOUT: lambda _number: create_without(odoo, leads),
        WITH: lambda _number: odoo.time(create, leads=leads),
    }
    taken = kit.by_turns(cases, RUNS, WARM_UPS)
    bare = taken[WITHOUT]
    rows = [kit.Row(WITHOUT, bare), kit.Row(WITH, taken[WITH], bare, "without", 1.15)]
    title = f"{SIZE} promised activities in one batch, {RUNS} runs"
    return kit.report("ledger", title, rows)


def create(env, leads):
    model = env["mail.activity"].with_context(
        mail_activity_quick_update=True, tracking_disable=True
    )
    vals_list = [
        {
            "activity_type_id": env.ref("mail.mail_activity_data_call").id,
            "res_model_id": env["ir.model"]._get_id("crm.lead"),
            "res_id": leads[number % LEADS],
            "user_id": env.ref("base.user_admin").id,
            "promised_at": datetime(2099, 3, 4, 9) + timedelta(minutes=number),
        }
        for number in range(SIZE)
    ]
    return lambda: model.create(vals_list)


def create_without(odoo, leads):
    from odoo.addons.galloper_schedule.adapter.log import promise_rows

    with patch.object(promise_rows, "give", lambda *_args: None):
        return odoo.time(create, leads=leads)


if __name__ == "__main__":
    kit.start(main)

"""What the ledger adds to creating promised activities in one batch.

Arguments: Odoo's own options, -c and -d. Each round makes the same activities with the
ledger and without it, side by side in one process; nothing is kept.
"""

import gc
import statistics
import sys
import time
from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tools import config

SIZE, LEADS, WARM_UPS, RUNS = 1000, 200, 2, 15
TARGET = 1.15


def main(*options):
    config.parse_config(list(options), setup_logging=True)
    registry = Registry(config["db_name"][0])
    from odoo.addons.galloper_schedule.adapter.log import promise_rows

    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {"tracking_disable": True})
        leads = make_leads(env)
        cursor.commit()
        times = {"with": [], "without": []}
        for number in range(WARM_UPS + RUNS):
            for name, taken in times.items():
                seconds = measure(env, leads, promise_rows, name == "without")
                if number >= WARM_UPS:
                    taken.append(seconds)
    return verdict(times)


def make_leads(env):
    seller = env.ref("base.user_admin")
    return env["crm.lead"].create(
        [
            {"name": f"Opportunity {number}", "user_id": seller.id}
            for number in range(LEADS)
        ]
    )


def measure(env, leads, promise_rows, without):
    """Seconds of one batch, up to and with its last write; it is rolled back."""
    activity = env["mail.activity"].with_context(mail_activity_quick_update=True)
    start = datetime(2099, 3, 4, 9)
    lead_model = env["ir.model"]._get_id("crm.lead")
    vals_list = [
        {
            "activity_type_id": env.ref("mail.mail_activity_data_call").id,
            "res_model_id": lead_model,
            "res_id": leads[number % LEADS].id,
            "user_id": leads.user_id.id,
            "promised_at": start + timedelta(minutes=number),
        }
        for number in range(SIZE)
    ]
    env.invalidate_all()
    gc.collect()
    give = (lambda *_args: None) if without else promise_rows.give
    try:
        with patch.object(promise_rows, "give", give):
            begin = time.perf_counter()
            activity.create(vals_list)
            env.flush_all()
            return time.perf_counter() - begin
    finally:
        env.cr.rollback()
        env.clear()


def verdict(times):
    """Say what it costs; 1 if that is too much."""
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    ratio = statistics.median(
        own / bare for own, bare in zip(times["with"], times["without"], strict=True)
    )
    print(f"{SIZE} promised activities in one batch, median of {RUNS} runs:")
    print(f"  without the ledger {1000 * medians['without']:8.0f} ms")
    print(f"  with the ledger    {1000 * medians['with']:8.0f} ms")
    met = "Met" if ratio <= TARGET else "MISSED"
    print(f"{met}: {ratio:.2f} times (at most {TARGET})")
    return int(ratio > TARGET)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

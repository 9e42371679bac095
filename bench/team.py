"""The Team day of many salespeople, as its leader's browser asks for it.

Arguments: Odoo's own options, -c and -d; the database is filled and stays so. The
environment variable SIZE is the number of salespeople.
"""

import gc
import os
import sys
from datetime import datetime, timedelta, timezone

import cases
import data
from run import RUNS, WARM_UPS, Requests, Result, say, vacuum

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.tools import config

SIZE = int(os.environ.get("SIZE") or 50)
CONTACTS = 30
TARGET = 300  # milliseconds, to open it
VIEW = "galloper_schedule.galloper_team_day_view_kanban"


def main(*options):
    config.parse_config(list(options), setup_logging=True)
    registry = Registry(config["db_name"][0])
    with registry.cursor() as cursor:
        env = api.Environment(cursor, SUPERUSER_ID, {})
        say(f"Making {SIZE} salespeople with {CONTACTS} contacts each")
        leader, sellers = fill(env)
        context = {"lang": leader.lang, "tz": leader.tz, "uid": leader.id}
        context["allowed_company_ids"] = leader.company_ids.ids
        leader_id, seller_ids = leader.id, sellers.ids
    vacuum(registry)
    requests = Requests(registry, leader_id, context)
    every = requests.ask(lambda env: make(env, seller_ids))
    shown = requests.ask(every[0].run)["length"]
    if shown != SIZE:
        sys.exit(f"{shown} salespeople on the page?")
    say(f"Measuring {RUNS} times each")
    gc.freeze()
    results = [measure(requests, case) for case in every]
    print_table(results)
    return verdict(results[0])


def fill(env):
    """A leader with a salesperson's plain rights, and his team at about noon."""
    env = env(context=dict(env.context, **data.QUIET))
    leader, *others = data.salespeople(env, 1 + SIZE)
    sellers = env["res.users"].union(*others)
    env["crm.team"].create(
        {
            "name": "Team",
            "user_id": leader.id,
            "crm_team_member_ids": [
                Command.create({"user_id": user.id}) for user in sellers
            ],
        }
    )
    env["ir.config_parameter"].set_param("crm.membership_multi", True)
    for user in sellers:
        data.sales(env, user, CONTACTS)
    leads = env["crm.lead"].search([("user_id", "in", sellers.ids)])
    data.assign(env, leads.ids)
    env.invalidate_all()
    promise(env, sellers)
    hours(env, sellers)
    sellers._plan_day()
    return leader, sellers


def promise(env, sellers):
    """Each third contact: in the next hours, missed today, missed before."""
    now = datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
    calls = env["mail.activity"].search([("user_id", "in", sellers.ids)], order="id")
    for group in calls.grouped("user_id").values():
        for number, call in enumerate(group[::3]):
            ahead = now + timedelta(minutes=15 + 30 * number)
            missed = now - timedelta(minutes=30 * number)
            call.promised_at = (ahead, ahead, missed, missed - timedelta(days=1))[
                number % 4
            ]
    env.flush_all()


def hours(env, sellers):
    """Working hours of their own for every other one, and a meeting for each."""
    for user in sellers[::2]:
        data.work(env, user)


def make(env, seller_ids):
    """What is measured."""
    columns = cases.specification(env, "galloper.team.day", VIEW, "kanban")

    def open_page(env):
        return env["galloper.team.day"].web_search_read(
            [], columns, limit=200, count_limit=cases.COUNT_LIMIT
        )

    def change(env):
        """Somebody moves a promise: his day is to be planned anew."""
        seller = env["res.users"].browse(seller_ids[0])
        cases.move_a_promise(env(user=seller.id))

    def give(env):
        """The dialog, with its proposals and their effect."""
        row = env["galloper.team.day"].browse(seller_ids[0])
        action = row.action_reassign()
        return env[action["res_model"]].browse(action["res_id"]).effect

    return (
        cases.Case("Team day, nothing changed", open_page),
        cases.Case("Team day, one day to be planned anew", open_page, change),
        cases.Case("The dialog to give contacts away", give),
    )


def measure(requests, case):
    timings = []
    for number in range(WARM_UPS + RUNS):
        requests.ask(case.prepare)
        timing = requests.time(case.run)
        if number >= WARM_UPS:
            timings.append(timing)
    return Result(case.name, timings, timings)


def print_table(results):
    title = f"{SIZE} salespeople, {RUNS} runs"
    print(f"\n{title:44}{'median':>10}{'min':>10}{'queries':>9}")
    for result in results:
        times = f"{result.median:7.1f} ms{result.least:7.1f} ms"
        print(f"{result.name:44}{times}{result.queries:9}")


def verdict(opened):
    is_slow = opened.median > TARGET
    print(f"\nTarget: {SIZE} salespeople within {TARGET} ms.")
    print("MISSED" if is_slow else "Met   ", f"{opened.median:.0f} ms")
    return int(is_slow)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

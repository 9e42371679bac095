"""The Team day of many salespeople, as its leader's browser asks for it.

Arguments: Odoo's own options, -c and -d; the database is filled and stays so. The
environment variable SIZE is the number of salespeople.
"""

import gc
import sys
from functools import partial

from dev.say import step

from . import acts, data, kit

SIZE, ACTIVITIES = kit.size(50), 30
WARM_UPS, RUNS = 3, 30
MODEL = "galloper.team.day"
VIEW = "galloper_schedule.galloper_team_day_view_kanban"


def main(odoo):
    step(f"Making {SIZE} salespeople with {ACTIVITIES} activities each")
    leader, *sellers = fill(odoo)
    with odoo.browser(leader) as env:
        shown = open_page(env)()["length"]
    if shown != SIZE:
        sys.exit(f"{shown} salespeople on the page?")
    step(f"Measuring {RUNS} times each")
    gc.freeze()
    time = partial(odoo.time, user_id=leader, keep=True)
    anew = partial(time, open_page, of=sellers[0])
    dialog = partial(time, reassign, of=sellers[0])
    cases = {
        1: ("Team day, nothing changed", partial(time, open_page), "", 0.3),
        2: ("Team day, one to be planned anew", anew, "", None),
        3: ("The dialog to reassign", dialog, "", None),
    }
    rows = kit.measure(cases, RUNS, WARM_UPS)
    return kit.report(f"team-{SIZE}", f"{SIZE} salespeople, {RUNS} runs", rows)


def fill(odoo):
    """A leader with a salesperson's plain rights, and the team at about noon."""
    with odoo.env() as env:
        people = [(0, 0)] + [(ACTIVITIES, ACTIVITIES)] * SIZE
        leader, *others = data.fill(env, people, team=1 + SIZE, **data.noon(env))
        member = env["crm.team.member"].search([("user_id", "=", leader)])
        member.crm_team_id.user_id = leader
        member.unlink()
        env["ir.config_parameter"].set_param("crm.membership_multi", True)
        env["res.users"].browse(others)._plan_day()
    odoo.vacuum()
    return leader, *others


def open_page(env, of=None):
    """:param of: whose promise somebody moves, so that the day is planned anew"""
    columns = acts.specification(env[MODEL], acts.read_arch(env[MODEL], VIEW, "kanban"))
    if of:
        acts.move_a_promise(env(user=of))
    asked = {"limit": 200, "count_limit": acts.COUNT_LIMIT}
    return lambda: env[MODEL].web_search_read([], columns, **asked)


def reassign(env, of):
    """The dialog, with its proposals and their effect."""

    def open_dialog():
        action = env[MODEL].browse(of).action_reassign()
        return env[action["res_model"]].browse(action["res_id"]).effect

    return open_dialog


if __name__ == "__main__":
    kit.start(main)

"""make demo and make plan: an Odoo to look at, with a salesperson's day planned."""

from pathlib import Path

import click

from . import databases, odoo, say, venv
from .paths import CONFIG, MODULE, exclusive
from .postgres import sql

DATABASE = "galloper_demo"
MOVE_ON = Path(__file__).with_name("demo_clock.sql")
KNOWN = (
    "SELECT res_id FROM ir_model_data WHERE module = 'galloper_schedule' AND name = "
)


def plan():
    """Print the demo salesperson's plan and end."""
    with odoo.ready() as ready:
        return _show_plan(ready)


@click.option("--port", envvar="PORT", type=click.IntRange(1, 65535), default=8069)
def demo(port):
    """Serve Odoo with the add-on and demo data."""
    with odoo.ready() as ready:
        return _show_plan(ready) or _serve(ready, port)


def _show_plan(ready):
    with exclusive("demo"):
        _bring_up_to_date(ready)
        sql(MOVE_ON.read_text(), database=DATABASE)
    table = [venv.python(), "-m", "dev.plan_table", "-c", CONFIG, "-d", DATABASE]
    return ready.call(table)


def _bring_up_to_date(ready):
    stamp = f"{ready.stamp()} {databases.fingerprint(MODULE)}"
    made_from = databases.comment(DATABASE)
    if made_from == stamp:
        return
    # One from before the demo had a clock and a past of its own is made anew.
    if made_from and sql(f"{KNOWN} 'demo_history_lead_0'", database=DATABASE):
        say.step(f"Updating {MODULE.name}, its files have changed")
        databases.install(ready, DATABASE, MODULE.name, option="-u")
    else:
        databases.copy_of_template(ready, DATABASE)
        say.step(f"Installing {MODULE.name} with its demo data")
        databases.install(ready, DATABASE, MODULE.name)
    # It would ask a service in the internet about the leads, and fill the log.
    sql(
        "UPDATE ir_cron SET active = FALSE WHERE id IN (SELECT res_id FROM"
        " ir_model_data WHERE module = 'crm_iap_enrich' AND model = 'ir.cron')",
        database=DATABASE,
    )
    databases.finish(DATABASE, stamp)


def _serve(ready, wanted):
    port = odoo.free_port(wanted)
    if port != wanted:
        say.step(f"Port {wanted} is busy, taking {port} (PORT=… chooses one)")
    login = f"SELECT login FROM res_users WHERE id = ({KNOWN} 'user_demo_moscow')"
    [(login,)] = sql(login, database=DATABASE)
    process = ready.popen(ready.command("-d", DATABASE, f"--http-port={port}"))
    is_up = False
    try:
        is_up = odoo.wait_for_page(process, port)
        if is_up:
            print(f"\nMy Day:  http://127.0.0.1:{port}/odoo/my-day")
            print(f"Logins:  {login} / {login}, admin / admin (user / password)")
            print("Ctrl-C ends Odoo and the database.\n")
        return process.wait()
    except KeyboardInterrupt:
        say.step("Stopping Odoo and the database")
        if not is_up:
            process.kill()  # while it loads, it would end with a traceback
        return 0
    finally:
        say.end(process)

"""make demo and make plan: an Odoo to look at, with a salesperson's day planned."""

import contextlib
import os
import shutil
import socket
import time
import urllib.request

from . import databases, odoo, say, venv
from .paths import CONFIG, MODULE, exclusive

DATABASE = "galloper_demo"


def plan():
    with odoo.ready() as ready:
        return _show_plan(ready)


def demo():
    with odoo.ready() as ready:
        status = _show_plan(ready)
        return status or _serve(ready)


def _show_plan(ready):
    with exclusive("demo"):
        _bring_up_to_date(ready)
        _move_days_on(ready)
    width = min(max(shutil.get_terminal_size((110, 0)).columns, 80), 120)
    return ready.call(
        [
            venv.python(),
            "-m",
            "dev.plan_table",
            "-c",
            CONFIG,
            "-d",
            DATABASE,
            str(width),
        ]
    )


def _bring_up_to_date(ready):
    stamp = f"{ready.stamp()} {databases.fingerprint(MODULE)}"
    made_from = databases.comment(ready, DATABASE)
    if made_from == stamp:
        return
    if not made_from:
        databases.copy_of_template(ready, DATABASE)
        say.step(f"Installing {MODULE.name} with its demo data")
        databases.install(ready, DATABASE, MODULE.name)
    else:
        say.step(f"Updating {MODULE.name}, its files have changed")
        databases.install(ready, DATABASE, MODULE.name, option="-u")
    databases.finish(ready, DATABASE, stamp)


def _move_days_on(ready):
    """Keep the demo's today today: its open contacts move on with the calendar."""
    key = "galloper_schedule.demo_day"
    ((days,),) = ready.sql(
        "SELECT CURRENT_DATE - COALESCE("
        " (SELECT value::date FROM ir_config_parameter WHERE key = %s), CURRENT_DATE)",
        key,
        database=DATABASE,
    )
    ready.sql(
        "UPDATE mail_activity SET date_deadline = date_deadline + %s::int,"
        " promised_at = promised_at + %s::int * interval '1 day',"
        " promised_until = promised_until + %s::int * interval '1 day'"
        " WHERE active AND %s::int > 0",
        *[str(days)] * 4,
        database=DATABASE,
    )
    ready.sql(
        "INSERT INTO ir_config_parameter (key, value) VALUES (%s, CURRENT_DATE)"
        " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        key,
        database=DATABASE,
    )


def _serve(ready):
    port = _free_port()
    logins = ", ".join(f"{login} / {login}" for login in (_salesperson(ready), "admin"))
    process = ready.popen(ready.command("-d", DATABASE, f"--http-port={port}"))
    is_up = False
    try:
        is_up = _answers(process, port)
        if is_up:
            print(f"\nMy Day:  http://127.0.0.1:{port}/odoo/my-day")
            print(f"Logins:  {logins} (user / password)")
            print("Ctrl-C ends Odoo and the database.\n")
        return process.wait()
    except KeyboardInterrupt:
        say.step("Stopping Odoo and the database")
        if not is_up:
            process.kill()  # while it loads, it would end with a traceback
        return 0
    finally:
        say.end(process)


def _salesperson(ready):
    ((login,),) = ready.sql(
        "SELECT login FROM res_users WHERE id = (SELECT res_id FROM ir_model_data"
        " WHERE module = 'galloper_schedule' AND name = 'user_demo_moscow')",
        database=DATABASE,
    )
    return login


def _free_port():
    wanted = os.environ.get("PORT") or "8069"
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise say.Stop(f"PORT={wanted} is no port number.")
    with contextlib.suppress(OSError):
        return _bind(int(wanted))
    port = _bind(0)
    say.step(f"Port {wanted} is busy, taking {port} (PORT=… chooses one)")
    return port


def _bind(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        return probe.getsockname()[1]


def _answers(process, port):
    """Wait until a page comes, which is when the add-ons are loaded."""
    page = f"http://127.0.0.1:{port}/web/login"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while process.poll() is None:
        with contextlib.suppress(OSError):
            direct.open(page, timeout=60).close()
            return True
        time.sleep(0.2)
    return False

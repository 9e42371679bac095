"""make demo and make plan: an Odoo to look at, with a salesperson's day planned."""

import contextlib
import os
import shutil
import socket
import time
import urllib.request

from . import databases, demo_history, odoo, say, venv
from .paths import CONFIG, MODULE, exclusive

DATABASE = "galloper_demo"
# Since the hour of the last start (UTC) the demo has stood still. Anna goes to where it
# is ten in the morning now, and all that is hers goes with her by the hours that have
# passed: by her clock it stays where it was. The others stay where they live, so their
# contacts move by whole days. Together with the past it is one transaction, so that
# nothing moves twice if it fails.
MOVE_ON = """
WITH clock AS (
  SELECT hour.value::timestamp AS before,
         date_trunc('hour', now() AT TIME ZONE 'UTC') AS present,
         string_to_array(zones.value, ' ') AS zones
    FROM ir_config_parameter hour, ir_config_parameter zones
   WHERE hour.key = 'galloper_schedule.demo_hour'
     AND zones.key = 'galloper_schedule.demo_zones'
), zone AS (
  SELECT zones[1 + date_part('hour', before)::int] AS before,
         zones[1 + date_part('hour', present)::int] AS present,
         zones[1 + (date_part('hour', present)::int + 5) % 24] AS far_away
    FROM clock
), known AS (
  SELECT name, res_id FROM ir_model_data WHERE module = 'galloper_schedule'
), anna AS (
  SELECT users.id, users.partner_id, clock.present - clock.before AS passed,
         (clock.present AT TIME ZONE 'UTC' AT TIME ZONE zone.present)::date
         - (clock.before AT TIME ZONE 'UTC' AT TIME ZONE zone.before)::date AS days
    FROM clock, zone, known JOIN res_users users ON users.id = known.res_id
   WHERE known.name = 'user_demo_moscow'
), others AS (
  SELECT present::date - before::date AS days FROM clock
), shift AS (
  SELECT activity.id,
         CASE WHEN activity.user_id = anna.id THEN anna.days ELSE others.days END
         AS days,
         CASE WHEN activity.user_id = anna.id THEN anna.passed
              ELSE others.days * interval '1 day' END AS passed
    FROM mail_activity activity, anna, others WHERE activity.active
), activities AS (
  UPDATE mail_activity activity
     SET date_deadline = date_deadline + shift.days,
         promised_at = promised_at + shift.passed,
         promised_until = promised_until + shift.passed,
         retry_at = retry_at + shift.passed,
         galloper_pinned_at = galloper_pinned_at + shift.passed,
         galloper_attempt_log =
         CASE WHEN jsonb_typeof(galloper_attempt_log) = 'array' THEN (
           SELECT jsonb_agg(to_char(tried::timestamp + shift.passed,
                                    'YYYY-MM-DD"T"HH24:MI:SS'))
             FROM jsonb_array_elements_text(galloper_attempt_log) AS tried) END
    FROM shift WHERE shift.id = activity.id
), ledger AS (
  UPDATE galloper_promise promise
     SET promised_at = promised_at + shift.passed,
         promised_until = promised_until + shift.passed,
         given_on = given_on + shift.passed,
         tried_at = tried_at + shift.passed,
         day = day + shift.days
    FROM shift WHERE shift.id = promise.activity_id AND promise.outcome = 'open'
), meetings AS (
  UPDATE calendar_event
     SET start = start + CASE WHEN allday THEN days * interval '1 day' ELSE passed END,
         stop = stop + CASE WHEN allday THEN days * interval '1 day' ELSE passed END,
         start_date = start_date + days,
         stop_date = stop_date + days
    FROM anna WHERE calendar_event.id IN (
         SELECT event_id FROM calendar_attendee WHERE partner_id = anna.partner_id)
), people AS (
  UPDATE res_partner
     SET tz = CASE WHEN res_partner.id = anna.partner_id THEN zone.present
                   ELSE zone.far_away END
    FROM anna, zone WHERE res_partner.id = anna.partner_id OR res_partner.id = (
         SELECT res_id FROM known WHERE name = 'partner_demo_sosnovy_dom_darya')
), resources AS (
  UPDATE resource_resource SET tz = zone.present
    FROM anna, zone WHERE resource_resource.user_id = anna.id
), calendars AS (
  UPDATE resource_calendar SET tz = zone.present
    FROM zone, known WHERE resource_calendar.id = known.res_id
     AND known.name = 'calendar_demo_moscow'
)
UPDATE ir_config_parameter SET value = to_char(clock.present, 'YYYY-MM-DD HH24:MI')
  FROM clock WHERE key = 'galloper_schedule.demo_hour'
"""


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
        _move_clock_on(ready)
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
    if made_from and not _has_history(ready):
        made_from = None  # from before the demo had a clock and a past of its own
    if not made_from:
        databases.copy_of_template(ready, DATABASE)
        say.step(f"Installing {MODULE.name} with its demo data")
        databases.install(ready, DATABASE, MODULE.name)
    else:
        say.step(f"Updating {MODULE.name}, its files have changed")
        databases.install(ready, DATABASE, MODULE.name, option="-u")
    # It would ask a service in the internet about the leads, and fill the log.
    ready.sql(
        "UPDATE ir_cron SET active = FALSE WHERE id IN (SELECT res_id FROM"
        " ir_model_data WHERE module = 'crm_iap_enrich' AND model = 'ir.cron')",
        database=DATABASE,
    )
    databases.finish(ready, DATABASE, stamp)


def _has_history(ready):
    return ready.sql(
        "SELECT 1 FROM ir_model_data WHERE module = 'galloper_schedule'"
        " AND name = 'demo_history_lead_0'",
        database=DATABASE,
    )


def _move_clock_on(ready):
    """Keep the demo's today today, and its Anna at ten in the morning."""
    statements = demo_history.MOVE_ON, MOVE_ON, demo_history.COUNT_ANEW
    ready.sql("".join(statements), database=DATABASE)


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

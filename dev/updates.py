"""make test-updates: a database that gets the add-on, uses it, loses and updates it.

Tests inside Odoo run in one transaction with everything installed; what installing,
updating and uninstalling do to a real database is seen here.
"""

import json
import tempfile
from pathlib import Path

from . import databases, odoo, say, venv
from .paths import CONFIG, MODULE, exclusive

DATABASE = "galloper_updates"
ROWS = Path(__file__).with_name("all_rows.py")

#: Tables that Odoo itself goes on writing, whatever is installed.
RESTLESS = {
    "bus_bus",
    "ir_cron_trigger",
    "ir_cron_progress",
    "orm_signaling_registry",
    "res_users_log",
    "res_device_log",
}
#: Columns that say when, and nothing else.
RESTLESS_COLUMNS = {"write_date", "write_uid", "nextcall", "lastcall"}


def test_updates():
    with odoo.ready() as ready, exclusive("tests", "Another test run is under way"):
        try:
            return _live(ready)
        finally:
            databases.drop(ready, DATABASE)


def _live(ready):
    databases.copy_of_template(ready, DATABASE)
    # As of a company: with demo data of CRM, ours would come, and stay in its figures.
    ready.sql("UPDATE ir_module_module SET demo = FALSE", database=DATABASE)
    _act(ready, "list_modules")
    before = _rows(ready)
    say.step("Installing the add-on, using it, uninstalling it")
    databases.install(ready, DATABASE, MODULE.name, demo=False)
    theirs = _act(ready, "use")
    _uninstall(ready)
    changes = _compare(before, _rows(ready), theirs)
    say.step("Installing it again, deleting its data, updating it")
    databases.install(ready, DATABASE, MODULE.name, demo=False)
    deleted = _act(ready, "delete")
    databases.install(ready, DATABASE, MODULE.name, option="-u", demo=False)
    back = _act(ready, "look", json.dumps(deleted))
    return _tell("Uninstalling left or took", changes) or _tell("Came back", back)


def _act(ready, *arguments):
    """Run ``life.py``; what it prints last is its answer."""
    command = [venv.python(), "-m", "dev.life", "-c", CONFIG, "-d", DATABASE]
    text = databases.run(ready, [*command, *arguments], f"updates-{arguments[0]}")
    return json.loads(text.splitlines()[-1])


def _uninstall(ready):
    command = [venv.python(), "-m", "odoo", "module", "uninstall", "-c", CONFIG]
    databases.run(ready, [*command, "-d", DATABASE, MODULE.name], "uninstall")
    state = "SELECT state FROM ir_module_module WHERE name = %s"
    if ready.sql(state, MODULE.name, database=DATABASE) != [["uninstalled"]]:
        raise say.Stop("The add-on is still installed.")


def _rows(ready):
    with tempfile.TemporaryFile("w+") as output:
        if ready.call([venv.python(), ROWS, DATABASE], stdout=output):
            raise say.Stop("The tables could not be read.")
        output.seek(0)
        return json.load(output)


def _compare(before, after, theirs):
    """What differs between two states, but for rows that people made.

    :param theirs: {table: ids}
    """
    changes = [f"table {name}" for name in sorted(before.keys() ^ after.keys())]
    for name in sorted(before.keys() & after.keys() - RESTLESS):
        was, is_now = before[name], after[name]
        columns = set(was["columns"]) ^ set(is_now["columns"])
        changes += [f"column {name}.{column}" for column in sorted(columns)]
        made = {str(number) for number in theirs.get(name, ())}
        if lost := made - is_now["rows"].keys():
            changes.append(f"{name}: lost what people made, {sorted(lost)}")
        changes += _compare_rows(name, was["rows"], is_now["rows"], made)
    return changes


def _compare_rows(name, was, is_now, made):
    for key in sorted(was.keys() | is_now.keys() - made):
        if key not in is_now:
            yield f"{name}: lost {was[key]}"
        elif key not in was:
            yield f"{name}: left {is_now[key]}"
        else:
            old, new = was[key], is_now[key]
            for column in sorted(old.keys() & new.keys() - RESTLESS_COLUMNS):
                if old[column] != new[column]:
                    yield f"{name} {key}: {column} {old[column]} -> {new[column]}"


def _tell(title, findings):
    for finding in findings:
        say.detail(f"{title}: {finding[:300]}")
    return 1 if findings else 0

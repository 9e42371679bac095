"""make test-updates: a database that gets the add-on, uses it, loses and updates it.

Tests inside Odoo run in one transaction with everything installed; what installing,
updating and uninstalling do to a real database is seen here.
"""

import json

from . import databases, odoo, say, venv
from .paths import CONFIG, MODULE, exclusive
from .postgres import sql

DATABASE = "galloper_updates"
TABLES = """
SELECT table_name, array_agg(column_name::text ORDER BY column_name)
  FROM information_schema.columns JOIN information_schema.tables
       USING (table_schema, table_name)
 WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
 GROUP BY table_name ORDER BY table_name
"""
#: Tables that Odoo itself goes on writing, whatever is installed.
RESTLESS = {
    *("bus_bus", "ir_cron_trigger", "ir_cron_progress", "orm_signaling_registry"),
    *("res_users_log", "res_device_log"),
}
#: Columns that say when, and nothing else.
RESTLESS_COLUMNS = {"write_date", "write_uid", "nextcall", "lastcall"}


def test_updates():
    """Install, use, uninstall, install, update: what is left, what comes back."""
    with odoo.ready() as ready, exclusive("tests", "Another test run is under way"):
        with databases.only_for(DATABASE, databases.copy_of_template, ready):
            return _live(ready)


def _live(ready):
    # As of a company: with demo data of CRM, ours would come, and stay in its figures.
    sql("UPDATE ir_module_module SET demo = FALSE", database=DATABASE)
    _act(ready, "list_modules")
    before = _rows()
    say.step("Installing the add-on, using it, uninstalling it")
    databases.install(ready, DATABASE, MODULE.name, demo=False)
    theirs = _act(ready, "use")
    _uninstall(ready)
    changes = list(_compare(before, _rows(), theirs))
    say.step("Installing it again, deleting its data, updating it")
    databases.install(ready, DATABASE, MODULE.name, demo=False)
    deleted = _act(ready, "delete")
    databases.install(ready, DATABASE, MODULE.name, option="-u", demo=False)
    back = _act(ready, "look", json.dumps(deleted))
    for title, findings in (
        ("Uninstalling left or took", changes),
        ("Came back", back),
    ):
        for finding in findings:
            say.detail(f"{title}: {finding[:300]}")
    return int(bool(changes or back))


def _act(ready, *arguments):
    """Run ``life.py``; what it prints last is its answer."""
    command = [venv.python(), "-m", "dev.life", "-c", CONFIG, "-d", DATABASE]
    text = databases.run(ready, [*command, *arguments], f"updates-{arguments[0]}")
    return json.loads(text.splitlines()[-1])


def _uninstall(ready):
    command = [venv.python(), "-m", "odoo", "module", "uninstall", "-c", CONFIG]
    databases.run(ready, [*command, "-d", DATABASE, MODULE.name], "uninstall")
    state = "SELECT state FROM ir_module_module WHERE name = %s"
    if sql(state, MODULE.name, database=DATABASE) != [("uninstalled",)]:
        raise say.Stop("The add-on is still installed.")


def _rows():
    """{table: (its columns, {key: row})}; the key of a row is its id, or all of it."""
    tables = {}
    for name, columns in sql(TABLES, database=DATABASE):
        rows = sql(f'SELECT to_jsonb(one) FROM "{name}" one', database=DATABASE)
        rows = {row.get("id", json.dumps(row, sort_keys=True)): row for (row,) in rows}
        tables[name] = set(columns), rows
    return tables


def _compare(before, after, theirs):
    """What differs between two states, but for rows that people made.

    :param theirs: {table: ids}
    """
    yield from (f"table {name}" for name in sorted(before.keys() ^ after.keys()))
    for name in sorted(before.keys() & after.keys() - RESTLESS):
        (old_columns, was), (new_columns, now) = before[name], after[name]
        for column in sorted(old_columns ^ new_columns):
            yield f"column {name}.{column}"
        made = set(theirs.get(name, ()))
        if lost := made - now.keys():
            yield f"{name}: lost what people made, {sorted(lost)}"
        yield from (f"{name}: lost {was[key]}" for key in was.keys() - now.keys())
        yield from (
            f"{name}: left {now[key]}" for key in now.keys() - was.keys() - made
        )
        for key in sorted(was.keys() & now.keys()):
            for column in sorted(old_columns & new_columns - RESTLESS_COLUMNS):
                old, new = was[key][column], now[key][column]
                if old != new:
                    yield f"{name} {key}: {column} {old} -> {new}"

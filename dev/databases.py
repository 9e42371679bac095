"""Databases that are made once and copied, each together with its files.

A database carries a comment that says what it was made from, written last: one
without the right comment is unfinished or stale, and is made again.
"""

import contextlib
import hashlib
import os
import re
import shutil
import subprocess

from . import say
from .paths import BUILD, DATA, LOOKUP_MODULE, MODULE, ROOT, TEST_MODULE, exclusive
from .postgres import sql

TEMPLATE = "galloper_template"
PREPARED = "galloper_prepared_"
#: What Odoo's log warns of, with the lines that explain it; what follows the name of
#: the database, which is like ours.
PROBLEM = re.compile(
    r"^\d+-\d+-\d+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) \S+ "
    r"(.*(?:\n(?!\d+-\d+-\d+ ).*)*)",
    re.MULTILINE,
)
#: Our modules, models, views and files.
OURS = re.compile(r"galloper[._]\w")


def fingerprint(*folders):
    """A hash of the files of these add-ons that an installation depends on."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder)
            if path.is_file() and name.parts[0] != "tests" and path.suffix != ".pyc":
                digest.update(bytes(name) + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:12]


def comment(name):
    """None for a missing database, "" for one that was never finished."""
    rows = sql(
        "SELECT coalesce(shobj_description(oid, 'pg_database'), '')"
        " FROM pg_database WHERE datname = %s",
        name,
    )
    if not rows or not _files(name).is_dir():
        return "" if rows else None
    return rows[0][0]


def finish(name, text):
    sql(f"COMMENT ON DATABASE {name} IS '{text}'")


def copy(source, target):
    drop(target)
    sql(f"CREATE DATABASE {target} TEMPLATE {source}")
    # Odoo never changes a stored file, it only adds and removes: links will do.
    shutil.copytree(_files(source), _files(target), copy_function=os.link)


def drop(name):
    sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    shutil.rmtree(_files(name), ignore_errors=True)


@contextlib.contextmanager
def only_for(name, make, odoo):
    """A database, made by one of the functions below, that goes with the block."""
    make(odoo, name)
    try:
        yield name
    finally:
        drop(name)


def copy_of_template(odoo, target):
    """A new database with CRM and its demo data; the first one takes a while."""
    with exclusive("databases"):
        if comment(TEMPLATE) != odoo.stamp():
            drop(TEMPLATE)
            say.step("Making a database with Odoo's CRM and demo data (about 40 s)")
            install(odoo, TEMPLATE, "crm")
            finish(TEMPLATE, odoo.stamp())
        copy(TEMPLATE, target)


def copy_of_prepared(odoo, target):
    """A new database with the add-on and its tests installed."""
    made_from = fingerprint(MODULE, LOOKUP_MODULE, TEST_MODULE)
    name = f"{PREPARED}{odoo.stamp()[:6]}_{made_from}"
    with exclusive("prepared"):
        if not comment(name):
            pattern = PREPARED.replace("_", r"\_") + "%"
            older = "SELECT datname FROM pg_database WHERE datname LIKE %s"
            for (database,) in sql(older, pattern):
                drop(database)
            copy_of_template(odoo, name)
            say.step("Installing the add-on and its tests")
            install(odoo, name, f"{MODULE.name},{TEST_MODULE.name}")
            finish(name, "prepared")
        copy(name, target)


def install(odoo, name, modules, option="-i", demo=True):
    """Install or update; what Odoo warns of is shown.

    What fails: missing demo data, and any warning about us.
    """
    wants = ["--with-demo"] if demo else []
    command = odoo.command("-d", name, option, modules, *wants, "--no-http")
    text = run(odoo, [*command, "--stop-after-init"], f"install-{name}")
    names = modules.split(",")
    state = (
        "SELECT name FROM ir_module_module WHERE state = 'installed' AND name = ANY(%s)"
    )
    if "demo data failed" in text or len(sql(state, names, database=name)) < len(names):
        say.give_up(text, f"Odoo could not install {modules} into {name}")


def run(odoo, command, name):
    """Run Odoo to its end; a warning about us is a failure. The text of its log."""
    log = BUILD / f"{name}.log"
    with log.open("w") as output:
        status = odoo.call(command, stdout=output, stderr=subprocess.STDOUT)
    text = log.read_text()
    if status:
        say.give_up(text, f"Odoo failed, see {log.relative_to(ROOT)}")
    # A checkout may be called as the add-on is.
    found = PROBLEM.findall(text.replace(str(ROOT), ""))
    for problem in found:
        say.detail(problem.splitlines()[0])
    if ours := [problem for problem in found if OURS.search(problem)]:
        say.give_up("\n".join(ours), "Odoo warns of something of ours")
    return text


def _files(name):
    return DATA / "filestore" / name

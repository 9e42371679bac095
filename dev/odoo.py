"""Odoo itself: its source, its configuration, and running it."""

import configparser
import contextlib
import hashlib
import os
import subprocess
from pathlib import Path

from . import debian, postgres, say, venv
from .paths import (
    BUILD,
    CONFIG,
    DATA,
    ROOT,
    exclusive,
    fresh_folder,
    installed,
    replace_folder,
)

UNPACKED = BUILD / "odoo"
PACKAGES = {
    "odoo-19": "sid",
    # The package links to these fonts and scripts instead of holding them.
    "fonts-inconsolata": "sid",
    "fonts-montserrat": "sid",
    "fonts-ocr-b": "sid",
    "fonts-roboto-unhinted": "sid",
    "libjs-jquery": "sid",
    "libjs-jquery-form": "sid",
    "libjs-underscore": "sid",
    # Version 4.7, which Odoo's stylesheets are written for; sid has a later one.
    "fonts-font-awesome": "bookworm",
}
# A library that Debian strips from the package; My Day never uses it.
LISTED_BUT_MISSING = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"
WITHOUT_DEBIAN = (
    "Clone Odoo's public repository, branch 19.0, and run again with "
    "ODOO_SOURCE=<that folder>."
)


class Odoo:
    """A ready Odoo: source, Python environment, configuration and database server."""

    def __init__(self, folder, address):
        self.folder = folder
        self.address = address
        self.environment = {
            **os.environ,
            **address,
            "PYTHONPATH": str(folder),
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, *arguments):
        return [venv.python(), "-m", "odoo", "-c", CONFIG, *arguments]

    def sql(self, statement, *parameters, database="postgres"):
        return postgres.sql(self.address, statement, *parameters, database=database)

    def stamp(self):
        """What a database of this Odoo was made with."""
        release = (self.folder / "odoo" / "release.py").read_bytes()
        return hashlib.sha256(release + bytes(self.folder)).hexdigest()[:12]

    def popen(self, command, **options):
        """Start a process in the environment of Odoo.

        It is a session of its own: Ctrl-C reaches this tooling alone, which then ends
        the process in order and stops the database after it.
        """
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env={**self.environment, **options.pop("env", {})},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **options,
        )

    def call(self, command, **options):
        """Run a process to its end and return its exit status."""
        process = self.popen(command, **options)
        try:
            return process.wait()
        finally:
            say.end(process)


@contextlib.contextmanager
def ready():
    """Fetch and start what Odoo needs; yields the Odoo to run."""
    folder = source()
    venv.ensure()
    with postgres.running() as address:
        _write_config(folder, address)
        yield Odoo(folder, address)


def source():
    """The folder to put on PYTHONPATH so that ``import odoo`` works."""
    given = os.environ.get("ODOO_SOURCE")
    return _given_source(Path(given).expanduser().resolve()) if given else _unpacked()


def _given_source(folder):
    if not (folder / "odoo" / "release.py").is_file():
        raise say.Stop(f"ODOO_SOURCE={folder} holds no Odoo (no odoo/release.py).")
    return folder


def _unpacked():
    stamp = " ".join(f"{name}/{suite}" for name, suite in PACKAGES.items())
    with exclusive("odoo"):
        if not installed(UNPACKED, stamp):
            _unpack(stamp)
        packages = UNPACKED / "usr" / "lib" / "python3" / "dist-packages"
        _stand_in(packages / "odoo" / "addons" / LISTED_BUT_MISSING)
    return packages


def _stand_in(path):
    """An empty file for one that Odoo lists: without it every page logs an error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()


def _unpack(stamp):
    try:
        debs = debian.fetch(PACKAGES)
    except say.Stop as problem:
        raise say.Stop(f"{problem}\n{WITHOUT_DEBIAN}") from None
    say.step("Unpacking Odoo")
    with fresh_folder("unpack") as folder:
        debian.unpack(debs, folder / "root")
        replace_folder(folder / "root", UNPACKED, stamp)


def _write_config(folder, address):
    config = configparser.RawConfigParser()
    config["options"] = {
        "addons_path": ",".join(map(str, _addons_path(folder))),
        "data_dir": DATA,
        "db_host": address["PGHOST"],
        "db_port": address["PGPORT"],
        "db_user": address["PGUSER"],
        "http_interface": "127.0.0.1",
        "list_db": False,
        "log_level": "warn",
        "max_cron_threads": 1,
        "screenshots": BUILD / "screenshots",
        "workers": 0,
    }
    if address["PGPASSWORD"]:
        config["options"]["db_password"] = address["PGPASSWORD"]
    partial = CONFIG.with_suffix(f".{os.getpid()}")
    with open(partial, "w", opener=_for_me_alone) as file:
        config.write(file)
    partial.replace(CONFIG)


def _for_me_alone(path, flags):
    return os.open(path, flags, 0o600)


def _addons_path(folder):
    candidates = (ROOT, ROOT / "tests", folder / "addons")
    return [path for path in candidates if any(path.glob("*/__manifest__.py"))]

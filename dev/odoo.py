"""Odoo itself: its source, its configuration, and running it."""

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

from . import debian, paths, postgres, say, venv
from .paths import BUILD, CONFIG, DATA, ROOT, exclusive

UNPACKED = BUILD / "odoo"
# The package links to fonts and scripts instead of holding them.
FONTS = "fonts-inconsolata", "fonts-montserrat", "fonts-ocr-b", "fonts-roboto-unhinted"
SCRIPTS = "libjs-jquery", "libjs-jquery-form", "libjs-underscore"
PACKAGES = {
    **dict.fromkeys(("odoo-19", *FONTS, *SCRIPTS), "sid"),
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
    """A ready Odoo: source, Python environment, configuration and database server.

    :param more: folders of add-ons of OCA that it is to find beside its own
    """

    def __init__(self, folder, *more):
        self.folder, self.options = folder, []
        self.environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(map(str, (folder, *more))),
            "PYTHONUNBUFFERED": "1",
        }

    def command(self, *arguments):
        return [venv.python(), "-m", "odoo", "-c", CONFIG, *self.options, *arguments]

    def with_oca(self, name):
        """This Odoo with what ``requirements-<name>.txt`` says, in just these versions,
        and the folder that holds that: only the tests of what joins it see it.
        """
        requirements = Path(__file__).with_name(f"requirements-{name}.txt")
        folder = BUILD / name
        with exclusive(name):
            venv.fill(folder, requirements, f"Installing OCA's add-ons for {name}")
        return Odoo(self.folder, folder), folder

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
    with postgres.running():
        _write_config(folder)
        yield Odoo(folder)


def source():
    """The folder to put on PYTHONPATH so that ``import odoo`` works."""
    if not os.environ.get("ODOO_SOURCE"):
        return _unpacked()
    folder = Path(os.environ["ODOO_SOURCE"]).expanduser().resolve()
    if not (folder / "odoo" / "release.py").is_file():
        raise say.Stop(f"ODOO_SOURCE={folder} holds no Odoo (no odoo/release.py).")
    return folder


def _unpacked():
    stamp = " ".join(f"{name}/{suite}" for name, suite in PACKAGES.items())
    with exclusive("odoo"):
        if not paths.installed(UNPACKED, stamp):
            _unpack(stamp)
        packages = UNPACKED / "usr" / "lib" / "python3" / "dist-packages"
        # An empty file for one that Odoo lists: else every page logs an error.
        stand_in = packages / "odoo" / "addons" / LISTED_BUT_MISSING
        stand_in.parent.mkdir(parents=True, exist_ok=True)
        stand_in.touch()
    return packages


def _unpack(stamp):
    try:
        debs = debian.fetch(PACKAGES)
    except say.Stop as problem:
        raise say.Stop(f"{problem}\n{WITHOUT_DEBIAN}") from None
    say.step("Unpacking Odoo")
    with paths.fresh_folder("unpack") as folder:
        debian.unpack(debs, folder)
        (folder / ".stamp").write_text(stamp)
        shutil.rmtree(UNPACKED, ignore_errors=True)
        folder.rename(UNPACKED)


def _write_config(folder):
    """Where the database is, Odoo reads from the PG* variables."""
    places = (ROOT, ROOT / "tests", folder / "addons")
    places = [str(path) for path in places if any(path.glob("*/__manifest__.py"))]
    options = {
        "addons_path": ",".join(places),
        "data_dir": DATA,
        "http_interface": "127.0.0.1",
        "list_db": False,
        "log_level": "warn",
        "max_cron_threads": 1,
        "screenshots": BUILD / "screenshots",
        "workers": 0,
    }
    partial = CONFIG.with_suffix(f".{os.getpid()}")
    lines = (f"{name} = {value}\n" for name, value in options.items())
    partial.write_text("[options]\n" + "".join(lines))
    partial.replace(CONFIG)


def free_port(wanted=0):
    """This port, or if it is busy, or none is wanted, another one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", wanted))
            return probe.getsockname()[1]
    return free_port()


def wait_for_page(process, port):
    """Whether a page comes, which is when the add-ons are loaded."""
    page = f"http://127.0.0.1:{port}/web/login"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while process.poll() is None:
        with contextlib.suppress(OSError):
            direct.open(page, timeout=60).close()
            return True
        time.sleep(0.2)
    return False

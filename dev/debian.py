"""Debian packages, fetched and unpacked without installing them.

A private apt state is used: the machine's own sources stay as they are, yet the
mirror is the one the machine is set up with, and apt checks Debian's signatures.
"""

import os
import platform
import shutil
import subprocess
from pathlib import Path

from . import say
from .paths import cache, exclusive, fresh_folder, move_into

FIELDS = "$(REPO_URI)|$(RELEASE)|$(CODENAME)|$(ORIGIN)|$(SIGNED_BY)"
KEYRINGS = ("debian-archive-keyring.pgp", "debian-archive-keyring.gpg")


def fetch(packages):
    """Return the .deb file of each package; ``packages`` maps names to suites."""
    missing = {name: suite for name, suite in packages.items() if not _cached(name)}
    if missing:
        with exclusive("download"), fresh_folder("download") as folder:
            _download(missing, folder)
    return [_cached(name) for name in packages]


def unpack(debs, folder):
    for deb in debs:
        say.run(["dpkg-deb", "-x", str(deb), str(folder)], f"Cannot unpack {deb.name}")


def _cached(name):
    found = (cache() / "debs").glob(f"{name}_*.deb")
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def _download(packages, folder):
    say.step("Asking the Debian mirror of this machine for its packages")
    apt = _apt_for(set(packages.values()), folder)
    wanted = [f"{name}/{suite}" for name, suite in packages.items()]
    listing = say.run(
        [*apt, "download", "--print-uris", *wanted],
        "The Debian mirror does not offer all of " + ", ".join(packages),
    )
    files = [line.split() for line in listing.splitlines() if line.startswith("'")]
    total = sum(int(size) for _uri, _name, size, *_hash in files)
    say.step(f"Downloading {', '.join(packages)} ({say.megabytes(total)})")
    debs = folder / "debs"
    debs.mkdir()
    _download_showing_progress([*apt, "download", *wanted], debs, total)
    store = cache() / "debs"
    store.mkdir(exist_ok=True)
    for deb in debs.glob("*.deb"):
        move_into(deb, store)


def _download_showing_progress(command, debs, total):
    log = debs.parent / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=debs,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            say.watch(process, lambda: _size_of(debs.parent), total)
        finally:
            say.end(process)
    if process.returncode:
        say.give_up(log.read_text(), "Cannot download the Debian packages")


def _size_of(folder):
    return sum(path.stat().st_size for path in folder.rglob("*.deb"))


def _apt_for(suites, folder):
    """Return an apt-get command that knows only ``suites``, freshly updated."""
    mirrors = _mirrors()
    for mirror, key in mirrors:
        apt = _private_apt(mirror, key, suites, folder)
        done = subprocess.run(
            [*apt, "update"], stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        if done.returncode == 0:
            return apt
        problem = done.stderr
    if mirrors:
        say.give_up(problem, "Cannot read the Debian mirror", "Is there a network?")
    raise say.Stop("The package sources of this machine name no Debian mirror.")


def _mirrors():
    """Mirrors of Debian's own main archive, with the key file apt trusts for it."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise say.Stop("This machine has no apt-get to fetch Debian packages with.")
    listing = say.run(
        ["apt-get", "indextargets", "--format", FIELDS]
        + ["-o", "APT::Get::IndexTargets::OnlyPresent=false"]
        + ["Created-By: Packages", "Component: main"],
        "Cannot read the package sources of this machine",
    )
    mirrors = {}
    for line in listing.splitlines():
        uri, release, codename, origin, key = line.split("|")
        if origin == "Debian" or _is_main_suite(release, codename):
            mirrors.setdefault(uri.rstrip("/"), key)
    return list(mirrors.items())


def _is_main_suite(release, codename):
    """A machine that never ran apt-get update does not know the origin yet."""
    suites = ("stable", "testing", "unstable", "sid", _own_codename())
    return release in suites or codename in suites


def _own_codename():
    system = platform.freedesktop_os_release()
    return system.get("VERSION_CODENAME") if system["ID"] == "debian" else None


def _private_apt(mirror, key, suites, folder):
    sources = folder / "sources.list"
    options = f"[target=Packages{_signed_by(key)}]"
    sources.write_text(
        "".join(f"deb {options} {mirror} {suite} main\n" for suite in sorted(suites))
    )
    (folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    settings = {
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": os.devnull,
        "Dir::Etc::Preferences": os.devnull,
        "Dir::Etc::PreferencesParts": os.devnull,
        "Dir::State::Lists": folder / "lists",
        "Dir::Cache": folder,
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        # A mirror that lags behind sid by weeks serves as well; it is still signed.
        "Acquire::Check-Valid-Until": "false",
        # An unreachable mirror is else a mere warning.
        "APT::Update::Error-Mode": "any",
        # Root's apt would else want to download as a user that may not write here.
        "APT::Sandbox::User": "root",
    }
    return ["apt-get", "-q", *(f"-o{name}={value}" for name, value in settings.items())]


def _signed_by(key):
    if key.startswith("/"):
        return f" signed-by={key}"
    for name in KEYRINGS:
        keyring = Path("/usr/share/keyrings") / name
        if keyring.is_file():
            return f" signed-by={keyring}"
    return ""

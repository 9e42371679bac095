"""Debian packages, fetched and unpacked without installing them.

A private apt state is used: the machine's own sources stay as they are, yet the
mirror is the one the machine is set up with, and apt checks Debian's signatures.
"""

import os
import platform
import shutil
from pathlib import Path

from . import say
from .paths import cache, exclusive, fresh_folder, move_into

FIELDS = "$(REPO_URI)|$(RELEASE)|$(CODENAME)|$(ORIGIN)|$(SIGNED_BY)"
KEYRINGS = ("debian-archive-keyring.pgp", "debian-archive-keyring.gpg")
SETTINGS = {
    "Dir::Etc::SourceParts": os.devnull,
    "Dir::Etc::Preferences": os.devnull,
    "Dir::Etc::PreferencesParts": os.devnull,
    "Acquire::Languages": "none",
    "Acquire::Retries": "3",
    # A mirror that lags behind sid by weeks serves as well; it is still signed.
    "Acquire::Check-Valid-Until": "false",
    # An unreachable mirror is else a mere warning.
    "APT::Update::Error-Mode": "any",
    # Root's apt would else want to download as a user that may not write here.
    "APT::Sandbox::User": "root",
}


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
    apt = _private_apt(set(packages.values()), folder)
    hint = "Is there a network?"
    say.run([*apt, "update"], "Cannot read the Debian mirror", hint)
    say.step(f"Downloading {', '.join(packages)}")
    debs, store = folder / "debs", cache() / "debs"
    debs.mkdir()
    store.mkdir(exist_ok=True)
    wanted = [f"{name}/{suite}" for name, suite in packages.items()]
    say.run(
        [*apt, "download", *wanted],
        "The Debian mirror does not offer all of " + ", ".join(packages),
        tell=lambda text: f"{text.count('Get:')} of {len(wanted)} packages begun",
        cwd=debs,
    )
    for deb in debs.glob("*.deb"):
        move_into(deb, store)


def _private_apt(suites, folder):
    """An apt-get command that knows only ``suites`` of the machine's mirror."""
    mirror, key = _mirror()
    options = f"[target=Packages{f' signed-by={key}' if key else ''}]"
    sources = folder / "sources.list"
    sources.write_text(
        "".join(f"deb {options} {mirror} {suite} main\n" for suite in sorted(suites))
    )
    (folder / "lists" / "partial").mkdir(parents=True, exist_ok=True)
    settings = {
        **{"Dir::Etc::SourceList": sources, "Dir::Cache": folder, **SETTINGS},
        "Dir::State::Lists": folder / "lists",
    }
    return ["apt-get", "-q", *(f"-o{name}={value}" for name, value in settings.items())]


def _mirror():
    """The mirror of Debian's own main archive, and the key file apt trusts for it."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise say.Stop("This machine has no apt-get to fetch Debian packages with.")
    listing = say.run(
        ["apt-get", "indextargets", "--format", FIELDS]
        + ["-o", "APT::Get::IndexTargets::OnlyPresent=false"]
        + ["Created-By: Packages", "Component: main"],
        "Cannot read the package sources of this machine",
    )
    system = platform.freedesktop_os_release()
    # A machine that never ran apt-get update does not know the origin yet.
    own = system.get("VERSION_CODENAME") if system["ID"] == "debian" else "sid"
    suites = {"stable", "testing", "unstable", "sid", own}
    for line in listing.splitlines():
        uri, release, codename, origin, key = line.split("|")
        if origin == "Debian" or {release, codename} & suites:
            return uri.rstrip("/"), key if key.startswith("/") else _keyring()
    raise say.Stop("The package sources of this machine name no Debian mirror.")


def _keyring():
    paths = [Path("/usr/share/keyrings") / name for name in KEYRINGS]
    return next((path for path in paths if path.is_file()), None)

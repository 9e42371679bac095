"""OCA's job queue, kept apart: only the tests of the module that joins it see it."""

import os
import shutil
from pathlib import Path

from . import say, venv
from .odoo import Odoo
from .paths import BUILD, exclusive, installed

REQUIREMENTS = Path(__file__).with_name("requirements-queue-job.txt")
FOLDER = BUILD / "queue_job"


class OdooWithQueueJob(Odoo):
    """An Odoo that finds the add-on beside its own, in one package of that name."""

    def __init__(self, running):
        super().__init__(running.folder, running.address)
        paths = self.environment["PYTHONPATH"], str(FOLDER)
        self.environment["PYTHONPATH"] = os.pathsep.join(paths)


def ensure():
    """Fetch it unless it is there in just this version."""
    pins = REQUIREMENTS.read_text()
    with exclusive("queue_job"):
        if installed(FOLDER, pins):
            return
        say.step("Installing OCA's queue_job")
        shutil.rmtree(FOLDER, ignore_errors=True)
        venv.pip("--no-deps", "--target", FOLDER, "--requirement", REQUIREMENTS)
        (FOLDER / ".stamp").write_text(pins)

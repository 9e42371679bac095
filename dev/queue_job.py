"""OCA's job queue, kept apart: only the tests of the module that joins it see it."""

import os
from pathlib import Path

from . import venv
from .odoo import Odoo
from .paths import BUILD, exclusive

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
    with exclusive("queue_job"):
        venv.fill(FOLDER, REQUIREMENTS, "Installing OCA's queue_job")

"""python3 -m dev <command>: see ``make help``."""

import os
import sys

if not (3, 10) <= sys.version_info[:2] <= (3, 13):
    sys.exit(
        f"Odoo 19 runs on Python 3.10 to 3.13, this is {sys.version.split()[0]}: "
        "choose another one, as in: make demo PYTHON=python3.12"
    )

from . import postgres, say, venv


def main():
    # What root makes here, the database server's user must be able to read.
    os.umask(0o022)
    if sys.argv[1:] == ["clean"]:
        return postgres.clean()
    venv.ensure()
    os.execv(venv.python(), [venv.python(), "-m", "dev.cli", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(say.guarded(main))

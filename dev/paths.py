"""Where things are kept: everything of one checkout in .build, downloads shared."""

import contextlib
import fcntl
import os
import shutil
from pathlib import Path

from . import say

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
MODULE = ROOT / "galloper_schedule"
QUEUE_MODULE = ROOT / "galloper_schedule_queue_job"
LOOKUP_MODULE = ROOT / "galloper_schedule_privacy_lookup"
FORGOTTEN_MODULE = ROOT / "galloper_schedule_privacy_partner_to_be_forgotten"
HOLIDAY_MODULES = (
    ROOT / "galloper_schedule_calendar_public_holiday",
    ROOT / "galloper_schedule_resource_calendar_flexible_exclude_weekend",
)
TEST_MODULE = ROOT / "tests" / "test_galloper_schedule"
CONFIG = BUILD / "odoo.conf"
DATA = BUILD / "data"


def cache():
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    folder = Path(base) / "galloper-schedule"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextlib.contextmanager
def fresh_folder(name):
    """An empty folder under .build that is gone afterwards, whatever happens."""
    folder = BUILD / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def exclusive(name, notice="Another command"):
    """One command of this checkout at a time; the kernel frees it after a crash."""
    BUILD.mkdir(exist_ok=True)
    with open(BUILD / f"{name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say.step(f"{notice} ({name}), waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def move_into(file, folder):
    """Move a file so that a reader never meets half of it, even across disks."""
    partial = folder / f".{file.name}.{os.getpid()}"
    shutil.move(file, partial)
    partial.replace(folder / file.name)
    return folder / file.name


def installed(folder, stamp):
    mark = folder / ".stamp"
    return mark.is_file() and mark.read_text() == stamp

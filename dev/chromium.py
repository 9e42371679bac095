"""The browser of the tours: any Chromium or Chrome that Odoo finds by name."""

import os
import shutil

from . import say

# The names Odoo's own HttpCase looks for.
NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
BY_HAND = "Install Chromium (Debian: apt install chromium); the browser tests need it."


def ensure():
    """Install Debian's Chromium unless there is a browser."""
    if any(map(shutil.which, NAMES)):
        return
    if not shutil.which("apt-get"):
        raise say.Stop(f"There is neither a browser nor apt-get. {BY_HAND}")
    # As root, without asking for a password.
    apt = [*([] if os.geteuid() == 0 else ["sudo", "-n"]), "apt-get", "-qy"]
    say.step("Installing Chromium for the browser tests (about 100 MB)")
    say.run([*apt, "update"], "apt-get update failed", BY_HAND)
    say.run(
        [*apt, "install", "--no-install-recommends", "chromium"],
        "apt-get could not install Chromium",
        BY_HAND,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )
    if not any(map(shutil.which, NAMES)):
        raise say.Stop(f"Chromium is installed but not found on PATH. {BY_HAND}")

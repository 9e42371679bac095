"""axe-core: the accessibility checker that the browser tests load into the page."""

import tarfile

from . import node, say
from .paths import cache, exclusive, fresh_folder, move_into

VERSION = "4.14.1"


def ensure():
    """The path of axe.min.js in the user's cache, fetched unless it is there."""
    folder = cache() / f"axe-core-{VERSION}"
    file = folder / "axe.min.js"
    with exclusive("axe"):
        if not file.is_file():
            folder.mkdir(exist_ok=True)
            _fetch(folder)
    return file


def _fetch(folder):
    with fresh_folder("axe") as work:
        environment = node.environment()
        say.step(f"Fetching axe-core {VERSION} from npm")
        say.run(
            ["npm", "pack", f"axe-core@{VERSION}", "--pack-destination", str(work)],
            "Cannot fetch axe-core",
            "Is there a network, and does npm reach its package index?",
            env=environment,
        )
        with tarfile.open(work / f"axe-core-{VERSION}.tgz") as package:
            script = package.extractfile("package/axe.min.js").read()
        (work / "axe.min.js").write_bytes(script)
        move_into(work / "axe.min.js", folder)

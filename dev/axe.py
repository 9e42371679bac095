"""axe-core: the accessibility checker that the browser tests load into the page."""

from . import node, say
from .paths import BUILD, exclusive, installed

PACKAGE = "axe-core@4.14.1"


def ensure():
    """The path of axe.min.js, fetched unless it is there."""
    folder = BUILD / "axe"
    with exclusive("axe"):
        if not installed(folder, PACKAGE):
            say.step(f"Fetching {PACKAGE} from npm")
            say.run(
                ["npm", "install", "--no-save", "--prefix", folder, PACKAGE],
                "Cannot fetch axe-core",
                "Is there a network, and does npm reach its package index?",
                env=node.environment(),
            )
            (folder / ".stamp").write_text(PACKAGE)
    return folder / "node_modules" / "axe-core" / "axe.min.js"

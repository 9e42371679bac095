"""Python packages that are used where they are installed."""

from importlib.util import find_spec

#: What they are for is said in the settings.
OPTIONAL = ("phonenumbers", "holidays")


def missing() -> list[str]:
    """Those that are not there."""
    return [name for name in OPTIONAL if not find_spec(name)]

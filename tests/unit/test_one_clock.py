"""One place makes time zones: the rules of two sources are of different years."""

import ast
from pathlib import Path

ADD_ON = Path(__file__).parents[2] / "galloper_schedule"
ONLY = ADD_ON / "adapter" / "tools" / "zones.py"
#: What makes a zone out of a name or a file, whatever it is imported as.
MAKERS = ("ZoneInfo", "gettz", "from_file", "no_cache")


def _makes_zones(source):
    """Whether the code makes a zone; to name its type is no harm, nor are doctests."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import) and "pytz" in [one.name for one in node.names]:
            return True
        if isinstance(node, ast.ImportFrom) and node.module == "pytz":
            return True
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", None))
            if name in MAKERS:
                return True
    return False


def test_zones_are_made_in_one_place():
    found = [one for one in ADD_ON.rglob("*.py") if _makes_zones(one.read_text())]
    assert found == [ONLY]


def test_another_place_is_found():
    assert _makes_zones("import pytz")
    assert _makes_zones("utc = zoneinfo.ZoneInfo('UTC')")
    assert _makes_zones("from dateutil import tz\ntz.gettz('UTC')")
    assert not _makes_zones("from zoneinfo import ZoneInfo\nof: ZoneInfo")

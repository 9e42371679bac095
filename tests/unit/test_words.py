"""A person is "they" in the code, in its comments and in the docs."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUFFIXES = {".js", ".md", ".py", ".scss", ".xml"}
FOLDERS = [
    *sorted(path for path in ROOT.glob("galloper_schedule*") if path.is_dir()),
    ROOT / "docs",
]
#: As words, and as parts of names such as ``one_of_his``.
_GENDERED = re.compile(
    r"(?<![a-z])(he|him|his|himself|she|her|hers|herself)(?![a-z])", re.IGNORECASE
)


def _gendered(path):
    """The lines of a file that take a person for a man or a woman."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if _GENDERED.search(line):
            yield f"{path.name}:{number}: {line.strip()}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nobody_is_taken_for_a_man_or_a_woman(folder):
    files = [path for path in folder.rglob("*") if path.suffix in SUFFIXES]
    assert files, "there is something to look at"
    assert [line for path in files for line in _gendered(path)] == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_nor_at_the_front_door(name):
    assert list(_gendered(ROOT / name)) == []


def test_what_is_gendered_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Call them.\nShe waits.\nThe other, this.\nstill_his = 1\n")
    assert list(_gendered(page)) == [
        "page.md:2: She waits.",
        "page.md:4: still_his = 1",
    ]

"""What README.md and docs/ name is there: links, pictures, headings, make's targets."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / "README.md", ROOT / "CONTRIBUTING.md"),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_LINK = re.compile(r"\]\(([^)\s]+)\)|<img[^>]* src=\"([^\"]+)\"")
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
_COMMAND = re.compile(r"\bmake ([a-z][a-z-]*)")
_CODE = re.compile(r"^(?: {4}|\|).*|`[^`\n]*`", re.MULTILINE)
_SETTING = re.compile(r"^    (galloper_\w+) = fields\.", re.MULTILINE)


def _anchors(page):
    """The names by which GitHub links to the headings of a page."""
    headings = _HEADING.findall(page.read_text())
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in kept}


def _broken_links(page):
    for link in ("".join(found) for found in _LINK.findall(page.read_text())):
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if re.match(r"[a-z]+:", link):
            continue
        if not target.exists() or anchor and anchor not in _anchors(target):
            yield link


def _unknown_commands(page, makefile):
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    code = "\n".join(_CODE.findall(page.read_text()))
    return set(_COMMAND.findall(code)) - targets


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_are_there(page):
    assert list(_broken_links(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_are_there(page):
    assert _unknown_commands(page, (ROOT / "Makefile").read_text()) == set()


def test_what_is_missing_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# One\n\n[a](b.md) ![](c.png) [d](#one) [e](#two) `make nothing`\n"
    )
    assert list(_broken_links(page)) == ["b.md", "c.png", "#two"]
    assert _unknown_commands(page, "test: ## all\n") == {"nothing"}


def test_every_setting_is_described():
    models = ROOT / "galloper_schedule" / "models"
    settings = _SETTING.findall((models / "res_config_settings.py").read_text())
    described = (ROOT / "docs" / "ADMINISTRATOR.md").read_text()
    assert [name for name in settings if f"`{name}`" not in described] == []


def test_readme_is_short():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 150

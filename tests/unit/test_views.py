"""What Odoo's loading of views cannot bear, though it installs."""

from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).parents[2]
_TRANSLATED = {"aria-label", "confirm", "help", "placeholder", "string", "sum", "title"}


def _find_ampersands(root):
    for path in sorted(root.glob("galloper_schedule*/**/*.xml")):
        for node in ElementTree.parse(path).iter():
            for name in _TRANSLATED & set(node.attrib):
                if "&" in node.get(name):
                    yield f"{path.name}: {node.get(name)}"


def test_no_text_of_an_attribute_has_an_ampersand():
    """An update that changes it would fail where another language is installed: Odoo
    reads the new text as XML."""
    assert list(_find_ampersands(ROOT)) == []


def test_one_that_has_is_found(tmp_path):
    (tmp_path / "galloper_schedule").mkdir()
    view = '<list><button title="This &amp; that"/></list>'
    (tmp_path / "galloper_schedule" / "views.xml").write_text(view)
    assert list(_find_ampersands(tmp_path)) == ["views.xml: This & that"]

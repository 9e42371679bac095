"""README.rst and index.html of each module, made from its readme/ as by the OCA's tool.

A hook of pre-commit runs it (``make readme``) and brings along what it needs: docutils
and pypandoc. What was not up to date is written, and the hook fails.
"""

import ast
import re
import sys
from pathlib import Path

import pypandoc
from docutils.core import publish_string

ROOT = Path(__file__).resolve().parent.parent
#: Fragments that come as sections, with their titles, in the order of the OCA's.
SECTIONS = {
    "CONTEXT": "Use Cases / Context",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "DEVELOP": "Development",
    "ROADMAP": "Known issues / Roadmap",
    "HISTORY": "Changelog",
}
NOTICE = """\
..
   !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!
   !! This file is made from readme/ and the manifest,   !!
   !! by dev/readme.py: changes here will be overwritten.!!
   !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"""
PICTURES = "static/description/"
STRICT = {
    "file_insertion_enabled": False,
    "halt_level": 2,
    "raw_enabled": False,
    # Odoo shows the page in its own style, and takes any other away.
    "stylesheet_path": None,
    # Odoo reads the page as text, which has no encoding to declare.
    "xml_declaration": False,
}


def main():
    """The number of files that were not up to date."""
    written = 0
    for readme in sorted(ROOT.glob("*/readme/DESCRIPTION.md")):
        folder = readme.parent.parent
        text = make_readme(folder)
        written += write(folder / "README.rst", text)
        written += write(folder / PICTURES / "index.html", make_index(text))
    return written


def make_readme(folder):
    manifest = ast.literal_eval((folder / "__manifest__.py").read_text())
    return "\n\n".join(filter(None, parts(folder, manifest))).strip() + "\n"


def parts(folder, manifest):
    name = manifest["name"]
    yield "\n".join(("=" * len(name), name, "=" * len(name)))
    yield NOTICE
    yield "Maturity: {development_status}. License: {license}.".format(**manifest)
    yield fragment(folder, "DESCRIPTION")
    yield "**Table of contents**\n\n.. contents::\n   :local:"
    for key, title in SECTIONS.items():
        yield section(title, "=", fragment(folder, key))
    yield section("Credits", "=", " ")
    yield section("Authors", "-", listed(manifest["author"].split(",")))
    yield section("Contributors", "-", fragment(folder, "CONTRIBUTORS"))
    yield section("Other credits", "-", fragment(folder, "CREDITS"))
    yield section("Maintainers", "-", listed(manifest["maintainers"]))


def fragment(folder, key):
    """A fragment as reStructuredText, its pictures as seen from the module's folder."""
    path = folder / "readme" / f"{key}.md"
    if not path.is_file():
        return ""
    text = path.read_text().replace(f"../{PICTURES}", PICTURES)
    return pypandoc.convert_text(text, "rst", format="markdown-smart").strip()


def section(title, underline, text):
    return text and f"{title}\n{underline * len(title)}\n\n{text.strip()}".strip()


def listed(names):
    return "\n".join(f"- {name.strip()}" for name in names)


def make_index(readme):
    """The page that Odoo's Apps shows, which lies beside the pictures."""
    page = publish_string(
        readme.replace(PICTURES, ""), writer="html4css1", settings_overrides=STRICT
    ).decode()
    # Docutils' own version would change the page without any need.
    return re.sub(r'<meta name="generator".*/>\n', "", page)


def write(path, text):
    if path.is_file() and path.read_text() == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    print(f"Wrote {path.relative_to(ROOT)}")
    return True


if __name__ == "__main__":
    sys.exit(main())

"""make rooms: the picture of docs/ARCHITECTURE.md, drawn from the code's imports."""

import ast
from collections import Counter

from .paths import MODULE, ROOT

PICTURE = ROOT / "docs" / "architecture" / "rooms.svg"
WIDTH, HEIGHT, GAP = 190, 44, 26
#: (column, its row, names) from the top: who imports, down to who is imported by all.
COLUMNS = (
    (0, 0, ("wizards, reports", "models", "team", "screen", "actions", "log", "plan")),
    (1, 2, ("replay", "learning", "privacy")),
    (0, 7, ("facts", "tools", "planner")),
)
PLACES = {
    name: (20 + column * (WIDTH + 120), 20 + row * (HEIGHT + GAP))
    for column, first, names in COLUMNS
    for row, name in enumerate(names, start=first)
}


def rooms():
    """Draw each room, how many files it has, and what it imports from which."""
    imports, files = _count()
    parts = [_arrow(*pair, number) for pair, number in imports.items()]
    parts += [_box(name, files[name]) for name in PLACES]
    width, height = map(max, zip(*PLACES.values(), strict=True))
    PICTURE.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 '
        f'{width + WIDTH + 20} {height + HEIGHT + 20}" font-family="sans-serif" '
        'font-size="14">\n'
        '<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="4" '
        'markerUnits="userSpaceOnUse" '
        'orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#714B67"/></marker></defs>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )
    return 0


def _count():
    """({(room, imported room): how often}, {room: number of files})."""
    imports, files = Counter(), Counter()
    for path in sorted(MODULE.rglob("*.py")):
        room = _room(path.relative_to(MODULE).parts)
        if room and path.name != "__init__.py":
            files[room] += 1
            others = (other for other in _imported(path) if other not in (room, None))
            imports.update((room, other) for other in others)
    return imports, files


def _room(parts):
    folder = parts[0]
    if folder in ("wizard", "report"):
        return "wizards, reports"
    if folder == "adapter":
        return parts[1] if len(parts) > 2 else None
    return folder if folder in ("models", "planner") else None


def _imported(path):
    package = path.relative_to(MODULE).parent.parts
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            module = (*base, *(node.module.split(".") if node.module else ()))
            for one in node.names:
                yield _room((*module, one.name, ""))


def _box(name, files):
    x, y = PLACES[name]
    return (
        f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="6" '
        'fill="#fff" stroke="#714B67"/>'
        f'<text x="{x + 12}" y="{y + 27}">{name}</text>'
        f'<text x="{x + WIDTH - 12}" y="{y + 27}" text-anchor="end" fill="#888">'
        f"{files}</text>"
    )


def _arrow(room, other, number):
    """From the side of one to the side of the other, the thicker the more."""
    (x1, y1), (x2, y2) = PLACES[room], PLACES[other]
    y1, y2 = y1 + HEIGHT / 2, y2 + HEIGHT / 2
    start, end = x1 + WIDTH * (x2 >= x1), x2 + WIDTH * (x2 <= x1)
    bend = 20 + abs(y2 - y1) / 8
    turns = (start + bend, end + bend) if x1 == x2 else ((start + end) / 2,) * 2
    return (
        f'<path d="M{start},{y1} C{turns[0]},{y1} {turns[1]},{y2} {end},{y2}" '
        'fill="none" stroke="#714B67" stroke-opacity="0.45" '
        f'stroke-width="{1 + number / 12:.1f}" marker-end="url(#tip)"/>'
    )

"""The rooms of the adapter: each imports what is before it, never what is after it, and
the lower ones call no model of ours.
"""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[2]
ADAPTER = ROOT / "galloper_schedule" / "adapter"
_FUNCTIONS = ast.FunctionDef, ast.AsyncFunctionDef
#: Each room may import those before it; the last three stand beside one another.
ORDER = (
    *("tools", "whereabouts", "calling", "numbers", "facts", "plan", "log"),
    *("actions", "refusal", "screen", "team"),
)
BESIDE = ("replay", "learning", "privacy")


def _imports(path):
    """The rooms that a file imports from."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level == 2:
            names = [node.module] if node.module else [one.name for one in node.names]
            yield from (name.partition(".")[0] for name in names)


def _find_wrong(adapter):
    wrong = []
    for path in sorted(adapter.glob("*/*.py")):
        room = path.parent.name
        before = ORDER[: ORDER.index(room)] if room in ORDER else ORDER
        wrong += [
            f"{room}/{path.name} imports {other}"
            for other in _imports(path)
            if other not in before
        ]
    return wrong


def _find_upward(adapter):
    """Where the lower rooms name a model of ours, to call it: they are handed records,
    or what is to be called.
    """
    return [
        f"{room}/{path.name} names {node.value}"
        for room in ("whereabouts", "calling", "facts", "plan", "log")
        for path in sorted((adapter / room).glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and str(node.value).startswith("galloper.")
    ]


def test_each_room_imports_what_is_before_it():
    assert _find_wrong(ADAPTER) == []


def test_one_that_goes_back_is_found(tmp_path):
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "day.py").write_text("from ..plan import line_store\n")
    assert _find_wrong(tmp_path) == ["facts/day.py imports plan"]


def test_the_lower_rooms_call_no_model_of_ours():
    assert _find_upward(ADAPTER) == []


def test_one_that_calls_upwards_is_found(tmp_path):
    (tmp_path / "plan").mkdir()
    (tmp_path / "plan" / "due.py").write_text('DUE = "galloper.tier"\nenv[DUE]\n')
    assert _find_upward(tmp_path) == ["plan/due.py names galloper.tier"]


def _find_long(root):
    """Files of more than 300 lines, functions of more than 40."""
    for path in sorted(root.glob("galloper_schedule*/**/*.py")):
        text = path.read_text()
        if text.count("\n") > 300:
            yield path.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, _FUNCTIONS) and node.end_lineno - node.lineno >= 40:
                yield f"{path.name}: {node.name}"


def test_nothing_is_long():
    assert list(_find_long(ROOT)) == []


def test_what_is_long_is_found(tmp_path):
    (tmp_path / "galloper_schedule").mkdir()
    text = "def fits():" + "\n    pass" * 39 + "\ndef long():" + "\n    pass" * 40
    (tmp_path / "galloper_schedule" / "some.py").write_text(text)
    assert list(_find_long(tmp_path)) == ["some.py: long"]


def test_rooms_are_small():
    rooms = {path.name for path in ADAPTER.iterdir() if path.name[0] not in "._"}
    assert rooms - {"__init__.py"} == {*ORDER, *BESIDE}
    assert all(len(list((ADAPTER / room).glob("[!_]*.py"))) <= 12 for room in rooms)

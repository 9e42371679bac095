"""What the planner and the adapter offer says what it takes and what it gives."""

import ast
from pathlib import Path

import pytest

MODULE = Path(__file__).parents[2] / "galloper_schedule"
FILES = sorted((*MODULE.glob("planner/*.py"), *MODULE.glob("adapter/*/*.py")))


def _public_functions(body):
    """Those of a module, and the methods of its public classes."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public_functions(node.body)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def _missing(source):
    for function in _public_functions(ast.parse(source).body):
        every = function.args
        given = (*every.posonlyargs, *every.args, every.vararg, *every.kwonlyargs)
        named = [one for one in given if one and one.arg not in ("self", "cls")]
        if not function.returns or not all(one.annotation for one in named):
            yield function.name


@pytest.mark.parametrize(
    "file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}"
)
def test_public_functions_have_type_hints(file):
    assert list(_missing(file.read_text())) == []


def test_one_without_is_found():
    source = "def whole(a: int) -> int: ...\ndef half(a: int, *b) -> int: ...\n"
    assert list(_missing(f"{source}class C:\n    def none(self): ...\n")) == [
        "half",
        "none",
    ]

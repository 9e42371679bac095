"""What the planner offers says what it takes and what it gives."""

import inspect
import pkgutil
from importlib import import_module

import planner
import pytest

MODULES = [
    import_module(module.name)
    for module in pkgutil.iter_modules(planner.__path__, "planner.")
]


def _functions(owner, module):
    """The public functions that are written in a module, methods included."""
    for name, value in vars(owner).items():
        value = inspect.unwrap(getattr(value, "fget", None) or value)
        value = getattr(value, "__func__", value)
        if name.startswith("_") or getattr(value, "__module__", "") != module:
            continue
        if inspect.isclass(value):
            yield from _functions(value, module)
        elif inspect.isfunction(value):
            yield value


def _missing(function):
    signature = inspect.signature(function)
    found = [("return", signature.return_annotation)]
    found += [(one.name, one.annotation) for one in signature.parameters.values()]
    return {name for name, hint in found if hint is inspect.Signature.empty} - {
        "self",
        "cls",
    }


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_public_functions_have_type_hints(module):
    functions = _functions(module, module.__name__)
    wrong = {one.__qualname__: _missing(one) for one in functions if _missing(one)}
    assert wrong == {}

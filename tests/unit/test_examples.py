"""The examples in the planner's docstrings are true."""

import doctest
import pkgutil
from importlib import import_module

import planner
import pytest

EXAMPLES = [
    test
    for module in pkgutil.iter_modules(planner.__path__, "planner.")
    for test in doctest.DocTestFinder().find(import_module(module.name))
    if test.examples
]


@pytest.mark.parametrize("test", EXAMPLES, ids=lambda test: test.name)
def test_docstring(test):
    assert doctest.DocTestRunner().run(test).failed == 0

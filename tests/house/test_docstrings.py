"""The examples in docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import commonweal

# What needs a database server or Spark is imported only where it is run.
MODULES = sorted(
    module.name for module in pkgutil.walk_packages(commonweal.__path__, "commonweal.")
    if module.name not in ("commonweal.__main__", "commonweal.valuation.on_spark")
)


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name), report=True)
    assert failed == 0


def test_there_are_examples_to_test() -> None:
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) > 20

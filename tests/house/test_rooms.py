"""The rooms of the house: each says what it is, and every one is held by the contracts on imports."""

import ast
import importlib
import re

import pytest

from tests.house.repository import ROOT, SOURCE, rooms, settings

# The rooms that may do what the contract of that name forbids to all others.
MAY = {"query engine": {"snapshot", "valuation"}, "Excel": {"report", "exchange"}, "Django": {"web"}}
CONTRACTS = settings()["tool"]["importlinter"]["contracts"]
# Changes of the database are written by Django and read by nobody.
MODULES = sorted(path.relative_to(ROOT).as_posix() for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


@pytest.mark.parametrize("room", rooms())
def test_each_room_says_what_comes_in_what_goes_out_and_what_it_never_does(room):
    text = importlib.import_module(f"commonweal.{room}").__doc__ or ""
    assert text.index("In:") < text.index("Out:") < text.index("Never:")
    assert text.strip().splitlines()[0].endswith((".", ",", ":", ";")) or len(text.strip().splitlines()) > 1


def test_every_room_stands_in_every_contract_or_is_named_as_an_exception():
    forbidding = {word: contract for contract in CONTRACTS for word in MAY if word in contract["name"]}
    assert set(forbidding) == set(MAY)
    for word, contract in forbidding.items():
        held = {source.removeprefix("commonweal.") for source in contract["source_modules"]}
        assert set(rooms()) - held <= MAY[word], f"add the room to the contract '{contract['name']}'"


def test_every_contract_is_named_by_a_sentence():
    assert all(contract["name"][0].isupper() and contract["name"].endswith(".") for contract in CONTRACTS)


def test_no_room_is_named_after_nothing_in_particular():
    assert not {"utils", "helpers", "services", "core", "common", "misc"} & {
        part.removesuffix(".py") for name in MODULES for part in name.split("/")}


def _calls(name: str) -> list[tuple[str, int]]:
    return [(module, node.lineno) for module in MODULES
            for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name]


def test_nothing_rounds_by_pythons_own_rule():
    assert _calls("round") == []


def test_the_site_has_one_clock_for_days():
    clocks = [module for module in MODULES if module.startswith("src/commonweal/web/") and re.search(
        r"\b(localdate|date\.today|datetime\.now)\(", (ROOT / module).read_text(encoding="utf-8"))]
    assert clocks == ["src/commonweal/web/people/models.py"]


# Where a number may become a float: the simulated interval; lengths and positions of drawings, which nobody reads.
FLOATS = {"valuation/uncertainty.py", "report/charts/lines.py", "report/charts/making.py", "report/charts/svg.py",
          "ledger/maps.py"}


def test_no_number_becomes_a_float_except_in_the_simulated_interval_and_in_drawings():
    assert {module.removeprefix("src/commonweal/") for module, _ in _calls("float")} == FLOATS


@pytest.mark.parametrize("module", MODULES)
def test_a_file_is_small_enough_to_read(module):
    # Some 300 is where to look for the hidden noun; declared tables may be longer, and nothing is longer than this.
    assert len((ROOT / module).read_text(encoding="utf-8").splitlines()) <= 450

"""Half-penny ties: answers worked out in whole numbers, outside the product, that every engine must give."""

import ast
from pathlib import Path

import pytest

from tests.engines import make_golden_ties
from tests.engines.ties import FILE, ROWS, assert_golden


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
def test_an_engine_gives_the_golden_answers(engine: str):
    assert_golden(engine)


def test_the_file_is_what_its_script_writes():
    assert FILE.read_text(encoding="utf-8") == make_golden_ties.text()


def test_the_script_knows_nothing_of_the_product():
    tree = ast.parse(Path(make_golden_ties.__file__).read_text(encoding="utf-8"))
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported == {"collections.abc", "pathlib"}


def _is_tie(row: dict[str, str]) -> bool:
    quantity, unit_value = (int(row[name].replace(".", "")) for name in ("quantity", "unit_value"))
    return abs(quantity * unit_value) % 1_000_000 == 500_000


def test_the_file_holds_ties_of_both_signs_and_their_neighbours():
    ties = [row for row in ROWS if _is_tie(row)]
    assert len(ties) >= 80
    assert sum(row["gross"].startswith("-") for row in ties) >= 40
    assert len(ROWS) - len(ties) >= 80
    # Rounding a half to the even neighbour, as some tools do, would change every other one of them.
    assert sum(int(row["gross"][-1]) % 2 for row in ties) >= 40

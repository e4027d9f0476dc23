"""Our Greater Manchester unit costs, cell by cell, against the published workbook of March 2015."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.basics.numbers import EXACT, pence, round_to
from commonweal.basics.tables import Record
from commonweal.frameworks.derive import Indexed, parse_derivation
from commonweal.frameworks.edition import Edition, load_edition, shipped_editions
from tests.realdata.workbook import Sheet, read_workbook, rows_of

ROOT = Path(__file__).resolve().parents[2]
WORKBOOK = ROOT.parent / "shared" / "data" / "unit_values" / "gmca_unit_cost_database_v1_4.xlsx"
CODE = re.compile(r"[A-Z&]+\d+(\.\d+)+$")
SOURCE = re.compile(r"gmca-ucd-1\.4, sheet (.+), cell ([HKN])(\d+), code (.+)$")
GRADES = {"G": "high", "A": "medium", "R": "low"}
KINDS = {"H": "fiscal", "K": "economic", "N": "social"}
# Each kind has three columns: the published amount, its price year, the amount in 2015/16 prices.
COLUMNS = {"H": ("I", "J"), "K": ("L", "M"), "N": ("O", "P")}


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    if not WORKBOOK.is_file():
        pytest.skip(f"the open data folder is not beside the checkout: {WORKBOOK.name} is absent")
    return read_workbook(WORKBOOK)


@pytest.fixture(scope="module")
def edition() -> Edition:
    loaded, findings = load_edition(shipped_editions() / "commonweal-open" / "2026.1")
    assert loaded is not None, findings
    return loaded


def _number(cell: object) -> Decimal:
    assert isinstance(cell, Decimal)
    return cell


def _costs(edition: Edition) -> list[tuple[Record, str, str, str, str]]:
    """Each unit cost with the sheet, column, row and code that it cites."""
    found = []
    for value in edition.values:
        if value.key.startswith("gmca-"):
            cited = SOURCE.match(value.text("source"))
            assert cited is not None, value.key
            found.append((value, cited[1], cited[2], cited[3], cited[4]))
    return found


def _amounts(sheets: dict[str, Sheet]) -> dict[str, dict[str, Decimal]]:
    """The published amounts by code and column."""
    found: dict[str, dict[str, Decimal]] = {}
    for sheet in sheets.values():
        for row in rows_of(sheet):
            code = str(sheet.get(f"C{row}", "")).strip()
            if CODE.match(code):
                amounts = {letter: sheet.get(f"{letter}{row}") for letter in KINDS}
                found[code] = {letter: amount for letter, amount in amounts.items() if isinstance(amount, Decimal)}
    return found


def test_every_unit_cost_is_what_its_cell_says(sheets: dict[str, Sheet], edition: Edition) -> None:
    costs = _costs(edition)
    assert len(costs) == 61
    for value, name, letter, row, code in costs:
        sheet, (year, updated) = sheets[name], COLUMNS[letter]
        derivation = parse_derivation(value.text("derivation"))
        assert isinstance(derivation, Indexed)
        assert sheet[f"C{row}"] == code
        assert value.key == f"gmca-{code.lower().replace('&', '-')}-{value.text('kind')}"
        assert value.text("kind") == KINDS[letter]
        assert _number(sheet[f"{letter}{row}"]) == derivation.published, value.key
        assert str(sheet[f"{year}{row}"]).startswith(f"{derivation.from_year}/"), value.key
        assert pence(_number(sheet[f"{updated}{row}"])) == value.number("central"), value.key
        assert GRADES[str(sheet[f"R{row}"]).strip()] == value.text("confidence"), value.key


def test_the_deflator_is_the_workbooks_own(sheets: dict[str, Sheet], edition: Edition) -> None:
    lookups = sheets["Lookups"]
    published = {
        int(str(lookups[f"M{row}"])[:4]): round_to(EXACT.multiply(_number(lookups[f"P{row}"]), Decimal(1000)), 4)
        for row in range(10, 37)
    }
    assert published == edition.index("gmca-ucd-deflator")
    assert sorted(published) == list(range(1989, 2016))


def test_the_deflator_carries_every_amount_of_the_workbook(sheets: dict[str, Sheet], edition: Edition) -> None:
    index = edition.index("gmca-ucd-deflator")
    seen, apart = 0, []
    for name, sheet in sheets.items():
        for row in rows_of(sheet):
            for letter, (year, updated) in COLUMNS.items():
                amount, after = sheet.get(f"{letter}{row}"), sheet.get(f"{updated}{row}")
                if isinstance(amount, Decimal) and isinstance(after, Decimal) and "/" in str(sheet.get(f"{year}{row}")):
                    seen += 1
                    from_year = int(str(sheet[f"{year}{row}"])[:4])
                    if Indexed(amount, "gmca-ucd-deflator", from_year, 2015).amount(index) != pence(after):
                        apart.append(f"{name} {letter}{row}")
    assert (seen, apart) == (779, [])


def test_headlines_that_their_parts_contradict_are_left_out(sheets: dict[str, Sheet], edition: Edition) -> None:
    amounts = _amounts(sheets)
    apart = set()
    for code, headline in amounts.items():
        for letter, amount in headline.items():
            parts = [part[letter] for name, part in amounts.items()
                     if re.match(rf"{re.escape(code)}\.\d+$", name) and letter in part]
            if len(parts) > 1 and abs(sum(parts) - amount) > 1:
                apart.add(code)
    carried = {code for *_, code in _costs(edition)}
    # Three are averages over alternatives, as the workbook says; HO1.0 holds its weekly part twice, as it says too.
    assert apart & carried == {"CR3.0", "HE3.0", "HE7.0", "HO1.0"}
    missing = amounts["HO1.0"]["H"] - sum(amounts[f"HO1.0.{part}"]["H"] for part in range(1, 7))
    assert abs(missing - amounts["HO1.0.6"]["H"]) < 1
    page = (ROOT / "docs" / "explanation" / "values.md").read_text("utf-8")
    left_out = page.partition("## What is left out, and why")[2]
    assert {code for code in apart - carried if code not in left_out} == set()


def test_the_entry_that_stands_twice_is_left_out(sheets: dict[str, Sheet], edition: Edition) -> None:
    amounts = _amounts(sheets)
    assert amounts["E&S4.1"] == amounts["SS16.0"]
    carried = {code for *_, code in _costs(edition)}
    assert not carried & {"E&S4.1", "SS16.0"}

"""Published libraries of values, factors and deflators through their maps: what is taken, refused, and never nought."""

import io
import zipfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.exchange.agree import agree
from commonweal.exchange.doors import Given, door
from commonweal.exchange.files import File, read_file
from commonweal.exchange.known import known_map
from commonweal.frameworks.derive import parse_derivation
from commonweal.frameworks.edition import Edition, load_edition, shipped_editions
from tests.indicators.small import book_of, tables_from

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"


@pytest.fixture(autouse=True)
def _data_is_there():
    if not (DATA / "unit_values").is_dir():
        pytest.skip("the open data folder is not beside the checkout: unit_values and economics are absent")


@pytest.fixture
def book(tmp_path: Path):
    return book_of(tables_from("places\nid, name, kind, parent\narea, The Area, area,\n"), tmp_path / "book")


def brought(book, file: File, name: str, id: str):
    made = door("map")(file, book, Given(known_map(name)))
    agree(book.folder, made)
    edition, findings = load_edition(book.folder / "editions" / id)
    assert edition is not None, findings
    return made.receipt, edition


def test_the_tables_without_headings_are_read_row_by_row(book):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted((DATA / "unit_values" / "gmca_ucd_2014_csvs").glob("*.csv")):
            archive.write(path, path.name)
    receipt, edition = brought(book, File("tables.zip", out.getvalue()), "gmca-2014", "gmca-unit-costs/2014")
    assert (receipt.rows_in, receipt.accepted, receipt.refused) == (673, 633, 40)
    codes = Counter(finding.code for finding in receipt.errors)
    # Two amounts go on beyond four places; 19 codes stand three times each, which is 38 repeats.
    assert codes["CELL-NUMBER"] == 2
    assert {finding.code for finding in receipt.errors} == {"CELL-NUMBER", "ROW-DUPLICATE"}
    values = {value.key: value for value in edition.values}
    # The file prints £10,025 as text beside 9800 in the prices of 2012/13.
    claimant = values["e-e1.0"]
    assert [claimant.text(name) for name in ("central", "price_year", "confidence")] == ["9800.0000", "2012", "high"]
    assert "£10,025" in claimant.text("note")
    assert values["ss1.0"].number("central") == 44676
    assert not any(value.yes("redistributable") for value in edition.values)
    assert all(value.text("note") and value.text("is_not") for value in edition.values)


def test_the_workbook_gives_the_amounts_that_our_open_edition_retyped(book):
    file = read_file(DATA / "unit_values" / "gmca_unit_cost_database_v1_4.xlsx")
    _, edition = brought(book, file, "gmca-1.4", "gmca-unit-costs/1.4")
    values = {value.key: value for value in edition.values}
    ours = shipped()
    retyped = [value for value in ours.values if value.key.startswith("gmca-")]
    assert len(retyped) == 61
    for value in retyped:
        derivation = parse_derivation(value.text("derivation"))
        same = values[value.key.removeprefix("gmca-")]
        assert (same.number("central"), same.count("price_year"), same.text("kind"), same.text("confidence")) == (
            derivation.published, derivation.from_year, value.text("kind"), value.text("confidence")), value.key


def shipped() -> Edition:
    edition, findings = load_edition(shipped_editions() / "commonweal-open" / "2026.1")
    assert edition is not None, findings
    return edition


def test_no_blank_factor_becomes_nought(book):
    file = read_file(DATA / "economics" / "uk_ghg_conversion_factors_2025_flat_file.xlsx")
    receipt, edition = brought(book, file, "desnz-conversion-factors", "uk-ghg-conversion-factors/2025")
    blank = [finding for finding in receipt.errors
             if finding.code == "CELL-BLANK" and finding.column == "GHG Conversion Factor 2025"]
    # 1,711 factors, and the one line under the table.
    assert len(blank) == 1_712
    noughts = [name for name in edition.indices if edition.index(name)[2025] == 0]
    assert len(noughts) == 176
    assert edition.index("1_100_1000_15_1")[2025] == Decimal("3033380.67")
    assert receipt.rows_in == receipt.accepted + receipt.refused + receipt.blank


def test_deflators_end_where_the_published_numbers_end(book):
    file = read_file(DATA / "economics" / "socialvalueadjuster_deflators.xlsx")
    _, edition = brought(book, file, "hmt-gdp-deflators", "hmt-gdp-deflators/2024-10")
    years, calendar = (edition.index(f"gdp-deflator-{kind}-year") for kind in ("financial", "calendar"))
    assert (min(years), max(years), years[2022], years[2023]) == (1955, 2023, Decimal("94.2175"), 100)
    assert (min(calendar), max(calendar), calendar[2022]) == (1955, 2023, Decimal("93.191"))

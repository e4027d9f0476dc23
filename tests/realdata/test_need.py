"""Need beside offer on published data: profiles of six councils, the index of deprivation, grants of two funders."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.exchange.agree import agree
from commonweal.exchange.doors import Given, door
from commonweal.exchange.files import read_file
from commonweal.ledger.book import read_book
from tests.indicators.small import book_of, tables_from

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
COUNCILS = ("halton", "knowsley", "liverpool", "sefton", "st-helens", "wirral")


@pytest.fixture(autouse=True)
def _data_is_there():
    if not (DATA / "grants").is_dir():
        pytest.skip("the open data folder is not beside the checkout: grants, economics and deprivation are absent")


@pytest.fixture
def book(tmp_path: Path):
    places = "\n".join(f"{name}, {name.title()}, council, area," for name in COUNCILS)
    text = f"places\nid, name, kind, parent, code\narea, The Area, area, ,\n{places}\n"
    lane = "lane, Lane, neighbourhood, liverpool, E01006512\n"
    return book_of(tables_from(text + lane), tmp_path / "book")


def test_the_profiles_of_six_councils_become_facts_of_their_places(book):
    for name in COUNCILS:
        for topic in ("deprivation", "earnings", "skills"):
            path = DATA / "economics" / "lcr_local_area_profiles" / f"{name}_{topic}.json"
            made = door("profiles")(read_file(path), read_book(book.folder).book, Given())
            assert made.receipt.refused == 0
            agree(book.folder, made)
    rows = read_book(book.folder).book.rows("context")
    medians = {row.text("place"): row.number("value") for row in rows if row.text("series") == "earnings-p50"}
    assert set(medians) == set(COUNCILS) and medians["liverpool"] == 30947
    # The file prints half of each share of qualifications, because it adds the total to its parts.
    share = next(row for row in rows if row.key == "liverpool-qualification-no-qualifications")
    assert (share.number("numerator"), share.number("denominator")) == (90049, 403028)
    assert (str(share.number("value")), share.text("as_printed")) == ("22.3000", "11.2%")
    assert "contradicts" in share.text("note")


@pytest.mark.parametrize(("name", "rows"), [
    ("imd2025_england_lsoa21.csv", 33_755), ("imd2019_england_lsoa11.csv", 32_844)])
def test_the_index_of_deprivation_gives_neighbourhoods_their_tenth(book, name, rows):
    made = door("deprivation")(read_file(DATA / "deprivation" / name), book, Given())
    assert (made.receipt.rows_in, made.receipt.accepted) == (rows, rows)
    assert [row.key for row in made.rows["places"]] == ["lane"]


@pytest.mark.parametrize(("name", "grants", "people"), [
    ("power_to_change_2015_2019", 870, 3), ("lloyds_bank_foundation_lcr_subset_2010_2015", 171, 0)])
def test_grants_become_activities_in_the_investor_role(book, name, grants, people):
    path = DATA / "grants" / f"{name}.360giving.json"
    made = door("grants")(read_file(path), book, Given())
    assert (made.receipt.rows_in, made.receipt.accepted) == (grants, grants)
    agree(book.folder, made)
    again = read_book(book.folder).book
    mine = [row for row in again.rows("activities") if row.text("kind") == "grant"]
    assert len(mine) == grants and {row.text("role") for row in mine} == {"investor"}
    source = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)["grants"]
    assert sum(row.number("value") for row in mine) == sum(each["amountAwarded"] for each in source)
    parts = Counter(row.text("part") for row in again.rows("parties"))
    assert parts == {"funder": grants, "recipient": grants - people}

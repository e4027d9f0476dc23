"""Lists of spending that councils published, through their maps: every row, every pound, every name withheld."""

from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.basics.numbers import total
from commonweal.exchange.agree import agree
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import Given, door
from commonweal.exchange.files import read_file
from commonweal.exchange.known import known_map
from commonweal.exchange.matching import company_number, match, suppliers_of
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.payments import paid_to
from commonweal.snapshot.spend import spend_of
from tests.indicators.small import AS_OF, book_of, tables_from

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
SPEND = DATA / "spend"
# File: map, rows, rows below zero, rows whose name is withheld; counted in the files apart from our reading of them.
LISTS = {
    "monthly/calderdale_2021-05.csv": ("spend-calderdale", 1_628, 91, 24),
    "monthly/calderdale_2021-11-card.csv": ("spend-calderdale-card", 96, 2, 0),
    "monthly/harrogate_2022-02.csv": ("spend-harrogate", 1_356, 20, 7),
    "monthly/manchester_2021-10.csv": ("spend-manchester", 3_082, 129, 185),
    "monthly/salford_2022-06.csv": ("spend-salford", 1_809, 12, 239),
    "salford_2019.csv": ("spend-salford-2019", 16_793, 189, 963),
    "liverpool_2019_by_supplier_month.csv": ("spend-liverpool-2019", 10_055, None, 24),
}
AREA = """
places
id, name, kind, parent, code
north-west, North West, region, ,
lcr, Liverpool City Region, area, north-west, E47000004
liverpool, Liverpool, council, lcr, E08000012
area, The Area, area, ,
"""


@pytest.fixture(autouse=True)
def _data_is_there():
    if not SPEND.is_dir():
        pytest.skip("the open data folder is not beside the checkout: spend is absent")


def brought(name: str, book: Book) -> Arrival:
    return door("map")(read_file(SPEND / name), book, Given(known_map(LISTS[name][0])))


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return book_of(tables_from(AREA), tmp_path / "book")


@pytest.mark.parametrize("name", LISTS)
def test_every_row_and_every_credit_note_arrives(book, name):
    _, rows, credits, withheld = LISTS[name]
    made = brought(name, book)
    assert (made.receipt.rows_in, made.receipt.accepted, made.receipt.refused) == (rows, rows, 0)
    payments = made.rows["payments"]
    assert sum(not paid_to(row) for row in payments) == withheld
    if credits is not None:
        assert sum(row.number("amount") < 0 for row in payments) == credits


def test_liverpool_2019_is_the_sum_and_the_names_that_its_source_gives(book):
    payments = brought("liverpool_2019_by_supplier_month.csv", book).rows["payments"]
    assert total([row.number("amount") for row in payments]) == Decimal("546081633.47")
    # Two of the 2,485 names stand in the place of one.
    assert len({row.text("supplier") for row in payments}) == 2_485
    assert len({paid_to(row) for row in payments} - {""}) == 2_483
    assert {row.day("paid").isoformat()[5:] for row in payments} >= {"01-31", "02-28", "12-31"}


def test_a_list_goes_into_a_book_and_comes_out_as_the_same_sum(book):
    agree(book.folder, brought("liverpool_2019_by_supplier_month.csv", book))
    again = read_book(book.folder).book
    sums = spend_of(again, AS_OF)
    assert total([row.number("amount") for row in sums]) == Decimal("546081633.47")
    assert sum(row.count("payments") for row in sums) == 10_055
    names = {supplier.name for supplier in suppliers_of(again)}
    assert not any(names & {row.text(column) for column in row.table.names} for row in sums)


def test_names_are_matched_to_companies_as_others_matched_them(book, tmp_path):
    """Somebody else matched Salford's names to companies. Ours, without their numbers, is held to theirs."""
    payments = brought("salford_2019.csv", book).rows["payments"]
    theirs: dict[str, set[str]] = {}
    for row in payments:
        if paid_to(row) and (number := company_number(row.text("company_number"))):
            theirs.setdefault(row.text("supplier"), set()).add(number)
    official = {}
    for line in (SPEND / "salford_2019.csv").read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split(",")
        if len(cells) == 13 and company_number(cells[9]):
            official.setdefault(company_number(cells[9]), cells[8])
    bodies = [{"id": f"c-{number.lower()}", "name": name, "kind": "company"}
              for number, name in sorted(official.items())]
    names = sorted(theirs)
    rows = [{"id": f"p{place}", "amount": "1", "supplier": name} for place, name in enumerate(names)]
    known = book_of({**tables_from(AREA), "organisations": bodies, "payments": rows}, tmp_path / "other")
    found = match(known)
    sure = {name: body.removeprefix("c-").upper() for name, body in found.organisations.items()}
    wrong = [name for name, number in sure.items() if number not in theirs[name]]
    likely = {row.text("supplier") for row in found.pairs if row.text("organisation")}
    # Their own list has a few names under another company's number; ours finds a different one of the same name.
    assert len(wrong) <= len(sure) // 200
    assert len(sure) > len(names) // 2
    assert len(sure.keys() | likely) > len(names) * 9 // 10


def test_postcodes_of_the_published_look_up_become_neighbourhoods_with_their_tenth(book):
    lookup = DATA / "geography" / "DERIVED_lcr_postcode_to_lsoa21_imd2025.csv"
    (book.folder / "payments.csv").write_text(
        "id,paid,amount,postcode\na,2024-06-30,100,l10aa\nb,2024-06-30,50,L1 0AB\nc,2024-06-30,25,M1 1AA\n", "utf-8")
    made = door("postcodes")(read_file(lookup), read_book(book.folder).book, Given())
    assert made.receipt.rows_in == made.receipt.accepted == 64_168
    agree(book.folder, made)
    again = read_book(book.folder).book
    places = again.by_id("places")
    office = places[next(row.text("office") for row in again.rows("payments") if row.key == "a")]
    assert (office.text("code"), office.text("decile"), office.text("parent")) == ("E01034402", "4", "liverpool")
    assert [row.text("office") for row in again.rows("payments") if row.key == "c"] == [""]

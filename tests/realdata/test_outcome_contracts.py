"""Column maps on open data that nobody here wrote: outcome contracts with their targets, results, prices and payments.

The data is the INDIGO Impact Bond Dataset; it lies beside the checkout and never in it. What must come out is worked
out here once more, from the files themselves and with nothing of the product.
"""

import csv
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest

from commonweal.exchange.agree import agree
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File, read_file
from commonweal.exchange.maps.door import arrive
from commonweal.exchange.paid import Class, Set, classes, depart, set_against
from commonweal.exchange.sifting import sifted
from commonweal.ledger.book import Book, read_book

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data" / "outcome_contracts"
MAPS = Path(__file__).with_name("outcome_contracts")
# In the order in which the rows lean on each other: the file, and the map.
STEPS = (("organisations", "organisations"), ("projects", "activities"), ("outcome_payment_commitments", "payers"),
         ("service_provisions", "providers"), ("outcome_metrics", "measures"), ("outcome_pricings", "prices"),
         ("outcome_pricings", "matching"), ("outcome_metrics", "commitments"), ("results", "deliveries"),
         ("outcome_payments", "payments"))
SETTINGS = """
[book]
id = "outcome-contracts"
title = "Outcome contracts"
body = "body"
place = "world"
[frameworks]
own = "outcome-contracts"
editions = ["outcome-contracts/2025"]
[[periods]]
id = "2024"
label = "2024"
kind = "calendar-year"
start = 2024-01-01
end = 2024-12-31
"""
EDITION = """
framework = "outcome-contracts"
version = "2025"
title = "Before anything came in"
publisher = "Nobody"
published = 2025-01-01
status = "draft"
licence = "CC BY 4.0"
redistributable = true
valid_from = 2000-01-01
sources = []
"""
MEASURES = "id,title,theme,outcome,pillar,unit,counting,people,who_counts\nnone,None,A,B,social,x,flow,none,Nobody\n"
# A map for any file at all: each row is a fact called after its number.
ANY = """
title = "Any"
[into.context]
id = {{ words = "row-{{row}}" }}
title = {{ from = "{heading}", if_blank = "Not said" }}
unit = {{ words = "row" }}
as_printed = {{ words = "row {{row}}" }}
"""

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the outcome contracts are not beside this checkout")
Imported = tuple[Path, Mapping[str, Arrival]]


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / f"indigo_{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def beside(name: str) -> File:
    return read_file(DATA / name)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    folder = tmp_path_factory.mktemp("indigo") / "book"
    edition = folder / "editions" / "outcome-contracts" / "2025"
    edition.mkdir(parents=True)
    for path, text in ((folder / "book.toml", SETTINGS), (folder / "places.csv", "id,name,kind\nworld,World,area\n"),
                       (folder / "organisations.csv", "id,name,kind\nbody,Body,authority\n"),
                       (edition / "edition.toml", EDITION), (edition / "measures.csv", MEASURES)):
        path.write_text(text, encoding="utf-8")
    arrivals: dict[str, Arrival] = {}
    for name, column_map in STEPS:
        given = Given((MAPS / f"{column_map}.toml").read_text(encoding="utf-8"), beside)
        arrivals[column_map] = sifted(folder, arrive(beside(f"indigo_{name}.csv"), read(folder), given))
        agree(folder, arrivals[column_map])
    return folder, arrivals


def read(folder: Path) -> Book:
    found = read_book(folder)
    assert found.book is not None, found.findings
    return found.book


@pytest.mark.parametrize(("name", "column_map"), STEPS)
def test_every_row_of_every_mapped_file_is_accepted_refused_or_blank(name: str, column_map: str, imported: Imported):
    receipt = imported[1][column_map].receipt
    assert receipt.rows_in == len(rows_of(name)) == receipt.accepted + receipt.refused + receipt.blank
    assert receipt.refused == len({finding.row for finding in receipt.findings if finding.row is not None})


@pytest.mark.parametrize("path", sorted(DATA.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_of_all_files_is_counted(path: Path, imported: Imported):
    with path.open(encoding="utf-8-sig", newline="") as file:
        heading, *rows = csv.reader(file)
    receipt = arrive(read_file(path), read(imported[0]), Given(ANY.format(heading=heading[0]))).receipt
    assert receipt.rows_in == len(rows) and receipt.blank == sum(not any(row) for row in rows)
    assert receipt.accepted + receipt.refused + receipt.blank == len(rows)


def test_every_project_is_an_activity_but_one_that_ends_before_it_begins(imported: Imported):
    folder, arrivals = imported
    assert len(rows_of("projects")) == 313 and len(read(folder).rows("activities")) == 312
    assert [finding.code for finding in arrivals["activities"].receipt.errors] == ["SPAN-REVERSED"]


def test_only_pounds_went_into_a_column_of_pounds_and_the_others_were_counted(imported: Imported):
    currency, amount = (f"Overall project finance - Maximum potential outcome payment - {name} - (Value)"
                        for name in ("Currency", "Amount"))
    other = sum(bool(row[amount].strip()) and row[currency] != "GBP" for row in rows_of("projects"))
    notes = imported[1]["activities"].notes
    assert other == sum(int(note.rpartition(": ")[2].split()[0]) for note in notes if "left blank" in note) > 50


def test_results_that_are_words_or_have_months_beyond_twelve_are_asked_for(imported: Imported):
    errors = imported[1]["deliveries"].receipt.errors
    words = [row for row in rows_of("results") if (text := row["Outcomes achieved - (Value)"].strip())
             and not text.replace(".", "", 1).isdigit()]
    assert sum(finding.code == "CELL-NUMBER" for finding in errors) == len(words) > 50
    assert {"'2018-13' cannot be read.", "'2018-16' cannot be read."} <= {finding.message for finding in errors}


def test_there_is_a_framework_version_for_each_contract_with_prices_in_pounds(imported: Imported):
    priced = {row["Project ID"].lower() for row in rows_of("outcome_pricings") if row["Currency - (Value)"] == "GBP"}
    own = {edition.framework for edition in read(imported[0]).editions} - {"outcome-contracts"}
    assert own == priced and len(priced) == 19


def by_hand(imported: Imported) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """What prices make of results, and what was paid, by contract: from the files, for the rows that were accepted."""
    refused = {name: {finding.row for finding in arrival.receipt.findings if finding.row is not None}
               for name, arrival in imported[1].items()}
    prices = {(row["Project ID"], row["Outcome Metric Id - (Value)"]): Decimal(row["Price Per Unit - Amount - (Value)"])
              for row in rows_of("outcome_pricings") if row["Currency - (Value)"] == "GBP"}
    computed: dict[str, Decimal] = {}
    for number, row in enumerate(rows_of("results"), 2):
        price = prices.get((row["Project ID"], row["Outcome Metric Id - (Value)"]))
        if price is not None and number not in refused["deliveries"]:
            name = row["Project ID"].lower()
            computed[name] = computed.get(name, Decimal(0)) + price * Decimal(row["Outcomes achieved - (Value)"])
    paid: dict[str, Decimal] = {}
    for number, row in enumerate(rows_of("outcome_payments"), 2):
        if number not in refused["payments"] and row["Payments - Amount - (Value)"]:
            name = row["Project ID"].lower()
            paid[name] = paid.get(name, Decimal(0)) + Decimal(row["Payments - Amount - (Value)"])
    return computed, paid


@pytest.fixture(scope="module")
def sets(imported: Imported) -> tuple[Set, ...]:
    return set_against(read(imported[0]), date(2025, 5, 20))


def test_quantity_times_price_and_what_was_paid_are_those_of_the_files(imported: Imported, sets: tuple[Set, ...]):
    computed, paid = by_hand(imported)
    assert {each.activity: each.computed for each in sets if each.computed} == computed and len(computed) == 5
    assert {each.activity: each.paid for each in sets if each.payments} == paid and len(paid) == 32


def test_every_difference_has_a_class_and_the_unexplained_ones_are_listed(sets: tuple[Set, ...]):
    found = classes(sets)
    assert sum(found.values()) == len(sets) == 32
    unexplained = [each for each in sets if each.why is Class.UNEXPLAINED]
    # Four contracts paid less than their prices make, for the very days of their results, and state no most.
    assert len(unexplained) == found[Class.UNEXPLAINED] == 4
    assert all(each.difference > 0 and not each.days_without_payment and each.notes for each in unexplained)
    # One has payments that leave out two months, and results above what it pays at most.
    (apart,) = [each for each in sets if each.why is Class.DAYS_APART]
    assert apart.above_most + apart.rest == apart.difference and apart.days_without_payment == 61


def test_the_comparison_goes_out_as_a_table_with_a_row_a_contract(imported: Imported, sets: tuple[Set, ...]):
    rows = list(csv.DictReader(depart(read(imported[0])).decode("utf-8-sig").splitlines()))
    assert [(row["activity"], row["class"]) for row in rows] == [(each.activity, each.why.value) for each in sets]
    add = partial(sum, start=Decimal(0))
    assert add(Decimal(row["computed"]) - Decimal(row["paid"]) - Decimal(row["difference"]) for row in rows) == 0

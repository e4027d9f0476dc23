"""Column maps: each row accepted, refused under the file's own heading, or blank; what is unclear is never guessed."""

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.exchange.agree import agree
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.maps.door import arrive
from commonweal.exchange.maps.headings import fingerprint, names_of
from commonweal.exchange.maps.propose import propose
from commonweal.exchange.maps.reading import read_map
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.exchange.sifting import sifted
from commonweal.ledger.book import Book, read_book
from tests.checks.small_book import write_book
from tests.exchange.made import record, workbook

PLACES = '''
title = "Wards"
[into.places]
id = { from = "Ward", make = "id" }
name = "Ward"
kind = { words = "ward" }
'''
HOURS = '''
title = "Hours"
[read]
dates = ["31/03/2024", "2024-03"]
[into.deliveries]
id = { from = ["Ref", "Month"], make = "id" }
activity = { words = "dock" }
measure = { words = "hours" }
quantity = "Hours"
start = { from = "Month", day = "first" }
end = { from = "Month", day = "last" }
period_kind = { words = "quarter" }
state = { words = "submitted" }
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_book(tmp_path / "book", {})


def book(folder: Path) -> Book:
    read = read_book(folder)
    assert read.book is not None
    return read.book


def brought(folder: Path, content: str | bytes, text: str = "", beside: Mapping[str, str] | None = None) -> Arrival:
    others = {name: File(name, other.encode()) for name, other in (beside or {}).items()}
    file = File("theirs.csv", content.encode() if isinstance(content, str) else content)
    return arrive(file, book(folder), Given(text, others.get))


def sums(arrival: Arrival) -> tuple[int, int, int, int]:
    made = arrival.receipt
    return made.rows_in, made.accepted, made.refused, made.blank


def faults(arrival: Arrival) -> list[tuple[str, int | None, str]]:
    return [(finding.code, finding.row, finding.column) for finding in arrival.receipt.errors]


def test_rows_become_rows_of_the_table_that_the_map_names(folder: Path):
    arrival = brought(folder, "Ward,Seats\nEast End,3\n\nWest-End,2\n", PLACES)
    assert sums(arrival) == (3, 2, 0, 1)
    assert [(row.key, row.text("name"), row.row) for row in arrival.rows["places"]] == [
        ("east-end", "East End", 2), ("west-end", "West-End", 4)]
    assert [(finding.code, finding.message) for finding in arrival.receipt.findings] == [
        ("COLUMNS-NOT-TAKEN", "1 columns are not in the map: Seats.")]


def test_a_heading_may_be_called_as_the_facts_of_a_row_are(folder: Path):
    text = PLACES + 'code = "row"\nsource = { words = "{file} {row}, {Ward}" }\n'
    (row,) = brought(folder, "Ward,row\nA,E1\n", text).rows["places"]
    assert row.text("code") == "E1" and row.text("source") == "theirs.csv 2, A"


def test_what_is_not_read_is_told(folder: Path):
    arrival = brought(folder, "Our wards,,\nWard,,Seats\nA,x,1\n", PLACES)
    assert [finding.message for finding in arrival.receipt.findings] == [
        "2 columns are not in the map: column B, which has no heading, Seats.",
        "the headings stand in row 2; 1 rows above them were not read."]


def test_each_row_that_cannot_be_read_is_refused_under_the_files_own_heading(folder: Path):
    rows = "Ref,Month,Hours\na,31/03/2024,12 hrs\nb,2024-13,1\nc,2024-02,2.5\nd,03.04.2024,x\n"
    arrival = brought(folder, rows, HOURS)
    assert sums(arrival) == (4, 1, 3, 0)
    assert faults(arrival) == [("CELL-NUMBER", 2, "Hours"), ("CELL-DATE", 3, "Month"),
                               ("CELL-NUMBER", 5, "Hours"), ("CELL-DATE", 5, "Month")]
    (row,) = arrival.rows["deliveries"]
    assert (row.day("start"), row.day("end"), row.number("quantity")) == (
        date(2024, 2, 1), date(2024, 2, 29), Decimal("2.5"))
    asked = {finding.mend for finding in arrival.receipt.errors}
    assert "Write 12 alone if 'hrs' is the unit of this column; else work it out first." in asked
    assert "If it is written like 31.03.2024, add that to dates in the map." in asked


def test_a_workbook_is_read_like_a_text_and_its_headings_may_stand_further_down(folder: Path):
    content = workbook(Notes=[["Read me"]], Data=[
        ["Our hours"], [], ["Ref", "Month", "Hours"], ["a", date(2024, 2, 29), Decimal("2.5")]])
    arrival = brought(folder, content, HOURS)
    assert sums(arrival) == (1, 1, 0, 0) and arrival.rows["deliveries"][0].day("end") == date(2024, 2, 29)
    assert [(finding.code, finding.sheet) for finding in arrival.receipt.findings] == [
        ("SHEET-NOT-READ", "Notes"), ("ROWS-ABOVE", "Data")]


MONEY = '''
title = "Contracts"
[read]
numbers = "{style}"
[into.activities]
id = {{ from = "Ref", make = "id" }}
title = "Ref"
kind = {{ words = "contract" }}
role = {{ words = "commissioner" }}
state = {{ from = "State", values = {{ Live = "in-progress" }}, blank = ["n/a"], if_blank = "not-stated"{others} }}
value = {{ from = "Worth", {value} }}
weighting = {{ from = "Weight", percent = true }}
act_2012 = "Act"
'''


def contract(folder: Path, cells: str, style: str = "1,234.5", value: str = "round = false",
             others: str = "") -> Arrival:
    text = MONEY.format(style=style, value=value, others=others)
    return brought(folder, f"Ref;State;Worth;Weight;Act;Unit\n{cells}\n", text)


@pytest.mark.parametrize(("cells", "style", "value", "column", "expected"), [
    ("a;Live;£1,234.50;10%;Y;", "1,234.5", "round = false", "value", Decimal("1234.50")),
    ("a;live;1.234,5;10;no;", "1.234,5", "round = false", "value", Decimal("1234.50")),
    ("a;Live;1.5;10;;", "1,234.5", 'times = "1000"', "value", Decimal("1500.00")),
    ("a;Live;1.005;10;;", "1,234.5", "round = true", "value", Decimal("1.01")),
    ("a;Live;5;10;;EUR", "1,234.5", 'unit = { from = "Unit", is = "GBP", other = "blank" }', "value", None),
    ("a;Live;5;10;;gbp", "1,234.5", 'unit = { from = "Unit", is = "GBP" }', "value", Decimal("5.00")),
    ("a;Live;;12.5%;;", "1,234.5", "round = false", "weighting", Decimal("0.1250")),
    ("a;n/a;;;;", "1,234.5", "round = false", "state", "not-stated"),
    ("a;;;;TRUE;", "1,234.5", "round = false", "act_2012", True),
])
def test_what_a_map_settles_is_read_exactly(folder: Path, cells: str, style: str, value: str, column: str,
                                            expected: object):
    arrival = contract(folder, cells, style, value)
    assert sums(arrival) == (1, 1, 0, 0), arrival.receipt.findings
    assert arrival.rows["activities"][0].get(column) == expected


@pytest.mark.parametrize(("cells", "value", "code", "column"), [
    ("a;Dead;5;;;", "round = false", "MAP-VALUE", "State"),
    ("a;Live;5;;;EUR", 'unit = { from = "Unit", is = "GBP" }', "MAP-UNIT", "Worth"),
    ("a;Live;1.005;;;", "round = false", "CELL-NUMBER", "Worth"),
    ("a;Live;=U33;;;", "round = false", "CELL-FORMULA", "Worth"),
    ("a;Live;$;;;", "round = false", "CELL-NUMBER", "Worth"),
    ("a;Live;5;;perhaps;", "round = false", "CELL-CHOICE", "Act"),
    ("&;Live;5;;;", "round = false", "MAP-ID", "Ref"),
])
def test_what_a_map_does_not_settle_is_asked_for(folder: Path, cells: str, value: str, code: str, column: str):
    assert faults(contract(folder, cells, value=value)) == [(code, 2, column)]


def test_what_was_left_blank_rounded_or_renamed_is_counted(folder: Path):
    arrival = contract(folder, "a;Live;1.005;;;\nb;Dead;1;;;", value="round = true", others=', others = "completed"')
    assert arrival.notes == (
        "'Dead' became 'completed' in state: 1 rows", "value rounded to 2 places: 1 rows")


def test_two_names_that_would_be_one_id_are_told_apart_by_a_person(folder: Path):
    assert faults(brought(folder, "Ward\nEast End\nEast/End\nEast End\n", PLACES)) == [
        ("MAP-ID", 3, "Ward"), ("ROW-DUPLICATE", 4, "")]
    merged = brought(folder, "Ward\nEast End\nEast End\n", PLACES + "merge = true\n")
    assert sums(merged) == (2, 2, 0, 0) and len(merged.rows["places"]) == 1


def test_rows_that_the_map_does_not_take_are_refused_by_a_note_that_counts_each(folder: Path):
    arrival = brought(folder, "Ward,Kind\nA,ward\nB,parish\nC,\n", PLACES + '[[only]]\ncolumn = "Kind"\nis = "ward"\n')
    assert sums(arrival) == (3, 1, 2, 0) and faults(arrival) == []
    assert [finding.row for finding in arrival.receipt.findings if finding.code == "ROW-NOT-TAKEN"] == [3, 4]


JOINED = PLACES + '''code = "more: Code"
[[join]]
name = "more"
file = "codes.csv"
here = "Ward"
there = "Name"
'''


def test_a_join_brings_the_columns_of_the_row_with_the_same_key(folder: Path):
    codes = {"codes.csv": "Name,Code\nA,E05000001\nTwice,1\ntwice,2\n"}
    arrival = brought(folder, "Ward\nA\nB\nTwice\n", JOINED, codes)
    assert [(row.key, row.text("code")) for row in arrival.rows["places"]] == [("a", "E05000001"), ("b", "")]
    assert [(finding.code, finding.row) for finding in arrival.receipt.errors] == [("JOIN-TWICE", 4)]
    assert [finding.code for finding in brought(folder, "Ward\nA\n", JOINED).receipt.findings] == ["JOIN-MISSING"]


def test_rows_are_taken_by_a_word_of_a_joined_file_and_a_heading_that_is_not_there_is_named(folder: Path):
    only = JOINED + '[[only]]\ncolumn = "more: Sort"\nis = "ward"\n'
    arrival = brought(folder, "Ward\nA\nB\n", only, {"codes.csv": "Name,Code,Sort\nA,1,ward\nB,2,town\n"})
    assert [row.key for row in arrival.rows["places"]] == ["a"] and sums(arrival) == (2, 1, 1, 0)
    # A column that is not there would be blank in every row without a word.
    (fault,) = brought(folder, "Ward\nA\n", only, {"codes.csv": "Name,Code,Kind\nA,1,ward\n"}).receipt.errors
    assert (fault.code, fault.file) == ("JOIN-HEADING", "codes.csv") and "Sort" in fault.message


def test_a_ragged_row_of_a_text_is_refused_whichever_way_it_is_ragged(folder: Path):
    arrival = brought(folder, "Ward,Seats\nA\nB,1\nC,1,\nD,1,2\n", PLACES)
    assert [row.key for row in arrival.rows["places"]] == ["b", "c"]
    assert [(finding.code, finding.row) for finding in arrival.receipt.errors] == [("ROW-RAGGED", 2), ("ROW-RAGGED", 5)]


def test_a_map_that_took_no_row_is_not_written_by_itself(folder: Path):
    outside = sifted(folder, brought(folder, "Ref,Month,Hours\nb,2023-12,2\n", HOURS))
    with pytest.raises(Refused, match=r"No row of theirs\.csv can be taken: mend what is named\."):
        agree(folder, outside)
    assert not (folder / "maps").exists()
    # A corrected map goes in though the rows are as they were, and after that nothing is new.
    agree(folder, brought(folder, "Ward\nA\n", PLACES))
    corrected = PLACES.replace('"Wards"', '"Wards of the town"')
    agree(folder, brought(folder, "Ward\nA\n", corrected))
    with pytest.raises(Refused, match="is new: the records have all of it already"):
        agree(folder, brought(folder, "Ward\nA\n", corrected))


def test_a_map_is_remembered_by_the_headings_in_any_order_and_used_again(folder: Path):
    agree(folder, brought(folder, "Ward,Seats\nA,1\n", PLACES))
    kept = folder / "maps" / f"{fingerprint(['seats', 'WARD'])}-places.toml"
    assert kept.read_text() == PLACES
    again = brought(folder, "Seats,Ward\n2,B\n")
    assert [row.key for row in again.rows["places"]] == ["b"]
    assert [finding.code for finding in brought(folder, "Ward\nA\n").receipt.findings] == ["MAP-NONE"]


TWO_ROWS = PLACES.replace("[into", "[read]\nheading = [1, 2]\n[into").replace('"Ward"', '"Area Ward"')


@pytest.mark.parametrize(("text", "first", "second"), [
    # Two rows of headings, as in the upper row, which goes on to the right.
    (TWO_ROWS, "Area,,Size\nWard,In,Seats\nA,x,1\n", "Size,Area,\nSeats,In,Ward\n2,x,B\n"),
    # A heading that is a number, and one that stands twice.
    (PLACES, "Ward,2024,2024\nA,1,2\n", "Ward,2024,2024\nB,1,2\n"),
    # Under a title that has more cells than they, and in other capitals.
    (PLACES, "Ward,Seats\nA,1\n", "A list,of the,wards\n\nWARD,seats\nB,2\n")])
def test_a_map_is_remembered_by_headings_where_it_reads_them(folder: Path, text: str, first: str, second: str):
    agree(folder, brought(folder, first, text))
    arrival = brought(folder, second)
    assert [row.key for row in arrival.rows["places"]] == ["b"] and not arrival.receipt.errors


def test_a_map_of_a_file_without_headings_is_known_for_no_other_file(folder: Path):
    agree(folder, brought(folder, "A,1\n", PLACES.replace("[into", "[read]\nheading = 0\n[into").replace("Ward", "A")))
    assert [finding.code for finding in brought(folder, "Ward,Seats\nB,1\n").receipt.findings] == ["MAP-NONE"]


def test_two_headings_that_differ_by_their_capitals_alone_are_two(folder: Path):
    assert [row.key for row in brought(folder, "WARD,Ward\nA,B\n", PLACES).rows["places"]] == ["b"]
    (finding,) = brought(folder, "WARD,ward\nA,B\n", PLACES).receipt.errors
    assert finding.code == "MAP-HEADINGS"


def test_a_corrected_map_takes_the_place_of_the_one_before_whatever_it_is_called(folder: Path):
    agree(folder, brought(folder, "Ward,Seats\nA,1\n", PLACES))
    corrected = PLACES.replace('"Wards"', '"may.csv as places"').replace('words = "ward"', 'words = "council"')
    agree(folder, brought(folder, "Ward,Seats\nB,1\n", corrected))
    assert [path.read_text() for path in (folder / "maps").iterdir()] == [corrected]
    assert brought(folder, "Ward,Seats\nC,1\n").rows["places"][0].text("kind") == "council"


def test_of_several_maps_of_an_older_book_the_one_is_asked_for_and_is_then_taken_alone(folder: Path):
    (folder / "maps").mkdir()
    for name in ("april", "may"):
        (folder / "maps" / f"{fingerprint(['Ward'])}-{name}-csv.toml").write_text(PLACES)
    with pytest.raises(Refused, match=r"Several maps .*april-csv\.toml, .*may-csv\.toml\. Say which is meant"):
        brought(folder, "Ward\nA\n")
    agree(folder, brought(folder, "Ward\nA\n", PLACES))
    assert [row.key for row in brought(folder, "Ward\nB\n").rows["places"]] == ["b"]


def test_headings_that_are_not_there_are_named(folder: Path):
    (finding,) = brought(folder, "Wards\nA\n", PLACES).receipt.findings
    assert (finding.code, finding.message) == ("MAP-HEADINGS", "these headings of the map are not in it: Ward.")


def test_two_rows_of_headings_are_read_as_one_and_a_heading_twice_is_numbered():
    assert names_of([("2023", None, "2024"), ("Q1", "Q2", "Q1")]) == ["2023 Q1", "2023 Q2", "2024 Q1"]
    assert names_of([("Amount", None, "Amount")]) == ["Amount", "", "Amount (2)"]


@pytest.mark.parametrize(("change", "code"), [
    (("title = ", "titel = "), "TOML-UNKNOWN-KEY"), (("[into.places]", "[into.wards]"), "MAP-TABLE"),
    (('name = "Ward"', 'nam = "Ward"'), "MAP-COLUMN"), (('name = "Ward"', "name = 3"), "MAP-SOURCE"),
    (('name = "Ward"', 'name = { join = "-" }'), "MAP-SOURCE"),
    (('name = "Ward"', 'name = { from = "Ward", words = "x" }'), "MAP-SOURCE"),
    (('name = "Ward"', 'name = { from = "Ward", make = "title" }'), "MAP-SOURCE"),
    (("[into.places]", '[read]\ndates = ["31/03/2024", "03/31/2024"]\n[into.places]'), "MAP-DATES"),
    (("[into.places]", '[read]\ndates = ["yesterday"]\n[into.places]'), "MAP-DATES"),
    (("[into.places]", '[read]\nnumbers = "1 234"\n[into.places]'), "MAP-NUMBERS"),
    (("[into.places]", "[read]\nheading = -1\n[into.places]"), "MAP-HEADING"),
    (("[into.places]", "[into.measures]"), "MAP-VERSION"),
    (('name = "Ward"', 'name = { from = "Ward", times = "x" }'), "MAP-SOURCE"),
    (('name = "Ward"', 'name = { from = "Ward", unit = { from = "U", is = "x", other = "?" } }'), "MAP-SOURCE"),
    (("[into.places]", "[read]\nheading = []\n[into.places]"), "MAP-HEADING"),
    (("title = ", "title = = "), "TOML-BROKEN"),
])
def test_a_map_that_says_what_there_is_not_is_refused_before_a_row_is_read(change: tuple[str, str], code: str):
    found, findings = read_map(PLACES.replace(*change), "map.toml")
    assert found is None and code in {finding.code for finding in findings}


def test_a_month_must_say_which_of_its_days_is_meant():
    found, findings = read_map(HOURS.replace(', day = "last"', ""), "map.toml")
    assert found is None and [(finding.code, finding.column) for finding in findings] == [("MAP-DAY", "end")]


PARTS = '''
title = "Primes and subcontractors"
[into.prime]
table = "organisations"
id = { from = "Prime", make = "id" }
name = "Prime"
kind = { words = "company" }
note = "Note"
merge = true
[into.sub]
table = "organisations"
id = { from = "Sub", make = "id" }
name = "Sub"
kind = { words = "company" }
needs = "Sub"
merge = true
'''


def test_two_blocks_for_one_table_know_of_each_other(folder: Path):
    arrival = sifted(folder, brought(folder, "Prime,Sub,Note\nA,B,\nB,A,\nC,C,\nD,,by phone\n", PARTS))
    assert sums(arrival) == (4, 4, 0, 0)
    assert [row.key for row in arrival.rows["organisations"]] == ["a", "b", "c", "d"]
    agree(folder, arrival)
    # What only one of the blocks speaks of is changed by its rows, and stays in those of the other.
    agree(folder, brought(folder, "Prime,Sub,Note\nA,D,by post\n", PARTS))
    assert [book(folder).by_id("organisations")[key].text("note") for key in ("a", "d")] == ["by post", "by phone"]
    said_twice = brought(folder, "Prime,Sub,Note\nE,E,\nF,,\nG,F,\n", PARTS.replace("merge = true", "", 1))
    assert faults(said_twice) == [("ROW-DUPLICATE", 2, ""), ("ROW-DUPLICATE", 4, "")]


EVIDENCE = '''
[into.evidence]
id = { from = "Ref", make = "id" }
delivery = { from = ["Ref", "Month"], make = "id" }
sha256 = "Sum"
kind = { words = "timesheet" }
dated = { from = "Month", day = "last" }
needs = "Sum"
'''


def test_rows_that_the_books_own_checks_refuse_are_refused_in_the_file_with_all_that_leans_on_them(folder: Path):
    rows = f"Ref,Month,Hours,Sum\na,2024-02,1,{'0' * 64}\nb,2023-12,2,{'1' * 64}\nc,2024-03,3,\n"
    arrival = brought(folder, rows, HOURS + EVIDENCE)
    assert sums(arrival) == (3, 3, 0, 0)
    fewer = sifted(folder, arrival)
    assert sums(fewer) == (3, 2, 1, 0)
    assert [(finding.code, finding.file, finding.row) for finding in fewer.receipt.errors] == [
        ("DELIVERY-OUTSIDE-ACTIVITY", "theirs.csv", 3), ("MEASURE-NOT-VALID", "theirs.csv", 3)]
    assert [row.key for row in fewer.rows["deliveries"]] == ["a-2024-02", "c-2024-03"]
    assert [row.key for row in fewer.rows["evidence"]] == ["a"]
    agree(folder, fewer)
    assert {"a-2024-02", "c-2024-03"} <= book(folder).by_id("deliveries").keys()


def test_a_row_of_another_table_that_leans_on_a_table_of_which_all_is_refused_is_refused_too(folder: Path):
    shed = replace(record("places", id="shed", name="Shed", kind="ward", parent="nowhere"), row=2)
    shop = replace(record("organisations", id="shop", name="Shop", kind="company", place="shed"), row=3)
    told = receipt(File("f.csv", b""), [SheetCount("", 2, 2, 0, 0)], [])
    fewer = sifted(folder, Arrival(told, {"places": (shed,), "organisations": (shop,)}))
    assert fewer.receipt.refused == 2 and {finding.row for finding in fewer.receipt.errors} == {2, 3}


PRICES = '''
title = "Prices"
[version]
framework = { from = "Contract", make = "id" }
version = "2025"
title = "Prices of {framework}"
publisher = "Small Council (invented)"
published = 2025-01-01
licence = "CC BY 4.0"
redistributable = true
valid_from = 2024-01-01
sources = [{ id = "list", title = "Prices", publisher = "Small Council", date = "2025", licence = "CC BY 4.0" }]
[into.measures]
id = { from = "What", make = "id" }
title = "What"
theme = { words = "Work" }
outcome = { words = "Skills" }
pillar = { words = "social" }
unit = { words = "hour" }
counting = { words = "flow" }
people = { words = "none" }
who_counts = { words = "Staff" }
[into.values]
id = { from = "What", make = "id" }
measure = { from = "What", make = "id" }
kind = { words = "spend" }
unit = { words = "hour" }
central = "Price"
price_year = { words = "2024" }
valid_from = { words = "2024-01-01" }
source = { words = "list, row {row}" }
licence = { words = "CC BY 4.0" }
redistributable = { words = "yes" }
is_not = { words = "A payment" }
'''


def test_prices_become_a_framework_version_for_each_contract(folder: Path):
    arrival = brought(folder, "Contract,What,Price\nDock,Hours,£16.93\nPark,Hours,17\nPark,Days,cheap\n", PRICES)
    assert sums(arrival) == (3, 2, 1, 0)
    assert agree(folder, arrival).editions == ("dock/2025", "park/2025")
    prices = {edition.framework: [value.number("central") for value in edition.values]
              for edition in book(folder).editions}
    assert prices["dock"] == [Decimal("16.9300")] and prices["park"] == [Decimal("17.0000")]


def test_a_framework_is_never_a_way_out_of_the_records(folder: Path):
    text = PRICES.replace('framework = { from = "Contract", make = "id" }', 'framework = { from = "Contract" }')
    arrival = brought(folder, "Contract,What,Price\n../../x,Hours,1\n,Hours,2\n", text)
    assert sums(arrival) == (2, 0, 2, 0) and arrival.editions == {}
    assert [finding.code for finding in arrival.receipt.errors] == ["CELL-ID", "CELL-BLANK"]
    found, findings = read_map(PRICES.replace('version = "2025"', 'version = "../2025"'), "map.toml")
    assert found is None and [finding.code for finding in findings] == ["MAP-VERSION"]


def test_a_proposal_pairs_headings_by_their_words_and_what_stands_under_them():
    rows = "Project ID,Outcome Metric,Outcomes achieved,Period start,Period end,Status,Notes\n" \
           "P1,M1,12,01/04/2024,30/06/2024,Submitted,x\nP2,M2,7,2024-07,2024-09,Verified by council,\n"
    text = propose(open_file(File("r.csv", rows.encode())), "deliveries")
    into = tomllib.loads(text)["into"]["deliveries"]
    assert tomllib.loads(text)["read"]["dates"] == ["31/03/2024", "2024-03"]
    assert into["activity"]["from"] == "Project ID" and into["measure"]["from"] == "Outcome Metric"
    assert into["quantity"] == "Outcomes achieved"
    assert into["start"] == {"from": "Period start", "day": "first"}
    assert into["end"] == {"from": "Period end", "day": "last"}
    assert into["state"]["values"] == {"Submitted": "submitted"} and '# "Verified by council" = ' in text
    assert "# period_kind = " in text
    with pytest.raises(Refused, match="There is no table"):
        propose(open_file(File("r.csv", rows.encode())), "window")


PAID = """\
Invoice,Payment Date,Net Amount,Supplier Name,Expenditure Category
77,03/04/2024,"1,234.50",Wharf Bakers,Food
77,03/04/2024,"(1,000.00)",Wharf Bakers,Food
78,13/04/2024,(£0.50),Wharf Bakers,Food
79,13/04/2024,£(2.00),Wharf Bakers,Food
80,13/04/2024,3.25-,Wharf Bakers,Food
81,13/04/2024,4.00CR,Wharf Bakers,Food
"""


def test_a_list_of_payments_comes_in_by_the_map_that_is_proposed_for_it_credit_notes_and_all(folder: Path):
    text = propose(open_file(File("theirs.csv", PAID.encode())), "payments")
    assert tomllib.loads(text)["read"]["below_zero"] == ["(500)", "500 CR", "500-"]
    arrival = brought(folder, PAID, text)
    assert sums(arrival) == (6, 6, 0, 0)
    assert [row.text("amount") for row in arrival.rows["payments"]] == [
        "1234.50", "-1000.00", "-0.50", "-2.00", "-3.25", "-4.00"]
    assert {row.text("category") for row in arrival.rows["payments"]} == {"Food"}


def test_an_amount_in_brackets_is_below_zero_only_where_the_map_says_so(folder: Path):
    text = propose(open_file(File("theirs.csv", PAID.encode())), "payments")
    without = text.replace('below_zero = ["(500)", "500 CR", "500-"]', 'below_zero = ["500-"]')
    arrival = brought(folder, PAID, without)
    assert sums(arrival) == (6, 2, 4, 0)
    # A list of payments may name people: what a cell holds is not repeated, and how to mend it is said all the same.
    assert {finding.mend for finding in arrival.receipt.errors} == {
        f"If {style} means an amount below zero, add it to below_zero in the map." for style in ("(500)", "500 CR")}
    arrival = brought(folder, PAID, without.replace('"31/03/2024"', '"31-Mar-24"'))
    assert "If it is written like 31/03/2024 or like 03/31/2024, add that to dates in the map." in {
        finding.mend for finding in arrival.receipt.errors}
    found, findings = read_map(text.replace('"500-"', '"-500"'), "map.toml")
    assert found is None and [finding.code for finding in findings] == ["MAP-NUMBERS"]


def test_a_proposal_leaves_words_that_are_like_none_of_ours_to_a_person():
    rows = "Ref,Contract title,Kind,Role,State,Start date\nA,One,Contract,Commissioner,In progress,03/04/2024\n" \
           "B,Two,Lease,commissioner,Completed,13/04/2024\n"
    text = propose(open_file(File("r.csv", rows.encode())), "activities")
    into = tomllib.loads(text)["into"]["activities"]
    assert into["title"] == "Contract title" and into["state"]["values"] == {"In progress": "in-progress",
                                                                             "Completed": "completed"}
    assert into["kind"]["values"] == {"Contract": "contract"} and '# "Lease" = ' in text
    assert tomllib.loads(text)["read"]["dates"] == ["31/03/2024"]

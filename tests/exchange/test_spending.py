"""From a list of spending to its local share, through the command line: places, suppliers, tables that add up."""

import csv
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.cli import main
from commonweal.exchange.agree import agree
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.known import known_map, known_maps
from commonweal.exchange.maps.reading import read_map
from commonweal.exchange.pairs import FILE
from commonweal.exchange.postcodes import arrive
from commonweal.ledger.book import read_book
from tests.exchange.made import arrival, workbook, zipped
from tests.indicators.small import book_of, tables_from

BOOK = """
places
id, name, kind, parent, code
coast, The Coast, region, , E12
area, The Area, area, coast, E47
north, North, council, area, E08N

organisations
id, name, kind, place
council, The Council, authority, north
baker, Wharf Bakers Ltd, company, north

payments
id, amount, supplier, postcode, delivery_postcode, category
a, 1000.10, Wharf Bakers, l1 0aa, L1 0AB, Food
b, 500.05, Tidewater Glass Ltd, M1 1AA, , Works
c, -20.15, Tidewater Glass Ltd, M1 1AA, , Works
d, 250, Name Redacted, , , Care
e, 70, Hilltop Farm, ZZ1 1ZZ, , Food
"""
LOOKUP = """\
postcode,neighbourhood,neighbourhood_name,council,council_name,region,region_name,decile,ward,ward_name
L1 0AA,E01A,North 001A,E08N,North,E12,The Coast,1,E05A,Ferry
L1 0AB,E01B,North 001B,E08N,North,E12,The Coast,7,E05A,Ferry
M1 1AA,E01C,Far 001A,E08F,Far,E12,The Coast,2,E05F,Moor
M1 1AB,E01D,Far 001B,E08F,Far,E12,The Coast,3,E05F,Moor
"""


def halves_of(text: str) -> dict[str, str]:
    """The rows of a text in two, each under the heading."""
    heading, *rows = text.splitlines(keepends=True)
    return {"First": heading + "".join(rows[:2]), "Second": heading + "".join(rows[2:])}


@pytest.fixture
def book(tmp_path) -> Path:
    book_of(tables_from(BOOK), tmp_path / "book")
    (tmp_path / "lookup.csv").write_text(LOOKUP, encoding="utf-8")
    return tmp_path / "book"


def run(*words: object) -> int:
    return main([str(word) for word in words])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def placed(book: Path) -> Path:
    assert run("import", book, book.parent / "lookup.csv", "--as", "postcodes", "--agree") == 0
    return book


def test_postcodes_become_places_and_nothing_else_of_a_payment_changes(book, capsys):
    before = rows_of(book / "payments.csv")
    placed(book)
    assert "Of 4 postcodes in the payments, 3 are in the look-up file and 1 are not." in capsys.readouterr().out
    after = rows_of(book / "payments.csv")
    assert [row["office"] for row in after] == ["e01a", "e01c", "e01c", "", ""]
    assert [row["place"] for row in after] == ["e01b", "", "", "", ""]
    same = set(before[0]) - {"office", "place"}
    assert [{name: row[name] for name in same} for row in after] == [
        {name: row[name] for name in same} for row in before]
    places = {row["id"]: (row["kind"], row["parent"], row["decile"]) for row in rows_of(book / "places.csv")}
    # North and The Coast were known by their codes; Far, with what lies in it, was not. No payment is in M1 1AB.
    assert places == {
        "coast": ("region", "", ""), "area": ("area", "coast", ""), "north": ("council", "area", ""),
        "e05a": ("ward", "north", ""), "e01a": ("neighbourhood", "e05a", "1"), "e01b": ("neighbourhood", "e05a", "7"),
        "e08f": ("council", "coast", ""), "e05f": ("ward", "e08f", ""), "e01c": ("neighbourhood", "e05f", "2")}


@pytest.mark.parametrize(("places", "names"), [
    ("council, north, North, area, E08N\ncouncil, south, South, area,\n", ["South"]),
    ("council, north, North, area,\ncouncil, south, South, area,\n", ["North, South"]),
    ("ward, north, North, area, E05N\n", ["The Area"]), ("council, north, North, area, E08N\n", [])])
def test_an_area_that_no_look_up_can_find_is_told_before_its_share_is_nothing(tmp_path, places, names):
    book = book_of(tables_from(
        f"places\nkind, id, name, parent, code\narea, area, The Area, ,\n{places}\n"
        "organisations\nid, name, kind, place\ncouncil, The Council, authority, north\n\n"
        "payments\nid, amount, postcode\na, 100, L1 0AA\n"), tmp_path / "book")
    made = arrive(File("lookup.csv", LOOKUP.encode()), book, Given())
    said = [finding.message for finding in made.receipt.findings if finding.code == "PLACE-NO-CODE"]
    assert len(said) == bool(names) and (not said or any(f"on record for {name}:" in said[0] for name in names))


def test_the_tables_stand_side_by_side_and_add_up(book):
    placed(book)
    out = book.parent / "out"
    assert run("local-spend", book, "-o", out, "--as-of", "2025-03-31") == 0
    shares = {(row["parted_by"], row["part"], row["meaning"]): row for row in rows_of(out / "local_spend.csv")}
    everything = {meaning: (row["local"], row["paid"], row["percent"], row["bound"], row["not_placed"])
                  for (_, part, meaning), row in shares.items() if part == "all"}
    # 1000.10 + 500.05 - 20.15 + 250 + 70 = 1800.00; of 320.00 nobody can say where the office is.
    assert everything == {
        "office-council": ("1000.10", "1800.00", "55.6", "at-least", "320.00"),
        "office-area": ("1000.10", "1800.00", "55.6", "at-least", "320.00"),
        "office-region": ("1480.00", "1800.00", "82.2", "at-least", "320.00"),
        "delivered-council": ("1000.10", "1800.00", "55.6", "about", "799.90"),
        "delivered-area": ("1000.10", "1800.00", "55.6", "about", "799.90"),
        "delivered-region": ("1000.10", "1800.00", "55.6", "about", "799.90")}
    for by in ("category", "sme", "office_decile"):
        assert sum(Decimal(row["paid"]) for key, row in shares.items() if key[::2] == (by, "office-area")) == 1800
    assert shares["category", "Food", "office-area"]["percent"] == "93.5"  # 1000.10 of 1070.10
    missing = {row["reason"]: row["paid"] for row in rows_of(out / "not_placed.csv") if row["side"] == "office"}
    assert missing == {"withheld": "250.00", "no-postcode": "0.00", "unknown-postcode": "70.00"}
    receipt = (out / "receipt.txt").read_text(encoding="utf-8")
    assert "5 rows in = 5 accepted + 0 refused + 0 blank" in receipt
    assert "In all: 5 payments, £1,800.00" in receipt


def test_no_table_names_who_was_paid_or_where_they_live(book):
    placed(book)
    out = book.parent / "out"
    run("local-spend", book, "-o", out)
    sheets = CalamineWorkbook.from_path(out / "local_spend.xlsx")
    pages = [sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names]
    cells = [str(cell) for page in pages for row in page for cell in row]
    texts = "\n".join([*cells, *(path.read_text(encoding="utf-8") for path in out.glob("*.csv"))])
    assert "1000.1" in texts and "Food" in texts
    for word in ("Wharf", "Tidewater", "Hilltop", "e01a", "E01A", "L1 0A", "l1 0aa"):
        assert word not in texts


def test_the_same_records_give_the_same_bytes(book):
    placed(book)
    for name in ("one", "two"):
        run("local-spend", book, "-o", book.parent / name)
    for path in (book.parent / "one").iterdir():
        assert path.read_bytes() == (book.parent / "two" / path.name).read_bytes(), path.name


def test_suppliers_are_listed_answered_and_remembered(book, capsys):
    assert run("suppliers", book) == 0
    assert "1 wait for an answer" in capsys.readouterr().out
    assert not (book / FILE).exists()
    run("suppliers", book, "--agree")
    text = (book / FILE).read_text(encoding="utf-8")
    assert "Wharf Bakers,Wharf Bakers Ltd,baker,1000.10,0.9474," in text
    assert rows_of(book / "payments.csv")[0].get("organisation", "") == ""
    (book / FILE).write_text(text.replace("0.9474,", "0.9474,yes"), encoding="utf-8")
    run("suppliers", book, "--agree")
    assert [row["organisation"] for row in rows_of(book / "payments.csv")] == ["baker", "", "", "", ""]
    (book / FILE).write_text(text.replace("0.9474,", "0.9474,no"), encoding="utf-8")
    run("suppliers", book, "--agree")
    assert [row["organisation"] for row in rows_of(book / "payments.csv")] == [""] * 5


def test_a_list_with_an_answer_that_cannot_be_read_is_left_as_it_is(book):
    run("suppliers", book, "--agree")
    spoilt = (book / FILE).read_text(encoding="utf-8").replace("0.9474,", "0.9474,maybe")
    (book / FILE).write_text(spoilt, encoding="utf-8")
    assert run("suppliers", book, "--agree") == 1
    assert (book / FILE).read_text(encoding="utf-8") == spoilt


def test_rows_of_a_look_up_that_cannot_be_right_are_refused_by_name(book):
    content = LOOKUP + "L1 0AA,E01B,,E08N,,,,7,,\nL1 0AC,E01B,,E08N,,,,11,,\n,,,,,,,,,\n,E01B,,E08N,,,,1,,\n"
    made = arrive(File("lookup.csv", content.encode()), read_book(book).book, Given())
    assert made.receipt.words().endswith("8 rows in = 4 accepted + 3 refused + 1 blank")
    assert [(finding.row, finding.code) for finding in made.receipt.errors] == [
        (6, "LOOKUP-ROW"), (7, "LOOKUP-ROW"), (9, "LOOKUP-ROW")]


@pytest.mark.parametrize("content", [
    workbook(Notes=[["Read this"]], **{name: [line.split(",") for line in text.splitlines()]
                                       for name, text in halves_of(LOOKUP).items()}),
    zipped({"Notes": "Read this,please\n", **halves_of(LOOKUP)})], ids=["workbook", "archive"])
def test_every_sheet_of_a_look_up_is_counted_and_every_other_one_is_noted(book, content):
    made = arrive(File("lookup", content), read_book(book).book, Given())
    assert {row.key: row.text("office") for row in made.rows["payments"]} == {"a": "e01a", "b": "e01c", "c": "e01c"}
    assert [(count.name, count.rows_in) for count in made.receipt.sheets] == [("First", 2), ("Second", 2)]
    assert [(finding.code, finding.sheet) for finding in made.receipt.findings] == [("SHEET-NOT-READ", "Notes")]


def test_a_look_up_of_another_shape_is_refused_unless_its_shape_is_given(book):
    content = b"pcd,lad\nL1 0AA,E08N\n"
    records = read_book(book).book
    refused = arrive(File("a.csv", content), records, Given())
    assert [finding.code for finding in refused.receipt.errors] == ["LOOKUP-SHAPE"]
    made = arrive(File("a.csv", content), records, Given('postcode = "pcd"\ncouncil = "lad"'))
    assert [(row.key, row.text("office")) for row in made.rows["payments"]] == [("a", "north")]
    with pytest.raises(Refused, match="it has town"):
        arrive(File("a.csv", content), records, Given('postcode = "pcd"\ncouncil = "lad"\ntown = "x"'))


def test_the_look_up_of_the_national_statistics_is_known_by_its_headings(book):
    text = (b"pcd7,pcd8,pcds,dointr,doterm,usertype,oa21cd,lsoa21cd,msoa21cd,ladcd,lsoa21nm,msoa21nm,ladnm,ladnmw\n"
            b"L1 0AA,L1  0AA,L1 0AA,198001,,0,E00A,E01A,E02A,E08N,North 001A,North 001,North,\n")
    made = arrive(File("pcd.csv", text), read_book(book).book, Given())
    assert not made.receipt.errors and [row.text("office") for row in made.rows["payments"]] == ["e01a"]


def test_without_payments_there_is_nothing_to_add_up(tmp_path, capsys):
    book_of({}, tmp_path / "book")
    assert run("local-spend", tmp_path / "book", "-o", tmp_path / "out") == 1
    assert "There are no payments" in capsys.readouterr().err


APRIL = """\
Payment Date,Net Amount,Supplier Name,Expenditure Category
2025-04-02,120.50,Wharf Bakers,Food
2025-04-02,120.50,Wharf Bakers,Food
2025-04-30,80,Tidewater Glass Ltd,Works
"""
MAY = APRIL.replace("2025-04", "2025-05")


def month(book: Path, name: str, text: str, *more: str) -> int:
    (book.parent / name).write_text(text, encoding="utf-8")
    return run("import", book, book.parent / name, "--map", "spend-harrogate", *more)


@pytest.fixture
def unpaid(tmp_path) -> Path:
    return book_of({}, tmp_path / "book").folder


def test_another_month_under_the_same_file_name_is_added_and_overwrites_nothing(unpaid, capsys):
    month(unpaid, "spend.csv", APRIL, "--agree")
    assert month(unpaid, "spend.csv", MAY, "--agree") == 0
    assert "payments: 3 new, 0 changed, 0 as they were" in capsys.readouterr().out
    assert sorted(row["paid"] for row in rows_of(unpaid / "payments.csv")) == [
        "2025-04-02", "2025-04-02", "2025-04-30", "2025-05-02", "2025-05-02", "2025-05-30"]


def test_the_same_list_under_another_name_is_counted_once(unpaid, capsys):
    month(unpaid, "spend.csv", APRIL, "--agree")
    month(unpaid, "april.csv", APRIL, "--agree")
    assert "payments: 0 new" in capsys.readouterr().out
    assert len(rows_of(unpaid / "payments.csv")) == 3


@pytest.mark.parametrize("known", [name for name in known_maps() if name.startswith("spend-")])
def test_every_known_list_of_spending_has_ids_from_its_content(known):
    made, faults = read_map(known_map(known), known)
    assert not faults
    (payments,) = made.into
    assert payments.columns["id"].words == "{fingerprint}.{row}"


def test_a_list_that_was_published_again_takes_the_place_of_the_first_and_can_be_taken_back(unpaid, capsys):
    month(unpaid, "spend.csv", APRIL, "--agree")
    month(unpaid, "may.csv", MAY, "--agree")
    first = (unpaid / "payments.csv").read_bytes()
    # What was found out since stays where the list says nothing of it, and goes with a payment that goes.
    rows = read_book(unpaid).book.rows("payments")
    given = [Record(row.table, {**row.values, "vcse": row.text("supplier") != "Wharf Bakers"}) for row in rows]
    agree(unpaid, arrival("payments", *given))
    kept = (unpaid / "payments.csv").read_bytes()
    capsys.readouterr()
    corrected = APRIL.replace("80,Tide", "85,Tide")
    month(unpaid, "corrected.csv", corrected)
    out = capsys.readouterr().out
    assert ("NOTE PAYMENTS-REPLACED corrected.csv: it repeats what is on record, and takes the place of 3 payments of "
            "earlier lists, £321.00 in all.") in out
    assert "payments: 3 new, 0 changed, 0 as they were, 3 taken out" in out and "Wharf" not in out
    assert (unpaid / "payments.csv").read_bytes() == kept != first
    month(unpaid, "corrected.csv", corrected, "--agree")
    assert sorted((row["paid"], row["amount"], row["vcse"]) for row in rows_of(unpaid / "payments.csv")) == [
        ("2025-04-02", "120.50", "no"), ("2025-04-02", "120.50", "no"), ("2025-04-30", "85.00", ""),
        ("2025-05-02", "120.50", "no"), ("2025-05-02", "120.50", "no"), ("2025-05-30", "80.00", "yes")]
    # The same again adds nothing, and a correction of the correction takes its place.
    month(unpaid, "corrected.csv", corrected)
    assert "payments: 0 new, 0 changed, 3 as they were\n" in capsys.readouterr().out
    month(unpaid, "corrected.csv", corrected.replace("85,Tide", "90,Tide"), "--agree")
    assert "3 taken out" in capsys.readouterr().out and len(rows_of(unpaid / "payments.csv")) == 6
    run("import", unpaid, "--undo")
    run("import", unpaid, "--undo")
    assert (unpaid / "payments.csv").read_bytes() == kept


def test_a_list_that_goes_on_where_earlier_ones_end_takes_the_place_of_all_of_them(unpaid, capsys):
    month(unpaid, "april.csv", APRIL, "--agree")
    month(unpaid, "may.csv", MAY, "--agree")
    rows = MAY.splitlines(keepends=True)[1:]
    month(unpaid, "year.csv", APRIL + "".join(rows) + "".join(rows).replace("2025-05", "2025-06"), "--agree")
    assert "payments: 9 new, 0 changed, 0 as they were, 6 taken out" in capsys.readouterr().out
    assert len(rows_of(unpaid / "payments.csv")) == 9


def test_a_list_that_was_mended_takes_the_place_of_its_own_first_half(unpaid, capsys):
    broken = APRIL.replace("2025-04-30", "30th of April")
    assert month(unpaid, "spend.csv", broken, "--agree") == 1
    assert month(unpaid, "spend.csv", APRIL, "--agree") == 0
    assert [row["amount"] for row in rows_of(unpaid / "payments.csv")] == ["120.50", "120.50", "80.00"]


def test_a_part_of_a_list_is_noticed_before_it_is_counted_twice(unpaid, capsys):
    month(unpaid, "spend.csv", APRIL, "--agree")
    heading, first, *_ = APRIL.splitlines(keepends=True)
    month(unpaid, "part.csv", heading + first)
    out = capsys.readouterr().out
    assert "NOTE PAYMENTS-AGAIN part.csv: 1 of 1 payments are on record already" in out and "taken out" not in out


def test_payments_whose_ids_tell_of_no_list_stay_and_the_repeat_is_noticed(unpaid, capsys):
    own = known_map("spend-harrogate").replace("{fingerprint}.{row}", "{file}.{row}")
    (unpaid.parent / "own.toml").write_text(own, encoding="utf-8")
    for name, text in (("a.csv", APRIL), ("b.csv", APRIL.replace("80,Tide", "85,Tide"))):
        (unpaid.parent / name).write_text(text, encoding="utf-8")
    run("import", unpaid, unpaid.parent / "a.csv", "--map", unpaid.parent / "own.toml", "--agree")
    run("import", unpaid, unpaid.parent / "b.csv", "--map", unpaid.parent / "own.toml")
    out = capsys.readouterr().out
    assert "PAYMENTS-AGAIN b.csv: 2 of 3" in out and "taken out" not in out


@pytest.mark.parametrize("text", [
    MAY, APRIL.replace("120.50,Wharf", "120.51,Wharf"), APRIL.replace("Wharf Bakers", "Wharf Bakery")])
def test_lists_of_which_most_rows_are_others_are_no_repeat(unpaid, capsys, text):
    month(unpaid, "spend.csv", APRIL, "--agree")
    month(unpaid, "more.csv", text)
    assert "PAYMENTS-" not in capsys.readouterr().out


def test_every_sheet_of_a_workbook_of_months_comes_in_and_a_mended_copy_doubles_none(unpaid, capsys):
    april, may = ([line.split(",") for line in text.splitlines()] for text in (APRIL, MAY.replace("80,", "80.00 net,")))
    (unpaid.parent / "year.xlsx").write_bytes(workbook(April=april, May=may))
    words = ("import", unpaid, unpaid.parent / "year.xlsx", "--map", "spend-harrogate", "--agree")
    assert run(*words, "--copy", unpaid.parent / "to-mend.xlsx") == 1
    assert "In all: 6 rows in = 5 accepted + 1 refused + 0 blank" in capsys.readouterr().out
    copy = openpyxl.load_workbook(unpaid.parent / "to-mend.xlsx")
    copy.worksheets[1]["B4"] = 80
    # Only what was refused is left of May: its row stands elsewhere now, and is still row 4 of that sheet.
    copy.worksheets[1].delete_rows(2, 2)
    copy.save(unpaid.parent / "mended.xlsx")
    assert run("import", unpaid, unpaid.parent / "mended.xlsx", "--agree") == 0
    assert "payments: 1 new, 0 changed, 3 as they were" in capsys.readouterr().out
    assert sorted(row["amount"] for row in rows_of(unpaid / "payments.csv")) == [
        "120.50", "120.50", "120.50", "120.50", "80.00", "80.00"]


def test_one_payment_on_record_is_repeated_once(unpaid, capsys):
    heading, first, _, last = APRIL.splitlines(keepends=True)
    month(unpaid, "spend.csv", heading + first + last, "--agree")
    month(unpaid, "more.csv", heading + first + first + last.replace("80", "81"))
    assert "PAYMENTS-" not in capsys.readouterr().out


SHIFTED = """\
Payment Date,Net Amount,Supplier Name,Expenditure Category
Jane Doe Plumbing,2025-04-02,120.50,Repairs
2025-04-02,"Jane Doe, 12 hrs",120.50,Repairs
"Jane Doe 31/03/2025",80,Jane Doe Plumbing,
2025-02-30,80,Jane Doe Plumbing,
,80,Jane Doe Plumbing,
2025-04-30,80,Tidewater Glass Ltd,Works
"""
OWN_MAP = """\
title = "Ours"
[[only]]
column = "Kind"
not = "Doe"
[into.payments]
id = { from = "Who", make = "id" }
paid = "Day"
amount = { from = "Amount", unit = { from = "Unit", is = "GBP", other = "blank" } }
supplier = "Who"
sme = { from = "Small", values = { y = "yes" } }
vcse = { from = "Kind", values = { y = "yes" }, others = "no" }
"""
OURS = """\
Day,Amount,Who,Unit,Small,Kind
2025-04-02,1,Jane Doe,GBP,y,y
2025-04-02,1,Jane Doe,GBP,y,Jane Doe
2025-04-02,1,Jane-Doe,GBP,y,y
2025-04-02,1,Ann,GBP,Jane Doe,y
2025-04-02,1,Ann,Jane Doe,y,y
2025-04-02,1,Ann,GBP,y,Doe
2025-04-02,1,Bea,GBP,y,Jane Doe
"""


@pytest.mark.parametrize(("text", "given", "refused"), [(SHIFTED, "", 5), (OURS, OWN_MAP, 5)], ids=["known", "own"])
def test_what_a_row_of_spending_holds_is_never_repeated_in_findings_or_receipt(unpaid, capsys, text, given, refused):
    (unpaid.parent / "spend.csv").write_text(text, encoding="utf-8")
    (unpaid.parent / "own.toml").write_text(given, encoding="utf-8")
    found = unpaid.parent / "own.toml" if given else "spend-harrogate"
    copy = unpaid.parent / "copy.xlsx"
    assert run("import", unpaid, unpaid.parent / "spend.csv", "--map", found, "--agree", "--copy", copy) == 1
    out = capsys.readouterr().out
    kept = (unpaid / "private" / "imports" / "0001" / "receipt.json").read_text(encoding="utf-8")
    assert f"{refused} refused" in out and "row 2" in out + kept
    for name in ("jane", "Jane", "Doe", "Ann", "12 hrs"):
        assert name not in out and name not in kept
    # The copy to mend is the user's own file.
    assert "Jane" in str(CalamineWorkbook.from_path(copy).get_sheet_by_index(0).to_python())


def test_a_refused_row_of_spending_says_where_and_how_to_mend(unpaid, capsys):
    month(unpaid, "spend.csv", SHIFTED)
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("ERROR")]
    assert lines[0] == ("ERROR CELL-DATE spend.csv row 2, column Payment Date: what stands there cannot be read. Write "
                        "the date as year-month-day, for example 2024-03-31.")
    assert lines[1].startswith("ERROR CELL-NUMBER spend.csv row 2, column Net Amount: what stands there cannot be read")
    assert lines[-1].startswith("ERROR CELL-BLANK spend.csv row 6, column Payment Date: paid is blank.")

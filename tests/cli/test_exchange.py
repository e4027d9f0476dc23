"""`import` shows before it writes, writes only when told to, and takes back; `export` overwrites nothing."""

import re
from pathlib import Path

import openpyxl
import pytest

from commonweal.basics.findings import Finding, Severity
from commonweal.cli import main
from commonweal.exchange import doors, forms
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.forms import Form
from commonweal.exchange.known import known_maps
from commonweal.ledger.book import Book
from tests.checks.small_book import write_book
from tests.exchange.made import arrival, record
from tests.exchange.notices import award, lines, release


def _places(file: File, book: Book, given: Given) -> Arrival:
    """A door that takes one place and refuses the row below it."""
    wrong = Finding("CELL-BLANK", Severity.ERROR, "name is blank.", "Fill it in.", file.name, 3, "name")
    found = arrival("places", record("places", id="shed", name="Shed", kind="ward"), name=file.name, findings=[wrong])
    assert given.beside("other.csv") is not None and given.beside("../other.csv") is None
    return found


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    monkeypatch.setattr(doors, "DOORS", {"places": _places})
    monkeypatch.setattr(forms, "FORMS", {"names": Form("Names", "The names of places.", "You.", "txt", lambda book: (
        b",".join(row.text("name").encode() for row in book.rows("places"))))})
    (tmp_path / "new.csv").write_text("id,name,kind\nshed,Shed,ward\nhut,,ward\n")
    (tmp_path / "other.csv").write_text("a\n")
    return str(write_book(tmp_path / "book", {})), str(tmp_path / "new.csv")


def test_nothing_is_written_without_agreeing(brought: tuple[str, str], tmp_path: Path,
                                             capsys: pytest.CaptureFixture[str]) -> None:
    book, file = brought
    before = (tmp_path / "book" / "places.csv").read_bytes()
    assert main(["import", book, file, "--as", "places", "--copy", str(tmp_path / "mend.xlsx")]) == 1
    said = capsys.readouterr().out
    assert "new.csv row 3, column name: name is blank." in said
    assert "2 rows in = 1 accepted + 1 refused + 0 blank" in said and "places: 1 new, 0 changed" in said
    assert "Nothing was written. Next: " in said
    assert (tmp_path / "book" / "places.csv").read_bytes() == before and not (tmp_path / "book" / "private").exists()
    page = openpyxl.load_workbook(tmp_path / "mend.xlsx").worksheets[0]
    assert page.cell(3, page.max_column - 1).value == "name: name is blank. Fill it in."


def test_what_was_agreed_to_is_in_the_records_and_can_be_taken_back(brought: tuple[str, str], tmp_path: Path,
                                                                    capsys: pytest.CaptureFixture[str]) -> None:
    book, file = brought
    before = (tmp_path / "book" / "places.csv").read_bytes()
    main(["import", book, file, "--as", "places", "--agree"])
    assert "Imported as number 0001." in capsys.readouterr().out
    assert b"shed,Shed" in (tmp_path / "book" / "places.csv").read_bytes()
    assert main(["import", book, "--undo"]) == 0
    assert "Took back import 0001 of new.csv." in capsys.readouterr().out
    assert (tmp_path / "book" / "places.csv").read_bytes() == before


def test_records_go_out_to_a_new_file_only(brought: tuple[str, str], tmp_path: Path,
                                           capsys: pytest.CaptureFixture[str]) -> None:
    book, _ = brought
    out = tmp_path / "names.txt"
    assert main(["export", book, "--as", "names", "-o", str(out)]) == 0
    assert out.read_bytes() == b"Town,North ward"
    assert main(["export", book, "--as", "names", "-o", str(out)]) == 1
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "says"), [
    (["import", "BOOK"], "Name the file"), (["import", "BOOK", "FILE", "--undo"], "--undo"),
    (["import", "BOOK", "FILE", "--as", "window"], "There is no door 'window'. There is: places."),
    (["import", "BOOK", "nowhere.csv"], "nowhere.csv cannot be read"),
    (["import", "BOOK", "FILE", "--map", "nowhere.toml"], "nowhere.toml cannot be read"),
    (["import", "BOOK", "FILE", "--copy", "BOOK/mend.xlsx"], "outside"),
    (["export", "BOOK", "--as", "song", "-o", "x"], "There is no form 'song'. There is: names."),
])
def test_what_cannot_be_done_is_said_in_a_line(arguments: list[str], says: str, brought: tuple[str, str],
                                               capsys: pytest.CaptureFixture[str]) -> None:
    book, file = brought
    assert main([word.replace("BOOK", book).replace("FILE", file) for word in arguments]) == 1
    assert says in capsys.readouterr().err


def test_notices_go_in_by_what_they_are_and_contracts_come_out(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, file, out = write_book(tmp_path / "book", {}), tmp_path / "notices.json", tmp_path / "contracts.json"
    file.write_bytes(lines(release(awards=[award()])).content)
    assert main(["import", str(book), str(file), "--agree"]) == 0
    said = capsys.readouterr().out
    assert "1 rows in = 1 accepted + 0 refused + 0 blank" in said and "activities: 1 new" in said
    assert main(["export", str(book), "--as", "ocds", "-o", str(out)]) == 0
    assert main(["import", str(book), str(out)]) == 0
    assert "activities: 0 new, 0 changed, 3 as they were" in capsys.readouterr().out
    assert main(["export", str(book), "--as", "contracts-without-social-value", "-o", str(tmp_path / "ask.csv")]) == 1
    assert "book.toml gives no threshold" in capsys.readouterr().err


def test_a_copy_of_a_map_that_comes_with_the_program_is_corrected_and_used(
        tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, file, own = str(write_book(tmp_path / "book", {})), str(tmp_path / "gdp.csv"), tmp_path / "own.toml"
    (tmp_path / "gdp.csv").write_text("Financial year,2025-26 = 100,Calendar year,2025 = 100\n2025-26,100,2025,100\n")
    assert main(["import", book, file, "--propose", "hmt-gdp-deflators", "--map", str(own)]) == 0
    text = own.read_text(encoding="utf-8").replace("heading = 7", "heading = 1")
    own.write_text(text.replace("2023-24 =", "2025-26 =").replace("2023 =", "2025 ="), encoding="utf-8")
    assert main(["import", book, file, "--map", str(own), "--agree"]) == 0
    assert "1 rows in = 1 accepted" in capsys.readouterr().out


@pytest.mark.parametrize("name", known_maps())
def test_a_map_that_comes_with_the_program_is_given_by_its_name(
        name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book, file = write_book(tmp_path / "book", {}), tmp_path / "other.csv"
    file.write_text("nothing,here\n1,2\n", encoding="utf-8")
    assert main(["import", str(book), str(file), "--map", name, "--agree"]) == 1
    said = capsys.readouterr()
    # The map was read: what it looks for is not in the file; and nobody is told that the records have it already.
    assert "MAP-HEADINGS" in said.out or "CELL-" in said.out
    assert re.search("No row of other.csv can be taken|Nothing of other.csv could be read", said.err)

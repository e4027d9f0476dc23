"""An import goes in whole or not at all, changes nothing that it does not speak of, and can be taken back exactly."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from commonweal.basics.findings import Finding, Refused
from commonweal.basics.folders import as_it_is
from commonweal.exchange.agree import IMPORTS, agree, new_errors, undo
from commonweal.exchange.arrival import Change, changes
from commonweal.ledger.book import Book, read_book
from tests.checks.small_book import write_book
from tests.exchange.made import arrival, record


def state(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def book(folder: Path) -> Book:
    read = read_book(folder)
    assert read.book is not None, read.findings
    return read.book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_book(tmp_path / "book", {})


SHED = {"id": "shed", "name": "Shed", "kind": "ward", "parent": "town"}


def test_new_rows_are_added_below_and_the_others_stay_as_they_were_typed(folder: Path):
    typed = "id,name,kind,parent\r\n\r\ntown , Town,area,\r\nnorth,North ward,ward,town\r\n"
    (folder / "places.csv").write_bytes(typed.encode())
    agreed = agree(folder, arrival("places", record("places", **SHED)))
    assert agreed.number == "0001" and agreed.changes == (Change("places", 1, 0, 0),)
    assert (folder / "places.csv").read_text().splitlines() == [
        "id,name,kind,parent", "", "town , Town,area,", "north,North ward,ward,town", "shed,Shed,ward,town"]


def test_only_the_columns_that_the_file_speaks_of_change(folder: Path):
    before = book(folder).by_id("places")["north"]
    renamed = record("places", id="north", name="North", kind="ward")
    arriving = arrival("places", renamed, columns=["id", "name"])
    assert changes(arriving, book(folder)) == (Change("places", 0, 1, 0),)
    agree(folder, arriving)
    after = book(folder).by_id("places")["north"]
    assert {name for name in before.values if before.values[name] != after.values[name]} == {"name"}


def test_a_column_that_no_row_had_is_added(folder: Path):
    agree(folder, arrival("places", record("places", **SHED, code="E05000001")))
    places = book(folder).by_id("places")
    assert places["shed"].text("code") == "E05000001" and places["north"].get("code") is None


def test_the_same_file_again_is_refused_because_nothing_is_new(folder: Path):
    agree(folder, arrival("places", record("places", **SHED)))
    before = state(folder)
    with pytest.raises(Refused, match=r"Nothing of new\.csv is new"):
        agree(folder, arrival("places", record("places", **SHED)))
    assert state(folder) == before


def test_an_arrival_that_would_break_the_book_changes_nothing(folder: Path):
    before = state(folder)
    with pytest.raises(Refused, match="1 to fix that they have not now") as refused:
        agree(folder, arrival("places", record("places", **{**SHED, "parent": "nowhere"})))
    assert [finding.code for finding in refused.value.findings] == ["UNKNOWN-REFERENCE"]
    assert state(folder) == before and [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_imports_are_taken_back_one_by_one_to_the_very_bytes(folder: Path):
    first = state(folder)
    agree(folder, arrival("places", record("places", **SHED)))
    second = state(folder)
    agree(folder, arrival("guidance", record("guidance", id="g", title="G", audience="staff", role="employer",
                                             state="in-use"), name="more.csv"))
    assert (folder / "guidance.csv").is_file()
    assert undo(folder) == "import 0002 of more.csv"
    assert state(folder) == second
    assert undo(folder) == "import 0001 of new.csv"
    assert state(folder) == first
    with pytest.raises(Refused, match="no import to take back"):
        undo(folder)


def test_what_was_changed_since_is_not_taken_back(folder: Path):
    agree(folder, arrival("places", record("places", **SHED)))
    with (folder / "places.csv").open("a") as file:
        file.write("hut,Hut,ward,town\n")
    before = state(folder)
    with pytest.raises(Refused, match=r"places\.csv was changed since new\.csv was imported"):
        undo(folder)
    assert state(folder) == before


def test_an_import_that_later_rows_stand_on_is_not_taken_back(folder: Path):
    agree(folder, arrival("places", record("places", **SHED)))
    (folder / "stated.csv").write_text("id,title,role,period_kind,place,source\n"
                                       "s,Said,investor,calendar-year,shed,Page 3\n")
    before = state(folder)
    with pytest.raises(Refused, match="because other rows stand on it"):
        undo(folder)
    assert state(folder) == before


@pytest.mark.parametrize("path", ["../outside.txt", "/tmp/outside.txt", "maps/../../outside.txt"])
def test_no_door_writes_outside_the_records(path: str, folder: Path):
    with pytest.raises(Refused, match="outside the records"):
        agree(folder, replace(arrival("places", record("places", **SHED)), files={path: "text"}))
    assert not (folder.parent / "outside.txt").exists()


def test_nobody_is_left_standing_in_a_folder_that_is_gone(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(folder)
    with pytest.raises(Refused, match="Go out of the folder"):
        agree(Path("."), arrival("places", record("places", **SHED)))


def test_a_semicolon_book_stays_one(tmp_path: Path):
    folder = write_book(tmp_path / "book", {})
    settings = folder / "book.toml"
    settings.write_text(settings.read_text() + '\n[csv]\ndelimiter = ";"\n')
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text().replace(",", ";"))
    agree(folder, arrival("places", record("places", **SHED)))
    assert (folder / "places.csv").read_text().splitlines()[-1].startswith("shed;Shed;ward;town")


def meanwhile(monkeypatch: pytest.MonkeyPatch, then: Callable[[], object]) -> None:
    """Something that happens while the book with the new rows is being checked."""
    def checked(work: Path, before: Counter[tuple[str, ...]]) -> list[Finding]:
        monkeypatch.undo()
        then()
        return new_errors(work, before)

    monkeypatch.setattr("commonweal.exchange.agree.new_errors", checked)


HUT = {"id": "hut", "name": "Hut", "kind": "ward", "parent": "town"}


def test_of_two_people_at_once_neither_loses_a_row(folder: Path, monkeypatch: pytest.MonkeyPatch):
    colleague = Thread(target=agree, args=(folder, arrival("places", record("places", **HUT))))
    meanwhile(monkeypatch, colleague.start)
    agreed = agree(folder, arrival("places", record("places", **SHED)))
    colleague.join()
    assert agreed.number == "0001" and len(list((folder / IMPORTS).glob("0*"))) == 2
    assert {"shed", "hut"} <= book(folder).by_id("places").keys()


def saved(folder: Path) -> None:
    with (folder / "places.csv").open("a") as file:
        file.write("hut,Hut,ward,town\n")


def test_a_save_from_a_spreadsheet_while_an_import_goes_in_is_kept(folder: Path, monkeypatch: pytest.MonkeyPatch):
    meanwhile(monkeypatch, lambda: saved(folder))
    with pytest.raises(Refused, match="was changed by somebody else meanwhile"):
        agree(folder, arrival("places", record("places", **SHED)))
    assert "hut" in book(folder).by_id("places") and not (folder / IMPORTS).exists()


def test_a_save_since_the_file_was_looked_through_is_kept(folder: Path):
    seen = as_it_is(folder)
    saved(folder)
    before = state(folder)
    with pytest.raises(Refused, match="was changed by somebody else meanwhile"):
        agree(folder, arrival("places", record("places", **SHED)), since=seen)
    assert state(folder) == before


def test_a_save_from_a_spreadsheet_while_an_import_is_taken_back_is_kept(
        folder: Path, monkeypatch: pytest.MonkeyPatch):
    agree(folder, arrival("places", record("places", **SHED)))
    meanwhile(monkeypatch, lambda: saved(folder))
    with pytest.raises(Refused, match="was changed by somebody else meanwhile"):
        undo(folder)
    assert {"shed", "hut"} <= book(folder).by_id("places").keys() and (folder / IMPORTS / "0001").is_dir()

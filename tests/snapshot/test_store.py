"""A snapshot is the same bytes from the same book, and a change of one byte anywhere is refused by name."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from commonweal.basics.findings import Refused
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.starter import write_starter
from commonweal.snapshot.store import read_snapshot, write_snapshot

DAY = date(2025, 3, 31)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    write_starter(tmp_path / "book")
    read = read_book(tmp_path / "book")
    assert read.book is not None
    return read.book


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_two_runs_give_the_same_bytes(book: Book, tmp_path: Path) -> None:
    one = write_snapshot(book, DAY, tmp_path / "one")
    other = write_snapshot(book, DAY, tmp_path / "other")
    assert one.digest == other.digest
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "other")


def test_another_day_is_another_snapshot(book: Book, tmp_path: Path) -> None:
    one = write_snapshot(book, DAY, tmp_path / "one")
    other = write_snapshot(book, date(2024, 9, 30), tmp_path / "other")
    assert one.digest != other.digest


def test_reading_gives_back_what_was_frozen(book: Book, tmp_path: Path) -> None:
    write_snapshot(book, DAY, tmp_path / "snapshot")
    snapshot = read_snapshot(tmp_path / "snapshot")
    for name, rows in book.tables.items():
        assert {row.key: dict(row.values) for row in snapshot.book.rows(name)} == {
            row.key: dict(row.values) for row in rows
        }
    assert snapshot.book.settings == book.settings
    assert [edition.digest for edition in snapshot.book.editions] == [edition.digest for edition in book.editions]


def test_one_changed_byte_in_any_file_is_refused_by_name(book: Book, tmp_path: Path) -> None:
    write_snapshot(book, DAY, tmp_path / "snapshot")
    names = sorted(_bytes(tmp_path / "snapshot"))
    assert len(names) > 30
    for name in names:
        copy = tmp_path / "copy"
        shutil.copytree(tmp_path / "snapshot", copy)
        content = bytearray((copy / name).read_bytes())
        middle = len(content) // 2
        content[middle] ^= 1
        (copy / name).write_bytes(content)
        with pytest.raises(Refused) as refused:
            read_snapshot(copy)
        if name != "SHA256SUMS":
            assert name in str(refused.value)
        shutil.rmtree(copy)


def test_an_added_and_a_missing_file_are_refused(book: Book, tmp_path: Path) -> None:
    write_snapshot(book, DAY, tmp_path / "snapshot")
    (tmp_path / "snapshot" / "extra.csv").write_text("a\n")
    with pytest.raises(Refused, match=r"extra\.csv"):
        read_snapshot(tmp_path / "snapshot")
    (tmp_path / "snapshot" / "extra.csv").unlink()
    (tmp_path / "snapshot" / "tables" / "lines.parquet").unlink()
    with pytest.raises(Refused, match=r"lines\.parquet"):
        read_snapshot(tmp_path / "snapshot")


def test_a_folder_of_somebody_else_is_never_overwritten(book: Book, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep")
    with pytest.raises(Refused, match="was not made by this command"):
        write_snapshot(book, DAY, tmp_path / "mine")
    assert (tmp_path / "mine" / "letter.txt").read_text() == "keep"


def test_only_work_that_had_ended_by_the_day_is_in_it(book: Book, tmp_path: Path) -> None:
    """The first quarter's 60 hours ended on 30 June 2024, the second's 45.5 on 30 September."""
    done = {}
    for day in (date(2024, 6, 29), date(2024, 6, 30), date(2024, 9, 30), date(2025, 3, 31)):
        write_snapshot(book, day, tmp_path / day.isoformat())
        snapshot = read_snapshot(tmp_path / day.isoformat())
        done[day] = sorted(line.key for line in snapshot.lines if line.text("origin") == "deliveries")
        assert sum(row.count("claims") or 0 for row in snapshot.claim_counts) == len(done[day])
    assert list(done.values()) == [
        [], ["repairs-hours-q1"], ["repairs-hours-q1", "repairs-hours-q2"],
        ["repairs-apprentice-1", "repairs-hours-q1", "repairs-hours-q2"]]

"""Malformed files: no crash, no silent cut, and the sum of the rows true in every one of them."""

import io
import random
import subprocess
import sys
import zipfile
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest

from commonweal.basics.tables import FORMULA_SIGNS
from commonweal.exchange import archives
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.corrected import corrected_copy
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.maps.door import arrive
from commonweal.exchange.opening import open_file
from commonweal.ledger.book import Book, read_book
from tests.checks.small_book import write_book
from tests.exchange import hostile
from tests.exchange.hostile import CLASSES, EACH, MAP
from tests.exchange.made import with_cells
from tests.house.repository import ROOT

CASES = [(maker, number) for maker in CLASSES for number in range(EACH)]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    read = read_book(write_book(tmp_path_factory.mktemp("hostile") / "book", {}))
    assert read.book is not None
    return read.book


def brought(book: Book, made: hostile.Made) -> Arrival:
    return arrive(File(made.name, made.content), book, Given(MAP))


def test_there_are_five_hundred_files_in_twenty_five_classes_at_the_least():
    assert len(CASES) >= 500 and len(set(CLASSES)) >= 25


@pytest.mark.parametrize(("maker", "number"), CASES, ids=lambda value: getattr(value, "__name__", str(value)))
def test_a_malformed_file_is_read_whole_or_refused_with_its_reason(maker: hostile.Maker, number: int, book: Book):
    made = maker(random.Random(f"{maker.__name__}-{number}"))
    arrival = brought(book, made)
    receipt = arrival.receipt
    assert receipt.rows_in == receipt.accepted + receipt.refused + receipt.blank
    assert sum(map(len, arrival.rows.values())) == receipt.accepted
    assert all(finding.mend or finding.severity == "note" for finding in receipt.findings)
    opened = open_file(File(made.name, made.content))
    if opened.sheets and len(made.content) < 100_000:
        copy = open_file(File("copy.xlsx", corrected_copy(opened, receipt)))
        assert [max((row for row, _ in sheet.rows), default=0) for sheet in copy.sheets] == [
            max((row for row, cells in sheet.rows if any(cells) or row == 1), default=0) for sheet in opened.sheets]
    if made.codes:
        assert made.codes & {finding.code for finding in receipt.errors} and not arrival.rows
    elif made.sums:
        assert (receipt.rows_in, receipt.accepted, receipt.refused, receipt.blank) == made.sums, receipt.findings
        assert len({(finding.sheet, finding.row) for finding in receipt.errors}) == made.sums[2]
    else:
        # Chance made it: then it was read, or an error says why it was not.
        assert receipt.errors or receipt.rows_in or not made.content.strip()


@pytest.mark.parametrize("number", range(EACH))
def test_the_corrected_copy_of_a_file_that_would_inject_formulas_runs_none(number: int, book: Book):
    made = hostile.formulas_to_inject(random.Random(f"formulas_to_inject-{number}"))
    opened = open_file(File(made.name, made.content))
    copy = corrected_copy(opened, brought(book, made).receipt)
    (sheet,) = open_file(File("copy.xlsx", copy)).sheets
    texts = [cell for _, cells in sheet.rows for cell in cells if isinstance(cell, str)]
    assert any(text.startswith(FORMULA_SIGNS) for text in texts)
    assert b"<f>" not in _sheet_text(copy) and b"quotePrefix" in _styles(copy)


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def _sheet_text(content: bytes) -> bytes:
    return _part(content, "xl/worksheets/sheet1.xml")


def _styles(content: bytes) -> bytes:
    return _part(content, "xl/styles.xml")


def test_dates_counted_from_1904_are_the_same_days(book: Book):
    made = hostile.dates_counted_from_1904(random.Random(1))
    rows = hostile.sound(random.Random(1))
    assert [row.day("date") for row in brought(book, made).rows["context"]] == [row[3] for row in rows]


def _numbered(rows: int) -> bytes:
    """A workbook whose one sheet has so many rows under its heading, as small as it can be."""
    heading = "".join(f'<c r="{letter}1" t="inlineStr"><is><t>{name}</t></is></c>'
                      for letter, name in zip("ABCD", hostile.HEADING, strict=True))
    named = 't="inlineStr"><is><t>n</t></is></c></row>'
    body = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="B{row}" {named}' for row in range(2, rows + 2))
    return with_cells(f'<row r="1">{heading}</row>{body}')


def _text(rows: int) -> bytes:
    return ("Ref,Name,Hours,On\n" + "".join(f"{row},n,1,\n" for row in range(2, rows + 2))).encode()


@pytest.mark.parametrize("make", [_numbered, _text])
@pytest.mark.parametrize("rows", [65_535, 65_536])
def test_rows_at_the_end_of_an_old_sheet_are_all_accepted(rows: int, make: Callable[[int], bytes], book: Book):
    arrival = brought(book, hostile.Made(make(rows)))
    assert (arrival.receipt.rows_in, arrival.receipt.accepted) == (rows, rows)
    assert arrival.rows["context"][-1].key == str(rows + 1)


@pytest.mark.parametrize(("rows", "make"), [(1_048_575, _numbered), (1_000_001, _text), (1_048_577, _text)])
def test_a_million_rows_are_read_to_the_last(rows: int, make: Callable[[int], bytes]):
    (sheet,) = open_file(File("long", make(rows))).sheets
    counted = sum(1 for _ in sheet.rows)
    (last,) = deque(sheet.rows, maxlen=1)
    assert counted == last[0] == rows + 1 and str(last[1][0]) == str(rows + 1)


# The files are made first; what is asked of the system afterwards is what opening them takes.
BOUNDED = """
import random, resource, sys
from commonweal.exchange.files import File
from commonweal.exchange.opening import open_file
from tests.exchange import hostile
bombs = [getattr(hostile, name)(random.Random(f"{name}-{n}")) for name in sys.argv[2:] for n in range(4)]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for bomb in bombs:
    assert open_file(File(bomb.name, bomb.content)).refused
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
assert after - before < int(sys.argv[1]) * 1024, (before, after)
"""
BOMBS = ("open_document_bomb", "archive_in_an_archive", "too_many_files", "lying_about_its_size",
         "entities_within_entities", "outside_entity", "lone_cell_far_out", "deep_json")


@pytest.mark.skipif(sys.platform != "linux", reason="the system's count of memory is Linux's")
def test_files_made_to_fill_the_memory_take_less_than_a_quarter_of_a_gigabyte():
    done = subprocess.run([sys.executable, "-c", BOUNDED, "256", *BOMBS], cwd=ROOT, capture_output=True, text=True,
                          env={"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "PATH": "/usr/bin:/bin"}, check=False)
    assert done.returncode == 0, done.stderr


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch):
    made = hostile.zip_bomb(random.Random(3))
    monkeypatch.setattr(archives, "_unpack", lambda *_: pytest.fail("it was unpacked"))
    monkeypatch.setattr(archives.zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    opened = open_file(File(made.name, made.content))
    assert opened.refused and opened.findings[0].code == "ARCHIVE-BOMB"


def test_no_file_of_the_machine_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = hostile.outside_entity(random.Random(1))
    monkeypatch.setattr("builtins.open", lambda *_, **__: pytest.fail("a file was opened"))
    assert open_file(File(made.name, made.content)).refused

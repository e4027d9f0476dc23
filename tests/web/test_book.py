"""A whole book goes in and comes out equal: every row of every table in its order, every text to the byte."""

import csv
import io
import shutil

import pytest

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record, write_value
from commonweal.ledger.book import read_book
from commonweal.ledger.checked import check_book, kept_findings
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.snapshot.store import write_snapshot
from commonweal.web.audit.models import Event
from commonweal.web.people.models import Body
from commonweal.web.register.actions import take_in, take_out
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import book, checking
from tests.house.repository import ROOT
from tests.web.conftest import TESTER


def _rows(found, table):
    return [[write_value(row.get(name)) for name in table.names] for row in found.rows(table.name)]


@pytest.mark.parametrize("example", ["northmere", "lcr-2023"])
def test_an_example_goes_in_and_comes_out_equal(db, tmp_path, example):
    body = Body.objects.create(slug="equal", name="Equal Council")
    before = read_book(ROOT / "examples" / example).book
    counts = take_in(TESTER, body, ROOT / "examples" / example)
    assert counts == {table.name: len(before.rows(table.name)) for table in BOOK_TABLES}
    take_out(body, tmp_path)
    after = read_book(tmp_path).book
    for table in BOOK_TABLES:
        assert _rows(after, table) == _rows(before, table) == _rows(book(body), table), table.name
    assert after.settings == before.settings
    assert [edition.digest for edition in after.editions] == [edition.digest for edition in before.editions]
    for path in sorted(path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".csv"):
        assert path.read_bytes() == (ROOT / "examples" / example / path.relative_to(tmp_path)).read_bytes()


@pytest.mark.parametrize("example", ["northmere", "lcr-2023"])
def test_records_checked_and_frozen_as_they_stand_are_those_of_their_files(db, tmp_path, example):
    body = Body.objects.create(slug="equal", name="Equal Council")
    take_in(TESTER, body, ROOT / "examples" / example)
    (tmp_path / "files").mkdir()
    take_out(body, tmp_path / "files")
    there = check_book(tmp_path / "files")
    with checking(body) as here:
        found = [*here.found()]
    assert found == [*kept_findings(there)]
    day = here.book.settings.period.span.end
    assert write_snapshot(here.book, day, tmp_path / "one").digest == write_snapshot(
        there.book, day, tmp_path / "other").digest


def test_a_row_that_no_file_could_hold_is_named_and_nothing_is_frozen(body):
    ROWS["activities"].objects.filter(body=body, key="repairs").update(title=None, kind="a thing")
    with pytest.raises(Refused) as refused:
        checking(body).__enter__()
    assert {(found.code, found.file, found.column, found.subject) for found in refused.value.findings} == {
        ("CELL-BLANK", "activities.csv", "title", "repairs"), ("CELL-CHOICE", "activities.csv", "kind", "repairs")}


def test_what_is_blank_and_has_a_value_by_default_has_it_in_every_figure(body):
    for row in ROWS["deliveries"].objects.filter(body=body):
        row.take(Record(row.TABLE, {**row.to_record().values, "counts": None, "stage": None}))
        row.save()
    held = book(body).rows("deliveries")
    assert {(row.get("counts"), row.text("stage")) for row in held} == {(True, "not-applicable")}


def test_a_map_that_is_kept_goes_out_and_comes_in_again_and_nothing_else_of_its_folder(db, starter, tmp_path):
    folder = tmp_path / "book"
    shutil.copytree(starter, folder)
    (folder / "maps").mkdir()
    (folder / "maps/spend.toml").write_bytes(b'title = "Our spending"\n')
    (folder / "maps/notes.txt").write_bytes(b"Mine.")
    body = Body.objects.create(slug="again", name="Again Council")
    take_in(TESTER, body, folder)
    (tmp_path / "out").mkdir()
    take_out(body, tmp_path / "out")
    kept = {path.name: path.read_bytes() for path in (tmp_path / "out/maps").iterdir()}
    assert kept == {"spend.toml": b'title = "Our spending"\n'}


def test_a_book_parted_by_semicolons_stays_so(db, starter, tmp_path):
    source, out = tmp_path / "in", tmp_path / "out"
    shutil.copytree(starter, source)
    for path in source.glob("*.csv"):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(rows)
    settings = source / "book.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[csv]\ndelimiter = ";"\n', encoding="utf-8")
    body = Body.objects.create(slug="semicolons", name="Semicolons Council")
    take_in(TESTER, body, source)
    out.mkdir()
    take_out(body, out)
    before, after = read_book(source).book, read_book(out).book
    assert all(_rows(after, table) == _rows(before, table) for table in BOOK_TABLES)
    assert (out / "activities.csv").read_text(encoding="utf-8").startswith("id;title;kind;")


def test_a_book_with_errors_is_refused_whole_and_leaves_no_event(db, starter, tmp_path):
    folder = tmp_path / "wrong"
    shutil.copytree(starter, folder)
    deliveries = folder / "deliveries.csv"
    deliveries.write_text(deliveries.read_text().replace("repairs,", "no-such-contract,", 1))
    body = Body.objects.create(slug="wrong", name="Wrong Council")
    with pytest.raises(Refused) as refused:
        take_in(TESTER, body, folder)
    assert any(finding.code == "REFERENCE-UNKNOWN" or "no-such-contract" in str(finding)
               for finding in refused.value.findings)
    assert not Event.objects.exists()
    assert not any(model.objects.exists() for model in ROWS.values())


def test_records_are_not_brought_in_over_others(body, starter):
    with pytest.raises(Refused, match="has records already"):
        take_in(TESTER, body, starter)

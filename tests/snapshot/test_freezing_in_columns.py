"""Lines are made a distinct case at a time: that gives what each activity gives by itself, however rows are held."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.basics import columns as columns_room
from commonweal.basics.rows import RowReader
from commonweal.basics.tables import Record, Table, write_value
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.checks import run_checks
from commonweal.ledger.tables import ADJUSTMENTS, COMMITMENTS, DELIVERIES
from commonweal.snapshot.groups import LINE_GROUPS
from commonweal.snapshot.lines import Frozen, freeze_lines
from commonweal.snapshot.store import read_snapshot, write_snapshot
from commonweal.snapshot.tables import GROUP_KEYS, LINES
from tests.house.repository import ROOT

EXAMPLES = ("lcr-2023", "northmere")
AS_OF = date(2025, 3, 31)


def example(name: str) -> Book:
    book = read_book(ROOT / "examples" / name).book
    assert book is not None
    return book


@pytest.fixture(scope="module")
def northmere() -> Book:
    return example("northmere")


def some(table: Table, cells: Iterable[dict[str, str]]) -> tuple[Record, ...]:
    """Rows of a table, with ids by their order."""
    rows = []
    for number, row in enumerate(cells, 2):
        given = {"id": f"{table.name}.{number}", **row}
        record, findings = RowReader(table, list(given), "").read(list(given.values()), number)
        assert record is not None, findings
        rows.append(record)
    return tuple(rows)


def _rows(**choices: list[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(st.fixed_dictionaries({name: st.sampled_from(some) for name, some in choices.items()}), max_size=14)


WHERE = {"place": ["", "harrowby"], "period_kind": ["financial-year", "to-date", "not-stated"]}


def kinds(book: Book) -> tuple[list[str], list[str]]:
    """Three activities, and a measure of each way of counting."""
    counted: dict[str, str] = {}
    for edition in book.own_editions:
        counted |= {row.text("counting"): name for name, row in edition.measures.items()}
    return [row.key for row in book.rows("activities")][:3], sorted(counted.values())


def contents(frozen: Frozen) -> dict[str, dict[str, str]]:
    """Each line in words; in the place of the numbers of its case and its set of reductions, what they say."""
    cases: dict[str, list[dict[str, str]]] = {}
    for row in frozen.unit_values:
        cases.setdefault(row.text("case_id"), []).append(
            {name: write_value(value) for name, value in row.values.items() if name != "case_id"})
    sets = {row.key: [*row.ids("adjustments"), row.text("net_factor")] for row in frozen.factor_sets}
    return {line.key: {name: write_value(line.get(name)) for name in LINES.names} | {
        "case_id": str(cases[line.text("case_id")]), "factor_set": str(sets.get(line.text("factor_set")))}
        for line in frozen.lines}


@given(data=st.data())
def test_what_is_done_for_one_measure_in_one_activity_does_not_depend_on_the_rest(northmere: Book, data: st.DataObject):
    activities, measures = kinds(northmere)
    what = {"activity": activities, "measure": measures, **WHERE}
    done = some(DELIVERIES, data.draw(_rows(
        **what, quantity=["1", "0.5", "13.3333"], start=["2024-04-01", "2024-07-01"], end=["2024-09-30", "2025-03-31"],
        basis=["increment", "to-date"], state=["draft", "submitted", "verified"], bound=["exact", "exact", "nearly"],
        counts=["yes", "yes", "no"], part_of=["", "", "deliveries.2"])))
    promised = some(COMMITMENTS, data.draw(_rows(
        **what, quantity=["10", "0.3333", ""], start=["2023-04-01"], due=["2025-03-31", "2026-03-31"],
        stage=["committed", "offered"], profile=["even", "end"], in_force_from=["2023-04-01"])))
    reduced = some(ADJUSTMENTS, data.draw(_rows(
        kind=["deadweight"], reduction=["0.1", "0.25"], activity=["", *activities], measure=["", *measures],
        reason=["Seen"], source=["Study"])))
    tables = {**northmere.tables, "adjustments": reduced, "milestones": (), "evidence": (), "reviews": ()}
    whole = contents(freeze_lines(replace(northmere, tables={
        **tables, "deliveries": done, "commitments": promised}), AS_OF))
    parts: dict[str, dict[str, str]] = {}
    for activity, measure in {(row.text("activity"), row.text("measure")) for row in (*done, *promised)}:
        alone = {name: tuple(row for row in rows if (row.text("activity"), row.text("measure")) == (activity, measure))
                 for name, rows in (("deliveries", done), ("commitments", promised))}
        parts |= contents(freeze_lines(replace(northmere, tables={**tables, **alone}), AS_OF))
    assert whole == parts


@pytest.mark.parametrize("name", EXAMPLES)
def test_records_columns_and_a_table_on_disk_are_frozen_alike(name: str, tmp_path: Path):
    book = example(name)
    day = book.settings.period.span.end
    digest = write_snapshot(book, day, tmp_path / "columns").digest
    records = replace(book, tables={table: tuple(rows) for table, rows in book.tables.items()})
    assert write_snapshot(records, day, tmp_path / "records").digest == digest
    stored = replace(book, tables=read_snapshot(tmp_path / "columns", long=1).book.tables)
    remade = freeze_lines(stored, day)
    assert contents(remade) == contents(freeze_lines(book, day))


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_table_too_long_to_keep_its_records_is_checked_and_frozen_alike(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    book = example(name)
    found, digest = run_checks(book), write_snapshot(book, AS_OF, tmp_path / "kept").digest
    monkeypatch.setattr(columns_room, "_KEPT", 0)
    book = example(name)
    assert run_checks(book) == found and write_snapshot(book, AS_OF, tmp_path / "made").digest == digest


@pytest.mark.parametrize("name", EXAMPLES)
def test_lines_of_a_group_and_only_they_are_alike_in_everything_but_their_quantity(name: str, tmp_path: Path):
    book = example(name)
    write_snapshot(book, book.settings.period.span.end, tmp_path / "snapshot")
    tables = tmp_path / "snapshot" / "tables"
    keys = ", ".join(GROUP_KEYS)
    with duckdb.connect() as connection:
        lines = connection.execute(
            f"SELECT group_no, {keys} FROM read_parquet('{tables}/lines.parquet') ORDER BY line").fetchall()
        groups = connection.execute(f"SELECT group_no, {keys} FROM read_parquet('{tables}/{LINE_GROUPS}.parquet')"
                                    " ORDER BY group_no").fetchall()
    # Numbered as their first lines come.
    assert [*dict.fromkeys(lines)] == groups
    assert [row[0] for row in groups] == [*range(1, len(groups) + 1)]
    assert len({row[1:] for row in groups}) == len(groups) and set(lines) == set(groups)

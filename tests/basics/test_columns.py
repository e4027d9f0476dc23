"""Tables held column by column say what their rows say, and are asked once for each distinct case."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.basics import columns as room
from commonweal.basics import csv_files
from commonweal.basics.columns import Coded, Columns, alike, coded, one_by_one, settled
from commonweal.basics.csv_files import TableRead, read_rows, read_table, write_records
from commonweal.basics.tables import Column, Kind, Record, Table

TABLE = Table("things", "a thing", (
    Column("id", Kind.ID, "Its id.", required=True),
    Column("note", Kind.TEXT, "A note."),
    Column("amount", Kind.QUANTITY, "How much.", negative=True),
    Column("day", Kind.DATE, "When."),
    Column("tags", Kind.IDS, "Tags."),
    Column("kept", Kind.YES_NO, "Whether.", default="no"),
))
PAIRS = Table("pairs", "a pair", TABLE.columns, key=("id", "note"))

RECORDS = st.lists(
    st.fixed_dictionaries({
        "id": st.sampled_from(["a", "b", "c.1", "d-2"]),
        "note": st.one_of(st.none(), st.text('ab,"\n #\'\u2028', min_size=1, max_size=4)),
        "amount": st.sampled_from([None, Decimal("1.0000"), Decimal("1.0"), Decimal("-0.5000")]),
        "day": st.sampled_from([None, date(2023, 3, 31)]),
        "tags": st.sampled_from([None, ("x",), ("x", "y")]),
        "kept": st.booleans(),
    }), max_size=12,
).map(lambda rows: [Record(TABLE, row, number) for number, row in enumerate(rows, 2)])


@pytest.fixture
def long_tables(monkeypatch: pytest.MonkeyPatch):
    """Every table is too long for its records to be kept."""
    monkeypatch.setattr(room, "_KEPT", 0)


@given(RECORDS)
def test_columns_hold_the_very_records_that_they_were_made_of(records: list[Record]):
    held = Columns.of(TABLE, records)
    assert [dict(row.values) for row in held] == [row.values for row in records]
    assert held == Columns.of(TABLE, records) and (held != Columns.of(TABLE, records[1:]) or not records)
    assert [row.row for row in held] == [row.row for row in records] and Columns.of(TABLE, held) is held
    assert [str(row.get("amount")) for row in held] == [str(row.get("amount")) for row in records]
    assert {key: row.row for key, row in held.by_key().items()} == {row.key: row.row for row in records}


@given(RECORDS, st.sampled_from([TABLE, PAIRS]))
def test_columns_are_written_as_their_records_are(records: list[Record], table: Table):
    records = [replace(row, table=table) for row in records]
    assert write_records(table, Columns.of(table, records)) == write_records(table, records)
    assert write_records(table, Columns.of(table, records), ["note"]) == write_records(table, records, ["note"])


@given(RECORDS, st.lists(st.integers(0, 11)))
def test_rows_are_chosen_as_from_a_list(records: list[Record], places: list[int]):
    held, places = Columns.of(TABLE, records), [place for place in places if place < len(records)]
    assert [row.row for row in held.taken(places)] == [records[place].row for place in places]
    assert [row.row for row in held.ordered()] == [row.row for row in sorted(records, key=lambda row: row.key)]
    assert [row.row for row in held.where(lambda row: row.yes("kept") and row.text("id") < "c", "kept", "id")] == [
        row.row for row in records if row.yes("kept") and row.text("id") < "c"]
    assert [row.row for row in held.filled("note")] == [row.row for row in records if row.get("note") is not None]


def test_a_row_made_anew_each_time_says_the_same(long_tables: None):
    records = [Record(TABLE, dict.fromkeys(TABLE.names) | {"id": name}, row) for row, name in enumerate("ab", 2)]
    held = Columns.of(TABLE, records)
    assert held[1] is not held[1] and [*held] == records and held[-1] == records[1] and held[:1] == records[:1]
    assert held.by_key()["b"] == records[1] and "c" not in held.by_key()


def test_a_test_sees_only_the_columns_that_it_names():
    held = Columns.of(TABLE, [Record(TABLE, dict.fromkeys(TABLE.names) | {"id": "a", "kept": True})])
    with pytest.raises(KeyError):
        list(held.where(lambda row: row.text("note") == "", "id", "kept"))


def test_each_distinct_case_is_settled_once_in_the_order_first_met():
    asked: list[tuple[str, int, str]] = []

    def settle(word: str, number: int, always: str) -> str:
        asked.append((word, number, always))
        return f"{word}{number}{always}"

    words, numbers = coded(["b", "a", "b", "b"]), coded([1, 1, 2, 1])
    found = settled(settle, words, numbers, alike("!", 4))
    assert [*found] == ["b1!", "a1!", "b2!", "b1!"]
    assert asked == [("b", 1, "!"), ("a", 1, "!"), ("b", 2, "!")]
    assert [*settled(str.upper, alike("x", 3))] == ["X"] * 3 and len(settled(str.upper, coded([]))) == 0


@given(st.lists(st.integers(-3, 3)), st.lists(st.integers(-3, 3)))
def test_a_column_made_of_others_holds_what_they_hold(these: list[int], others: list[int]):
    column = one_by_one(these)
    assert [*column.distinct()] == [*column.after(one_by_one([]))] == these
    assert len(column.distinct().values) == len(set(these))
    assert [*column.distinct(abs).each(abs)] == [*column.each(abs)] == [*map(abs, these)]
    assert [*column.after(coded(others))] == others + these


def test_more_values_than_two_bytes_can_number_are_told_apart():
    count = (1 << 16) + 1
    assert isinstance(coded(range(count)), Coded) and [*coded(range(count))] == [*range(count)]
    assert [*alike(0, 1).after(one_by_one(range(count)))] == [*range(count), 0]


TEXT = st.text(st.sampled_from('ab1,"\n\r\t =£.-\u2028\x0b\x1c'), max_size=120)


@given(TEXT)
def test_rows_read_together_give_what_they_give_one_by_one(text: str):
    together, apart = TableRead(TABLE, "things.csv"), TableRead(TABLE, "things.csv")
    read_rows(f"id,note,amount\n{text}", together, ",")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_files, "_AT_ONCE", 1)
        read_rows(f"id,note,amount\n{text}", apart, ",")
    assert together.findings == apart.findings and [*together.records] == [*apart.records]
    assert (together.rows_in, together.refused, together.blank) == (apart.rows_in, apart.refused, apart.blank)


@given(TEXT)
def test_a_file_gives_what_its_text_gives(tmp_path_factory: pytest.TempPathFactory, text: str):
    path = tmp_path_factory.mktemp("read") / "things.csv"
    path.write_bytes(f"id,note\n{text}".encode())
    of_file, of_text = read_table(path, TABLE), TableRead(TABLE, "things.csv")
    read_rows(f"id,note\n{text}", of_text, ",")
    assert of_file.findings == of_text.findings and [*of_file.records] == [*of_text.records]


def test_a_blank_row_is_no_row_even_where_no_cell_must_be_filled_in():
    table = Table("words", "a word", (Column("word", Kind.TEXT, "The word."), Column("kept", Kind.YES_NO, "Whether.")))
    result = TableRead(table, "words.csv")
    read_rows("word,kept\n,\none,\n , \n,yes\n", result, ",")
    assert (result.rows_in, result.accepted, result.blank) == (4, 2, 2)

"""CSV files: no row is lost, whatever the text; the same rows give the same bytes."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.basics.csv_files import LONGEST_CELL, TableRead, read_rows, read_table, write_records, write_rows
from commonweal.basics.tables import Column, Kind, Record, Table, Value

TABLE = Table(
    "things",
    "a thing",
    (
        Column("id", Kind.ID, "Its id.", required=True),
        Column("note", Kind.TEXT, "A note."),
        Column("amount", Kind.QUANTITY, "How much.", negative=True),
        Column("day", Kind.DATE, "When."),
        Column("tags", Kind.IDS, "Tags."),
        Column("kept", Kind.YES_NO, "Whether.", default="no"),
    ),
)


def _read(text: str, delimiter: str = ",") -> TableRead:
    result = TableRead(TABLE, "things.csv")
    read_rows(text, result, delimiter)
    return result


def _codes(result: TableRead) -> list[tuple[str, int | None]]:
    return [(finding.code, finding.row) for finding in result.findings]


@given(st.text(alphabet=st.sampled_from('ab1,;"\n\r\t =£.-\u2028\x0b\x1c'), max_size=200), st.sampled_from([",", ";"]))
def test_rows_in_are_accepted_refused_or_blank_whatever_the_text(text: str, delimiter: str):
    result = _read(f"id{delimiter}note{delimiter}amount\n{text}", delimiter)
    assert result.rows_in == result.accepted + result.refused + result.blank
    assert (result.refused > 0) <= bool(result.findings)
    assert all(finding.file == "things.csv" and finding.row for finding in result.findings)


@given(raw=st.binary(max_size=300))
def test_any_bytes_at_all_are_read_or_become_findings(raw: bytes, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("bytes") / "things.csv"
    path.write_bytes(raw)
    result = read_table(path, TABLE)
    assert result.rows_in == result.accepted + result.refused + result.blank
    assert result.findings or b"id" in raw


def _text(text: str) -> str:
    """Any text that a cell may hold: it begins with a letter, and its newlines are as they are once read."""
    return f"a{text}".replace("\x00", "").replace("\r", "\n").strip()


_ROWS = st.lists(
    st.tuples(
        st.one_of(st.none(), st.text(min_size=1).map(lambda text: _text(text))),
        st.one_of(st.none(), st.decimals(-9_999_999_999, 9_999_999_999, places=4)),
        st.one_of(st.none(), st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31))),
        st.one_of(st.none(), st.lists(st.sampled_from(["x", "y", "z"]), min_size=1).map(tuple)),
        st.booleans(),
    ),
    max_size=20,
)


@given(_ROWS)
def test_what_is_written_is_read_back_the_same(rows: list[tuple[Value, ...]]):
    records = [
        Record(TABLE, dict(zip(TABLE.names, (f"r{place:03}", *row), strict=True)), place + 2)
        for place, row in enumerate(rows)
    ]
    text = write_records(TABLE, records)
    result = _read(text)
    assert result.findings == [] and [dict(record.values) for record in result.records] == [
        dict(record.values) for record in records
    ]
    assert write_records(TABLE, reversed(result.records)) == text


PLAIN = "id,note,amount\na,One,1.5\nb,Two,2\n"


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "\ufeff" + PLAIN,
        PLAIN.replace("\n", "\r\n"),
        PLAIN.replace("\n", "\r"),
        PLAIN.rstrip("\n"),
        PLAIN + "\n\n , ,\n",
        "amount,id,note\n1.5,a,One\n2,b,Two\n",
        ' id , note ,"amount"\n a ,"One", 1.50\n"b",Two,2.0000\n',
    ],
    ids=[
        "plain",
        "byte-order mark",
        "CRLF",
        "CR",
        "no last newline",
        "blank rows",
        "another order",
        "spaces and quotes",
    ],
)
def test_the_same_table_is_read_from_every_way_to_write_it(text: str, tmp_path: Path):
    path = tmp_path / "things.csv"
    path.write_bytes(text.encode())
    result = read_table(path, TABLE)
    assert result.findings == []
    assert [(record.key, record.text("note"), record.number("amount")) for record in result.records] == [
        ("a", "One", Decimal("1.5")),
        ("b", "Two", Decimal(2)),
    ]


def test_a_declared_semicolon_parts_the_cells_and_a_comma_does_not():
    result = _read("id;note;tags\na;One, two;x\n", ";")
    assert (
        result.findings == []
        and result.records[0].text("note") == "One, two"
        and result.records[0].ids("tags") == ("x",)
    )


def test_a_quoted_newline_is_part_of_the_cell_and_later_rows_keep_their_numbers():
    result = _read('id,note\na,"one\ntwo, ""three"""\nB,bad\n')
    assert result.records[0].text("note") == 'one\ntwo, "three"'
    assert _codes(result) == [("CELL-ID", 4)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_file_saved_with_other_newlines_says_the_same(newline: str):
    text = 'id,note\na,"one\ntwo"\n'
    assert write_records(TABLE, _read(text.replace("\n", newline)).records, ["id", "note"]) == text


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", [("FILE-EMPTY", None)]),
        ("id;note\na;b\n", [("HEADING-SEPARATOR", 1)]),
        ("id\tnote\na\tb\n", [("HEADING-SEPARATOR", 1)]),
        ("note\nOne\n", [("HEADING-MISSING", 1)]),
        ("id,nota\na,b\n", [("HEADING-UNKNOWN", 1)]),
        ("id,,note\na,,b\n", [("HEADING-BLANK", 1)]),
        ("id,note,id\na,b,c\n", [("HEADING-DUPLICATE", 1)]),
        ("id,note\na\n", [("ROW-RAGGED", 2)]),
        ("id,note\na,One, two\n", [("ROW-RAGGED", 2)]),
        ("id,note\na,One\nb,Two\na,Three\n", [("ROW-DUPLICATE", 4)]),
        ('id,note\na,"One\nb,Two\n', [("FILE-BROKEN-QUOTES", 2)]),
        ('id,note\na,One\nb,"Two" too\n', [("FILE-BROKEN-QUOTES", 3)]),
        ("id,note\na,\x00\n", [("FILE-BINARY", None)]),
        (f"id,note\na,{'x' * (LONGEST_CELL + 1)}\n", [("FILE-BROKEN-QUOTES", 2)]),
        ("id,amount\na,1\nB,x\n,2\n", [("CELL-ID", 3), ("CELL-NUMBER", 3), ("CELL-BLANK", 4)]),
    ],
)
def test_each_fault_has_its_code_and_row(text: str, codes: list[tuple[str, int | None]]):
    assert _codes(_read(text)) == codes


def test_a_fault_in_one_row_does_not_hide_the_others():
    result = _read("id,amount\na,1\nB,1\nb,2\nb,3\nc\n\nd,x\n")
    assert (result.rows_in, result.accepted, result.refused, result.blank) == (7, 2, 4, 1)
    assert [finding.code for finding in result.findings] == ["CELL-ID", "ROW-RAGGED", "CELL-NUMBER", "ROW-DUPLICATE"]


@pytest.mark.parametrize(
    ("raw", "row"),
    [(PLAIN.encode("utf-16"), None), ("id,note\na,£5\n".encode("cp1252"), 2), ("id,note\na,é\n".encode("latin-1"), 2)],
)
def test_another_encoding_is_named_and_never_guessed(raw: bytes, row: int | None, tmp_path: Path):
    path = tmp_path / "things.csv"
    path.write_bytes(raw)
    result = read_table(path, TABLE)
    assert _codes(result) == [("FILE-ENCODING", row)] and result.accepted == 0


def test_a_missing_file_is_an_empty_table_and_a_folder_is_a_finding(tmp_path: Path):
    assert read_table(tmp_path / "none.csv", TABLE).findings == []
    (tmp_path / "things.csv").mkdir()
    assert _codes(read_table(tmp_path / "things.csv", TABLE)) == [("FILE-UNREADABLE", None)]


def test_canonical_text_has_commas_unix_newlines_and_quotes_only_where_needed():
    assert write_rows(["a", "b"], [["1", "x, y"], ["2", 'say "z"'], ["3", "l\nm"], ["4", "£"]]) == (
        'a,b\n1,"x, y"\n2,"say ""z"""\n3,"l\nm"\n4,£\n'
    )

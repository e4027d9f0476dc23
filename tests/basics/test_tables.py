"""Declared tables: every cell is read as its column says, or refused with what to type instead."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonweal.basics.rows import RowReader
from commonweal.basics.tables import (
    WIDTHS,
    Column,
    Kind,
    NotReadable,
    Record,
    Table,
    read_value,
    write_value,
)


def _column(kind: Kind, **more: Any) -> Column:
    return Column("cell", kind, "A cell.", **more)


READ = [
    (Kind.ID, "dock-road_2.a", "dock-road_2.a"),
    (Kind.ID, " dock ", "dock"),
    (Kind.ID, "2nd", "2nd"),
    (Kind.TEXT, "  Plain = words ", "Plain = words"),
    (Kind.TEXT, "£5 – “quoted”, and a\nnew line", "£5 – “quoted”, and a\nnew line"),
    (Kind.QUANTITY, "1,234.5", Decimal("1234.5")),
    (Kind.MONEY, "£1,234.50", Decimal("1234.50")),
    (Kind.UNIT_VALUE, "£16.93", Decimal("16.93")),
    (Kind.SHARE, "0.5", Decimal("0.5")),
    (Kind.SHARE, "1", Decimal(1)),
    (Kind.DATE, "2023-03-31", date(2023, 3, 31)),
    (Kind.DATE, "2024-02-29", date(2024, 2, 29)),
    (Kind.DATE, "2000-02-29", date(2000, 2, 29)),
    (Kind.DATE, "1900-01-01", date(1900, 1, 1)),
    (Kind.DATE, "2099-12-31", date(2099, 12, 31)),
    (Kind.YEAR, "2023", 2023),
    (Kind.COUNT, "12", 12),
    (Kind.YES_NO, "yes", True),
    (Kind.YES_NO, "no", False),
    (Kind.IDS, "a; b ;c", ("a", "b", "c")),
    (Kind.IDS, "a;", ("a",)),
    (Kind.IDS, " ; ", None),
    (Kind.PRINTED, "-1.50", "-1.50"),
    (Kind.PRINTED, "[c]", "[c]"),
]
REFUSED = [
    (Kind.ID, "Dock", "CELL-ID"),
    (Kind.ID, "dock road", "CELL-ID"),
    (Kind.ID, "-dock", "CELL-ID"),
    (Kind.ID, "døck", "CELL-ID"),
    (Kind.IDS, "a;B", "CELL-ID"),
    (Kind.IDS, "a,b", "CELL-ID"),
    (Kind.TEXT, "=1+1", "CELL-FORMULA"),
    (Kind.TEXT, "+44 151", "CELL-FORMULA"),
    (Kind.TEXT, "-5", "CELL-FORMULA"),
    (Kind.TEXT, "@SUM(A1)", "CELL-FORMULA"),
    (Kind.QUANTITY, "=2*5", "CELL-FORMULA"),
    (Kind.QUANTITY, "@A1", "CELL-FORMULA"),
    (Kind.QUANTITY, "£5", "CELL-NUMBER"),
    (Kind.QUANTITY, "1.00001", "CELL-NUMBER"),
    (Kind.QUANTITY, "-1", "CELL-NEGATIVE"),
    (Kind.MONEY, "0.001", "CELL-NUMBER"),
    (Kind.SHARE, "50%", "CELL-NUMBER"),
    (Kind.SHARE, "50", "CELL-SHARE"),
    (Kind.SHARE, "1.0001", "CELL-SHARE"),
    (Kind.SHARE, "-0.1", "CELL-NEGATIVE"),
    (Kind.DATE, "31/03/2023", "CELL-DATE"),
    (Kind.DATE, "03/31/2023", "CELL-DATE"),
    (Kind.DATE, "1/4/23", "CELL-DATE"),
    (Kind.DATE, "31 March 2023", "CELL-DATE"),
    (Kind.DATE, "31-Mar-23", "CELL-DATE"),
    (Kind.DATE, "31.03.2023", "CELL-DATE"),
    (Kind.DATE, "45016", "CELL-DATE"),
    (Kind.DATE, "45016.5", "CELL-DATE"),
    (Kind.DATE, "20230331", "CELL-DATE"),
    (Kind.DATE, "2023-3-31", "CELL-DATE"),
    (Kind.DATE, "2023-02-29", "CELL-DATE"),
    (Kind.DATE, "1900-02-29", "CELL-DATE"),
    (Kind.DATE, "2023-13-01", "CELL-DATE"),
    (Kind.DATE, "2023-00-10", "CELL-DATE"),
    (Kind.DATE, "0023-03-31", "CELL-DATE"),
    (Kind.DATE, "2203-03-31", "CELL-DATE"),
    (Kind.DATE, "March 2023", "CELL-DATE"),
    (Kind.DATE, "soon", "CELL-DATE"),
    (Kind.DATE, "2023-03-31T00:00", "CELL-DATE"),
    (Kind.DATE, "٢٠٢٣-03-31", "CELL-DATE"),
    (Kind.YEAR, "23", "CELL-YEAR"),
    (Kind.YEAR, "2023/24", "CELL-YEAR"),
    (Kind.YEAR, "1823", "CELL-YEAR"),
    (Kind.COUNT, "-1", "CELL-NUMBER"),
    (Kind.PRINTED, "1,000", "CELL-NUMBER"),
    (Kind.PRINTED, "c", "CELL-NUMBER"),
    (Kind.COUNT, "1.5", "CELL-NUMBER"),
    (Kind.COUNT, "٣", "CELL-NUMBER"),
    (Kind.COUNT, "1234567890", "CELL-NUMBER"),
    (Kind.YES_NO, "Yes", "CELL-CHOICE"),
    (Kind.YES_NO, "1", "CELL-CHOICE"),
]


@pytest.mark.parametrize(("kind", "text", "value"), READ)
def test_a_cell_is_read_as_its_column_says(kind: Kind, text: str, value: object):
    assert read_value(text, _column(kind)) == value


@pytest.mark.parametrize(("kind", "text", "code"), REFUSED)
def test_a_cell_that_would_have_to_be_guessed_is_refused(kind: Kind, text: str, code: str):
    with pytest.raises(NotReadable) as refused:
        read_value(text, _column(kind))
    assert refused.value.code == code and len(str(refused.value).split()) > 3


def test_every_kind_of_column_is_tried():
    tried = {kind for kind, _, _ in READ}
    assert tried == set(Kind) - {Kind.CHOICE}
    assert read_value("b", _column(Kind.CHOICE, choices=("a", "b"))) == "b"
    with pytest.raises(NotReadable, match="'c' is not one of: a, b"):
        read_value("c", _column(Kind.CHOICE, choices=("a", "b")))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("blank", ["", "   ", "\t", "\u00a0"])
def test_a_blank_cell_is_never_zero(kind: Kind, blank: str):
    assert read_value(blank, _column(kind)) is None


def test_a_blank_cell_takes_the_default_that_its_column_declares():
    assert read_value("", _column(Kind.YES_NO, default="yes")) is True


def test_a_loss_is_read_where_the_column_allows_it():
    assert read_value("-1", _column(Kind.QUANTITY, negative=True)) == -1


_VALUES = {
    Kind.ID: st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True),
    Kind.QUANTITY: st.decimals(0, 9_999_999_999, places=4),
    Kind.MONEY: st.decimals(0, 9_999_999_999, places=2),
    Kind.UNIT_VALUE: st.decimals(0, 9_999_999_999, places=4),
    Kind.SHARE: st.decimals(0, 1, places=4),
    Kind.DATE: st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    Kind.YEAR: st.integers(1900, 2099),
    Kind.COUNT: st.integers(0, 999_999_999),
    Kind.YES_NO: st.booleans(),
    Kind.TEXT: st.text(min_size=1).map(lambda text: f"a{text}".replace("\r", "\n").strip()),
    Kind.IDS: st.lists(st.from_regex(r"[a-z0-9][a-z0-9._-]{0,9}", fullmatch=True), min_size=1).map(tuple),
}


@given(st.sampled_from(sorted(_VALUES)), st.data())
def test_what_is_written_is_read_back_the_same(kind: Kind, data: st.DataObject):
    value = data.draw(_VALUES[kind])
    assert read_value(write_value(value), _column(kind)) == value


@given(st.sampled_from(sorted(Kind)), st.text())
def test_any_text_is_read_or_refused_and_what_was_read_fits_its_width(kind: Kind, text: str):
    try:
        value = read_value(text, _column(kind, choices=("a",)))
    except NotReadable:
        return
    assert value is None or read_value(write_value(value), _column(kind, choices=("a",))) == value
    if isinstance(value, Decimal):
        digits, places = WIDTHS[kind]
        assert value.as_tuple().exponent == -places and len(value.as_tuple().digits) <= digits


TABLE = Table(
    "things",
    "a thing",
    (
        Column("id", Kind.ID, "Its id.", required=True),
        Column("part", Kind.ID, "Its part.", required=True),
        Column("amount", Kind.QUANTITY, "How much."),
        Column("kept", Kind.YES_NO, "Whether.", default="no"),
    ),
    key=("id", "part"),
)


def test_a_row_has_every_declared_column_whatever_the_file_gives_and_in_whatever_order():
    record, findings = RowReader(TABLE, ["amount", "part", "id"], "things.csv").read(["1.5", "b", "a"], 7)
    assert findings == [] and record is not None
    assert dict(record.values) == {"id": "a", "part": "b", "amount": Decimal("1.5"), "kept": False}
    assert (record.key, record.row, record.number("amount"), record.yes("kept")) == ("a/b", 7, Decimal("1.5"), False)


def test_a_row_says_all_that_is_wrong_with_it_not_only_the_first():
    record, findings = RowReader(TABLE, ["id", "part", "amount"], "things.csv").read(["A", "", "lots"], 3)
    assert record is None
    assert [(finding.code, finding.column, finding.row, finding.subject) for finding in findings] == [
        ("CELL-ID", "id", 3, "A/"),
        ("CELL-BLANK", "part", 3, "A/"),
        ("CELL-NUMBER", "amount", 3, "A/"),
    ]


def test_a_cell_that_was_refused_is_refused_again():
    reader = RowReader(TABLE, ["id", "part", "amount"], "things.csv")
    assert [reader.read(["a", "b", "lots"], row)[0] for row in (2, 3)] == [None, None]
    assert reader.read(["a", "b", "5"], 4)[0] is not None


def test_a_record_does_not_mistake_one_kind_for_another():
    record = Record(TABLE, {"id": "a", "part": "b", "amount": Decimal(1), "kept": True})
    for wrong in (record.day, record.ids, record.count):
        with pytest.raises(TypeError):
            wrong("amount")
    with pytest.raises(TypeError):
        record.number("id")
    with pytest.raises(TypeError):
        Record(TABLE, {"amount": None}).number_or_zero("amount")

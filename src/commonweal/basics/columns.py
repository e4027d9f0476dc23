"""Tables held column by column: what is alike is held once, and settled once.

A million rows as objects would take gigabytes, and a question put to each of them minutes. But most columns repeat a
few words, dates and ids all the way down. So a column is held as its values and, for each row, the number of one of
them; and what follows from some columns is worked out once for each distinct case of them, never once a row.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import compress, islice, repeat
from operator import eq, itemgetter, le
from typing import Any, Generic, TypeVar, overload

from commonweal.basics.tables import Record, Table, Value, write_value

T = TypeVar("T")
U = TypeVar("U")

# Up to so many rows, records are kept once they were made; of a longer table they are made anew each time.
_KEPT = 50_000
# So many numbers fit into two bytes.
_SHORT = 1 << 16
# So many rows are put into words at once.
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Coded(Generic[T]):
    """One column: its values, and for each row the number of the one that stands there."""

    values: Sequence[T]
    codes: "array[int]"

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, place: int) -> T:
        return self.values[self.codes[place]]

    def __iter__(self) -> Iterator[T]:
        return map(self.values.__getitem__, self.codes)

    def each(self, function: Callable[[T], U]) -> "Coded[U]":
        """The column that a function makes of this one. It is asked once for each value, even one of no row."""
        return Coded([function(value) for value in self.values], self.codes)

    @classmethod
    def of(cls, values: Sequence[T], codes: Iterable[int]) -> "Coded[T]":
        """A column, in as little room as its numbers need."""
        return cls(values, array("H" if len(values) <= _SHORT else "I", codes))

    def distinct(self, by: Callable[[T], Any] = lambda value: value) -> "Coded[T]":
        """The same column, values that are alike held once and those of no row left out; `by` says what is alike."""
        number = _Met()
        codes = {code: number[by(self.values[code])] for code in dict.fromkeys(self.codes)}
        first = dict[int, T]()
        for code, new in codes.items():
            first.setdefault(new, self.values[code])
        return Coded.of([*first.values()], map(codes.__getitem__, self.codes))

    def after(self, other: "Coded[T]") -> "Coded[T]":
        """One column below another: first the rows of the other, then these."""
        shift = len(self.values)
        both = Coded.of([*self.values, *other.values], (code + shift for code in other.codes))
        # Arrays of one kind are copied as they are.
        both.codes.extend(self.codes if both.codes.typecode == self.codes.typecode else iter(self.codes))
        return both


def coded(values: Collection[T]) -> Coded[T]:
    """A column of these values, alike ones held once. 1.0 and 1.00 are not alike, for they are not written alike."""
    keys: Collection[Any] = [str(value) if isinstance(value, Decimal) else value for value in values]
    first = dict(zip(keys, values, strict=True))
    number = {key: code for code, key in enumerate(first)}
    return Coded.of([*first.values()], map(number.__getitem__, keys))


def coded_rows(parts: Iterable[Iterable[Sequence[Any]]], width: int) -> list[Coded[Any]]:
    """The columns of rows that come in parts of some thousand each, alike values held once."""
    met = [_Met() for _ in range(width)]
    codes = [array("I") for _ in range(width)]
    for rows in parts:
        for number, column, values in zip(met, codes, zip(*rows, strict=True), strict=True):
            column.extend(map(number.__getitem__, values))
    return [Coded.of([*number], column) for number, column in zip(met, codes, strict=True)]


def alike(value: T, count: int) -> Coded[T]:
    """A column in which the same stands in every row."""
    return Coded.of([value], repeat(0, count))


def one_by_one(values: Sequence[T]) -> Coded[T]:
    """A column of which nothing is known to be alike."""
    return Coded.of(values, range(len(values)))


def settled(function: Callable[..., U], *columns: Coded[Any]) -> Coded[U]:
    """The column that a function makes of several: asked once for each distinct case, in the order first met."""
    # Columns that follow from one another share their numbers, and those that never vary tell no cases apart.
    varying = {id(column.codes): column.codes for column in columns if len(column.values) > 1}
    numbers = [*varying.values()] or [columns[0].codes]
    met = _Met()
    codes = array("I", map(met.__getitem__, zip(*numbers, strict=True)))
    place = {name: index for index, name in enumerate(varying)}
    given = [(column.values, place.get(id(column.codes)) if len(column.values) > 1 else None) for column in columns]
    values = [function(*(values[0 if at is None else case[at]] for values, at in given)) for case in met]
    return Coded.of(values, codes)


class _Met(dict[Any, int]):
    """Numbers whatever it is asked for, in the order first met."""

    def __missing__(self, case: object) -> int:
        self[case] = number = len(self)
        return number


class Columns(Sequence[Record]):
    """The rows of a declared table, held column by column; a row becomes a record when it is asked for.

    `rows` says where a spreadsheet would show each row.
    """

    def __init__(self, table: Table, columns: Mapping[str, Coded[Any]], rows: Sequence[int]) -> None:
        self.table = table
        self.rows = rows
        self._columns = columns

    @classmethod
    def of(cls, table: Table, records: Collection[Record]) -> "Columns":
        """Records as columns; what is held so already is given back as it is."""
        if isinstance(records, Columns):
            return records
        records = [*records]
        return cls(table, {name: coded([record.values[name] for record in records]) for name in table.names},
                   array("I", (record.row for record in records)))

    def __len__(self) -> int:
        return len(self.rows)

    def __eq__(self, other: object) -> bool:
        """Whether two tables hold equal records, in the same order."""
        return isinstance(other, Columns) and len(self) == len(other) and all(map(eq, self, other))

    def __iter__(self) -> Iterator[Record]:
        return map(self._at, range(len(self)))

    @overload
    def __getitem__(self, place: int) -> Record: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Record]: ...
    def __getitem__(self, place: int | slice) -> Record | Sequence[Record]:
        if isinstance(place, slice):
            return [self[each] for each in range(len(self))[place]]
        return self._at(range(len(self))[place])

    def column(self, name: str) -> Coded[Any]:
        """One column; KeyError if the table has none of that name."""
        return self._columns[name]

    def beside(self, **columns: Coded[Any]) -> "Columns":
        """The same rows with further columns."""
        return Columns(self.table, {**self._columns, **columns}, self.rows)

    def case(self, function: Callable[[Record], U], *names: str) -> Coded[U]:
        """What a function says of each row by these columns alone: it is asked once for each distinct case of them."""
        def ask(*values: Value) -> U:
            return function(Record(self.table, dict(zip(names, values, strict=True))))

        columns = [self._columns[name] for name in names]
        return columns[0].each(ask) if len(columns) == 1 else settled(ask, *columns)

    def where(self, test: Callable[[Record], object], *names: str) -> Iterator[Record]:
        """The rows that pass a test by these columns alone, in order."""
        return map(self._at, self.places(self.case(test, *names)))

    def filled(self, name: str) -> Iterator[Record]:
        """The rows in which a column is not blank, in order."""
        return self.where(lambda row: row.get(name) is not None, name)

    def places(self, chosen: Coded[Any]) -> Iterable[int]:
        """Where the rows stand of which a column says yes; all of them is a plain range."""
        if all(chosen.values):
            return range(len(self))
        return compress(range(len(self)), chosen) if any(chosen.values) else ()

    def taken(self, places: Iterable[int]) -> "Columns":
        """The rows at these places, in this order."""
        if places == range(len(self)):
            return self
        # Nothing else picks so many so fast; it gives one by itself where it is asked for one.
        chosen = [*places]
        pick: Callable[[Sequence[int]], Iterable[int]] = (
            itemgetter(*chosen) if len(chosen) > 1 else lambda codes: [codes[place] for place in chosen])
        taken: dict[int, array[int]] = {}
        for column in self._columns.values():
            if id(column.codes) not in taken:
                taken[id(column.codes)] = array(column.codes.typecode, pick(column.codes))
        return Columns(self.table, {name: Coded(column.values, taken[id(column.codes)])
                                    for name, column in self._columns.items()}, array("I", pick(self.rows)))

    def ordered(self) -> "Columns":
        """The rows in the order of their keys."""
        if self._is_ordered:
            return self
        return self.taken(sorted(range(len(self)), key=self.keys().__getitem__))

    @cached_property
    def _is_ordered(self) -> bool:
        keys = self.keys()
        return all(map(le, keys, islice(keys, 1, None)))

    def keys(self) -> list[str]:
        """The key of each row."""
        parts = [self._columns[name].each(write_value) for name in self.table.key_columns]
        return [*parts[0]] if len(parts) == 1 else [*map("/".join, zip(*parts, strict=True))]

    def by_key(self) -> Mapping[str, Record]:
        """The rows by their keys, each made when it is asked for."""
        return self._by_key

    def texts(self, names: Iterable[str], text: Callable[[Value], str]) -> Iterator[Iterable[tuple[str, ...]]]:
        """These columns in the words of `text`, which is asked once for each value: some thousand rows at a time."""
        columns = [self._columns[name].each(text) for name in names]
        for start in range(0, len(self), _AT_ONCE):
            yield zip(*(map(column.values.__getitem__, column.codes[start:start + _AT_ONCE]) for column in columns),
                      strict=True)

    @cached_property
    def _at(self) -> Callable[[int], Record]:
        """What gives the record at a place."""
        if len(self) > _KEPT:
            return self._record
        return [*map(self._record, range(len(self)))].__getitem__

    def _record(self, place: int) -> Record:
        return Record(self.table, _Row(self._columns, place), self.rows[place])

    @cached_property
    def _by_key(self) -> "_ByKey":
        return _ByKey(self)


class _Row(Mapping[str, Value]):
    """The values of one row by column name, looked up when they are asked for."""

    __slots__ = ("_columns", "_place")

    def __init__(self, columns: Mapping[str, Coded[Any]], place: int) -> None:
        self._columns = columns
        self._place = place

    def __getitem__(self, name: str) -> Value:
        column = self._columns[name]
        value: Value = column.values[column.codes[self._place]]
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def __repr__(self) -> str:
        return repr(dict(self))


class _ByKey(Mapping[str, Record]):
    def __init__(self, rows: Columns) -> None:
        self._at = rows._at
        self._places = dict(zip(rows.keys(), range(len(rows)), strict=True))

    def __getitem__(self, key: str) -> Record:
        return self._at(self._places[key])

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

"""Keys of a TOML text as columns of a sheet, and what stands in such columns as data again.

A list is a cell with a line for each of its entries; an entry that has parts has them in one line, parted by a bar.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Column, Kind, Record, Table, Value
from commonweal.basics.told import told
from commonweal.basics.toml_files import Key
from commonweal.exchange.workbooks.tabs import Tab

_KINDS = {bool: Kind.YES_NO, int: Kind.COUNT, date: Kind.DATE}
_BAR = " | "
# The lists whose entries have parts, with the names of these.
_PARTS: Mapping[str, tuple[str, ...]] = {"numbers": ("text", "source")}


def means(key: Key) -> str:
    """What a key means, for somebody who types yes and no."""
    return key.meaning.replace("true ", "yes ") if key.kind is bool else key.meaning


def column_of(name: str, key: Key, choices: Sequence[str] = ()) -> Column:
    """The column for a key of a TOML table."""
    said = means(key).rstrip(".")
    if name in _PARTS:
        said = f"{said.partition(',')[0]}, one a line: the words, a bar |, the source"
    elif key.kind is list:
        said = f"{said}, one a line"
    kind = Kind.CHOICE if choices else _KINDS.get(key.kind, Kind.TEXT) if isinstance(key.kind, type) else Kind.TEXT
    return Column(name, kind, f"{said[0].upper()}{said[1:]}.", required=key.required, choices=tuple(choices))


def tab_of(table: Table, *, first: bool = False) -> Tab:
    """The sheet of a table whose words are taken as they stand."""
    free = frozenset(column.name for column in table.columns if column.kind is Kind.TEXT)
    return Tab(table, free=free, first=first)


def to_cell(name: str, value: object) -> Value:
    """A value of TOML as it stands in a cell. Raises Refused where a line could not be told from two."""
    if isinstance(value, list):
        text = "\n".join(_line(name, each) for each in value)
        if of_lines(name, text) != value:
            raise Refused(told("'{name}' cannot stand in a workbook: an entry has a new line or a bar in it.",
                               name=name))
        return text or None
    if value is None or value == "":
        return None
    return value if isinstance(value, bool | int | date) else str(value)


def _line(name: str, entry: object) -> str:
    if isinstance(entry, Mapping):
        return _BAR.join(str(entry.get(part, "")) for part in _PARTS.get(name, tuple(entry)))
    return str(entry)


def of_lines(name: str, text: str) -> list[object]:
    """The entries of a list from the lines of a cell."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if name not in _PARTS:
        return [*lines]
    parted = [line.rpartition("|") if "|" in line else (line, "", "") for line in lines]
    return [dict(zip(_PARTS[name], (words.strip(), source.strip()), strict=True)) for words, _, source in parted]


def to_data(row: Record, keys: Mapping[str, Key]) -> dict[str, object]:
    """What a row says, by the keys of its TOML table; what is blank is left out."""
    data: dict[str, object] = {}
    for name, key in keys.items():
        value = row.get(name)
        if value is not None:
            data[name] = of_lines(name, str(value)) if key.kind is list else value
    return data

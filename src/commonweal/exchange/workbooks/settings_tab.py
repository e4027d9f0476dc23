"""book.toml as two sheets: a row a setting, and the reporting periods."""

from collections.abc import Mapping, Sequence
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.periods import PeriodKind
from commonweal.basics.tables import Column, Kind, NotReadable, Record, Table, Value, read_value, write_value
from commonweal.basics.told import Told, told
from commonweal.exchange.workbooks.toml_columns import column_of, means, tab_of, to_cell, to_data
from commonweal.exchange.workbooks.writing import records_of
from commonweal.ledger.settings import KEYS, PERIOD

FILE = "book.toml"
_PERIODS = "periods"
SETTINGS = tab_of(Table("settings", "one thing that is set for all your records", (
    Column("setting", Kind.TEXT, "What is set.", required=True),
    Column("number", Kind.COUNT, "1, 2, 3 … where a setting has several values, one a row.", default="1"),
    Column("value", Kind.TEXT, "What it is set to; blank is not set."),
    Column("means", Kind.TEXT, "What it is. Only for you to read."),
), key=("setting", "number")), first=True)
PERIODS = tab_of(Table(_PERIODS, "one reporting year, the oldest first; the report is about the last one", tuple(
    column_of(name, key, tuple(PeriodKind) if name == "kind" else ()) for name, key in PERIOD.items())), first=True)
# A cell with nothing but a tab looks blank.
_WORDS = {"\t": "tab"}


def settings_rows(data: Mapping[str, Any]) -> list[Record]:
    """Every setting that there is, with what it is set to."""
    rows: list[Mapping[str, Value]] = []
    for part, keys in KEYS.items():
        for name, key in keys.items():
            value = data.get(part, {}).get(name)
            for number, each in enumerate(value if isinstance(value, list) and value else [value], 1):
                cell = to_cell(name, None if isinstance(each, list) else each)
                text = write_value(cell)
                rows.append({"setting": f"{part}.{name}", "number": number, "value": _WORDS.get(text, text) or None,
                             "means": f"{'Must be set: ' if key.required else ''}{means(key)}"})
    return records_of(SETTINGS.table, rows)


def period_rows(data: Mapping[str, Any]) -> list[Record]:
    """The reporting periods."""
    return records_of(PERIODS.table, [{name: to_cell(name, value) for name, value in period.items()}
                                      for period in data.get(_PERIODS, [])])


def settings_data(settings: Sequence[Record], periods: Sequence[Record]) -> tuple[dict[str, Any], list[Finding]]:
    """book.toml as data, from its sheets, and what cannot be read of it."""
    data: dict[str, Any] = {}
    findings: list[Finding] = []
    # However the rows were sorted: several values go by their number, and periods by their first day.
    for row in sorted(settings, key=lambda row: row.count("number") or 1):
        part, _, name = row.text("setting").partition(".")
        key = KEYS.get(part, {}).get(name)
        text = row.text("value")
        if key is None:
            findings.append(_fault(row, "SETTING-UNKNOWN",
                                   told("there is no setting '{setting}'.", setting=row.text("setting")[:60]),
                                   told("Copy its name from a new workbook."), "setting"))
        elif text:
            column = column_of(name, key)
            text = next((mark for mark, word in _WORDS.items() if word == text), text)
            try:
                # Words, and numbers that book.toml holds as words, stand as they are.
                value = text if column.kind is Kind.TEXT else read_value(text, column)
            except NotReadable as error:
                findings.append(_fault(row, error.code, told("'{text}' cannot be read.", text=text[:40]),
                                       told("{why}.", why=error), "value"))
                continue
            if key.kind is list:
                data.setdefault(part, {}).setdefault(name, []).append(value)
            else:
                data.setdefault(part, {})[name] = value
    ordered = {part: data[part] for part in KEYS if part in data}
    ordered[_PERIODS] = [to_data(row, PERIOD) for row in sorted(periods, key=lambda row: row.text("start"))]
    return ordered, findings


def _fault(row: Record, code: str, message: Told, mend: Told, column: str) -> Finding:
    return Finding(code, Severity.ERROR, message, mend, FILE, row.row, column, sheet=SETTINGS.name)

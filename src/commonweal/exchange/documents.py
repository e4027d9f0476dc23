"""JSON and JSON lines: exact numbers, no key twice, every document with the line that it begins in."""

import json
from decimal import Decimal, InvalidOperation
from typing import NoReturn

from commonweal.basics.findings import Finding
from commonweal.basics.told import told
from commonweal.exchange.files import File, Kind, Opened, file_fault
from commonweal.exchange.texts import Undecidable, encoding_of

# No number that anybody means has more digits, before its point or behind it.
_MOST_DIGITS = 400


def read_json(file: File) -> Opened:
    """The one document of a JSON file."""
    text = _text(file)
    if isinstance(text, Finding):
        return Opened(file, Kind.JSON, findings=(text,))
    found = _parse(text, file, 1)
    if isinstance(found, Finding):
        return Opened(file, Kind.JSON, findings=(found,))
    return Opened(file, Kind.JSON, documents=((1, found[0]),))


def read_json_lines(file: File) -> Opened:
    """A document a line; a line that cannot be read is a finding, and the others are read."""
    text = _text(file)
    if isinstance(text, Finding):
        return Opened(file, Kind.JSON_LINES, findings=(text,))
    documents: list[tuple[int, object]] = []
    findings: list[Finding] = []
    for row, line in enumerate(text.split("\n"), 1):
        if line.strip():
            found = _parse(line, file, row)
            if isinstance(found, Finding):
                findings.append(found)
            else:
                documents.append((row, found[0]))
    return Opened(file, Kind.JSON_LINES, documents=tuple(documents), findings=tuple(findings))


def _text(file: File) -> str | Finding:
    try:
        encoding, _ = encoding_of(file.content)
        return file.content.decode(encoding)
    except Undecidable as error:
        return file_fault(error.code, error.message, told("Save it again as UTF-8."), file, error.row)


def _parse(text: str, file: File, row: int) -> tuple[object] | Finding:
    try:
        return (json.loads(text, parse_float=_decimal, parse_int=_whole, parse_constant=_no_number,
                           object_pairs_hook=_once),)
    except RecursionError:
        return file_fault("JSON-DEEP", told("brackets stand within brackets too deep to read."),
                          told("Take the superfluous brackets out."), file, row)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        return file_fault("JSON-BROKEN", told("{why}.", why=error),
                          told("Save it again from the program that it comes from."), file, row + line - 1)


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return _no_number(text)
    # Written out, as it stands in a table, 1e999999999 would fill the memory.
    return number if abs(number.adjusted()) < _MOST_DIGITS else _no_number(text)


def _whole(text: str) -> int:
    return int(text) if len(text) < _MOST_DIGITS else _no_number(text)


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text[:40]} is no number that a table can hold")


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"the key '{next(name for name in names if names.count(name) > 1)}' stands twice")
    return found

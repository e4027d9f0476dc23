"""Reading edition.toml: who published what, under which licence, from which sources."""

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonweal.basics.csv_files import decode
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told
from commonweal.frameworks.model import Source
from commonweal.frameworks.tables import VALUE_KINDS

FILE = "edition.toml"
STATUSES = ("published", "draft")
Toml = dict[str, Any]

_FRAMEWORK = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*$")
_VERSION = re.compile(r"[a-z0-9][a-z0-9._-]*$")
_SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]*$")


@dataclass(frozen=True)
class _Key:
    """One key of edition.toml: whether what stands there fits, and in words what should stand there."""

    fits: Callable[[Any], bool]
    words: str
    required: bool = True


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_any_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_day(value: Any) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(each) for each in value)


def _is_like(pattern: re.Pattern[str]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and bool(pattern.match(value))


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value < 2100


_DATE_WORDS = "a date without quotation marks, for example 2024-04-01"
_KEYS = {
    "framework": _Key(_is_like(_FRAMEWORK), "the name in lower case with hyphens, for example northmere-framework"),
    "version": _Key(_is_like(_VERSION), 'the version in quotation marks, for example "2024"'),
    "title": _Key(_is_text, "the full title in quotation marks"),
    "publisher": _Key(_is_text, "who publishes it"),
    "published": _Key(_is_day, _DATE_WORDS),
    "status": _Key(lambda value: value in STATUSES, '"published" or "draft"'),
    "licence": _Key(_is_text, 'the licence of the edition as a whole, for example "OGL v3"'),
    "redistributable": _Key(lambda value: isinstance(value, bool), "true or false, without quotation marks"),
    "price_year": _Key(_is_year, "the usual price year in four digits, without quotation marks", required=False),
    "levels": _Key(lambda value: _is_texts(value) and len(value) == 3, "three names, the widest level first",
                   required=False),
    "valid_from": _Key(_is_day, _DATE_WORDS),
    "valid_to": _Key(_is_day, _DATE_WORDS, required=False),
    "add_kinds": _Key(lambda value: _is_texts(value) and set(value) <= set(VALUE_KINDS),
                      f"a list with some of: {', '.join(VALUE_KINDS)}", required=False),
    "supersedes": _Key(lambda value: value == "" or _is_like(_VERSION)(value),
                       'the version before, for example "2023", or ""', required=False),
    "notes": _Key(_is_texts, "a list of sentences in quotation marks", required=False),
    "gaps": _Key(lambda value: _is_texts(value) and all(": " in each for each in value),
                 'a list of "id of the row after the gap: why"',
                 required=False),
    "sources": _Key(lambda value: isinstance(value, list) and all(isinstance(each, dict) for each in value),
                    "one [[sources]] block a source"),
}
_SOURCE_KEYS = {
    "id": _Key(_is_like(_SOURCE), "a short name in lower case, used in the column 'source'"),
    "title": _Key(_is_text, "the title of the publication"),
    "publisher": _Key(_is_text, "who published it"),
    "date": _Key(_is_text, 'when, in quotation marks, for example "2025" or "March 2015"'),
    "url": _Key(_is_any_text, "the address of the publication, or \"\" if it has none", required=False),
    "licence": _Key(_is_text, 'the licence it is used under, for example "OGL v3"'),
    "note": _Key(_is_any_text, "a caution, or \"\"", required=False),
}


def read_toml(path: Path, shown_as: str) -> tuple[Toml | None, str, list[Finding]]:
    """The data and the text of edition.toml; None, with a finding that names the line, when it cannot be read."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return None, "", [_fault("EDITION-MISSING", told("there is no edition.toml here."),
                                 told("Give the folder of one version, such as northmere-framework/2024."), shown_as)]
    except OSError as error:
        return None, "", [_fault("FILE-UNREADABLE", told("the file cannot be opened ({why}).", why=error.strerror),
                                 told("Check that it is a file and that you may read it."), shown_as)]
    findings: list[Finding] = []
    text = decode(raw, shown_as, findings)
    if text is None:
        return None, "", findings
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal), text, []
    except (ValueError, RecursionError) as error:  # numbers and nestings beyond what Python reads are faults as well
        return None, text, [_toml_fault(str(error), shown_as)]


def _toml_fault(message: str, shown_as: str) -> Finding:
    place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", message)
    line = int(place[1]) if place and place[1] else None
    said = message[: place.start()] if place else message
    # These are the words with which the standard library refuses a key or a table that stands twice.
    if said.startswith(("Cannot overwrite a value", "Cannot declare", "Cannot mutate immutable", "Duplicate inline")):
        return _fault("EDITION-KEY-DUPLICATE", told("a key or a block stands twice."), told("Keep one of the two."),
                      shown_as, line)
    return _fault("EDITION-TOML",
                  told("the file cannot be read from here on ({why}).", why=f"{said[:1].lower()}{said[1:]}"),
                  told("Look for a missing quotation mark, bracket or comma."), shown_as, line)


def check_identity(data: Toml, text: str, shown_as: str) -> list[Finding]:
    """Every key that is unknown, missing or of the wrong sort, in edition.toml and in each of its sources."""
    findings = list(_check_keys(data, _KEYS, "", text, shown_as))
    seen: set[str] = set()
    for position, source in enumerate(_tables(data), 1):
        row = _line_of_block(text, position)
        findings += _check_keys(source, _SOURCE_KEYS, f"source {position}: ", text, shown_as, row)
        name = source.get("id")
        if isinstance(name, str) and name in seen:
            findings.append(_fault("EDITION-SOURCE-DUPLICATE", told("there are two sources '{name}'.", name=name),
                                   told("Give each source an id of its own."), shown_as, row, "id"))
        if isinstance(name, str):
            seen.add(name)
    start, end = data.get("valid_from"), data.get("valid_to")
    if isinstance(start, date) and isinstance(end, date) and end < start:
        findings.append(_fault("EDITION-DATES",
                               told("valid_to ({end}) is before valid_from ({start}).", end=end, start=start),
                               told("Correct one of the two dates."), shown_as, line_of(text, "valid_to"), "valid_to"))
    return findings


def _check_keys(
    data: Toml, keys: dict[str, _Key], prefix: str, text: str, shown_as: str, row: int | None = None
) -> list[Finding]:
    findings = []
    for name, value in data.items():
        line = row or line_of(text, name)
        key = keys.get(name)
        if key is None:
            findings.append(_fault("EDITION-KEY-UNKNOWN",
                                   told("{prefix}there is no key '{name}'.", prefix=prefix, name=name),
                                   told("The keys are: {keys}.", keys=", ".join(keys)), shown_as, line, name))
        elif not key.fits(value):
            findings.append(_fault("EDITION-KEY-WRONG",
                                   told("{prefix}what '{name}' holds does not fit.", prefix=prefix, name=name),
                                   told("Write {words}.", words=key.words), shown_as, line, name))
    for name, key in keys.items():
        if key.required and name not in data:
            findings.append(_fault("EDITION-KEY-MISSING",
                                   told("{prefix}'{name}' is missing.", prefix=prefix, name=name),
                                   told("Add it: {words}.", words=key.words), shown_as, row, name))
    return findings


def sources_of(data: Toml) -> dict[str, Source]:
    """The sources by id; those that could not be read are left out (they have their finding already)."""
    names = tuple(_SOURCE_KEYS)
    return {
        source["id"]: Source(**{name: str(source.get(name, "")) for name in names})
        for source in _tables(data) if isinstance(source.get("id"), str)
    }


def gaps_of(data: Toml) -> dict[str, str]:
    """The declared gaps: id of the row after the gap → why."""
    listed = data.get("gaps")
    parted = [gap.partition(": ") for gap in listed if isinstance(gap, str)] if isinstance(listed, list) else []
    return {row: why for row, _, why in parted}


def _tables(data: Toml) -> list[Toml]:
    listed = data.get("sources", [])
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


def line_of(text: str, name: str) -> int | None:
    """The line on which a key stands, where it can be told."""
    found = re.search(rf"^\s*(\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*[=\].]", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else None


def _line_of_block(text: str, position: int) -> int | None:
    blocks = list(re.finditer(r"^[ \t]*\[\[\s*sources\s*\]\]", text, re.MULTILINE))
    return text.count("\n", 0, blocks[position - 1].start()) + 1 if position <= len(blocks) else None


def _fault(code: str, message: Told, mend: Told, file: str, row: int | None = None, column: str = "") -> Finding:
    return Finding(code, Severity.ERROR, message, mend, file, row, column)

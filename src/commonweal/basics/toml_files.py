"""Reading TOML strictly: exact numbers, no unknown key, no key twice, every fault a finding. And writing it."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonweal.basics.csv_files import decode
from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told, told


@dataclass(frozen=True)
class Key:
    """One key of a TOML table: what type it has, whether it must be there, and what it means."""

    kind: type | tuple[type, ...]
    meaning: str
    required: bool = False


NUMBER = (Decimal, int, str)


def parse_toml(text: str, file: str, first_row: int = 1) -> tuple[dict[str, Any] | None, list[Finding]]:
    """The data of a TOML text with every decimal exact, or the one finding that says where it breaks."""
    try:
        return tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal), []
    except RecursionError:
        return None, [Finding("TOML-BROKEN", Severity.ERROR, told("brackets stand within brackets too deep to read."),
                              told("Take the superfluous brackets out."), file)]
    except ValueError as error:  # besides broken TOML, a number of thousands of digits
        place = re.search(r"line (\d+)", str(error))
        row = int(place.group(1)) + first_row - 1 if place else None
        twice = "overwrite" in str(error) or "declare" in str(error).lower() or "twice" in str(error)
        code = "TOML-DUPLICATE-KEY" if twice else "TOML-BROKEN"
        return None, [Finding(code, Severity.ERROR, told("{why}.", why=error),
                              told("Keep one of the two keys.")
                              if twice else told("Mend the line; text stands in quotation marks."),
                              file, row)]


def read_toml(path: Path, file: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """The data of a TOML file, or the findings that stop it from being read."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return None, [Finding("FILE-MISSING", Severity.ERROR,
                              told("the file cannot be read ({why}).", why=error.strerror),
                              told("Put it there; `commonweal new FOLDER` writes one to start from."), file)]
    findings: list[Finding] = []
    text = decode(raw, file, findings)
    return (None, findings) if text is None else parse_toml(text, file)


def check_keys(data: Mapping[str, Any], keys: Mapping[str, Key], file: str, table: str = "") -> list[Finding]:
    """Findings for keys that are unknown, missing or of the wrong type in one TOML table."""
    shown = f"[{table}] " if table else ""
    findings = [
        Finding("TOML-UNKNOWN-KEY", Severity.ERROR, told("{shown}there is no key '{name}'.", shown=shown, name=name),
                told("The keys are: {keys}.", keys=", ".join(keys)), file, column=name)
        for name in data if name not in keys
    ]
    for name, key in keys.items():
        if name not in data:
            if key.required:
                findings.append(Finding("TOML-MISSING-KEY", Severity.ERROR,
                                        told("{shown}the key '{name}' is missing.", shown=shown, name=name),
                                        told("Add it: {meaning}", meaning=Told(key.meaning)), file, column=name))
        elif not _is(data[name], key.kind):
            findings.append(Finding("TOML-TYPE", Severity.ERROR,
                                    told("{shown}'{name}' is not of the right kind.", shown=shown, name=name),
                                    told("It holds: {meaning}", meaning=Told(key.meaning)), file, column=name))
        elif key.required and isinstance(data[name], str) and not data[name].strip():
            findings.append(Finding("TOML-BLANK", Severity.ERROR,
                                    told("{shown}'{name}' is blank.", shown=shown, name=name),
                                    told("Fill it in: {meaning}", meaning=Told(key.meaning)), file, column=name))
        elif isinstance(data[name], date) and not 1900 <= data[name].year <= 2099:
            findings.append(Finding("TOML-DATE", Severity.ERROR,
                                    told("{shown}'{name}' is not between 1900 and 2099.", shown=shown, name=name),
                                    told("Look for a slipped digit."), file, column=name))
    return findings


def _is(value: object, kind: type | tuple[type, ...]) -> bool:
    if isinstance(value, bool):
        return kind is bool
    if isinstance(value, datetime):
        return False
    return isinstance(value, kind)


def toml_value(value: object) -> str:
    """A value as TOML writes it; text as JSON writes it, which TOML reads alike.

    >>> toml_value(["a \\"b\\"", date(2025, 3, 31), True, {"text": "c"}])
    '["a \\\\"b\\\\"", 2025-03-31, true, { text = "c" }]'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | Decimal):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(toml_value, value))}]"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {toml_value(each)}" for name, each in value.items()) + " }"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def toml_document(data: Mapping[str, object]) -> str:
    """A whole TOML text: values first, then a block for each table, and one for each entry of a list of tables."""
    blocks: list[str] = []
    lines: list[str] = []
    for name, value in data.items():
        if isinstance(value, Mapping):
            blocks.append(_block(f"[{name}]", value))
        elif isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
            blocks += [_block(f"[[{name}]]", each) for each in value]
        else:
            lines.append(f"{name} = {toml_value(value)}\n")
    return "\n".join([*(["".join(lines)] if lines else []), *blocks])


def _block(heading: str, data: Mapping[str, object]) -> str:
    return "".join([f"{heading}\n", *(f"{name} = {toml_value(value)}\n" for name, value in data.items())])

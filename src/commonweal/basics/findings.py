"""A finding: one result of one check, as a value. Bad input becomes findings, never a traceback."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from commonweal.basics.told import Told, from_json, to_json, told


class Severity(StrEnum):
    """How much a finding weighs.

    Errors stop everything; stops keep a report from being published and cannot be declared; gaps may be declared;
    notes only inform.
    """

    ERROR = "error"
    STOP = "stop"
    GAP = "gap"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """What is wrong or missing, where, and how to mend it.

    `code` never changes its meaning once published. `file` is relative to the book or edition,
    `row` counts as a spreadsheet does (the heading is row 1), `subject` is the id of the row,
    `sheet` names the sheet of a workbook.
    """

    code: str
    severity: Severity
    message: Told
    mend: Told
    file: str = ""
    row: int | None = None
    column: str = ""
    subject: str = ""
    sheet: str = ""

    @property
    def key(self) -> str:
        """The id by which a book declares this gap: the code and what it is about."""
        return f"{self.code}:{self.subject}" if self.subject else self.code

    @property
    def where(self) -> str:
        """The place in words: `deliveries.csv row 14, column quantity`."""
        place = told("{file} sheet '{sheet}'", file=self.file, sheet=self.sheet) if self.sheet else self.file
        if self.row:
            place = told("{place} row {row}", place=place, row=self.row)
        elif self.row == 0 and self.subject:  # A row of the site, which stands in no file.
            place = told("{place}, {id}", place=place, id=self.subject)
        if self.column:
            place = (told("{place}, column {column}", place=place, column=self.column) if place else
                     told("column {column}", column=self.column))
        return place

    def to_json(self) -> dict[str, Any]:
        """The finding as JSON keeps it, its message and mend with their words; what is blank is left out."""
        said = dict(zip(_PARTS, self._parts(), strict=True))
        said |= {"message": to_json(self.message), "mend": to_json(self.mend)}
        return {name: value for name, value in said.items() if value not in ("", None)}

    def __reduce__(self) -> tuple[Any, ...]:
        # A copy of the process may find hundreds of thousands: by their parts they come back in half of the time.
        return Finding, self._parts()

    def _parts(self) -> tuple[Any, ...]:
        return (self.code, self.severity, self.message, self.mend, self.file, self.row, self.column, self.subject,
                self.sheet)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Finding":
        """The finding that `to_json` kept. Raises KeyError, TypeError or ValueError for anything else."""
        get = kept.get
        return cls(kept["code"], Severity(kept["severity"]), Told.of(from_json(get("message", ""))),
                   Told.of(from_json(get("mend", ""))), get("file", ""), get("row"), get("column", ""),
                   get("subject", ""), get("sheet", ""))

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        # A gap is declared by its id, so the id is printed.
        declared_by = f" [{self.key}]" if self.severity is Severity.GAP else ""
        return f"{self.severity.upper()} {self.code} {where}{self.message} {self.mend}".rstrip() + declared_by


_PARTS = tuple(field.name for field in fields(Finding))


def by_severity(findings: list[Finding], severity: Severity) -> list[Finding]:
    """Only the findings of one weight, in the order they were found."""
    return [finding for finding in findings if finding.severity is severity]


class Refused(Exception):
    """A command cannot go on: one clear line for the person, and the findings behind it if there are any.

    Raised only where a command has to stop as a whole (no such folder, a snapshot that was changed);
    faults inside a file are returned as findings.
    """

    def __init__(self, message: Told, findings: list[Finding] | None = None) -> None:
        super().__init__(message)
        self.message, self.findings = message, findings or []

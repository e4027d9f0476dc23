"""The receipt that every door gives: what came in, what became of each row, and where to mend what was refused."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.basics.findings import Finding, Severity, by_severity
from commonweal.exchange.files import File


@dataclass(frozen=True)
class SheetCount:
    """The rows of one sheet under its heading: all of them, and what became of each."""

    name: str
    rows_in: int
    accepted: int
    refused: int
    blank: int

    def __post_init__(self) -> None:
        parts = (self.accepted, self.refused, self.blank)
        if self.rows_in != sum(parts) or min(parts) < 0:
            raise ValueError(f"{self.rows_in} rows in are not {self.accepted} accepted + {self.refused} refused "
                             f"+ {self.blank} blank")

    @property
    def words(self) -> str:
        """The sum as a line for a person."""
        return (f"{self.rows_in:,} rows in = {self.accepted:,} accepted + {self.refused:,} refused "
                f"+ {self.blank:,} blank")


@dataclass(frozen=True)
class Receipt:
    """What one file gave: its fingerprint, the sum of its rows, and every finding. It cannot be made unless it adds up.

    A row that was refused has a finding: an error to mend, or a note where a map does not take such rows.

    `sheets` counts each sheet that was read; for a file that was refused as a whole there are none.
    """

    file: str
    sha256: str
    sheets: tuple[SheetCount, ...]
    findings: tuple[Finding, ...] = ()

    @property
    def rows_in(self) -> int:
        """Rows under the headings of all sheets."""
        return sum(sheet.rows_in for sheet in self.sheets)

    @property
    def accepted(self) -> int:
        """Rows that became records, or parts of them."""
        return sum(sheet.accepted for sheet in self.sheets)

    @property
    def refused(self) -> int:
        """Rows that were not taken; each has a finding."""
        return sum(sheet.refused for sheet in self.sheets)

    @property
    def blank(self) -> int:
        """Rows in which nothing stands."""
        return sum(sheet.blank for sheet in self.sheets)

    @property
    def errors(self) -> list[Finding]:
        """What was refused, and why."""
        return by_severity(list(self.findings), Severity.ERROR)

    def __post_init__(self) -> None:
        where = {(finding.sheet, finding.row) for finding in self.findings}
        by_sheet = Counter(sheet for sheet, row in where if row is not None)
        for count in self.sheets:
            if count.refused > by_sheet[count.name]:
                raise ValueError(f"{count.refused} rows of '{count.name}' were refused, and findings name only "
                                 f"{by_sheet[count.name]}")

    def words(self) -> str:
        """The receipt for a person: the file, its fingerprint, and the sum of each sheet."""
        lines = [f"{self.file}: fingerprint {self.sha256}"]
        lines += [f"{f'sheet {sheet.name!r}: ' if sheet.name else ''}{sheet.words}" for sheet in self.sheets]
        if len(self.sheets) > 1:
            lines.append("In all: " + SheetCount("", self.rows_in, self.accepted, self.refused, self.blank).words)
        return "\n".join(lines if self.sheets else [*lines, "Nothing of the file could be read."])


def receipt(file: File, sheets: Sequence[SheetCount], findings: Sequence[Finding]) -> Receipt:
    """The receipt of a file."""
    return Receipt(file.name, file.sha256, tuple(sheets), tuple(findings))

"""The receipt that every door gives: what came in, what became of each row, and where to mend what was refused."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from commonweal.basics.findings import Finding, Severity, by_severity
from commonweal.basics.told import Told, told
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
    def words(self) -> Told:
        """The sum as a line for a person."""
        return told("{rows} rows in = {accepted} accepted + {refused} refused + {blank} blank",
                    rows=f"{self.rows_in:,}", accepted=f"{self.accepted:,}", refused=f"{self.refused:,}",
                    blank=f"{self.blank:,}")


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

    @property
    def why_nothing(self) -> Told:
        """Why there is nothing to write, where a file changes nothing."""
        if self.errors and not self.accepted:
            return told("No row of {file} can be taken: mend what is named, and bring it again.", file=self.file)
        return told("Nothing of {file} is new to the records, so there is nothing to write.", file=self.file)

    @property
    def lines(self) -> list[Told]:
        """The receipt for a person, line by line: the file, its fingerprint, and the sum of each sheet."""
        lines = [told("{file}: fingerprint {sha256}", file=self.file, sha256=self.sha256)]
        lines += [told("sheet {name}: {sum}", name=repr(sheet.name), sum=sheet.words) if sheet.name else sheet.words
                  for sheet in self.sheets]
        if len(self.sheets) > 1:
            whole = SheetCount("", self.rows_in, self.accepted, self.refused, self.blank)
            lines.append(told("In all: {sum}", sum=whole.words))
        return lines if self.sheets else [*lines, told("Nothing of the file could be read.")]

    def words(self) -> str:
        """The whole receipt as one text."""
        return "\n".join(self.lines)


def receipt(file: File, sheets: Sequence[SheetCount], findings: Sequence[Finding]) -> Receipt:
    """The receipt of a file."""
    return Receipt(file.name, file.sha256, tuple(sheets), tuple(findings))

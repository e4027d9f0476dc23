"""What reading a file gave beside its rows: the control sum, and every finding with the row it is about."""

from dataclasses import dataclass, field

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import Told
from commonweal.exchange.receipt import SheetCount


@dataclass
class Reading:
    """The rows of one file, counted, and what was found in them."""

    file: str
    findings: list[Finding] = field(default_factory=list)
    sheet: str = ""
    rows_in: int = 0
    refused: int = 0
    blank: int = 0
    counts: list[SheetCount] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """Rows that can be used."""
        return self.rows_in - self.refused - self.blank

    def say(self, code: str, row: int | None, column: str, message: Told, mend: Told, subject: str = "",
            severity: Severity = Severity.NOTE) -> None:
        """Add one finding about a row of the file."""
        self.findings.append(Finding(code, severity, message, mend, self.file, row, column, subject, self.sheet))

    def end_of_sheet(self) -> None:
        """Close the count of the sheet that was read, and begin the next one's."""
        self.counts.append(SheetCount(self.sheet, self.rows_in, self.accepted, self.refused, self.blank))
        self.rows_in = self.refused = self.blank = 0

    def refuse(self, code: str, row: int, column: str, message: Told, mend: Told) -> None:
        """Count a row as refused, and say why."""
        self.refused += 1
        self.say(code, row, column, message, mend, severity=Severity.ERROR)

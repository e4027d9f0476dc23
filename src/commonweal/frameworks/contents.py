"""What the checks of an edition look at, before it is known to be sound."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import Told
from commonweal.frameworks.fingerprint import place

_SOURCE = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True)
class Contents:
    """An edition's tables, and what the rules need of its edition.toml.

    `sources` holds the ids of the declared sources, `gaps` the declared gaps by the row after each,
    `gaps_row` their line.
    `refused` names the tables in which rows were refused: what seems missing there may stand in one of those rows.
    """

    framework: str
    redistributable: bool
    sources: frozenset[str]
    gaps: Mapping[str, str]
    gaps_row: int | None
    tables: Mapping[str, tuple[Record, ...]]
    refused: frozenset[str]
    shown_as: str

    def ids(self, table: str) -> frozenset[str]:
        """The ids that stand in a table."""
        return frozenset(record.text("id") for record in self.tables[table])

    def lacks(self, table: str, id: str) -> bool:
        """Whether an id is certainly not in a table; never certain while rows of that table were refused."""
        return table not in self.refused and id not in self.ids(table)

    def may_follow_a_gap(self, record: Record) -> bool:
        """Whether a gap before this row is declared, or cannot be known because rows of its table were refused."""
        return record.key in self.gaps or record.table.name in self.refused

    def error(self, code: str, record: Record, column: str, message: Told, mend: Told) -> Finding:
        """A refusal at one cell."""
        return self._finding(Severity.ERROR, code, record, column, message, mend)

    def note(self, code: str, record: Record, column: str, message: Told, mend: Told) -> Finding:
        """A note at one cell."""
        return self._finding(Severity.NOTE, code, record, column, message, mend)

    def _finding(self, weight: Severity, code: str, record: Record, column: str, message: Told, mend: Told) -> Finding:
        file = place(self.shown_as, f"{record.table.name}.csv")
        return Finding(code, weight, message, mend, file, record.row, column, record.key)


def source_id(text: str) -> str:
    """The id at the beginning of a source cell: `ashe-2025, table 14` names ashe-2025."""
    found = _SOURCE.match(text)
    return found[0].rstrip(".") if found else ""

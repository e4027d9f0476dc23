"""[accessibility] in book.toml: what only the body can say in the accessibility statement of its report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.basics.toml_files import Key

KEYS = {
    "contact": Key(str, "whom to ask for another format, or to tell of a fault, and how: an office with its e-mail"),
    "prepared": Key(date, "the day on which the statement was prepared, such as 2025-06-30"),
    "reviewed": Key(date, "the day on which it was last reviewed"),
    "tested_by_people": Key(str, "who read the report with which aids, and when; left out if nobody did"),
    "limits": Key(list, "known limits beside those that every report has, a sentence each"),
}


@dataclass(frozen=True)
class Accessibility:
    """What the body says of how its report can be read, and whom a reader can turn to; blank where it says nothing."""

    contact: str = ""
    prepared: date | None = None
    reviewed: date | None = None
    tested_by_people: str = ""
    limits: tuple[str, ...] = ()


def read_accessibility(said: Mapping[str, Any], file: str, findings: list[Finding]) -> Accessibility:
    """What [accessibility] says, with a finding for each thing that cannot be so."""
    limits = said.get("limits", [])
    if not all(isinstance(limit, str) and limit.strip() for limit in limits):
        findings.append(Finding("ACCESSIBILITY-LIMITS", Severity.ERROR,
                                told("[accessibility] a limit is not a sentence."),
                                told('Write ["The map has no text yet."].'), file, column="limits"))
        limits = []
    prepared, reviewed = said.get("prepared"), said.get("reviewed")
    if prepared and reviewed and reviewed < prepared:
        findings.append(Finding("ACCESSIBILITY-DATES", Severity.ERROR,
                                told("[accessibility] the statement was reviewed before it was prepared."),
                                told("Correct one of the two days."), file, column="reviewed"))
    return Accessibility(str(said.get("contact", "")).strip(), prepared, reviewed,
                         str(said.get("tested_by_people", "")).strip(), tuple(limits))

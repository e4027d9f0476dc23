"""[disclosure] in book.toml: which small numbers of people are withheld, and how the others are rounded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.told import told
from commonweal.basics.toml_files import Key

KEYS = {
    "threshold": Key(int, "the largest number of people that is withheld, 5 or more; 7 where nothing is said"),
    "rounding": Key(int, "others are rounded to the nearest so many, 5 or more; 5 where nothing is said"),
}
# A body may withhold more than the usual, never less than this.
FLOOR = 5


@dataclass(frozen=True)
class SmallNumbers:
    """Counts of people with a protected characteristic up to `threshold` are withheld, others rounded."""

    threshold: int = 7
    rounding: int = 5


def read_small_numbers(said: Mapping[str, Any], file: str, findings: list[Finding]) -> SmallNumbers:
    """What [disclosure] says, with a finding for each thing that cannot be so. Nothing is rounded to nought."""
    chosen = SmallNumbers(**said)
    for name in KEYS:
        if getattr(chosen, name) < FLOOR:
            findings.append(Finding("BOOK-DISCLOSURE", Severity.ERROR,
                                    told("[disclosure] '{name}' is under {floor}.", name=name, floor=FLOOR),
                                    told("Write {floor} or more, or take the key out.", floor=FLOOR), file,
                                    column=name))
    if 2 * (chosen.threshold + 1) < chosen.rounding:
        findings.append(Finding("BOOK-DISCLOSURE", Severity.ERROR,
                                told("[disclosure] {threshold} people would be rounded to nought.",
                                     threshold=chosen.threshold + 1),
                                told("Round to a smaller number, or withhold more."), file, column="rounding"))
    return chosen

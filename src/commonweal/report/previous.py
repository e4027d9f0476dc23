"""An earlier release of a report, read back from its folder: what it said of each figure, and what it had corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from commonweal.basics.csv_files import read_table
from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.indicators.disclosure.protect import Earlier
from commonweal.indicators.disclosure.rule import Rule
from commonweal.indicators.figure import FIGURES
from commonweal.ledger.settings import read_settings
from commonweal.report.changes import CHANGES
from commonweal.report.package import DATA, PACKAGE
from commonweal.report.packaged import description, refuse_no_report
from commonweal.report.verify import changed_files


@dataclass(frozen=True)
class Previous:
    """One release as it was published: its number, whose it is, its fingerprint, its figures by id.

    `body` is the organisation that reports; `name` is made of the book's and the period's id; `changes` are the rows of
    changes.csv, oldest release first.
    """

    release: int
    body: str
    name: str
    fingerprint: str
    figures: Mapping[str, Record]
    changes: Sequence[Record]
    rule: Rule

    @property
    def printed(self) -> Earlier:
        """Its figures, and the rule for small numbers of people that they were printed by."""
        return Earlier(self.figures, self.rule)


def read_previous(folder: Path) -> Previous:
    """Read an earlier release. Raises Refused where there is none, or where a file of it was changed since."""
    refuse_no_report(folder)
    fingerprint, changed = changed_files(folder)
    if changed:
        raise Refused(told("{folder} is not as it was published ({changed}): a release can only be compared with the "
                           "release before it as readers have it.", folder=folder, changed=", ".join(changed)))
    described = description(folder / DATA / PACKAGE)
    figures = read_table(folder / DATA / "figures.csv", FIGURES, shown_as=f"{DATA}/figures.csv")
    changes = read_table(folder / DATA / "changes.csv", CHANGES, shown_as=f"{DATA}/changes.csv")
    settings, findings = read_settings(folder / DATA)
    faults = findings + figures.findings + changes.findings
    if settings is None or faults:
        raise Refused(told("{folder} cannot be read as an earlier release.", folder=folder), faults)
    return Previous(described["release"], settings.body, described["name"], fingerprint,
                    {row.text("id"): row for row in figures.records}, tuple(changes.records),
                    Rule(settings.disclosure.threshold, settings.disclosure.rounding))

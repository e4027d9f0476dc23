"""An edition as the other rooms see it: typed, checked, never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.basics.told import told


@dataclass(frozen=True)
class Source:
    """Where figures come from: one publication, with its licence."""

    id: str
    title: str
    publisher: str
    date: str
    url: str
    licence: str
    note: str


@dataclass(frozen=True)
class Edition:
    """One version of a framework.

    `measures` is by measure id, `indices` by index name and then year, `sources` by source id and `gaps` by the
    row after the gap (the id of a value, or index/year) with the reason. `values`, `criteria`, `bands` and
    `crosswalk` keep the order of their files. `digest` is the fingerprint of the content in hex. `folder` is where
    it was read.
    """

    framework: str
    version: str
    title: str
    publisher: str
    published: date
    status: str
    licence: str
    redistributable: bool
    price_year: int | None
    levels: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    add_kinds: tuple[str, ...]
    supersedes: str
    notes: tuple[str, ...]
    gaps: Mapping[str, str]
    sources: Mapping[str, Source]
    measures: Mapping[str, Record]
    values: tuple[Record, ...]
    indices: Mapping[str, Mapping[int, Record]]
    criteria: tuple[Record, ...]
    bands: tuple[Record, ...]
    crosswalk: tuple[Record, ...]
    digest: str
    folder: Path

    @property
    def id(self) -> str:
        """The name that books and packages use: framework/version."""
        return f"{self.framework}/{self.version}"

    def index(self, name: str) -> dict[int, Decimal]:
        """The numbers of a named index by year. Raises Refused when the edition has no such index."""
        if name not in self.indices:
            known = ", ".join(sorted(self.indices)) or "none"
            raise Refused(told("{id} has no index '{name}'. It has: {known}.", id=self.id, name=name, known=known))
        return {year: record.number_or_zero("value") for year, record in self.indices[name].items()}


def series_of(value: Record) -> str:
    """The series a value belongs to: measure/kind, or measure/kind/area; a part's series names its headline too."""
    parts = [value.text("measure"), value.text("kind"), value.text("area")]
    series = "/".join(part for part in parts if part)
    headline = value.text("part_of")
    return f"{series}, part of {headline}" if headline else series


def protected_alike(editions: Iterable[Edition]) -> tuple[Edition, ...]:
    """Versions in which each measure that one version of their framework protects is protected in all of them.

    Whom a measure counts by a protected characteristic does not become less so by another version, and one rule is for
    all years: a figure is named by its measure, and its lines may be of any version.
    """
    listed = tuple(editions)
    protected = {(edition.framework, name) for edition in listed for name, row in edition.measures.items()
                 if row.text("people") == "characteristic"}
    return tuple(
        replace(edition, measures={name: _protected(row) if (edition.framework, name) in protected else row
                                   for name, row in edition.measures.items()})
        for edition in listed)


def _protected(measure: Record) -> Record:
    return Record(measure.table, {**measure.values, "people": "characteristic"}, measure.row)

"""book.toml: whose report it is, which years, which frameworks, which prices."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import NotANumber, read_number
from commonweal.basics.periods import Period, PeriodKind
from commonweal.basics.told import told
from commonweal.basics.toml_files import NUMBER, Key, check_keys, read_toml
from commonweal.ledger import accessibility, maps, small_numbers, theme
from commonweal.ledger.accessibility import Accessibility, read_accessibility
from commonweal.ledger.languages import read_languages
from commonweal.ledger.maps import Maps, read_maps
from commonweal.ledger.small_numbers import SmallNumbers, read_small_numbers
from commonweal.ledger.theme import Theme, read_theme

_TABLES = {
    "book": Key(dict, "who and what, see the reference page of the book", required=True),
    "frameworks": Key(dict, "which framework versions are used", required=True),
    "prices": Key(dict, "which year's prices the £ are shown in"),
    "csv": Key(dict, "how the CSV files are written"),
    "theme": Key(dict, "the body's own colours and fonts"),
    "accessibility": Key(dict, "whom a reader can turn to, and what people tested"),
    "maps": Key(dict, "what maps set beside what was done, and the boundaries they are drawn with"),
    "disclosure": Key(dict, "which small numbers of people are withheld, and how others are rounded"),
    "release": Key(dict, "who prepares the release, and who approves it"),
    "periods": Key(list, "the reporting periods, oldest first", required=True),
}
_BOOK = {
    "id": Key(str, "a short lower-case id", required=True),
    "title": Key(str, "the report's title", required=True),
    "body": Key(str, "the id in organisations.csv of the body whose report this is", required=True),
    "place": Key(str, "the id in places.csv of the whole area", required=True),
    "language": Key(str, "the language that the report is printed in, such as en-GB"),
    "languages": Key(list, "that language, and those that prose is written in beside it"),
    "standing": Key(str, "a sentence that prints on every page and file"),
    "noindex": Key(bool, "true asks search engines to leave the report out"),
    "threshold": Key(NUMBER, "£ above which contracts must include social value"),
    "weighting_policy": Key(list, "the policy's lowest and highest weighting, as shares"),
}
_FRAMEWORKS = {
    "own": Key(str, "the framework whose measure ids the tables use", required=True),
    "editions": Key(list, "the versions used, as framework/version", required=True),
}
_PRICES = {
    "year": Key(int, "the year whose prices the £ are shown in", required=True),
    "uprate_with": Key(str, "the named index that brings other price years to it"),
    "index_from": Key(str, "the edition that holds the index"),
}
_CSV = {"delimiter": Key(str, "the mark between cells: a comma, semicolon or tab")}
_RELEASE = {
    "prepared_by": Key(str, "the office that prepares the release"),
    "approved_by": Key(str, "the office that approves it: another one"),
}
PERIOD = {
    "id": Key(str, "a short id such as 2024-25", required=True),
    "label": Key(str, "how it is printed, such as 2024/25", required=True),
    "kind": Key(str, f"one of {', '.join(PeriodKind)}", required=True),
    "start": Key(date, "the first day, such as 2024-04-01", required=True),
    "end": Key(date, "the last day, such as 2025-03-31", required=True),
}
KEYS = {"book": _BOOK, "frameworks": _FRAMEWORKS, "prices": _PRICES, "csv": _CSV, "theme": theme.KEYS,
         "accessibility": accessibility.KEYS, "maps": maps.KEYS, "disclosure": small_numbers.KEYS,
         "release": _RELEASE}

DELIMITERS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class ReportPeriod:
    """One reporting period: its id, how it is printed, its span."""

    id: str
    label: str
    span: Period


@dataclass(frozen=True)
class Prices:
    """The price year the report shows, and the index that brings other years to it (none: they stand apart)."""

    year: int
    uprate_with: str = ""
    index_from: str = ""


@dataclass(frozen=True)
class Release:
    """Who prepares this release, and who approves it; empty where the book does not say."""

    prepared_by: str = ""
    approved_by: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything book.toml says."""

    id: str
    title: str
    body: str
    place: str
    languages: tuple[str, ...]
    standing: str
    noindex: bool
    threshold: Decimal | None
    weighting_policy: tuple[Decimal, Decimal] | None
    own_framework: str
    editions: tuple[str, ...]
    prices: Prices | None
    delimiter: str
    periods: tuple[ReportPeriod, ...]
    theme: Theme
    accessibility: Accessibility
    maps: Maps
    disclosure: SmallNumbers
    release: Release

    @property
    def language(self) -> str:
        """The language that the report is printed in."""
        return self.languages[0]

    @property
    def period(self) -> ReportPeriod:
        """The period that the report is about: the last one."""
        return self.periods[-1]


def read_settings(folder: Path) -> tuple[Settings | None, list[Finding]]:
    """Read book.toml; every unknown, missing or wrong key is a finding."""
    file = "book.toml"
    data, findings = read_toml(folder / file, file)
    if data is None:
        return None, findings
    findings = check_keys(data, _TABLES, file)
    for name, keys in KEYS.items():
        if isinstance(data.get(name), dict):
            findings += check_keys(data[name], keys, file, name)
    listed = data.get("periods")
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict):
            findings += check_keys(entry, PERIOD, file, "periods")
        else:
            findings.append(Finding("BOOK-PERIOD", Severity.ERROR, told("'{entry}' is not a period.", entry=entry),
                                    told("Write each period as a block under [[periods]]."), file, column="periods"))
    if findings:
        return None, findings
    book = data["book"]
    numbers = _Numbers(file)
    periods = _periods(data["periods"], file, findings)
    weighting = _weighting(book, numbers)
    prices = data.get("prices")
    settings = Settings(
        id=book["id"], title=book["title"], body=book["body"], place=book["place"],
        languages=read_languages(book, file, findings),
        standing=book.get("standing", ""), noindex=book.get("noindex", False),
        threshold=numbers.read("threshold", book["threshold"], 2) if "threshold" in book else None,
        weighting_policy=weighting,
        own_framework=data["frameworks"]["own"], editions=tuple(map(str, data["frameworks"]["editions"])),
        prices=Prices(**prices) if prices else None,
        delimiter=data.get("csv", {}).get("delimiter", ","), periods=periods,
        theme=read_theme(data.get("theme", {}), file, findings),
        accessibility=read_accessibility(data.get("accessibility", {}), file, findings),
        maps=read_maps(data.get("maps", {}), file, findings),
        disclosure=read_small_numbers(data.get("disclosure", {}), file, findings),
        release=Release(**data.get("release", {})),
    )
    if settings.delimiter not in DELIMITERS:
        findings.append(Finding("BOOK-DELIMITER", Severity.ERROR, told("cells cannot be parted by that."),
                                told("Write a comma, a semicolon, a tab (\\t) or |."), file, column="delimiter"))
    if settings.prices and bool(settings.prices.uprate_with) != bool(settings.prices.index_from):
        findings.append(
            Finding("BOOK-UPRATING", Severity.ERROR, told("uprating needs both the index and the edition it is in."),
                    told("Give uprate_with and index_from, or neither."), file, column="uprate_with")
        )
    findings += numbers.findings
    return (None if findings else settings), findings


class _Numbers:
    """Reads numbers from TOML, exactly, and keeps the findings."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def read(self, name: str, value: object, places: int) -> Decimal | None:
        try:
            return read_number(str(value), places, money=True)
        except NotANumber as error:
            self.findings.append(Finding("TOML-NUMBER", Severity.ERROR,
                                         told("'{value}' cannot be read: {why}.", value=value, why=error),
                                         told('Write it as text, for example "25000".'), self.file, column=name))
            return None


def _weighting(book: Mapping[str, Any], numbers: _Numbers) -> tuple[Decimal, Decimal] | None:
    listed = book.get("weighting_policy")
    if not listed:
        return None
    read = [numbers.read("weighting_policy", value, 4) for value in listed]
    if len(read) == 2 and read[0] is not None and read[1] is not None and 0 <= read[0] <= read[1] <= 1:
        return read[0], read[1]
    numbers.findings.append(
        Finding("BOOK-WEIGHTING", Severity.ERROR, told("the weighting policy is not a range of two shares."),
                told('Write ["0.10", "0.20"].'), numbers.file, column="weighting_policy")
    )
    return None


def _periods(listed: list[dict[str, Any]], file: str, findings: list[Finding]) -> tuple[ReportPeriod, ...]:
    periods: list[ReportPeriod] = []
    for entry in listed:
        if entry["kind"] not in tuple(PeriodKind) or entry["end"] < entry["start"]:
            findings.append(
                Finding("BOOK-PERIOD", Severity.ERROR,
                        told("the period '{entry}' has no such kind, or ends before it starts.", entry=entry["id"]),
                        told("Kinds are: {kinds}.", kinds=", ".join(PeriodKind)), file, column="periods")
            )
            continue
        span = Period(entry["start"], entry["end"], PeriodKind(entry["kind"]), entry["label"])
        if periods and span.start <= periods[-1].span.end:
            findings.append(
                Finding("BOOK-PERIOD", Severity.ERROR,
                        told("the period '{entry}' starts before the one above it ends.", entry=entry["id"]),
                        told("List the periods oldest first, without overlap."), file, column="periods")
            )
        if any(period.id == entry["id"] for period in periods):
            findings.append(Finding("BOOK-PERIOD", Severity.ERROR,
                                    told("two periods have the id '{entry}'.", entry=entry["id"]),
                                    told("Give each period an id of its own."), file, column="periods"))
        periods.append(ReportPeriod(entry["id"], entry["label"], span))
    if not periods and not findings:
        findings.append(Finding("BOOK-PERIOD", Severity.ERROR, told("there is no reporting period."),
                                told("Add one under [[periods]]."), file, column="periods"))
    return tuple(periods)

"""All records of a body as one workbook, a sheet a table, and such a workbook as what it would add to records."""

import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.basics.toml_files import toml_document
from commonweal.exchange.arrival import Arrival, Place
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.receipt import Receipt, SheetCount, receipt
from commonweal.exchange.workbooks import versions_tab
from commonweal.exchange.workbooks.guides import guide_of_records
from commonweal.exchange.workbooks.pages_tab import PAGES, SECTIONS, STORIES, page_data, page_rows, page_text, path_of
from commonweal.exchange.workbooks.reading import WorkbookRead, read_workbook
from commonweal.exchange.workbooks.settings_tab import FILE as SETTINGS_FILE
from commonweal.exchange.workbooks.settings_tab import (
    PERIODS,
    SETTINGS,
    period_rows,
    settings_data,
    settings_rows,
)
from commonweal.exchange.workbooks.tabs import Filled, Tab
from commonweal.exchange.workbooks.writing import write_workbook
from commonweal.frameworks.edition import Edition, find_edition, load_edition, shipped_editions
from commonweal.ledger.book import Book
from commonweal.ledger.tables import BOOK_TABLES

_FIRST = ("places", "organisations", "activities", "parties", "commitments", "deliveries")
_OF_BOOK = {table.name: Tab(table, first=table.name in _FIRST) for table in BOOK_TABLES}
# The order in which an officer fills them in: what others lean on comes first, what few need comes last.
_ORDER = (
    "settings", "periods", "places", "organisations", "versions", "sources", "measures", "values", "activities",
    "parties", "commitments", "milestones", "deliveries", "evidence", "reviews", "adjustments", "remedies", "sections",
    "stories", "priorities", "promises", "declared", "policies", "objectives", "accreditations", "guidance", "calendar",
    "context", "stated", "ratios", "kpis", "opportunities", "criteria", "payments", "corrections", "indices", "bands",
    "crosswalk", "version_criteria")
_ALL = {tab.name: tab for tab in (SETTINGS, PERIODS, *PAGES, *versions_tab.ALL, *_OF_BOOK.values())}
TABS = tuple(_ALL[name] for name in _ORDER)
# With what a new body begins: words of its own can come later.
_OPEN_VALUES = "commonweal-open/2026.1"
_MEASURE_COLUMNS = ("measure",)


def depart(book: Book) -> bytes:
    """All records as a workbook. Raises Refused, with every place, where a workbook cannot hold them whole."""
    rows: dict[str, Sequence[Record]] = {name: [*book.rows(name)] for name in _OF_BOOK}
    data = tomllib.loads((book.folder / SETTINGS_FILE).read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    rows |= {SETTINGS.name: settings_rows(data), PERIODS.name: period_rows(data),
             SECTIONS.name: page_rows(SECTIONS, book.sections), STORIES.name: page_rows(STORIES, book.stories)}
    rows |= versions_tab.version_rows([edition for edition in book.editions if _is_own(book, edition)])
    sheets = _filled(rows, sorted({name for edition in book.own_editions for name in edition.measures}))
    return write_workbook(guide_of_records(sheets, left_out(book), blank=False), sheets)


def starter() -> bytes:
    """A workbook without records, to fill in: with the open values that come with the program to choose from."""
    edition, _ = load_edition(shipped_editions() / _OPEN_VALUES)
    framework = _OPEN_VALUES.partition("/")[0]
    data = {"book": {"language": "en-GB"}, "frameworks": {"own": framework, "editions": [_OPEN_VALUES]}}
    sheets = _filled({SETTINGS.name: settings_rows(data)}, sorted(edition.measures) if edition else [])
    return write_workbook(guide_of_records(sheets, (), blank=True), sheets)


def _filled(rows: Mapping[str, Sequence[Record]], measures: Sequence[str]) -> list[Filled]:
    return [Filled(tab, rows.get(tab.name, ()), {
        name: measures for name in _MEASURE_COLUMNS if name in tab.table.names and tab.name in _OF_BOOK})
        for tab in TABS]


def _is_own(book: Book, edition: Edition) -> bool:
    return edition.folder.is_relative_to(book.folder / "editions")


def left_out(book: Book) -> list[str]:
    """What lies in the folder of a book and not in its workbook."""
    held = {SETTINGS_FILE, *(f"{name}.csv" for name in _OF_BOOK), *(page.file for whole in (
        *book.sections, *book.stories) for page in whole.in_all)}
    of_versions = {edition.folder for edition in book.editions}
    found = []
    for path in sorted(path for path in book.folder.rglob("*") if path.is_file()):
        name = path.relative_to(book.folder)
        if name.parts[0].startswith(".") or name.as_posix() in held or (
                path.parent in of_versions and path.suffix in (".csv", ".toml", "")):
            continue
        # Of a folder with many files its name says enough.
        found.append(f"{name.parts[0]}/" if len(name.parts) > 1 and name.parts[0] not in (
            "stories", "sections", "editions") else name.as_posix())
    return [*dict.fromkeys(found), "what stands behind # in book.toml"]


@dataclass
class Brought:
    """What a workbook brings: rows by table, texts by path, where each of their rows stands, and the receipt so far."""

    read: WorkbookRead
    rows: dict[str, tuple[Record, ...]] = field(default_factory=dict)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    settings: dict[str, object] = field(default_factory=dict)
    pages: dict[str, tuple[dict[str, object], str]] = field(default_factory=dict)
    editions: dict[str, str] = field(default_factory=dict)
    places: versions_tab.Places = field(default_factory=dict)

    def of_settings(self, part: str) -> Mapping[str, object]:
        """What the settings say in one of their parts."""
        said = self.settings.get(part, {})
        return said if isinstance(said, dict) else {}

    @property
    def receipt(self) -> Receipt:
        """What became of every row: one with a finding was refused, also where the finding came after it was read."""
        counts = []
        for read in self.read.tabs.values():
            rows = {row.row for row in read.records}
            wrong = {found.row for found in self.read.findings if found.severity is Severity.ERROR
                     and found.sheet == read.sheet and found.row in rows}
            count = read.count
            if not count.rows_in:
                continue
            counts.append(SheetCount(count.name, count.rows_in, count.accepted - len(wrong),
                                     count.refused + len(wrong), count.blank))
        return receipt(self.read.file, counts, self.read.findings)


def bring(file: File) -> Brought:
    """Read a workbook of records."""
    read = read_workbook(file, TABS)
    found = Brought(read)
    for name in _OF_BOOK:
        if name in read.tabs:
            tab = read.tabs[name]
            found.rows[name], found.columns[name] = tab.records, tab.columns
            found.places[f"{name}.csv"] = tab.sheet, {}
    faults: list[Finding] = []
    if SETTINGS.name in read.tabs:
        found.settings, more = settings_data(read.records(SETTINGS.name), read.records(PERIODS.name))
        faults += more
        found.places[SETTINGS_FILE] = SETTINGS.name, {}
    for page in PAGES:
        pages, more = page_data(page, read.records(page.name))
        found.pages |= pages
        faults += more
        found.places |= {path_of(page, row): (page.name, {1: row.row}) for row in read.records(page.name)}
    found.editions, places, more = versions_tab.version_texts(
        {tab.name: read.records(tab.name) for tab in versions_tab.ALL})
    found.places |= {f"editions/{path}": place for path, place in places.items()}
    versions = read.tabs.get(versions_tab.VERSIONS.name)
    if not (versions and versions.count.refused):
        # What leans on a row that was refused is not wrong by itself.
        faults += more
    read.findings += [replace(fault, file=file.name) for fault in faults]
    return found


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a workbook would add to records that are there, or change in them. What it lacks stays as it is."""
    found = bring(file)
    if not found.read.whole:
        return Arrival(receipt(file, (), found.read.findings))
    bad = {(fault.sheet, fault.row) for fault in found.read.findings if fault.severity is Severity.ERROR}
    files: dict[str, str] = {}
    if found.settings and not any(sheet == SETTINGS.name for sheet, _ in bad):
        files |= _changed_settings(book, found)
    now = {page.file: page for whole in (*book.sections, *book.stories) for page in whole.in_all}
    for path, (heading, words) in found.pages.items():
        there = now.get(path)
        said = {name: value for name, value in there.heading.items() if value not in ("", [])} if there else None
        if said != heading or there is None or there.text != words:
            files[path] = page_text(heading, words)
    editions = _changed_editions(book, found)
    origins: dict[tuple[str, str], tuple[Place, ...]] = {
        (name, row.key): ((found.places[f"{name}.csv"][0], row.row),) for name, rows in found.rows.items()
        for row in rows}
    notes = (told("Rows and texts of your records that are not in the workbook stay as they are."),)
    rows = {name: listed for name, listed in found.rows.items() if listed}
    return Arrival(found.receipt, rows, found.columns, editions, files, notes, origins=origins)


def _changed_settings(book: Book, found: Brought) -> dict[str, str]:
    now = tomllib.loads((book.folder / SETTINGS_FILE).read_bytes().decode("utf-8-sig"), parse_float=Decimal)
    same, _ = settings_data(settings_rows(now), period_rows(now))
    return {} if found.settings == same else {SETTINGS_FILE: toml_document(found.settings)}


def _changed_editions(book: Book, found: Brought) -> dict[str, str]:
    """The texts of versions that say something else than those of the book. A published one never changes."""
    changed: dict[str, str] = {}
    known = {edition.id: edition for edition in book.editions}
    for folder in dict.fromkeys("/".join(path.split("/")[:2]) for path in found.editions):
        texts = {path: text for path, text in found.editions.items() if path.startswith(f"{folder}/")}
        with tempfile.TemporaryDirectory() as work:
            for path, text in texts.items():
                place = Path(work) / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(text.encode())
            edition, faults = load_edition(Path(work) / folder)
            same = folder in known and edition is not None and edition.digest == known[folder].digest
        if same:
            continue
        there = find_edition(folder, [book.folder / "editions"])
        if (folder in known and known[folder].status == "published") or (there and folder not in known):
            faults = [Finding("VERSION-PUBLISHED", Severity.ERROR,
                              told("{folder} is there already, and what is published never changes.", folder=folder),
                              told("Give the changed version a new number."), "edition.toml")]
        errors = [fault for fault in faults if fault.severity is Severity.ERROR]
        found.read.findings += [placed(fault, found, f"editions/{folder}/") for fault in errors]
        if not errors:
            changed |= texts
    return changed


def placed(fault: Finding, found: Brought, folder: str = "") -> Finding:
    """A finding about a file of records, at its place in the workbook that the file came from."""
    path = f"{folder}{fault.file}"
    sheet, lines = found.places.get(path, ("", {}))
    if path == SETTINGS_FILE:
        name = f".{fault.column}"
        row = next((row.row for row in found.read.records(SETTINGS.name) if row.text("setting").endswith(name)), None)
    elif path.endswith(".csv"):
        row = lines.get(fault.row or 0)
    else:
        row = lines.get(1)
    return replace(fault, file=found.read.file.name, sheet=sheet, row=row)

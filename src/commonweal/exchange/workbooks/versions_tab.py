"""A body's own framework versions as sheets: what each is, its sources, its measures, £ per unit and other tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Column, Kind, Record, Table
from commonweal.basics.told import told
from commonweal.basics.toml_files import Key, toml_document
from commonweal.exchange.workbooks.tabs import Tab
from commonweal.exchange.workbooks.toml_columns import column_of, tab_of, to_cell, to_data
from commonweal.exchange.workbooks.writing import records_of
from commonweal.exchange.written import table_text
from commonweal.frameworks.edition import Edition
from commonweal.frameworks.identity import FILE, STATUSES, read_toml
from commonweal.frameworks.tables import EDITION_TABLES

DIGEST = "DIGEST"
_OF = "framework_version"
_VERSION: Mapping[str, tuple[Key, tuple[str, ...]]] = {
    "framework": (Key(str, "the framework's short name, in small letters with hyphens", required=True), ()),
    "version": (Key(str, "the version, such as 2025", required=True), ()),
    "title": (Key(str, "its full title", required=True), ()),
    "publisher": (Key(str, "who publishes it", required=True), ()),
    "published": (Key(date, "the day it was published", required=True), ()),
    "status": (Key(str, "draft; published only where it never changes again", required=True), STATUSES),
    "licence": (Key(str, "its licence, such as CC BY 4.0", required=True), ()),
    "redistributable": (Key(bool, "whether the licence lets everyone pass it on", required=True), ()),
    "price_year": (Key(int, "the usual price year"), ()),
    "levels": (Key(list, "the names of its three levels, the widest first"), ()),
    "valid_from": (Key(date, "the first day it holds for", required=True), ()),
    "valid_to": (Key(date, "the last day it holds for"), ()),
    "add_kinds": (Key(list, "the types of £ that it says may be added"), ()),
    "supersedes": (Key(str, "the version before"), ()),
    "notes": (Key(list, "cautions, a sentence each"), ()),
    "gaps": (Key(list, "gaps in its numbering: the id of the row after the gap, a colon, why"), ()),
}
_KEYS = {name: key for name, (key, _) in _VERSION.items()}
_SOURCE = {
    "id": Key(str, "a short name; the column source of the other sheets begins with it", required=True),
    "title": Key(str, "the title of the publication", required=True),
    "publisher": Key(str, "who published it", required=True),
    "date": Key(str, "when, such as March 2015", required=True),
    "url": Key(str, "its address"),
    "licence": Key(str, "the licence it is used under", required=True),
    "note": Key(str, "a caution"),
}
_OF_VERSION = Column(_OF, Kind.TEXT, "The framework version it belongs to, as framework/version.", required=True)
VERSIONS = tab_of(Table("versions", "a version of a framework of your own", (
    *(column_of(name, key, choices) for name, (key, choices) in _VERSION.items()),
    Column("digest", Kind.TEXT, "Of a published version: its fingerprint. Leave it as it is."),
), key=("framework", "version")))
SOURCES = tab_of(Table("sources", "a publication that a framework version draws on", (
    _OF_VERSION, *(column_of(name, key) for name, key in _SOURCE.items())), key=(_OF, "id")))
# Both books and framework versions have a table of this name.
_NAMES = {"criteria": "version_criteria"}


def _tab(table: Table) -> Tab:
    columns = (_OF_VERSION, *(replace(column, refers_to="") for column in table.columns))
    return Tab(Table(_NAMES.get(table.name, table.name), table.row_is, columns, key=(_OF, *table.key_columns)),
               free=frozenset({_OF}))


OF_VERSIONS = {table.name: _tab(table) for table in EDITION_TABLES}
ALL = (VERSIONS, SOURCES, *OF_VERSIONS.values())


def version_rows(editions: Sequence[Edition]) -> dict[str, list[Record]]:
    """The rows of all these sheets, by the sheet's name."""
    facts: list[dict[str, Any]] = []
    sources: list[dict[str, Any]] = []
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in OF_VERSIONS}
    for edition in editions:
        data = read_toml(edition.folder / FILE, FILE)[0] or {}
        published = edition.status == STATUSES[0]
        facts.append({**{name: to_cell(name, data.get(name)) for name in _VERSION},
                      "digest": f"sha256:{edition.digest}" if published else None})
        sources += [{_OF: edition.id, **{name: to_cell(name, source.get(name)) for name in _SOURCE}}
                    for source in data.get("sources", [])]
        for name, listed in _tables(edition).items():
            tables[name] += [{_OF: edition.id, **row.values} for row in listed]
    rows = {tab.name: records_of(tab.table, tables[name]) for name, tab in OF_VERSIONS.items()}
    return {VERSIONS.name: records_of(VERSIONS.table, facts), SOURCES.name: records_of(SOURCES.table, sources), **rows}


def _tables(edition: Edition) -> Mapping[str, Sequence[Record]]:
    return {"measures": tuple(edition.measures.values()), "values": edition.values,
            "indices": [row for index in edition.indices.values() for row in index.values()],
            "criteria": edition.criteria, "bands": edition.bands, "crosswalk": edition.crosswalk}


# Where the rows of a file of the records come from: the sheet, and the row there of each row in the file.
Places = dict[str, tuple[str, dict[int, int]]]


def version_texts(rows: Mapping[str, Sequence[Record]]) -> tuple[dict[str, str], Places, list[Finding]]:
    """The files of each version by their path under editions/, where their rows come from, and rows of no version."""
    texts: dict[str, str] = {}
    places: Places = {}
    findings: list[Finding] = []
    folders: list[str] = []
    for row in rows.get(VERSIONS.name, ()):
        folder = f"{row.text('framework')}/{row.text('version')}"
        folders.append(folder)
        sources = [to_data(source, _SOURCE) for source in rows.get(SOURCES.name, ()) if source.text(_OF) == folder]
        texts[f"{folder}/{FILE}"] = toml_document({**to_data(row, _KEYS), **({"sources": sources} if sources else {})})
        places[f"{folder}/{FILE}"] = VERSIONS.name, {1: row.row}
        if row.get("digest"):
            texts[f"{folder}/{DIGEST}"] = f"{row.text('digest')}\n"
            places[f"{folder}/{DIGEST}"] = VERSIONS.name, {1: row.row}
        for table in EDITION_TABLES:
            name = OF_VERSIONS[table.name].name
            own = [Record(table, {column: row.values[column] for column in table.names}, row.row)
                   for row in rows.get(name, ()) if row.text(_OF) == folder]
            if own:
                path = f"{folder}/{table.name}.csv"
                texts[path], lines = table_text(table, own)
                places[path] = name, lines
    for tab in (SOURCES, *OF_VERSIONS.values()):
        findings += [Finding("VERSION-UNKNOWN", Severity.ERROR,
                             told("no row of the sheet versions is '{name}'.", name=row.text(_OF)[:60]),
                             told("Write the version there first, or correct the name."), f"{tab.name}.csv", row.row,
                             _OF, row.text(_OF), tab.name)
                     for row in rows.get(tab.name, ()) if row.text(_OF) not in folders]
    return texts, places, findings


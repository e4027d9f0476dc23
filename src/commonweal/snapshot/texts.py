"""The texts of a frozen year: book.toml, prose and framework versions, copied out and read back."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from commonweal.basics.findings import Refused, Severity, by_severity
from commonweal.basics.told import told
from commonweal.frameworks.edition import find_edition, load_edition
from commonweal.frameworks.tables import EDITION_TABLES
from commonweal.ledger.book import Book, Rows
from commonweal.ledger.pages import read_pages
from commonweal.ledger.settings import read_settings
from commonweal.snapshot.manifest import sha256

_EDITION_FILES = ("edition.toml", "DIGEST", *(f"{table.name}.csv" for table in EDITION_TABLES))


def copy_texts(book: Book, work: Path, parts: dict[str, str]) -> None:
    """Copy book.toml, the prose with its pictures and the framework versions, and note their fingerprints.

    Newlines are made one kind.
    """
    told = (told.file for page in (*book.stories, *book.sections) for told in page.in_all)
    names = ["book.toml", *told, *filter(None, [book.settings.maps.boundaries])]
    for name in names:
        text = (book.folder / name).read_text(encoding="utf-8-sig")
        target = work / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(text.encode())
        parts[name] = sha256(text)
    for name in sorted({story.say("image") for story in book.stories if story.say("image")}):
        content = (book.folder / "stories" / name).read_bytes()
        (work / "stories" / name).write_bytes(content)
        parts[f"stories/{name}"] = sha256(content)
    for edition in book.editions:
        copy_edition(edition.folder, work / "editions" / edition.id)
        parts[f"editions/{edition.id}"] = edition.digest


def copy_edition(source: Path, target: Path) -> None:
    """Copy the files of a framework version, and nothing else that may lie in its folder."""
    target.mkdir(parents=True)
    for name in _EDITION_FILES:
        if (source / name).is_file():
            shutil.copyfile(source / name, target / name)


def read_texts(folder: Path, tables: Mapping[str, Rows]) -> Book:
    """A book from the texts of a snapshot or package and its tables already read. Refused if a text cannot be read."""
    settings, findings = read_settings(folder)
    stories, faults = read_pages(folder, "stories")
    sections, more = read_pages(folder, "sections")
    findings += faults + more
    editions = []
    for name in settings.editions if settings else ():
        place = find_edition(name, [folder / "editions"])
        edition, faults = load_edition(place, shown_as=name) if place else (None, [])
        findings += faults
        if edition:
            editions.append(edition)
    if settings is None or by_severity(findings, Severity.ERROR):
        raise Refused(told("{folder} cannot be read as a frozen book.", folder=folder), findings)
    return Book(folder, settings, tables, tuple(stories), tuple(sections), tuple(editions))

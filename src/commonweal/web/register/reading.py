"""A body's records as the ledger knows them: rows, texts and whole books, for one contract or project or for all."""

import functools
import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.exchange.arrival import SETTINGS
from commonweal.frameworks.edition import Edition, find_edition, load_edition, shipped_editions
from commonweal.ledger.asking import DELIVERS
from commonweal.ledger.book import Book, Rows
from commonweal.ledger.checked import Checking
from commonweal.ledger.checked import checking as ledger_checking
from commonweal.ledger.pages import Page, read_pages
from commonweal.ledger.settings import Settings, read_settings
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS, Text, attribute, record_of
from commonweal.web.register.whole_tables import unreadable, whole_table

NOTHING: Mapping[str, tuple[Record, ...]] = {table.name: () for table in BOOK_TABLES}


def records(body: Body, table: str, **chosen: object) -> tuple[Record, ...]:
    """Rows of one table in file order, all of them or those that Django's filter chooses."""
    model = ROWS[table]
    columns = [attribute(column) for column in model.TABLE.columns]
    rows = model.objects.filter(body=body, **chosen).order_by("row_position", "id").values_list(*columns)
    return tuple(record_of(model.TABLE, row) for row in rows.iterator(chunk_size=5_000))


def has_records(body: Body) -> bool:
    """Whether a body has any records yet."""
    return any(model.objects.filter(body=body).exists() for model in ROWS.values())


def record(body: Body, table: str, key: str) -> Record | None:
    """One row by its key; None if there is none."""
    found = records(body, table, key=key)
    return found[0] if found else None


def delivered_by(body: Body, organisation: str) -> frozenset[str]:
    """The contracts and projects that an organisation is one of those who deliver."""
    rows = ROWS["parties"].objects.filter(body=body, organisation=organisation, part__in=DELIVERS)
    return frozenset(rows.values_list("activity", flat=True))


def texts(body: Body) -> Path:
    """A folder that holds the body's texts as files; named after what they say, so it is made once for each state."""
    listed = list(Text.objects.filter(body=body).order_by("path").values_list("path", "sha256"))
    state = hashlib.sha256("".join(f"{sha256}  {path}\n" for path, sha256 in listed).encode()).hexdigest()
    folder = Path(settings.HOME) / "texts" / body.slug / state[:32]
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=folder.parent))
        for text in Text.objects.filter(body=body).iterator(chunk_size=50):
            place = work / text.path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(bytes(text.content))
        try:
            work.rename(folder)
        except OSError:  # Somebody else made the same folder meanwhile.
            shutil.rmtree(work, ignore_errors=True)
    return folder


def drop_old_texts(body: Body) -> None:
    """Take away the folders that hold the body's texts as they were; that of today is made again when it is asked for.
    """
    shutil.rmtree(Path(settings.HOME) / "texts" / body.slug, ignore_errors=True)


def has_begun(body: Body) -> bool:
    """Whether a body has settings: before, nothing can be read of its records, and nothing made of them."""
    return Text.objects.filter(body=body, path=SETTINGS).exists()


def settings_of(body: Body) -> Settings:
    """What the body's book.toml says. Refused, with the findings, if it cannot be read."""
    read, findings = _settings(texts(body))
    if read is None:
        raise Refused(gettext("The settings of %(name)s cannot be read.") % {"name": body.name}, findings)
    return read


# A folder of texts is named after what they say, so what was read from it stays true.
@functools.lru_cache(maxsize=64)
def _settings(folder: Path) -> tuple[Settings | None, list[Finding]]:
    return read_settings(folder)


@contextmanager
def checking(body: Body) -> Iterator[Checking]:
    """All records of a body, held to everything that files are held to while the block works with them.

    Raises Refused, with every finding: see the ledger's own.
    """
    # A heading stands in the first row of a file.
    tables = {table.name: whole_table(body, table, first_row=2) for table in BOOK_TABLES}
    faults = [fault for rows in tables.values() for fault in unreadable(rows)]
    if faults:
        raise Refused(told("{name} has {count} to fix before anything can be made of it.", name=body.name,
                           count=len(faults)), faults)
    with ledger_checking(texts(body), tables, name=body.name) as found:
        yield found


def book(body: Body, tables: Mapping[str, Rows] | None = None, folder: Path | None = None) -> Book:
    """The body's records as a book; with `tables`, a book of those rows alone. Refused if a text cannot be read.

    `folder` holds the texts to read in the place of the body's own.
    """
    folder = folder or texts(body)
    read, findings = read_settings(folder)
    stories, faults = read_pages(folder, "stories")
    sections, more = read_pages(folder, "sections")
    editions, wrong = editions_in(folder, read.editions if read else ())
    findings = [*findings, *faults, *more, *wrong]
    if read is None or by_severity(findings, Severity.ERROR):
        raise Refused(gettext("The texts of %(name)s cannot be read.") % {"name": body.name}, findings)
    if tables is None:
        tables = {table.name: whole_table(body, table) for table in BOOK_TABLES}
    return Book(folder, read, dict(tables), tuple(stories), tuple(sections), tuple(editions))


def measures(body: Body) -> Mapping[str, Record]:
    """Every measure of the body's own framework, as its newest version has it, by id."""
    return _measures(texts(body))


@functools.lru_cache(maxsize=64)
def _measures(folder: Path) -> Mapping[str, Record]:
    read, _ = _settings(folder)
    if read is None:
        return {}
    own = [edition for edition in editions_in(folder, read.editions)[0] if edition.framework == read.own_framework]
    return {name: found for edition in sorted(own, key=lambda edition: edition.valid_from)
            for name, found in edition.measures.items()}


def titles(body: Body, table: str, keys: Iterable[str], column: str = "title") -> dict[str, str]:
    """What rows are called, by their keys; a key that leads nowhere is called by itself."""
    wanted = set(keys) - {""}
    rows = ROWS[table].objects.filter(body=body, key__in=wanted).values_list("key", column)
    return {key: key for key in wanted} | {key: title or key for key, title in rows}


@functools.lru_cache(maxsize=32)
def editions_in(folder: Path, names: tuple[str, ...]) -> tuple[list[Edition], list[Finding]]:
    """The framework versions of that name beside a body's texts, or shipped, and what is wrong with them.

    A folder of texts is named after what they say, so what was read once holds.
    """
    found: list[Edition] = []
    findings: list[Finding] = []
    for name in names:
        place = find_edition(name, [folder / "editions", shipped_editions()])
        edition, faults = load_edition(place, shown_as=f"editions/{name}") if place else (None, [])
        findings += faults
        if edition:
            found.append(edition)
    return found, findings


def framework_of(body: Body) -> Book:
    """The body's settings and framework versions, as a book without rows and prose. Refused if they cannot be read."""
    read = settings_of(body)
    return Book(texts(body), read, NOTHING, (), (), tuple(editions_in(texts(body), read.editions)[0]))


def measures_in_force(body: Body, day: date) -> tuple[Edition | None, tuple[Record, ...]]:
    """The version of the body's own framework that is in force on a day, and its measures; the newest if none is."""
    own = framework_of(body).own_editions
    if not own:
        return None, ()
    edition = next((found for found in reversed(own)
                    if found.valid_from <= day and (found.valid_to is None or day <= found.valid_to)), own[-1])
    return edition, tuple(edition.measures.values())


def pages_of(body: Body, kind: str) -> list[Page]:
    """The body's stories or sections, each with its translations beside it."""
    return [page for found in read_pages(texts(body), kind)[0] for page in found.in_all]


def part_of(body: Body, activity: str) -> Book:
    """The book of one contract or project: its own rows, and the tables that all of them share."""
    own = {"activities": records(body, "activities", key=activity)}
    own |= {name: records(body, name, activity=activity)
            for name in ("parties", "commitments", "deliveries", "remedies", "stated")}
    claims, promised = ([row.key for row in own[name]] for name in ("deliveries", "commitments"))
    own["milestones"] = records(body, "milestones", commitment__in=promised)
    own |= {name: records(body, name, delivery__in=claims) for name in ("evidence", "reviews")}
    shared = {name: records(body, name) for name in ("places", "organisations", "calendar")}
    shared["adjustments"] = tuple(row for row in records(body, "adjustments") if row.text("activity") in ("", activity))
    # Rows that these name stand beside them, so that no reference leads nowhere; their own lines are elsewhere.
    named = {row.text(name) for row in own["activities"] for name in ("part_of", "succeeded_by")} - {"", activity}
    own["activities"] += records(body, "activities", key__in=named) if named else ()
    repeated = {row.text("repeats") for row in own["deliveries"]} - {"", *claims}
    own["deliveries"] += records(body, "deliveries", key__in=repeated) if repeated else ()
    return book(body, {**NOTHING, **own, **shared})

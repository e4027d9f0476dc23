"""A body's records as the ledger knows them: rows, texts and whole books, for one contract or project or for all."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from django.conf import settings

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.tables import Record
from commonweal.frameworks.edition import Edition, find_edition, load_edition, shipped_editions
from commonweal.ledger.book import Book
from commonweal.ledger.pages import read_pages
from commonweal.ledger.settings import Settings, read_settings
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.web.people.models import Body
from commonweal.web.people.roles import DELIVERS
from commonweal.web.register.models import ROWS, Text, attribute, record_of


def records(body: Body, table: str, **chosen: object) -> tuple[Record, ...]:
    """Rows of one table in file order, all of them or those that Django's filter chooses."""
    model = ROWS[table]
    columns = [attribute(column) for column in model.TABLE.columns]
    rows = model.objects.filter(body=body, **chosen).order_by("row_position", "id").values_list(*columns)
    return tuple(record_of(model.TABLE, row) for row in rows.iterator(chunk_size=5_000))


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


def settings_of(body: Body) -> Settings:
    """What the body's book.toml says. Refused, with the findings, if it cannot be read."""
    read, findings = read_settings(texts(body))
    if read is None:
        raise Refused(f"The settings of {body.name} cannot be read.", findings)
    return read


def book(body: Body, tables: Mapping[str, tuple[Record, ...]] | None = None) -> Book:
    """The body's records as a book; with `tables`, a book of those rows alone. Refused if a text cannot be read."""
    folder = texts(body)
    read, findings = read_settings(folder)
    stories, faults = read_pages(folder, "stories")
    sections, more = read_pages(folder, "sections")
    editions, wrong = _editions(folder, read.editions if read else ())
    findings = [*findings, *faults, *more, *wrong]
    if read is None or by_severity(findings, Severity.ERROR):
        raise Refused(f"The texts of {body.name} cannot be read.", findings)
    rows = {table.name: records(body, table.name) for table in BOOK_TABLES} if tables is None else dict(tables)
    return Book(folder, read, rows, tuple(stories), tuple(sections), tuple(editions))


def _editions(folder: Path, names: Iterable[str]) -> tuple[list[Edition], list[Finding]]:
    found: list[Edition] = []
    findings: list[Finding] = []
    for name in names:
        place = find_edition(name, [folder / "editions", shipped_editions()])
        edition, faults = load_edition(place, shown_as=f"editions/{name}") if place else (None, [])
        findings += faults
        if edition:
            found.append(edition)
    return found, findings


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
    return book(body, {table.name: () for table in BOOK_TABLES} | own | shared)

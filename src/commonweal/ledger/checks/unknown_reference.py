"""Every id that points somewhere must point at something that is there.

A row that names a missing activity, measure or place would silently fall out of the report's tables. Ids are
looked for in the tables, in every version of the book's own framework, and in book.toml and the stories.
Missing values: a blank cell points nowhere and is skipped.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import partial
from itertools import chain

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Column, Kind, Record, Table, Value
from commonweal.basics.told import Told, told
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import Missing, about, measures_of
from commonweal.ledger.tables import BOOK_TABLES, BY_NAME, NEVER_FROZEN, ROLES

CODE = "UNKNOWN-REFERENCE"
SEVERITY = Severity.ERROR
MISSING = Missing.SKIP_IF_ANY

# Columns that point at something other than the rows of one named table.
MEASURES = ("measure", "measures")
OWN_TABLE = ("part_of", "alternative_to")
ANY_ROW = ("answered_by",)
A_ROLE = ("other_roles",)
# Looking for a near miss in a long list costs more than it helps.
_LONGEST_LIST = 2_000


def points_at(table: Table, column: Column) -> str:
    """What a column's ids name: a table, "measures", "any row", "roles"; empty where they name nothing."""
    if column.kind not in (Kind.ID, Kind.IDS):
        return ""
    if column.refers_to:
        return column.refers_to
    if column.name in OWN_TABLE:
        return table.name
    special = {"measures": MEASURES, "any row": ANY_ROW, "roles": A_ROLE}
    return next((target for target, names in special.items() if column.name in names), "")


def check(book: Book) -> Iterator[Finding]:
    """An error for each id that points at nothing."""
    known: dict[str, Collection[str]] = {
        table.name: book.by_id(table.name).keys() for table in BOOK_TABLES if table.name not in NEVER_FROZEN}
    known |= {"roles": ROLES}
    known |= {"any row": _AnyOf(tuple(known.values())), "measures": measures_of(book).keys()}
    for table in BOOK_TABLES:
        targets = {column.name: target for column in table.columns if (target := points_at(table, column))}
        if table.name in NEVER_FROZEN:
            # Once through the rows, whatever they point at: there may be millions, which stay on disk.
            yield from _in_rows(book.rows(table.name), targets, known)
            continue
        for column, target in targets.items():
            unknown = partial(_unknown, column=column, known=known[target])
            for record in book.columns(table.name).where(unknown, column):
                for name in unknown(record):
                    yield about(record, column, CODE, SEVERITY, *_words(name, target, known[target]))
    yield from _ratios(book, known)
    yield from _settings(book, known)
    yield from _stories(book, known)


def _in_rows(
    rows: Iterable[Record], targets: Mapping[str, str], known: Mapping[str, Collection[str]]
) -> Iterator[Finding]:
    for record in rows:
        for column, target in targets.items():
            for name in _unknown(record, column, known[target]):
                yield about(record, column, CODE, SEVERITY, *_words(name, target, known[target]))


class _AnyOf(Collection[str]):
    """What stands in any of several lists of ids, of which some may be very long."""

    def __init__(self, lists: tuple[Collection[str], ...]) -> None:
        self._lists = lists

    def __contains__(self, name: object) -> bool:
        return any(name in ids for ids in self._lists)

    def __iter__(self) -> Iterator[str]:
        return iter(set(chain(*self._lists)))

    def __len__(self) -> int:
        return len(set(chain(*self._lists)))


def _unknown(record: Record, column: str, known: Collection[str]) -> list[str]:
    return [name for name in _names(record.get(column)) if name not in known]


def _names(value: Value) -> tuple[str, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (str(value),)


def _ratios(book: Book, known: dict[str, Collection[str]]) -> Iterator[Finding]:
    """The parts of a ratio are named as table/row; what begins with figure/ is looked up when figures are made."""
    for row in book.rows("ratios"):
        for column in ("numerator", "denominator"):
            table, _, name = row.text(column).partition("/")
            if table in BY_NAME and name not in known[table]:
                yield about(row, column, CODE, SEVERITY, *_words(name, table, known[table]))
            elif table not in BY_NAME and table != "figure":
                yield about(row, column, CODE, SEVERITY,
                            told("'{column}' is neither table/row nor figure/id.", column=row.text(column)),
                            told("Write for example stated/seats-sold."))


def _settings(book: Book, known: dict[str, Collection[str]]) -> Iterator[Finding]:
    said = {
        "body": ("organisations", book.settings.body),
        "place": ("places", book.settings.place),
    }
    for column, (target, name) in said.items():
        if name not in known[target]:
            yield Finding(CODE, SEVERITY, *_words(name, target, known[target]), "book.toml", None, column, name)


def _stories(book: Book, known: dict[str, Collection[str]]) -> Iterator[Finding]:
    for story in book.stories:
        listed = story.heading.get("measures", [])
        said = [("activity", "activities", story.say("activity")), ("place", "places", story.say("place"))]
        said += [("measures", "measures", str(name)) for name in (listed if isinstance(listed, list) else [])]
        for column, target, name in said:
            if name and name not in known[target]:
                yield Finding(
                    CODE,
                    SEVERITY,
                    *_words(name, target, known[target]),
                    f"stories/{story.name}.md",
                    None,
                    column,
                    story.name,
                )


def _words(name: str, target: str, known: Collection[str]) -> tuple[Told, Told]:
    where = {"measures": told("the book's own framework"), "any row": told("any table of the book"),
             "roles": told("the list of roles")}
    message = told("'{name}' is not in {where}.", name=name, where=where.get(target, f"{target}.csv"))
    near = get_close_matches(name, known, 1) if len(known) <= _LONGEST_LIST else []
    return message, (told("Did you mean '{near}'?", near=near[0]) if near else
                     told("Correct the id, or add the row that it names."))

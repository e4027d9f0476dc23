"""What rows point at: whose a row is, what the rows that it names are called, and which ones a form may offer."""

from collections.abc import Callable, Iterable, Mapping

from commonweal.basics.tables import Record
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import measures_of
from commonweal.ledger.checks.unknown_reference import points_at
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import framework_of, record, records
from commonweal.web.register.words import name_of

# The tables whose rows belong to what they are about, and so to its contract or project.
ABOUT: Mapping[str, str] = {"milestones": "commitment", "evidence": "delivery", "reviews": "delivery"}


def parted(row: str) -> tuple[str, str]:
    """The table and the key in an address such as `parties/repairs/brightbuild/prime`."""
    table, _, key = row.partition("/")
    return table, key


def activity_of(body: Body, table: str, key: str) -> str | None:
    """The contract or project that a row belongs to: "" for one of the whole body, None if there is no such row."""
    found = record(body, table, key) if table in ROWS else None
    return activity_behind(body, found) if found else None


def activity_behind(body: Body, found: Record) -> str:
    """The contract or project that a record belongs to, or would if it were written; "" for one of the whole body."""
    return _activity(found, lambda above, key: ROWS[above].objects.filter(body=body, key=key).values_list(
        "activity", flat=True).first())


def activity_in(every: Book, found: Record) -> str:
    """The same, among all records that are at hand."""
    return _activity(found, lambda above, key: row.text("activity") if (row := every.by_id(above).get(key)) else None)


def _activity(found: Record, activity_above: Callable[[str, str], str | None]) -> str:
    """`activity_above` gives that of the row of a table and key that a record is about."""
    table = found.table
    if table.name == "activities":
        return found.key
    if table.name in ABOUT:
        column = table.column(ABOUT[table.name])
        return activity_above(column.refers_to, found.text(column.name)) or ""
    return found.text("activity") if "activity" in table.names else ""


def targets(found: Record) -> dict[str, set[str]]:
    """The keys that a record names, by table; those of measures under "measures", of any table under "any row"."""
    named: dict[str, set[str]] = {}
    for column in found.table.columns:
        target, value = points_at(found.table, column), found.get(column.name)
        if target and target != "roles" and value:
            named.setdefault(target, set()).update(value if isinstance(value, tuple) else (str(value),))
    for name in ("numerator", "denominator") if found.table.name == "ratios" else ():
        # The parts of a ratio are named as table/row.
        target, _, key = found.text(name).partition("/")
        named.setdefault(target, set()).add(key)
    return named


def names(body: Body, rows: Iterable[Record]) -> dict[tuple[str, str], str]:
    """What everything that these rows name is called, by table and key: one query a table."""
    named: dict[str, set[str]] = {}
    for row in rows:
        for target, keys in targets(row).items():
            named.setdefault(target, set()).update(keys)
    found: dict[tuple[str, str], str] = {}
    for target, keys in named.items():
        if target == "measures":
            known = measures_of(framework_of(body))
            found |= {(target, key): known[key].text("title") for key in keys if key in known}
        elif target in ROWS:
            found |= {(target, row.key): name_of(row) for row in records(body, target, key__in=keys)}
    return found


def rows_named(body: Body, found: Record, known: Mapping[str, Iterable[Record]]) -> dict[str, tuple[Record, ...]]:
    """The rows that a record names and that `known` does not hold yet, by table."""
    more: dict[str, tuple[Record, ...]] = {}
    for target, keys in targets(found).items():
        for table in ROWS if target == "any row" else (target,):
            missing = keys - {row.key for row in known.get(table, ())} if table in ROWS else set()
            rows = records(body, table, key__in=missing) if missing else ()
            if rows:
                more[table] = (*more.get(table, ()), *rows)
    return more

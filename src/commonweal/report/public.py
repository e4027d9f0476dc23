"""What may be published of a frozen year: public columns only, settled claims only, licensed amounts left out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from commonweal.basics.tables import Record, See, Table
from commonweal.ledger.chains import in_force, roots
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.snapshot.lines import accepted_claims
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.tables import CLAIM_COUNTS, FACTOR_SETS, LINES, UNIT_VALUES

# Tables of the book of which some rows may not be shown.
FILTERED = frozenset({"deliveries", "evidence", "reviews", "commitments", "milestones"})
_AMOUNTS = ("low", "central", "high", "printed_low", "printed_central", "printed_high")


@dataclass(frozen=True)
class PublicTable:
    """One table of the package: its public columns and the rows that may be shown."""

    table: Table
    records: tuple[Record, ...]


def public_columns(table: Table) -> Table:
    """The table with the columns that everyone may see."""
    return replace(table, columns=tuple(column for column in table.columns if column.see is See.PUBLIC))


def public_tables(snapshot: Snapshot) -> dict[str, PublicTable]:
    """Every table of a snapshot as it may be published.

    Left out: internal columns; claims that are draft, queried or rejected, with their evidence and reviews; claims and
    lines that count people by a protected characteristic; offers that may still lose; amounts whose licence forbids it.
    """
    keep = _rules(snapshot)
    tables = {}
    for table in BOOK_TABLES:
        rule = keep.get(table.name, lambda record: True)
        records = tuple(filter(rule, snapshot.book.rows(table.name)))
        tables[table.name] = PublicTable(public_columns(table), records)
    reviews = tables["reviews"]
    tables["reviews"] = replace(reviews, records=tuple(_renumbered(reviews.records)))
    lines = tuple(filter(public_line, snapshot.lines))
    used = {line.text("case_id") for line in lines}
    tables["lines"] = PublicTable(LINES, lines)
    tables["unit_values"] = PublicTable(UNIT_VALUES, tuple(
        _without_licensed_amounts(row) for row in snapshot.unit_values if row.text("case_id") in used))
    sets = {line.text("factor_set") for line in lines}
    tables["factor_sets"] = PublicTable(FACTOR_SETS, tuple(row for row in snapshot.factor_sets if row.key in sets))
    tables["claim_counts"] = PublicTable(CLAIM_COUNTS, snapshot.claim_counts)
    return tables


def public_line(line: Record) -> bool:
    """Whether a line may be published with its activity: no offer that may still lose, no protected characteristic."""
    protected = line.text("people") == "characteristic" and line.text("origin") == "deliveries"
    return line.text("standing") != "offered" and not protected


def _rules(snapshot: Snapshot) -> Mapping[str, Callable[[Record], bool]]:
    book = snapshot.book
    protected = {name for edition in book.editions for name, row in edition.measures.items()
                 if row.text("people") == "characteristic"}
    settled = {row.key for row in accepted_claims(book, snapshot.as_of) if row.text("measure") not in protected}
    root_of = roots(book.rows("commitments"))
    pending = {
        root_of[row.key] for row in in_force(book.rows("commitments"), snapshot.as_of) if row.text("stage") == "offered"
    }
    return {
        "deliveries": lambda row: row.key in settled,
        "evidence": lambda row: row.text("delivery") in settled,
        "reviews": lambda row: row.text("delivery") in settled and row.text("decision") == "verify",
        "commitments": lambda row: root_of[row.key] not in pending,
        "milestones": lambda row: root_of.get(row.text("commitment")) not in pending,
    }


def _renumbered(reviews: tuple[Record, ...]) -> Iterator[Record]:
    """Reviews under ids of their own: a gap in the body's numbering would tell of a question that was since settled."""
    for number, row in enumerate(sorted(reviews, key=lambda row: (row.text("delivery"), row.text("on"), row.key)), 1):
        yield Record(row.table, {**row.values, "id": f"check.{number}"}, row.row)


def _without_licensed_amounts(row: Record) -> Record:
    if row.get("redistributable") is not False:
        return row
    return Record(row.table, {**row.values, **dict.fromkeys(_AMOUNTS)})

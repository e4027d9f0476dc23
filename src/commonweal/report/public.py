"""What may be published of a frozen year: public columns only, settled claims only, licensed amounts left out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from commonweal.basics.csv_files import write_records
from commonweal.basics.tables import Record, Table
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.snapshot.long_table import EVERYTHING, Asked, LongTable
from commonweal.snapshot.model import Snapshot
from commonweal.snapshot.public import asked_of_long, public_columns, public_rows
from commonweal.snapshot.tables import CLAIM_COUNTS, FACTOR_SETS, LINES, SPEND, UNIT_VALUES

# Lines that may not be published: those that have all the texts of one of these.
NOT_PUBLIC: Sequence[Mapping[str, str]] = (
    {"standing": "offered"}, {"people": "characteristic", "origin": "deliveries"})
# Reviews are told under ids of their own: a gap in the body's numbering would tell of a question since settled.
_RENUMBERED = ("check", ("delivery", "on", "id"))
_AMOUNTS = ("low", "central", "high", "printed_low", "printed_central", "printed_high")


@dataclass(frozen=True)
class PublicTable:
    """One table of the package: its public columns and the rows that may be shown, at hand or to be asked for.

    `numbered` gives those to be asked for keys of their own: what they begin with, and the columns that order them.
    """

    table: Table
    records: tuple[Record, ...]
    stored: LongTable | None = None
    asked: Asked = EVERYTHING
    numbered: tuple[str, Sequence[str]] | None = None

    def __len__(self) -> int:
        return len(self.records) if self.stored is None else self.stored.count(self.asked)

    def write(self, path: Path) -> None:
        """Write the table as a canonical CSV file."""
        if self.stored is None:
            path.write_bytes(write_records(self.table, self.records).encode())
        else:
            self.stored.write_csv(path, self.table.names, self.asked, numbered=self.numbered)


def public_tables(snapshot: Snapshot) -> dict[str, PublicTable]:
    """Every table of a snapshot as it may be published.

    Left out: internal columns; claims that are draft, queried or rejected, with their evidence and reviews; claims and
    lines that count people by a protected characteristic; offers that may still lose; amounts whose licence forbids it.
    """
    keep = public_rows(snapshot.book, snapshot.as_of)
    asked = asked_of_long(snapshot.book, snapshot.as_of)
    tables = {}
    for table in BOOK_TABLES:
        rows = snapshot.book.rows(table.name)
        if isinstance(rows, LongTable):
            tables[table.name] = PublicTable(public_columns(table), (), rows, asked[table.name])
            continue
        rule = keep.get(table.name, lambda record: True)
        tables[table.name] = PublicTable(public_columns(table), tuple(filter(rule, rows)))
    reviews = tables["reviews"]
    tables["reviews"] = replace(reviews, records=tuple(_renumbered(reviews.records)), numbered=_RENUMBERED)
    if isinstance(snapshot.lines, LongTable):
        tables["lines"] = PublicTable(LINES, (), snapshot.lines, Asked(without=NOT_PUBLIC))
        pairs = snapshot.lines.distinct(("case_id", "factor_set"), Asked(without=NOT_PUBLIC))
        used, sets = {str(case) for case, _ in pairs}, {str(name or "") for _, name in pairs}
    else:
        lines = tuple(filter(public_line, snapshot.lines))
        tables["lines"] = PublicTable(LINES, lines)
        used, sets = ({line.text(name) for line in lines} for name in ("case_id", "factor_set"))
    tables["unit_values"] = PublicTable(UNIT_VALUES, tuple(
        _without_licensed_amounts(row) for row in snapshot.unit_values if row.text("case_id") in used))
    tables["factor_sets"] = PublicTable(FACTOR_SETS, tuple(row for row in snapshot.factor_sets if row.key in sets))
    tables["claim_counts"] = PublicTable(CLAIM_COUNTS, snapshot.claim_counts)
    tables["spend"] = PublicTable(SPEND, snapshot.spend)
    return tables


def public_line(line: Record) -> bool:
    """Whether a line may be published with its activity: no offer that may still lose, no protected characteristic."""
    return public_keys(line.values)


def public_keys(keys: Mapping[str, Any]) -> bool:
    """The same of all lines that are alike in these columns."""
    return not any(all(keys[name] == text for name, text in pairs.items()) for pairs in NOT_PUBLIC)


def _renumbered(reviews: tuple[Record, ...]) -> Iterator[Record]:
    word, by = _RENUMBERED
    for number, row in enumerate(sorted(reviews, key=lambda row: tuple(map(row.text, by))), 1):
        yield Record(row.table, {**row.values, "id": f"{word}.{number}"}, row.row)


def _without_licensed_amounts(row: Record) -> Record:
    if row.get("redistributable") is not False:
        return row
    return Record(row.table, {**row.values, **dict.fromkeys(_AMOUNTS)})

"""Local spend as tables to take away: every meaning of 'local' side by side, by category, size, sort and deprivation.

The figures of the report carry the totals; here stands each part as well. Nobody who was paid is named.
"""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from commonweal.basics.csv_files import TableRead, write_records
from commonweal.basics.findings import Refused
from commonweal.basics.folders import new_folder
from commonweal.basics.numbers import EXACT, ZERO, pence, pounds
from commonweal.basics.tables import Column, Kind, Record, Table, Value, write_value
from commonweal.basics.told import told
from commonweal.indicators.local_spend import (
    SIDES,
    UNPLACED,
    Definition,
    Share,
    definitions,
    how_many,
    paid,
    says,
    share,
)
from commonweal.ledger.book import Book, BookRead
from commonweal.ledger.tables import PAYMENTS
from commonweal.snapshot.manifest import sha256
from commonweal.snapshot.spend import spend_of
from commonweal.snapshot.tables import PLACED

PARTED_BY = ("everything", "category", "sme", "vcse", "office_decile", "delivery_decile")
NOT_SAID = "not said"
WORKBOOK, RECEIPT = "local_spend.xlsx", "receipt.txt"


def _pounds(name: str, meaning: str) -> Column:
    return Column(name, Kind.MONEY, meaning, unit="£", required=True, negative=True)


MEANINGS = Table("meanings", "one meaning of 'local'", (
    Column("meaning", Kind.ID, "Its name in the other tables.", required=True),
    Column("title", Kind.TEXT, "What is counted.", required=True),
    Column("words", Kind.TEXT, "What that means, and what it does not.", required=True),
))
LOCAL = Table("local_spend", "how much of one part of the spending is local in one meaning", (
    Column("period", Kind.ID, "The reporting period, or 'outside'.", required=True),
    Column("parted_by", Kind.CHOICE, "What the spending is parted by.", required=True, choices=PARTED_BY),
    Column("part", Kind.TEXT, "Which part of it.", required=True),
    Column("meaning", Kind.ID, "In which meaning.", required=True),
    _pounds("local", "What was paid and is local."),
    _pounds("paid", "What was paid in all: the base."),
    Column("percent", Kind.PRINTED, "The share in percent, of all that was paid; blank where nothing was."),
    Column("bound", Kind.CHOICE, "exact; at-least or about where something could not be placed.", required=True,
           choices=("exact", "at-least", "about")),
    _pounds("not_placed", "What could not be told: in the base and in no part."),
    Column("payments", Kind.COUNT, "How many payments the base has.", required=True),
    Column("payments_not_placed", Kind.COUNT, "How many of them could not be told.", required=True),
), key=("period", "parted_by", "part", "meaning"))
PARTS = Table("spend_by_part", "what was paid in one part of the spending", (
    *LOCAL.columns[:3],
    _pounds("paid", "What was paid."),
    Column("percent", Kind.PRINTED, "Its share of the period in percent; blank where nothing was paid."),
    Column("payments", Kind.COUNT, "How many payments.", required=True),
    Column("credits", Kind.COUNT, "How many of them are below zero.", required=True),
    _pounds("credited", "The sum of these."),
), key=("period", "parted_by", "part"))
NOT_PLACED = Table("not_placed", "what could not be placed for one reason", (
    LOCAL.columns[0],
    Column("side", Kind.CHOICE, "The supplier's office, or where it was delivered.", required=True,
           choices=tuple(SIDES)),
    Column("reason", Kind.CHOICE, "Why.", required=True, choices=PLACED[1:]),
    Column("words", Kind.TEXT, "Why, in words.", required=True),
    *PARTS.columns[3:6],
), key=("period", "side", "reason"))


@dataclass(frozen=True)
class SpendTables:
    """The tables of one book's spending, and the sums that tie them to its payments."""

    tables: Mapping[Table, tuple[Record, ...]]
    sums: tuple[str, ...]

    def headlines(self) -> Iterator[str]:
        """The shares of everything, a line a meaning and period."""
        titles = {row.key: row.text("title") for row in self.tables[MEANINGS]}
        for row in self.tables[LOCAL]:
            if row.text("parted_by") == PARTED_BY[0]:
                bound = "" if row.text("bound") == "exact" else f"{row.text('bound').replace('-', ' ')} "
                yield (f"{row.text('period')}: {titles[row.text('meaning')]}: {bound}{row.text('percent') or '–'}% "
                       f"({pounds(row.number_or_zero('local'))} of {pounds(row.number_or_zero('paid'))}; "
                       f"{pounds(row.number_or_zero('not_placed'))} not placed)")

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Each file by its name: a CSV a table, one workbook with all of them, and the receipt."""
        for table, rows in self.tables.items():
            yield f"{table.name}.csv", write_records(table, rows).encode()
        yield WORKBOOK, _workbook(self.tables, self.sums)
        yield RECEIPT, ("\n".join(self.sums) + "\n").encode()


def write_spend_tables(read: BookRead, as_of: date, folder: Path) -> SpendTables:
    """Write the tables of a book's spending up to a day into a folder, whole or not at all.

    Raises Refused where the book has no payments.
    """
    book, payments = read.book, read.reads[PAYMENTS.name]
    if book is None or not payments.accepted:
        raise Refused(told("There are no payments in these records: `commonweal import` brings them."))
    digest = sha256((book.folder / payments.file).read_bytes())
    made = spend_tables(book, as_of, spend_of(book, as_of), payments, digest)
    with new_folder(folder, ours=RECEIPT) as work:
        for name, content in made.files():
            (work / name).write_bytes(content)
    return made


def spend_tables(book: Book, as_of: date, spend: Sequence[Record], read: TableRead, digest: str) -> SpendTables:
    """The tables of some spending, whose sums `spend` are; `read` and `digest` are of the file of payments."""
    meanings = definitions(book)
    periods = sorted({row.text("period") for row in spend})
    tables: Mapping[Table, list[Record]] = {MEANINGS: [
        Record(MEANINGS, {"meaning": each.name, "title": each.title, "words": each.words}) for each in meanings],
        LOCAL: [], PARTS: [], NOT_PLACED: []}
    for period in periods:
        rows = [row for row in spend if row.text("period") == period]
        for by, part, those in _parts(rows):
            tables[PARTS].append(_part(period, by, part, those, paid(rows)))
            tables[LOCAL] += [_local(period, by, part, those, meaning) for meaning in meanings]
        tables[NOT_PLACED] += _not_placed(period, rows)
    return SpendTables({table: tuple(rows) for table, rows in tables.items()}, tuple(_sums(as_of, spend, read, digest)))


def _parts(rows: Sequence[Record]) -> Iterator[tuple[str, str, list[Record]]]:
    for by in PARTED_BY:
        found: dict[str, list[Record]] = {}
        for row in rows:
            found.setdefault("all" if by == PARTED_BY[0] else write_value(row.get(by)) or NOT_SAID, []).append(row)
        for part in sorted(found):
            yield by, part, found[part]


def _part(period: str, by: str, part: str, rows: list[Record], whole: Decimal) -> Record:
    return Record(PARTS, {
        "period": period, "parted_by": by, "part": part, "payments": how_many(rows),
        "credits": sum(row.count("credits") or 0 for row in rows),
        "credited": pence(sum((row.number_or_zero("credited") for row in rows), ZERO)), **_of(paid(rows), whole)})


def _local(period: str, by: str, part: str, rows: list[Record], meaning: Definition) -> Record:
    found = share(rows, meaning.is_local, meaning.is_placed)
    return Record(LOCAL, {
        "period": period, "parted_by": by, "part": part, "meaning": meaning.name, "local": found.part,
        "paid": found.base, "percent": _percent(found), "bound": found.bound, "not_placed": found.unknown,
        "payments": how_many(rows), "payments_not_placed": found.unknown_payments})


def _not_placed(period: str, rows: Sequence[Record]) -> Iterator[Record]:
    for side, (_, column, _) in SIDES.items():
        for reason, words in UNPLACED.items():
            those = [row for row in rows if says(column, (reason,))(row)]
            yield Record(NOT_PLACED, {"period": period, "side": side, "reason": reason, "words": words,
                                      "payments": how_many(those), **_of(paid(those), paid(rows))})


def _of(part: Decimal, whole: Decimal) -> dict[str, Value]:
    return {"paid": part, "percent": _percent(Share(part, whole, ZERO, 0, 0, "exact"))}


def _percent(found: Share) -> str | None:
    return None if found.percent is None else format(found.percent, "f")


def _sums(as_of: date, spend: Iterable[Record], read: TableRead, digest: str) -> Iterator[str]:
    """The receipt: rows as they were read, and the sum of what was paid by period, which add up to the file."""
    periods: dict[str, list[Record]] = {}
    for row in spend:
        periods.setdefault(row.text("period"), []).append(row)
    yield f"{read.file}: fingerprint {digest}"
    yield (f"{read.rows_in:,} rows in = {read.accepted:,} accepted + {read.refused:,} refused + {read.blank:,} blank")
    for period, rows in sorted(periods.items()):
        yield f"{period}: {how_many(rows):,} payments, {pounds(paid(rows))}"
    later, after, everything = 0, ZERO, ZERO
    # Not from the sums above: the file is added up once more by itself, so that the two can be held to each other.
    for row in read.rows:
        amount = row.number_or_zero("amount")
        everything = EXACT.add(everything, amount)
        if (row.day("paid") or as_of) > as_of:
            later, after = later + 1, EXACT.add(after, amount)
    if later:
        yield f"after {as_of.isoformat()}: {later:,} payments, {pounds(after)}"
    yield f"In all: {read.accepted:,} payments, {pounds(everything)}"


def _workbook(tables: Mapping[Table, Sequence[Record]], sums: Sequence[str]) -> bytes:
    """A sheet a table with its meanings in front; no formula, and text always as text."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        # Without a day of its own the same tables would give other bytes each time.
        book.set_properties({"created": datetime(2000, 1, 1), "title": "Local spend"})
        money, bold = book.add_format({"num_format": "£#,##0.00"}), book.add_format({"bold": True})
        first = book.add_worksheet("receipt")
        for number, said in enumerate(sums):
            first.write_string(number, 0, said)
        for table, rows in tables.items():
            page = book.add_worksheet(table.name)
            page.freeze_panes(1, 0)
            page.set_column(0, len(table.columns) - 1, 18)
            for place, column in enumerate(table.columns):
                page.write_string(0, place, column.name, bold)
                page.write_comment(0, place, column.meaning)
            for line, row in enumerate(sorted(rows, key=lambda row: row.key), 1):
                for place, column in enumerate(table.columns):
                    text = write_value(row.get(column.name))
                    if not text:
                        continue
                    if column.kind in (Kind.MONEY, Kind.COUNT, Kind.PRINTED):
                        page.write_number(line, place, Decimal(text), money if column.kind is Kind.MONEY else None)
                    else:
                        page.write_string(line, place, text)
    return out.getvalue()

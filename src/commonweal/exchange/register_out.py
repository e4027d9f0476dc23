"""The contract register of a ledger in the layout of the Local Government Transparency Code 2015, paragraph 32."""

from collections.abc import Iterator

from commonweal.basics.csv_files import for_people, write_rows
from commonweal.basics.tables import Record, write_value
from commonweal.exchange.told import Told, public
from commonweal.ledger.book import Book

HEADING = (
    "Reference number", "Contract title", "Department", "Description", "Supplier name", "Contract value", "Start date",
    "End date", "SME", "VCSE", "Company number", "Charity number", "Open Contracting ID", "Social value included",
    "Social value weighting")


def depart(book: Book) -> bytes:
    """Every contract that is the body's own, a row a supplier, as CSV that a spreadsheet opens with its £ intact.

    What the Code asks for and a ledger has no column of its own for (review date, VAT that cannot be recovered, how
    the contract was let) stands in the note of a contract, and is not in the register.
    """
    # The mark at the beginning tells Excel that the file is UTF-8.
    return for_people(write_rows(HEADING, _rows(book, public(book))))


def contracts_of_the_body(book: Book, told: Told) -> list[Record]:
    """The contracts of which the body is the buyer, or which name no buyer."""
    buyers: dict[str, set[str]] = {}
    for party in told.rows["parties"]:
        if party.text("part") == "buyer":
            buyers.setdefault(party.text("activity"), set()).add(party.text("organisation"))
    return [row for row in told.rows["activities"]
            if row.text("kind") == "contract" and book.settings.body in buyers.get(row.key, {book.settings.body})]


def _rows(book: Book, told: Told) -> Iterator[tuple[str, ...]]:
    organisations = {row.key: row for row in told.rows["organisations"]}
    lots = {row.key: row for row in told.rows["opportunities"]}
    suppliers: dict[str, list[Record]] = {}
    for party in told.rows["parties"]:
        if party.text("part") == "prime" and party.text("organisation") in organisations:
            suppliers.setdefault(party.text("activity"), []).append(organisations[party.text("organisation")])
    for row in contracts_of_the_body(book, told):
        lot = lots.get(row.text("opportunity"))
        said = {name: write_value(row.get(name)) for name in row.table.names}
        for supplier in suppliers.get(row.key, [None]):
            yield (row.key, said["title"], said["owner"], said["summary"], supplier.text("name") if supplier else "",
                   said["value"], said["start"], said["end"], *_kind(supplier), lot.text("process") if lot else "",
                   said["includes_social_value"], said["weighting"])


def _kind(supplier: Record | None) -> tuple[str, str, str, str]:
    """Whether a supplier is small or medium-sized and of the voluntary sector, and its numbers."""
    if supplier is None:
        return "", "", "", ""
    size, vcse = supplier.text("size"), supplier.get("vcse")
    numbers = {one.rpartition("-")[0]: one.rpartition("-")[2].upper()
               for one in (supplier.key, *supplier.ids("identifiers"))}
    return ("" if not size else "no" if size == "large" else "yes", write_value(vcse),
            supplier.text("company_number") or numbers.get("gb-coh", ""), numbers.get("gb-chc", ""))

"""The door for notices: a file of releases and a ledger give an arrival."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from commonweal.basics.told import Told, told
from commonweal.exchange.arrival import DOCUMENTS, Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File, Opened, file_fault
from commonweal.exchange.ocds.contracts import contracts_of
from commonweal.exchange.ocds.lots import Notice, lots_of
from commonweal.exchange.ocds.merging import Process, merge
from commonweal.exchange.ocds.nodes import Node
from commonweal.exchange.ocds.organisations import Organisations
from commonweal.exchange.ocds.releases import Releases, read_releases
from commonweal.exchange.ocds.rows import Rows
from commonweal.exchange.opening import open_file
from commonweal.ledger.book import Book

_HOW_OFTEN = 1_000


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a file of OCDS releases, packages or records would bring into a book."""
    opened = open_file(file)
    if not opened.documents:
        return nothing_read(opened, reads=DOCUMENTS)
    try:
        return _arrival(opened, book, given.say)
    except RecursionError:
        return nothing_read(opened, file_fault("JSON-DEEP", told("brackets stand within brackets too deep to read."),
                                               told("Take the superfluous brackets out."), file))


def _arrival(opened: Opened, book: Book, say: Callable[[str], None]) -> Arrival:
    """What an opened file of notices says, as rows beside those of the ledger."""
    releases = read_releases(opened, book.settings.id)
    rows = Rows(book, releases)
    bodies = Organisations(rows, releases)
    latest, together = _latest(rows), dict[int, tuple[int, ...]]()
    for number, process in enumerate(merge(releases), 1):
        _read(process, releases, rows, bodies, latest)
        together[process.row] = process.rows
        if not number % _HOW_OFTEN:
            say(f"Read {number:,} processes.")
    releases.end_of_sheet()
    return rows.arrival(opened.file, together)


def _latest(rows: Rows) -> dict[str, date]:
    """The day of the latest notice of each process that the ledger knows."""
    found: dict[str, date] = {}
    for lot in rows.held("opportunities").values():
        day, ocid = lot.day("published"), lot.text("process")
        if day is not None:
            found[ocid] = max(day, found.get(ocid, day))
    return found


def _read(process: Process, releases: Releases, rows: Rows, bodies: Organisations, latest: Mapping[str, date]) -> None:
    said: set[tuple[str, str, str]] = set()

    def say(code: str, path: str, message: Told, mend: Told) -> None:
        # A field is asked for more than once; its fault is told once.
        if (code, path, message) not in said:
            said.add((code, path, message))
            releases.say(code, process.row, path, message, mend, process.ocid)

    root = Node(process.data, "", say)
    published = None if process.own_ids else latest.get(process.ocid)
    rows.older = published is not None and (root.day("date") or published.isoformat()) < published.isoformat()
    if rows.older:
        say("OCDS-OLDER", "date", told("the records have a notice of {published} of the process.", published=published),
            told("Only what is blank in the records is filled from this one."))
    known = {party.text("id"): party for party in root.nodes("parties")}
    if process.own_ids:
        # A ledger's own package names every body that its rows name, also those without a part in the contract.
        for party in known.values():
            bodies.of(party, process.row, own_ids=True)
    named = root.node("buyer")
    buyer = known.get(named.text("id")) or next(
        (party for party in known.values() if "buyer" in party.words("roles")), None) or named
    notice = Notice(root, process.ocid, process.row, process.release_id, "", process.own_ids)
    if buyer:
        key = bodies.of(buyer, process.row, own_ids=process.own_ids, source=notice.about)
        notice = replace(notice, buyer=key)
    contracts_of(notice, lots_of(notice, rows), rows, bodies)

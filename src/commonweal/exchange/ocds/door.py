"""The door for notices: a file of releases and a ledger give an arrival."""

from commonweal.exchange.files import Opened
from commonweal.exchange.ocds.contracts import contracts_of
from commonweal.exchange.ocds.lots import Notice, lots_of
from commonweal.exchange.ocds.merging import Process, merge
from commonweal.exchange.ocds.nodes import Node
from commonweal.exchange.ocds.organisations import Organisations
from commonweal.exchange.ocds.releases import Releases, read_releases
from commonweal.exchange.ocds.rows import Rows
from commonweal.ledger.book import Book


def read_notices(opened: Opened, book: Book | None) -> tuple[Releases, Rows]:
    """What a file of notices says, as rows beside those of the ledger, and the control sum and findings behind them."""
    releases = read_releases(opened)
    rows = Rows(book, releases)
    bodies = Organisations(rows, releases)
    for process in merge(releases):
        _read(process, releases, rows, bodies)
    return releases, rows


def _read(process: Process, releases: Releases, rows: Rows, bodies: Organisations) -> None:
    said: set[tuple[str, str, str]] = set()

    def say(code: str, path: str, message: str, mend: str) -> None:
        # A field is asked for more than once; its fault is told once.
        if (code, path, message) not in said:
            said.add((code, path, message))
            releases.say(code, process.row, path, message, mend, process.ocid)

    root = Node(process.data, "", say)
    known = {party.text("id"): party for party in root.nodes("parties")}
    named = root.node("buyer")
    buyer = known.get(named.text("id")) or next(
        (party for party in known.values() if "buyer" in party.words("roles")), None) or named
    key = bodies.of(buyer, process.row, own_ids=process.own_ids, source=process.ocid) if buyer else ""
    notice = Notice(root, process.ocid, process.row, process.release_id, key, process.own_ids)
    contracts_of(notice, lots_of(notice, rows), rows, bodies)

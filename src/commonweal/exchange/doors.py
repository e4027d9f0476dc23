"""Every door by its name, and every form in which records go out: a line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TypeVar

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.files import File, Kind
from commonweal.exchange.sniffing import NotTaken, kind_of
from commonweal.ledger.book import Book

Named = TypeVar("Named")


def _nothing_beside(name: str) -> File | None:
    return None


def _not_said(text: str) -> None:
    pass


@dataclass(frozen=True)
class Given:
    """What a person gave beside the file: a column map as text, other files by their name (None: not there), where to
    say how far long work is, and the day on which it was received."""

    map_text: str = ""
    beside: Callable[[str], File | None] = _nothing_beside
    say: Callable[[str], None] = _not_said
    received: date | None = None


# A file and the book it would go into: what it would add. Never touches the book.
Door = Callable[[File, Book, Given], Arrival]
# A book as the bytes of one file.
Form = Callable[[Book], bytes]


def _door(module: str) -> Door:
    """The function `arrive` of a module of this room, imported when it is needed: some stand on large libraries."""
    def arrive(file: File, book: Book, given: Given) -> Arrival:
        found: Arrival = import_module(f"commonweal.exchange.{module}").arrive(file, book, given)
        return found
    return arrive


def _form(module: str, function: str = "depart") -> Form:
    """The function `depart` of a module of this room, or another of its functions."""
    def depart(book: Book) -> bytes:
        made: bytes = getattr(import_module(f"commonweal.exchange.{module}"), function)(book)
        return made
    return depart


DOORS: Mapping[str, Door] = {
    "deprivation": _door("deprivation"),
    "grants": _door("grants"),
    "map": _door("maps.door"),
    "ocds": _door("ocds.door"),
    "postcodes": _door("postcodes"),
    "profiles": _door("profiles"),
    "register": _door("register"),
    "return": _door("workbooks.returns"),
    "values": _door("value_library"),
    "workbook": _door("workbooks.whole"),
}

FORMS: Mapping[str, Form] = {
    "contracts-without-social-value": _form("unrecorded"),
    "impact-standard": _form("impact"),
    "ocds": _form("ocds.write"),
    "ocds-whole": _form("ocds.write", "depart_whole"),
    "payment-differences": _form("paid"),
    "register": _form("register_out"),
    "tables": _form("tables_out"),
    "tables-whole": _form("tables_out", "depart_whole"),
    "workbook": _form("workbooks.whole"),
}


def usual_door(file: File) -> str:
    """The name of the door that a file goes through where nobody named one, by what it truly is."""
    try:
        return "ocds" if kind_of(file.content) in (Kind.JSON, Kind.JSON_LINES) else "map"
    except NotTaken:
        return "map"


def door(name: str) -> Door:
    """The door of that name. Raises Refused, with the names that there are."""
    return _named(DOORS, name, "door")


def form(name: str) -> Form:
    """The form of that name. Raises Refused, with the names that there are."""
    return _named(FORMS, name, "form")


def _named(listed: Mapping[str, Named], name: str, what: str) -> Named:
    if name not in listed:
        raise Refused(told("There is no {sort} '{name}'. There is: {listed}.", sort=what, name=name,
                           listed=", ".join(sorted(listed)) or told("none yet")))
    return listed[name]

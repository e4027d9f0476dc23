"""Every door by its name, a line each; and which of them a file goes through where nobody says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module

from commonweal.exchange.arrival import Arrival
from commonweal.exchange.files import File, Kind
from commonweal.exchange.forms import named
from commonweal.exchange.sniffing import NotTaken, kind_of
from commonweal.ledger.book import Book

# The file of a name among those that came with another; None where there is none.
Beside = Callable[[str], File | None]


def nothing_beside(name: str) -> File | None:
    """No file came with it."""
    return None


def _not_said(text: str) -> None:
    pass


@dataclass(frozen=True)
class Given:
    """What a person gave beside the file: a column map as text, other files by their name (None: not there), where to
    say how far long work is, and the day on which it was received."""

    map_text: str = ""
    beside: Beside = nothing_beside
    say: Callable[[str], None] = _not_said
    received: date | None = None


# A file and the book it would go into: what it would add. Never touches the book.
Door = Callable[[File, Book, Given], Arrival]


def _door(module: str) -> Door:
    """The function `arrive` of a module of this room, imported when it is needed: some stand on large libraries."""
    def arrive(file: File, book: Book, given: Given) -> Arrival:
        found: Arrival = import_module(f"commonweal.exchange.{module}").arrive(file, book, given)
        return found
    return arrive


DOORS: Mapping[str, Door] = {
    "deprivation": _door("deprivation"),
    "grants": _door("grants"),
    "map": _door("maps.door"),
    "ocds": _door("ocds.door"),
    "postcodes": _door("postcodes"),
    "profiles": _door("profiles"),
    "register": _door("register"),
    "return": _door("workbooks.returns"),
    "suppliers": _door("suppliers"),
    "workbook": _door("workbooks.whole"),
}


def usual_door(file: File) -> str:
    """The name of the door that a file goes through where nobody named one, by what it truly is."""
    try:
        kind = kind_of(file.content)
    except NotTaken:
        return "map"
    if kind is Kind.SPREADSHEET:
        door_of_ours: Callable[[File], str] = import_module("commonweal.exchange.workbooks.ours").door_of
        return door_of_ours(file) or "map"
    return "ocds" if kind in (Kind.JSON, Kind.JSON_LINES) else "map"


def door(name: str) -> Door:
    """The door of that name. Raises Refused, with the names that there are."""
    return named(DOORS, name, "door")

"""Postcodes to places: a look-up file of the user's says which neighbourhood, ward, council and region each lies in.

Every postcode of the payments is looked for; one that the file does not have stays without a place, and is counted so.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from typing import Any

from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import Told, listed, told
from commonweal.exchange.arrival import Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import Cell, File, Sheet, blank, headings, sheet_left_out
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.indicators.local_spend import inside
from commonweal.ledger.book import Book
from commonweal.ledger.tables import DECILES, PAYMENTS, PLACES

# From the smallest place to the widest: the kind in places.csv, and the columns of a look-up that hold code and name.
LEVELS = ("neighbourhood", "ward", "council", "region")
# The finding of a look-up file whose shape is not known.
NO_SHAPE = "LOOKUP-SHAPE"
_KEYS = ("postcode", *LEVELS, *(f"{level}_name" for level in LEVELS), "decile")
_NEEDED = ("postcode", "council")
# How the headings of look-up files begin, as those who publish them name their columns.
_STEMS = {
    "postcode": ("postcode", "pcd"), "neighbourhood": ("lsoa", "neighbourhood", "dz"), "ward": ("wd", "ward", "osward"),
    "council": ("lad", "council", "oslaua", "laua", "localauthority"), "region": ("rgn", "region"),
}
# Which column of a payment says where, and which holds the postcode.
SIDES = {"office": "postcode", "place": "delivery_postcode"}


@dataclass(frozen=True)
class Spot:
    """What a look-up file says of one postcode: code and name of each place around it, and the deprivation tenth."""

    places: Mapping[str, tuple[str, str]]
    decile: str


def plain_postcode(text: str) -> str:
    """A postcode without its space, in capitals, so that ways of typing it are alike.

    >>> plain_postcode(" l1  0aa ")
    'L10AA'
    """
    return re.sub(r"\s+", "", text).upper()


def shapes() -> tuple[Mapping[str, str], ...]:
    """The look-up files whose shape is known: for each, its columns by what they hold."""
    text = (files("commonweal.exchange") / "postcode_shapes.toml").read_text(encoding="utf-8")
    return tuple(read_shape(shape) for shape in tomllib.loads(text)["shape"])


def read_shape(data: Mapping[str, Any]) -> Mapping[str, str]:
    """The shape of a look-up file as a small TOML table says it. Raises Refused where it names something unknown."""
    unknown = sorted(set(data) - {*_KEYS, "title"})
    if unknown or not {*_NEEDED} <= data.keys():
        most = told("The shape of a look-up file names a column for postcode and council at least, and for {keys} at "
                    "most", keys=", ".join(_KEYS))
        raise Refused(told("{most}; it has {unknown}.", most=most, unknown=", ".join(unknown)) if unknown else
                      most.as_sentence())
    return {name: str(column) for name, column in data.items() if name != "title"}


def proposed_shape(file: File) -> str:
    """The shape of a look-up file as text, from its headings: a draft that a person corrects."""
    sheets = open_file(file).sheets
    heading = [str(cell or "").strip() for cell in next(iter(sheets[0].rows), (1, ()))[1]] if sheets else []
    lines, used = [], set[str]()
    for key in _KEYS:
        found = next((name for name in heading if name not in used and _sounds_like(key, name)), "")
        used.add(found)
        needed = "needed" if key in _NEEDED else "if there is one"
        lines.append(f"{key} = {json.dumps(found, ensure_ascii=False)}" if found else f'# {key} = ""  # {needed}')
    unused = [name for name in heading if name and name not in used]
    return "\n".join([*lines, *(["", "# Not taken:"] if unused else []), *(f"#   {name}" for name in unused)]) + "\n"


def _sounds_like(key: str, heading: str) -> bool:
    """Whether a heading says what a key of a shape holds: LAD23NM is the name of a council, its code is LAD23CD."""
    said = re.sub(r"[^a-z]", "", heading.casefold())
    if key == "decile":
        return said.endswith("decile")
    is_name = said.endswith(("nm", "name"))
    return said.startswith(_STEMS[key.removesuffix("_name")]) and is_name == key.endswith("_name")


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a look-up file adds: the places that postcodes of the payments lie in, and on each payment which place.

    The map that was given, if any, is the file's shape; else the first known shape that fits is taken. Places that the
    book has are found by their official code; those that it lacks are added, each within the next wider one. Every
    sheet whose headings fit is read; the others are noted.
    """
    shape = given_shape(given.map_text)
    opened = open_file(file)
    if opened.refused or not opened.sheets:
        return nothing_read(opened)
    wanted = {plain_postcode(row.text(column)) for row in book.rows("payments") for column in SIDES.values()} - {""}
    reader = _Reader(file, (shape,) if shape else shapes(), wanted)
    for sheet in opened.sheets:
        reader.read(sheet)
    if not reader.counts:
        return nothing_read(opened, *reader.findings, _no_shape(file, opened.sheets[0]))
    places = _Places(book, f"{file.name}, {file.sha256[:12]}")
    payments = [*_placed(book, {postcode: places.of(spot) for postcode, spot in reader.spots.items()})]
    missing = len(wanted - reader.spots.keys())
    return Arrival(
        receipt(file, reader.counts, [*opened.findings, *reader.findings, *_without_code(book, file)]),
        rows={"places": tuple(places.rows.values()), "payments": tuple(payments)},
        columns={"payments": tuple(SIDES)},
        notes=(told("Of {wanted} postcodes in the payments, {found} are in the look-up file and {missing} are not.",
                    wanted=f"{len(wanted):,}", found=f"{len(wanted) - missing:,}", missing=f"{missing:,}"),))


def _without_code(book: Book, file: File) -> Iterator[Finding]:
    """A note where no look-up can find the area: then its councils are added once more, outside of it."""
    area = book.by_id("places")[book.settings.place]
    within = inside(book, area.key)
    councils = [row for row in book.rows("places") if row.key in within and row.text("kind") == "council"]
    if unknown := [row.text("name") for row in councils or [area] if not row.text("code")]:
        yield Finding("PLACE-NO-CODE", Severity.NOTE,
                      told("no official code is on record for {names}: no postcode is found to lie there, and what is "
                           "paid there counts as paid elsewhere.", names=listed(unknown)),
                      told("Write the code, such as E08000012, into the column 'code' of places, and bring the file "
                           "then. If it is in already, take it back first."), file.name, subject=area.key)


def given_shape(text: str) -> Mapping[str, str] | None:
    """The shape that a person gave as text; None where it is blank. Raises Refused for what is none."""
    try:
        return read_shape(tomllib.loads(text)) if text.strip() else None
    except tomllib.TOMLDecodeError as error:
        raise Refused(told("The shape of the look-up file cannot be read: {why}.", why=error)) from error


class _Reader:
    """Goes through the sheets of a look-up file once and keeps the postcodes that are wanted."""

    def __init__(self, file: File, shapes: Sequence[Mapping[str, str]], wanted: set[str]) -> None:
        self.file = file
        self.shapes = shapes
        self.wanted = wanted
        self.spots: dict[str, Spot] = {}
        self.findings: list[Finding] = []
        self.counts: list[SheetCount] = []
        self.columns: Mapping[str, int] = {}
        self.rows = self.refused = self.blank = 0

    def read(self, sheet: Sheet) -> None:
        heading = headings(sheet)
        shape = next((shape for shape in self.shapes if set(shape.values()) <= set(heading)), None)
        if shape is None:
            self.findings.append(sheet_left_out(self.file, sheet, told("no known shape of a look-up file fits it")))
            return
        self.columns = {name: heading.index(column) for name, column in shape.items()}
        self.rows = self.refused = self.blank = 0
        for number, cells in islice(sheet.rows, 1, None):
            self._take(number, cells, sheet.name)
        accepted = self.rows - self.refused - self.blank
        self.counts.append(SheetCount(sheet.name, self.rows, accepted, self.refused, self.blank))

    def _take(self, number: int, cells: tuple[Cell, ...], sheet: str) -> None:
        self.rows += 1
        if all(map(blank, cells)):
            self.blank += 1
            return
        postcode = plain_postcode(self._text(cells, "postcode"))
        fault = self._fault(postcode, cells)
        if fault:
            self.refused += 1
            self.findings.append(Finding("LOOKUP-ROW", Severity.ERROR, fault,
                                         told("Mend the row, or get the file anew."), self.file.name, number,
                                         subject=postcode, sheet=sheet))
        elif postcode in self.wanted:
            self.spots[postcode] = Spot(
                {level: (code, self._text(cells, f"{level}_name")) for level in LEVELS
                 if (code := self._text(cells, level))}, self._text(cells, "decile"))

    def _fault(self, postcode: str, cells: tuple[Cell, ...]) -> Told | None:
        if not postcode:
            return told("there is no postcode in it.")
        if postcode in self.spots:
            return told("the postcode {postcode} stands in an earlier row already.", postcode=postcode)
        decile = self._text(cells, "decile")
        if decile in ("", *DECILES):
            return None
        return told("'{decile}' is no tenth from 1 to 10.", decile=decile)

    def _text(self, cells: tuple[Cell, ...], name: str) -> str:
        place = self.columns.get(name, len(cells))
        return "" if place >= len(cells) or cells[place] is None else str(cells[place]).strip()


class _Places:
    """The places that look-ups lead to: those of the book by their code, and new ones."""

    def __init__(self, book: Book, source: str) -> None:
        self.by_code = {row.text("code"): row for row in book.rows("places") if row.text("code")}
        self.source = source
        self.rows: dict[str, Record] = {}

    def of(self, spot: Spot) -> str:
        """The id of the smallest place around a postcode; it and those around it are made where they are missing."""
        inner = ""
        parent: str | None = None
        for level in reversed(LEVELS):
            if level in spot.places:
                inner = self._place(level, *spot.places[level], parent, spot.decile if level == LEVELS[0] else "")
                parent = inner
        return inner

    def _place(self, kind: str, code: str, name: str, parent: str | None, decile: str) -> str:
        row = self.by_code.get(code)
        if row is None:
            row = Record(PLACES, dict.fromkeys(PLACES.names) | {
                "id": code.lower(), "name": name or code, "kind": kind, "parent": parent, "code": code, "page": True,
                "source": self.source})
        if decile and row.text("decile") != decile:
            row = Record(PLACES, {**row.values, "decile": decile}, row.row)
        if self.by_code.get(code) is not row:
            self.by_code[code] = self.rows[code] = row
        return row.key


def _placed(book: Book, found: Mapping[str, str]) -> Iterator[Record]:
    """The payments whose place changes."""
    for row in book.rows("payments"):
        places = {side: place for side, column in SIDES.items()
                  if (place := found.get(plain_postcode(row.text(column)))) and place != row.text(side)}
        if places:
            yield Record(PAYMENTS, {**row.values, **places}, row.row)


def _no_shape(file: File, sheet: Sheet) -> Finding:
    return Finding(NO_SHAPE, Severity.ERROR,
                   told("no known shape of a look-up file fits '{heading}'.",
                        heading=", ".join(headings(sheet))[:200]),
                   told("Say which column holds the postcode, which the council, and whatever else there is (on the "
                        "command line: in a small TOML file, with --map)."), file.name, 1, sheet=sheet.name)

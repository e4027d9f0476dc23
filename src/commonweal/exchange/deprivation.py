"""The deprivation tenth of each neighbourhood of the book, from the published index, found by official code."""

from collections.abc import Mapping, Sequence
from itertools import islice

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.exchange.arrival import Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File, Sheet, blank, headings, sheet_left_out
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.ledger.book import Book
from commonweal.ledger.tables import DECILES, PLACES

# The headings of the published indices: the code of the neighbourhood (LSOA) and its tenth, 1 the most deprived. The
# ministry's say more in brackets behind: of which year, and which end of the scale is which.
SHAPES = (("lsoa21_code", "imd_decile"), ("lsoa11_code", "imd_decile"), ("code", "decile"),
          ("lsoa code", "index of multiple deprivation (imd) decile"))


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What an index adds to a book: `decile` of each place whose code it has. Other rows are read and not needed.

    Every sheet with the headings of an index is read; the others are noted.
    """
    opened = open_file(file)
    if not opened.sheets:
        return nothing_read(opened)
    reader = _Reader(file, {row.text("code"): row for row in book.rows("places") if row.text("code")})
    for sheet in opened.sheets:
        reader.read(sheet)
    if not reader.counts:
        return nothing_read(opened, *reader.findings, _no_index(file, opened.sheets[0]))
    return Arrival(receipt(file, reader.counts, [*opened.findings, *reader.findings]),
                   {"places": tuple(reader.found.values())}, {"places": ("decile",)},
                   notes=(told("{count} places of these records are in it.", count=f"{len(reader.found):,}"),))


class _Reader:
    """Goes through the sheets of an index and keeps the places whose tenth it has."""

    def __init__(self, file: File, places: Mapping[str, Record]) -> None:
        self.file, self.places = file, places
        self.found: dict[str, Record] = {}
        self.findings: list[Finding] = []
        self.counts: list[SheetCount] = []
        self.seen: set[str] = set()

    def read(self, sheet: Sheet) -> None:
        heading = headings(sheet)
        found = [columns for shape in SHAPES if (columns := _places(heading, shape))]
        if not found:
            self.findings.append(sheet_left_out(self.file, sheet, told("its headings are not those of an index")))
            return
        at, tenth = found[0]
        rows_in = empty = refused = 0
        for row, cells in islice(sheet.rows, 1, None):
            rows_in += 1
            if all(map(blank, cells)):
                empty += 1
                continue
            code, decile = (str(cells[place] or "").strip() if place < len(cells) else "" for place in (at, tenth))
            fault = (told("the code stands twice.") if code in self.seen else
                     None if code and decile in DECILES else told("it has no code, or no tenth."))
            self.seen.add(code)
            if fault:
                refused += 1
                self.findings.append(Finding("INDEX-ROW", Severity.ERROR, fault,
                                             told("Write a code and a tenth from 1 to 10."), self.file.name, row,
                                             heading[tenth], code, sheet.name))
            elif code in self.places:
                place = self.places[code]
                self.found[code] = Record(PLACES, {**place.values, "decile": decile}, place.row)
        self.counts.append(SheetCount(sheet.name, rows_in, rows_in - refused - empty, refused, empty))


def _places(heading: Sequence[str], shape: Sequence[str]) -> list[int]:
    """Where the columns of a shape stand; nowhere if one of them is not there, or more than once."""
    found = [[place for place, name in enumerate(heading)
              if name.casefold() == wanted or name.casefold().startswith(f"{wanted} (")] for wanted in shape]
    return [place for (place,) in found] if all(len(places) == 1 for places in found) else []


def _no_index(file: File, sheet: Sheet) -> Finding:
    return Finding("INDEX-SHAPE", Severity.ERROR,
                   told("its headings are not those of an index: {heading}.", heading=", ".join(headings(sheet))[:200]),
                   told("Call the columns code and decile."), file.name, 1, sheet=sheet.name)

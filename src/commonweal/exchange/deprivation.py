"""The deprivation tenth of each neighbourhood of the book, from the published index, found by official code."""

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.exchange.arrival import Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File, blank
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.ledger.book import Book
from commonweal.ledger.tables import DECILES, PLACES

# The headings of the published indices: the code of the neighbourhood (LSOA) and its tenth, 1 the most deprived.
SHAPES = (("lsoa21_code", "IMD_decile"), ("lsoa11_code", "IMD_decile"), ("code", "decile"))


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What an index adds to a book: `decile` of each place whose code it has. Other rows are read and not needed."""
    opened = open_file(file)
    if not opened.sheets:
        return nothing_read(opened)
    rows = iter(opened.sheets[0].rows)
    heading = [str(cell or "").strip() for cell in next(rows, (1, ()))[1]]
    shape = next((shape for shape in SHAPES if set(shape) <= set(heading)), None)
    if shape is None:
        return nothing_read(opened, Finding("INDEX-SHAPE", Severity.ERROR,
                                            told("its headings are not those of an index: {heading}.",
                                                 heading=", ".join(heading)[:200]),
                                            told("Call the columns code and decile."), file.name, 1))
    at, tenth = map(heading.index, shape)
    places = {row.text("code"): row for row in book.rows("places") if row.text("code")}
    found: dict[str, Record] = {}
    findings = list[Finding]()
    seen, empty, refused = set[str](), 0, 0
    rows_in = 0
    for row, cells in rows:
        rows_in += 1
        if all(map(blank, cells)):
            empty += 1
            continue
        code, decile = (str(cells[place] or "").strip() if place < len(cells) else ""
                        for place in (at, tenth))
        sound = code and decile in DECILES
        fault = (told("the code stands twice.") if code in seen else None if sound else
                 told("it has no code, or no tenth."))
        seen.add(code)
        if fault:
            refused += 1
            findings.append(Finding("INDEX-ROW", Severity.ERROR, fault,
                                    told("Write a code and a tenth from 1 to 10."), file.name, row, shape[1], code))
        elif code in places:
            found[code] = Record(PLACES, {**places[code].values, "decile": decile}, places[code].row)
    count = SheetCount(opened.sheets[0].name, rows_in, rows_in - refused - empty, refused, empty)
    return Arrival(receipt(file, [count], [*opened.findings, *findings]), {"places": tuple(found.values())},
                   {"places": ("decile",)}, 
                   notes=(told("{count} places of these records are in it.", count=f"{len(found):,}"),))

"""The door for contract registers as councils publish them: the Local Government Transparency Code 2015, paragraph 32.

The Code says what a register tells and not what its columns are called, so each is known by several headings. A row is
a contract, or one more supplier of a contract that stands above it with the same reference.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.numbers import plain
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.exchange.arrival import Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File, Row, Sheet, blank, sheet_left_out
from commonweal.exchange.ocds.nodes import Node, slug
from commonweal.exchange.ocds.organisations import Organisations
from commonweal.exchange.ocds.reading import Reading
from commonweal.exchange.ocds.rows import Rows
from commonweal.exchange.opening import open_file
from commonweal.exchange.register_cells import DATES, RegisterRow, order_of_days, purpose, text_of
from commonweal.ledger.book import Book

_REQUIRED = ("title", "supplier")
_HEADING_WITHIN = 20
# What the ledger has no column for goes into the note, with these words before it.
_NOTED = {"review": "Review:", "annual": "A year:", "vat": "VAT that cannot be recovered:", "route": "Result of:"}


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a contract register would bring into a book; its contracts are those of the body whose book it is."""
    opened = open_file(file)
    reading = Reading(file.name, list(opened.findings))
    register = _Register(reading, Rows(book, reading), book.settings.body)
    others = []
    for sheet in opened.sheets:
        reading.sheet = sheet.name
        if register.read(sheet):
            given.say(f"Read {reading.rows_in:,} rows.")
            reading.end_of_sheet()
        else:
            others.append(sheet)
    if not reading.counts:
        return nothing_read(opened, *map(register.no_heading, others))
    why = told("no row names the columns of a register")
    reading.findings += [sheet_left_out(file, sheet, why) for sheet in others]
    return register.rows.arrival(file)


class _Register:
    """One file while it is read: the rows made so far, and where each contract first stood."""

    def __init__(self, reading: Reading, rows: Rows, buyer: str) -> None:
        self.reading, self.rows, self.buyer = reading, rows, buyer
        self.bodies = Organisations(rows, reading)
        self.first: dict[str, tuple[int, Record]] = {}

    def read(self, sheet: Sheet) -> bool:
        """Find the heading of a sheet, then take row after row; False where there is no heading."""
        listed = list(sheet.rows)
        places, start = self._heading(listed)
        if not places:
            return False
        body = [(number, {name: text_of(cells[place]) for name, place in places.items() if place < len(cells)}, cells)
                for number, cells in listed[start:]]
        while body and all(map(blank, body[-1][2])):
            body.pop()
        month_first = order_of_days(texts.get(name, "") for _, texts, _ in body for name in DATES)
        if month_first is None:
            self.reading.say("REGISTER-DATES", None, "start",
                             told("no date of the sheet shows whether it is day first."),
                             told("They are read day first, as in the United Kingdom."))
        for number, texts, cells in body:
            self.reading.rows_in += 1
            if all(map(blank, cells)):
                self.reading.blank += 1
            else:
                self._take(RegisterRow(number, texts, bool(month_first), self.reading))
        return True

    def no_heading(self, sheet: Sheet) -> Finding:
        """That a sheet is no register, where none of the file is."""
        return Finding("REGISTER-HEADING", Severity.ERROR,
                       told("no row names the columns of a register, so the sheet's {count} rows are not read.",
                            count=len([*sheet.rows])),
                       told("Give it a row of headings with at least: title, supplier, value, start date."),
                       self.reading.file, sheet=sheet.name)

    def _heading(self, listed: Sequence[Row]) -> tuple[Mapping[str, int], int]:
        """Where each column stands, and the place of the first row below the heading; no columns if there is none."""
        for start, (number, cells) in enumerate(listed[:_HEADING_WITHIN], 1):
            places: dict[str, int] = {}
            unknown = []
            for place, cell in enumerate(cells):
                name = purpose(cell)
                if name and name not in places:
                    places[name] = place
                elif not blank(cell):
                    unknown.append(str(cell)[:60])
            if all(name in places for name in _REQUIRED):
                for heading in unknown:
                    self.reading.say("REGISTER-COLUMN", number, heading, told("the column is not read."),
                                     told("Nothing to do, unless it holds one of the things that the Code names."))
                return places, start
        return {}, 0

    def _take(self, row: RegisterRow) -> None:
        title, reference = row.text("title"), row.text("reference")
        if not title and not reference:
            self.reading.refuse("REGISTER-NO-CONTRACT", row.number, "title", told("the row names no contract."),
                                told("Give it a title and a reference; take out rows of sums."))
            return
        # A register that was written from these records has their own ids as references.
        own = slug(reference)
        key = own if own in self.rows.held("activities") else slug(self.buyer, reference or title)
        cells = self._activity(row, key)
        earlier = self.first.get(key)
        if earlier and any(cells[name] not in ("", _as_cell(earlier[1], name)) for name in ("title", "value")):
            self.reading.refuse("REGISTER-TWICE", row.number, "reference",
                                told("the reference stands in row {earlier} with another title or value.",
                                     earlier=earlier[0]),
                                told("Give each contract a reference of its own."))
            return
        record = self.rows.add("activities", cells, row.number)
        if record is None:
            self.reading.refused += 1
            return
        self.first.setdefault(key, (row.number, record))
        self._parties(row, key)

    def _activity(self, row: RegisterRow, key: str) -> dict[str, str]:
        title, ocid = row.text("title") or row.text("reference"), row.text("ocid")
        said = [f"{words} {row.text(name)}" for name, words in _NOTED.items() if row.text(name)]
        return {
            "id": key, "title": title, "kind": "contract", "role": "commissioner", "state": "not-stated",
            "summary": row.text("description"), "owner": row.text("department"), "value": row.money("value"),
            "start": row.day("start"), "end": row.day("end"), "includes_social_value": row.yes_no("social_value"),
            "weighting": row.share("weighting"), "note": "; ".join(said),
            "source": ", ".join(filter(None, (f"Contract register, {row.text('reference') or title}", ocid)))}

    def _parties(self, row: RegisterRow, key: str) -> None:
        names = [name.strip() for name in row.text("supplier").split(";") if name.strip()]
        if not names:
            self.reading.say("REGISTER-NO-SUPPLIER", row.number, "supplier", told("the row names no supplier."),
                             told("Fill it in; the contract is taken without."), key)
        found = [("prime", self.bodies.of(self._party(row, name, alone=len(names) == 1), row.number,
                                          source="Contract register")) for name in names]
        for part, organisation in [("buyer", self.buyer), *found]:
            if organisation:
                self.rows.add("parties", {"activity": key, "organisation": organisation, "part": part}, row.number)

    def _party(self, row: RegisterRow, name: str, *, alone: bool) -> Node:
        """A supplier as notices have it. What is said of several in one cell is said of none of them."""
        data: dict[str, object] = {"name": name, "roles": ["supplier"]}
        if alone:
            scheme, number = row.registered()
            data["details"] = {"scale": {"yes": "sme", "no": "large"}.get(row.yes_no("sme"), ""),
                               "vcse": {"yes": True, "no": False}.get(row.yes_no("vcse"))}
            data["identifier"] = {"scheme": scheme, "id": number} if scheme else {}
        return Node(data, "supplier", lambda code, *rest: self.reading.say(code, row.number, *rest))


def _as_cell(record: Record, name: str) -> str:
    value = record.get(name)
    return plain(value) if isinstance(value, Decimal) else record.text(name)

"""The door for contract registers as councils publish them: the Local Government Transparency Code 2015, paragraph 32.

The Code says what a register tells and not what its columns are called, so each is known by several headings. A row is
a contract, or one more supplier of a contract that stands above it with the same reference.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from commonweal.basics.findings import Severity
from commonweal.basics.numbers import NotANumber, plain, read_number
from commonweal.basics.tables import Record
from commonweal.exchange.arrival import Arrival, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import Cell, File, Row, Sheet, blank
from commonweal.exchange.ocds.nodes import Node, slug
from commonweal.exchange.ocds.organisations import Organisations
from commonweal.exchange.ocds.reading import Reading
from commonweal.exchange.ocds.rows import Rows
from commonweal.exchange.opening import open_file
from commonweal.ledger.book import Book

# What a column is for, and how its heading may be worded, without case, signs and "contract" or "agreement".
HEADINGS: Mapping[str, str] = {
    "reference": r"(reference|ref)( (number|no|id))?",
    "title": r"title( of)?|name",
    "department": r"(local authority )?(department|directorate|service area|division)( responsible)?",
    "description": r"description( of( the)? (goods|services|works).*)?|summary",
    "supplier": r"supplier( name)?( and details)?|provider( name)?|contractor( name)?|awarded to",
    "value": r"(total )?(value|sum|amount)( of( the)?)?( total)?( to be paid.*)?( over.*)?",
    "annual": r"(estimated )?annual (value|spend|spending|budget)( .*)?",
    "vat": r"(irrecoverable vat|vat (that )?(cannot|can not) be recovered|vat not recovered)",
    "start": r"start( date)?|commencement( date)?",
    "end": r"end( date)?|expiry( date)?",
    "review": r"review( date)?",
    "route": r"(invitation )?(process|procedure|route|procurement route|tender process)( type)?|result of.*",
    "sme": r"sme( supplier)?( type)?( y n| yes no)?|small or medium.*",
    "vcse": r"(vcse|vcs|vco)( supplier)?( type)?( y n| yes no)?|voluntary.*",
    "company": r"(supplier )?(registered )?company( registration)?( (number|no))?",
    "charity": r"(supplier )?(registered )?charity( registration)?( (number|no))?",
    "registration": r"(supplier )?registration( (number|no))?",
    "ocid": r"ocid|open contracting id",
    "social_value": r"(includes |including )?social value( included)?( y n| yes no)?",
    "weighting": r"social value weight(ing)?( .*)?",
}
_REQUIRED = ("title", "supplier")
_YES = {"yes", "y", "true", "1", "sme", "vcse", "vcs", "vco", "small", "medium", "micro"}
_NO = {"no", "n", "false", "0", "large", "not sme", "non sme", "not vcse", "non vcse"}
_UNSAID = {"", "n a", "na", "not known", "unknown", "not applicable", "none", "tbc"}
_HEADING_WITHIN = 20
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a contract register would bring into a book; its contracts are those of the body whose book it is."""
    opened = open_file(file)
    reading = Reading(file.name, list(opened.findings))
    rows = Rows(book, reading)
    bodies = Organisations(rows, reading)
    for sheet in opened.sheets:
        reading.sheet = sheet.name
        if _Register(sheet, reading, rows, bodies, book.settings.body).read():
            given.say(f"Read {reading.rows_in:,} rows.")
            reading.end_of_sheet()
    if not reading.counts:
        return nothing_read(opened, *(finding for finding in reading.findings if finding not in opened.findings))
    return reading.arrival(file, rows.all())


class _Register:
    """One sheet of a register while it is read."""

    def __init__(self, sheet: Sheet, reading: Reading, rows: Rows, bodies: Organisations, buyer: str) -> None:
        self.sheet, self.reading, self.rows, self.bodies, self.buyer = sheet, reading, rows, bodies, buyer
        self.places: dict[str, int] = {}
        self.month_first = False
        self.first: dict[str, tuple[int, Record]] = {}

    def read(self) -> bool:
        """Find the heading, then take row after row; False where there is no heading."""
        listed = list(self.sheet.rows)
        start = self._heading(listed)
        if start is None:
            self.reading.say("REGISTER-HEADING", None, "",
                             f"no row names the columns of a register, so the sheet's {len(listed)} rows are not read.",
                             "Give it a row of headings with at least: title, supplier, value, start date.",
                             severity=Severity.ERROR)
            return False
        body = listed[start:]
        while body and all(blank(cell) for cell in body[-1][1]):
            body.pop()
        self._order_of_days(body)
        for number, cells in body:
            self.reading.rows_in += 1
            if all(blank(cell) for cell in cells):
                self.reading.blank += 1
            else:
                self._take(number, cells)
        return True

    def _heading(self, listed: Sequence[Row]) -> int | None:
        for place, (number, cells) in enumerate(listed[:_HEADING_WITHIN]):
            found: dict[str, int] = {}
            for column, cell in enumerate(cells):
                name = _column(cell)
                if name and name not in found:
                    found[name] = column
                elif not blank(cell) and len(found) > len(_REQUIRED):
                    self.reading.say("REGISTER-COLUMN", number, str(cell)[:60], "the column is not read.",
                                     "Nothing to do, unless it holds one of the things that the Code names.")
            if all(name in found for name in _REQUIRED):
                self.places = found
                return place + 1
        return None

    def _order_of_days(self, body: Sequence[Row]) -> None:
        """Whether dates with slashes put the month first: only if the sheet's dates cannot be read otherwise."""
        pairs = [(int(found[1]), int(found[2])) for _, cells in body for name in ("start", "end", "review")
                 if (found := _SLASHED.match(self._said(name, cells)))]
        self.month_first = any(second > 12 for _, second in pairs) and not any(first > 12 for first, _ in pairs)
        if pairs and not any(max(pair) > 12 for pair in pairs):
            self.reading.say("REGISTER-DATES", None, "start", "no date of the sheet shows whether it is day first.",
                             "They are read day first, as in the United Kingdom.")

    def _take(self, number: int, cells: tuple[Cell, ...]) -> None:
        say = {name: self._said(name, cells) for name in HEADINGS}
        if not say["title"] and not say["reference"]:
            self.reading.refuse("REGISTER-NO-CONTRACT", number, "title", "the row names no contract.",
                                "Give it a title and a reference; take out rows of sums.")
            return
        # A register that was written from these records has their own ids as references.
        own = slug(say["reference"])
        key = own if own in self.rows.held("activities") else slug(self.buyer, say["reference"] or say["title"])
        activity = self._activity(number, key, say)
        earlier = self.first.get(key)
        if earlier and any(activity[name] not in ("", _as_cell(earlier[1], name)) for name in ("title", "value")):
            self.reading.refuse("REGISTER-TWICE", number, "reference",
                                f"the reference stands in row {earlier[0]} with another title or value.",
                                "Give each contract a reference of its own.")
            return
        record = self.rows.add("activities", activity, number)
        if record is None:
            self.reading.refused += 1
            return
        self.first.setdefault(key, (number, record))
        self._parties(number, key, say)

    def _activity(self, number: int, key: str, say: Mapping[str, str]) -> dict[str, str]:
        said = [f"{words} {say[name]}" for name, words in (
            ("review", "Review:"), ("annual", "A year:"), ("vat", "VAT that cannot be recovered:"),
            ("route", "Result of:")) if say[name]]
        return {
            "id": key, "title": say["title"] or say["reference"], "kind": "contract", "role": "commissioner",
            "state": "not-stated", "summary": say["description"], "owner": say["department"],
            "value": self._money(number, say["value"]), "start": self._day(number, "start", say),
            "end": self._day(number, "end", say), "includes_social_value": self._yes_no(number, "social_value", say),
            "weighting": self._share(number, say["weighting"]),
            "source": ", ".join(filter(None, (f"Contract register, {say['reference'] or say['title']}", say["ocid"]))),
            "note": "; ".join(said)}

    def _parties(self, number: int, key: str, say: Mapping[str, str]) -> None:
        found = [("buyer", self.buyer)]
        names = [name.strip() for name in say["supplier"].split(";") if name.strip()]
        if not names:
            self.reading.say("REGISTER-NO-SUPPLIER", number, "supplier", "the row names no supplier.",
                             "Fill it in; the contract is taken without.", key)
        for name in names:
            party = self._party(number, name, say, alone=len(names) == 1)
            found.append(("prime", self.bodies.of(party, number, source="Contract register")))
        for part, organisation in found:
            if organisation:
                self.rows.add("parties", {"activity": key, "organisation": organisation, "part": part}, number)

    def _party(self, number: int, name: str, say: Mapping[str, str], *, alone: bool) -> Node:
        data: dict[str, object] = {"name": name, "roles": ["supplier"]}
        if alone:
            sme, vcse = self._yes_no(number, "sme", say), self._yes_no(number, "vcse", say)
            data["details"] = {"scale": {"yes": "sme", "no": "large"}.get(sme, ""),
                               "vcse": {"yes": True, "no": False}.get(vcse)}
            scheme, registered = _registered(say)
            if scheme:
                data["identifier"] = {"scheme": scheme, "id": registered}
            elif say["registration"] or say["company"] or say["charity"]:
                self.reading.say("REGISTER-NUMBER", number, "registration", "the number fits no known register.",
                                 "A company number has 8 signs, a charity's 6 or 7 digits.")
        return Node(data, "supplier", lambda code, *rest: self.reading.say(code, number, *rest))

    def _said(self, name: str, cells: tuple[Cell, ...]) -> str:
        place = self.places.get(name)
        cell = cells[place] if place is not None and place < len(cells) else None
        if isinstance(cell, bool):
            return "yes" if cell else "no"
        if isinstance(cell, Decimal):
            return plain(cell.normalize())
        return "" if cell is None else " ".join(str(cell).split())

    def _money(self, number: int, text: str) -> str:
        try:
            return plain(read_number(text, 2, money=True)) if text else ""
        except NotANumber as error:
            self.reading.say("REGISTER-VALUE", number, "value", f"'{text[:40]}' is no amount: {error}.",
                             "The value is left blank; write the sum in digits.")
            return ""

    def _share(self, number: int, text: str) -> str:
        found = re.fullmatch(r"(\d{1,3}(?:\.\d{1,2})?) ?%", text)
        if text and not found and not re.fullmatch(r"0?\.\d{1,4}", text):
            self.reading.say("REGISTER-WEIGHTING", number, "weighting", f"'{text[:40]}' is no share.",
                             "The weighting is left blank; write 10% or 0.1.")
            return ""
        return plain(Decimal(found[1]) / 100) if found else text

    def _day(self, number: int, name: str, say: Mapping[str, str]) -> str:
        text = say[name]
        found = _SLASHED.match(text)
        try:
            if found:
                day, month = (found[2], found[1]) if self.month_first else (found[1], found[2])
                return date(int(found[3]), int(month), int(day)).isoformat()
            for style in ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y"):
                try:
                    return datetime.strptime(text, style).date().isoformat()
                except ValueError:
                    continue
        except ValueError:
            pass
        if text and _letters(text) not in _UNSAID:
            self.reading.say("REGISTER-DATE", number, name, f"'{text[:40]}' is no date that can be read.",
                             "The date is left blank; write it as 2025-03-31.")
        return ""

    def _yes_no(self, number: int, name: str, say: Mapping[str, str]) -> str:
        text = _letters(say[name])
        if text in _YES or text in _NO:
            return "yes" if text in _YES else "no"
        if text not in _UNSAID:
            self.reading.say("REGISTER-YES-NO", number, name, f"'{say[name][:40]}' is neither yes nor no.",
                             "It is left blank; write yes or no.")
        return ""


def _column(cell: Cell) -> str:
    """What a column is for, by its heading; empty where it is none of a register's."""
    words = re.sub(r"\b(the|contract|contracts|agreement)\b", " ", _letters(str(cell or "")))
    words = " ".join(words.split())
    return next((name for name, pattern in HEADINGS.items() if re.fullmatch(pattern, words)), "")


def _letters(text: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text.lower()).split())


def _registered(say: Mapping[str, str]) -> tuple[str, str]:
    """The register and number of a supplier: a company's 8 signs, or a charity's 6 or 7 digits."""
    for text in (say["company"], say["registration"]):
        number = text.replace(" ", "").upper()
        if re.fullmatch(r"\d{8}|[A-Z]{2}\d{6}", number):
            return "GB-COH", number
        if text is say["company"] and re.fullmatch(r"\d{6,7}", number):
            # A spreadsheet took the zeros off its beginning.
            return "GB-COH", number.zfill(8)
    for text in (say["charity"], say["registration"]):
        if re.fullmatch(r"\d{6,7}", text.replace(" ", "")):
            return "GB-CHC", text.replace(" ", "")
    return "", ""


def _as_cell(record: Record, name: str) -> str:
    value = record.get(name)
    return plain(value) if isinstance(value, Decimal) else record.text(name)

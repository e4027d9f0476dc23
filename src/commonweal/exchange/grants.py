"""Grants in the 360Giving form: each becomes a grant in the investor role, with its funder and its recipient.

A grant to a person is taken with its amount, and without any word that could name the person.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from commonweal.basics.findings import Finding, Severity
from commonweal.basics.rows import RowReader
from commonweal.basics.tables import Record, write_value
from commonweal.basics.told import Told, told
from commonweal.exchange.arrival import DOCUMENTS, Arrival, Place, nothing_read
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.opening import open_file
from commonweal.exchange.receipt import SheetCount, receipt
from commonweal.indicators.figure import slug
from commonweal.ledger.book import Book
from commonweal.ledger.tables import BY_NAME

# What a funder calls a sort of organisation, by the words that begin or stand in it, and what sort that is here.
_KINDS = (
    ("charit", "charity"), ("trust", "charity"), ("unincorporated", "charity"),
    ("community interest", "social-enterprise"), ("community benefit", "social-enterprise"),
    ("societ", "social-enterprise"), ("co-operative", "social-enterprise"),
    ("universit", "university"), ("school", "school"), ("college", "college"), ("council", "council"),
    ("compan", "company"), ("partnership", "company"),
)
# The registers that say it, where the funder does not.
_REGISTERS = {"GB-CHC": "charity", "GB-SC": "charity", "GB-NIC": "charity", "GB-COH": "company",
              "GB-MPR": "social-enterprise", "GB-UKPRN": "university", "GB-LAE": "council", "GB-GOR": "public-body"}
_VCSE = ("charity", "social-enterprise")
_PEOPLE = ("individual", "sole trader")
_TO_A_PERSON = "Grant to a person"
Found = Mapping[str, Any]


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """What a file of grants would add to a book: activities, organisations and parties.

    Places are those of the book whose official code a grant names. `given` is not needed: the form is one for all.
    """
    opened = open_file(file)
    if not opened.documents:
        return nothing_read(opened, reads=DOCUMENTS)
    listed = [grant for _, document in opened.documents for grant in _grants(document)]
    if not listed:
        return nothing_read(opened, Finding("GRANTS-NONE", Severity.ERROR, told("there is no list of grants in it."),
                                            told("Bring the JSON file as 360Giving describes it: an object with a "
                                                 "list under 'grants'."),
                                            file.name))
    reader = _Reader(book, file)
    for number, grant in enumerate(listed, 1):
        reader.take(number, grant)
    count = SheetCount("", len(listed), len(listed) - len(reader.refused), len(reader.refused), 0)
    return Arrival(receipt(file, [count], [*opened.findings, *reader.findings]),
                   {name: tuple(rows.values()) for name, rows in reader.rows.items()},
                   notes=tuple(reader.notes()),
                   origins={made: tuple(places) for made, places in reader.origins.items()})


def _grants(document: object) -> Sequence[object]:
    found = document.get("grants") if isinstance(document, dict) else document
    return found if isinstance(found, list) else []


@dataclass
class _Reader:
    """Takes grants one by one. A grant is taken with its funder and recipients, or refused with why."""

    book: Book
    file: File
    rows: dict[str, dict[str, Record]] = field(default_factory=lambda: {
        "organisations": {}, "activities": {}, "parties": {}})
    origins: dict[tuple[str, str], list[Place]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    people: int = 0
    elsewhere: int = 0

    def __post_init__(self) -> None:
        self.places = {row.text("code"): row.key for row in self.book.rows("places") if row.text("code")}
        self.bodies = {row.text("name").casefold(): row.key for row in self.book.rows("organisations")}

    def take(self, number: int, grant: object) -> None:
        """One grant, the first of the file being number 1."""
        made: dict[str, list[Record]] = {"organisations": [], "activities": [], "parties": []}
        faults = list[Finding]()
        if not isinstance(grant, dict) or not str(grant.get("id") or "").strip():
            faults.append(self._fault(number, "GRANT-ID", told("the grant has no id."),
                                      told("Give it the id that it keeps.")))
        else:
            for table, values in self._told(number, grant):
                columns = [name for name in BY_NAME[table].names if name in values]
                record, found = RowReader(BY_NAME[table], columns, self.file.name).read(
                    [values[name] for name in columns], number)
                faults += found
                if record is not None:
                    made[table].append(self._beside_known(record, columns))
            faults += [self._fault(number, "ROW-DUPLICATE",
                                   told("the id '{key}' stands in an earlier grant already.", key=row.key),
                                   told("Give each grant an id of its own, or take out the repeat."))
                       for row in made["activities"] if row.key in self.rows["activities"]]
        if faults:
            self.refused.add(number)
            self.findings += faults
            return
        for table, rows in made.items():
            for row in rows:
                # The first grant that names an organisation gives its name.
                self.rows[table].setdefault(row.key, row)
                self.origins.setdefault((table, row.key), []).append(("", number))

    def _beside_known(self, said: Record, columns: Sequence[str]) -> Record:
        """The row with what the records have in it already, where the file says nothing else.

        An organisation that they have is theirs, and so is what no file of grants says: how a grant stands.
        """
        known = self.book.by_id(said.table.name).get(said.key)
        if known is None:
            return said
        theirs = said.table.names if said.table.name == "organisations" else ("kind", "role", "state", "note")
        # What was said of a grant goes where it turns out to be one to a person.
        goes = ("summary", "place") if said.values.get("title") == _TO_A_PERSON else ()
        taken = {name: said.get(name) for name in columns
                 if name not in theirs and (said.get(name) is not None or name in goes)}
        return Record(said.table, {**known.values, **taken}, said.row)

    def _told(self, number: int, grant: Found) -> Iterator[tuple[str, dict[str, str]]]:
        """The rows that a grant gives, as texts."""
        recipients = [body for body in _list(grant, "recipientOrganization") if not _is_person(body)]
        person = not recipients or bool(_list(grant, "recipientIndividual"))
        self.people += person
        key, source = slug(str(grant["id"])), f"{self.file.name}, grant {grant['id']}"
        if str(grant.get("currency") or "GBP") != "GBP":
            self.findings.append(self._note(number, "GRANT-CURRENCY",
                                            told("the amount is in {grant}, so the grant has no value in £.",
                                                 grant=grant["currency"])))
        yield "activities", {
            "id": key, "kind": "grant", "role": "investor", "state": "not-stated", "source": source,
            "title": _TO_A_PERSON if person else _text(grant, "title"),
            "summary": "" if person else _text(grant, "description"),
            "value": write_value(grant.get("amountAwarded")) if str(grant.get("currency") or "GBP") == "GBP" else "",
            "awarded": _day(grant.get("awardDate")), "place": "" if person else self._place(grant),
            **self._span(number, grant)}
        funders = _list(grant, "fundingOrganization")
        for part, bodies in (("funder", funders), ("recipient", [] if person else recipients)):
            for body in bodies:
                organisation = self._organisation(number, body, grant if part == "recipient" else {}, source)
                yield "organisations", organisation
                yield "parties", {"activity": key, "organisation": organisation["id"], "part": part, "source": source}

    def _span(self, number: int, grant: Found) -> dict[str, str]:
        """The first and last planned day; neither where they are the wrong way round."""
        dates = _list(grant, "plannedDates")
        starts, ends = ([day for each in dates if (day := _day(each.get(name)))] for name in ("startDate", "endDate"))
        start, end = min(starts, default=""), max(ends, default="")
        if start and end and end < start:
            self.findings.append(self._note(number, "GRANT-DATES",
                                            told("it would end on {end}, before it begins on {start}: neither day was "
                                                 "taken.", end=end, start=start)))
            return {"note": f"The source has it begin on {start} and end on {end}."}
        return {"start": start, "end": end}

    def _place(self, grant: Found) -> str:
        """The book's place that the grant's beneficiaries are in, by its official code; blank for none or several."""
        codes = {str(each.get("geoCode") or "") for each in _list(grant, "beneficiaryLocation")} - {""}
        found = {self.places[code] for code in codes if code in self.places}
        self.elsewhere += bool(codes) and not found
        return found.pop() if len(found) == 1 and len(codes) == 1 else ""

    def _organisation(self, number: int, body: Found, grant: Found, source: str) -> dict[str, str]:
        name, said = _text(body, "name"), str(body.get("id") or "")
        if known := self.bodies.get(name.casefold()):
            return {"id": known, "name": name, "kind": self.book.by_id("organisations")[known].text("kind")}
        kind = next((kind for words, kind in _KINDS if words in str(body.get("organisationType") or "").lower()), "")
        kind = kind or next((kind for register, kind in _REGISTERS.items() if said.startswith(f"{register}-")), "")
        if not kind:
            self.findings.append(self._note(number, "GRANT-KIND",
                                            told("it does not say what sort of organisation {said} is: taken as a "
                                                 "company.", said=said)))
        # Where a register has no number for it, some files write the same id for all such organisations.
        id = slug(said) if any(letter.isdigit() for letter in said.split("-", 2)[-1]) else slug(f"{said} {name}")
        return {"id": id, "name": name, "kind": kind or "company", "source": source,
                "vcse": "yes" if kind in _VCSE else "", "company_number": str(body.get("companyNumber") or ""),
                "place": self.places.get(str(grant.get("recipientDistrictGeoCode") or ""), "")}

    def notes(self) -> Iterator[Told]:
        """What a person must know before agreeing."""
        if self.people:
            yield told("{people} grants went to people: they are taken with their amount and without any name.",
                       people=f"{self.people:,}")
        if self.elsewhere:
            yield told("{elsewhere} grants name a place that places.csv has not: add its code there and import again, "
                       "or they stand without a place.", elsewhere=f"{self.elsewhere:,}")

    def _fault(self, number: int, code: str, message: Told, mend: Told) -> Finding:
        return Finding(code, Severity.ERROR, message, mend, self.file.name, number)

    def _note(self, number: int, code: str, message: Told) -> Finding:
        mend = told("Correct the row in your records if it is wrong.")
        return Finding(code, Severity.NOTE, message, mend, self.file.name, number)


def _is_person(body: Found) -> bool:
    return str(body.get("organisationType") or "").strip().lower() in _PEOPLE


def _list(found: Found, name: str) -> list[Found]:
    said = found.get(name)
    return [each for each in said if isinstance(each, dict)] if isinstance(said, list) else []


def _text(found: Found, name: str) -> str:
    """A text of the file, without what a spreadsheet would run."""
    return str(found.get(name) or "").strip().lstrip("=+-@\t\r")


def _day(text: object) -> str:
    """The day of a date and time; the time of day is left out."""
    return str(text or "")[:10]

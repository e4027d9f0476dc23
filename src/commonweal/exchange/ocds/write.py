"""Contracts of a ledger as a package of OCDS releases: the register, what was promised, what was done.

One release tells what holds of one process now. Ids are those of the ledger's rows, and the publisher's scheme says so:
that is how the same rows come back. What the standard has no field for is listed in docs/how-to/take-everything-out.md.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from commonweal.basics.tables import Record, write_value
from commonweal.exchange.exact_json import write_json
from commonweal.exchange.ocds.contracts import ROLES, STATES
from commonweal.exchange.ocds.organisations import COMPANIES
from commonweal.exchange.ocds.performance import FIELDS
from commonweal.exchange.ocds.releases import OWN_SCHEME
from commonweal.exchange.told import Told, everything, public
from commonweal.ledger.book import Book
from commonweal.ledger.checks.rule import measures_of

Json = dict[str, Any]
_EXTENSIONS = "https://raw.githubusercontent.com/open-contracting-extensions/"
EXTENSIONS = tuple(f"{_EXTENSIONS}{name}/master/extension.json" for name in (
    "ocds_lots_extension", "ocds_awardCriteria_extension", "ocds_metrics_extension", "ocds_unitedKingdom_extension"))
_STATUS = {state: status for status, state in STATES.items()} | {"ended-early": "terminated", "novated": "terminated"}
_LOT_STATUS = {"open": "active", "not-stated": ""}
_PART_ROLES = {part: role for role, part in ROLES.items()}


def depart(book: Book) -> bytes:
    """Every contract and lot of a ledger as one release package; what everyone may see of them."""
    return write_json(package(book, public(book))).encode()


def depart_whole(book: Book) -> bytes:
    """The same with internal columns, claims that are not settled and offers that may still lose."""
    return write_json(package(book, everything(book))).encode()


def package(book: Book, told: Told) -> Json:
    """What is told of a ledger, as the standard has it.

    A process that no notice has named gets an id from the book's own; a publisher registers a prefix of its own.
    """
    contracts = _Contracts(book, told)
    moment = _moment(told.as_of)
    filled: Json = _filled({
        "uri": f"urn:commonweal:{book.settings.id}:{told.as_of.isoformat()}", "version": "1.1",
        "extensions": list(EXTENSIONS), "publishedDate": moment,
        "publisher": {"name": book.body.text("name"), "scheme": OWN_SCHEME, "uid": book.settings.id},
        "releases": [contracts.release(ocid, lots, rows, moment) for ocid, (lots, rows) in contracts.processes()],
    })
    return filled


class _Contracts:
    """The rows of a ledger by the contract and process that they belong to."""

    def __init__(self, book: Book, told: Told) -> None:
        self.told, self.prefix = told, f"ocds-{book.settings.id}"
        tables = told.rows
        self.language = book.settings.language.split("-")[0]
        self.measures = measures_of(book)
        self.organisations = {row.key: row for row in tables["organisations"]}
        self.lots = {row.key: row for row in tables["opportunities"]}
        self.criteria = _by(tables["criteria"], "opportunity")
        self.parties = _by(tables["parties"], "activity")
        self.commitments = _by(tables["commitments"], "activity")
        self.milestones = _by(tables["milestones"], "commitment")
        self.deliveries = _by(tables["deliveries"], "activity")

    def processes(self) -> Iterator[tuple[str, tuple[list[Record], list[Record]]]]:
        """The lots and contracts of each process, by its ocid."""
        found: dict[str, tuple[list[Record], list[Record]]] = {}
        for lot in self.lots.values():
            found.setdefault(self._ocid(lot), ([], []))[0].append(lot)
        for row in self.told.rows["activities"]:
            if row.text("kind") == "contract":
                lot_of = self.lots.get(row.text("opportunity"))
                ocid = self._ocid(lot_of) if lot_of else f"{self.prefix}-{row.key}"
                found.setdefault(ocid, ([], []))[1].append(row)
        yield from sorted(found.items())

    def release(self, ocid: str, lots: list[Record], contracts: list[Record], moment: str) -> Json:
        """One process as it stands now."""
        buyers = [party.text("organisation") for row in contracts for party in self.parties.get(row.key, ())
                  if party.text("part") == "buyer"] or [lot.text("buyer") for lot in lots if lot.text("buyer")]
        done = any(self.deliveries.get(row.key) for row in contracts)
        tag = [name for name, there in (("tender", lots), ("award", contracts), ("contract", contracts),
                                        ("implementation", done)) if there]
        return {
            "ocid": ocid, "id": f"{ocid}-{moment[:10]}", "date": moment, "tag": tag, "initiationType": "tender",
            "language": self.language, "parties": self._bodies(lots, contracts),
            "buyer": self._reference(buyers[0]) if buyers else None,
            "tender": self._tender(ocid, lots) if lots else None,
            "awards": [self._award(row) for row in contracts],
            "contracts": [self._contract(row) for row in contracts],
        }

    def _ocid(self, lot: Record) -> str:
        return lot.text("process") or f"{self.prefix}-{lot.key}"

    def _bodies(self, lots: list[Record], contracts: list[Record]) -> list[Json]:
        roles: dict[str, dict[str, None]] = {}
        for lot in lots:
            if lot.text("buyer"):
                roles.setdefault(lot.text("buyer"), {})["buyer"] = None
        for row in contracts:
            for party in self.parties.get(row.key, ()):
                part = party.text("part")
                roles.setdefault(party.text("organisation"), {})[_PART_ROLES.get(part, part)] = None
            for done in self.deliveries.get(row.key, ()):
                for name in (done.text("reported_by"), done.text("confirmed_by")):
                    if name:
                        roles.setdefault(name, {})
        return [self._body(self.organisations[key], list(found)) for key, found in sorted(roles.items())
                if key in self.organisations]

    def _body(self, row: Record, roles: list[str]) -> Json:
        return {
            "id": row.key, "name": row.text("name"), "roles": roles,
            "identifier": {"scheme": COMPANIES, "id": row.text("company_number")} if row.get("company_number") else {},
            "additionalIdentifiers": [dict(zip(("scheme", "id"), _scheme(one), strict=True))
                                      for one in row.ids("identifiers")],
            "details": {"scale": row.text("size"), "vcse": row.get("vcse"),
                        "classifications": [{"scheme": OWN_SCHEME, "id": row.text("kind")}]}}

    def _reference(self, key: str) -> Json:
        row = self.organisations.get(key)
        return {"id": key, "name": row.text("name") if row else ""}

    def _tender(self, ocid: str, lots: list[Record]) -> Json:
        closes = {lot.day("closes") for lot in lots}
        last = closes.pop() if len(closes) == 1 else None
        return {"id": ocid, "title": lots[0].text("title"),
                "tenderPeriod": {"endDate": _moment(last)}, "lots": [self._lot(lot) for lot in lots]}

    def _lot(self, lot: Record) -> Json:
        state = lot.text("state")
        return {
            "id": lot.key, "title": lot.text("title"), "status": _LOT_STATUS.get(state, state), "value": _value(lot),
            "contractPeriod": {"startDate": _moment(lot.day("start")), "endDate": _moment(lot.day("end"))},
            "suitability": {"sme": lot.get("suits_sme"), "vcse": lot.get("suits_vcse")},
            "awardCriteria": {"criteria": [self._criterion(row) for row in self.criteria.get(lot.key, ())]}}

    def _criterion(self, row: Record) -> Json:
        weight, kind = row.number("weight"), row.text("kind")
        return {
            "type": "" if kind == "not-stated" else kind, "name": row.text("title"),
            "description": row.text("weight_text"),
            "numbers": [] if weight is None else [{"number": weight * 100, "weight": "percentageExact"}]}

    def _award(self, row: Record) -> Json:
        suppliers = [party.text("organisation") for party in self.parties.get(row.key, ())
                     if party.text("part") == "prime"]
        return {
            "id": row.key, "title": row.text("title"), "status": "active", "date": _moment(row.day("awarded")),
            "value": _value(row), "suppliers": [self._reference(one) for one in suppliers],
            "relatedLots": [row.text("opportunity")] if row.text("opportunity") in self.lots else []}

    def _contract(self, row: Record) -> Json:
        state = row.text("state")
        early = [{"scheme": OWN_SCHEME, "id": state}] if state in ("ended-early", "novated") else []
        promised = self.commitments.get(row.key, ())
        return {
            "id": row.key, "awardID": row.key, "title": row.text("title"), "description": row.text("summary"),
            "status": _STATUS.get(state, ""), "terminationRationaleClassifications": early, "value": _value(row),
            "period": {"startDate": _moment(row.day("start")), "endDate": _moment(row.day("end"))},
            "agreedMetrics": [self._promised(one) for one in promised],
            "implementation": {
                "milestones": [_milestone(part) for one in promised for part in self.milestones.get(one.key, ())],
                "metrics": [*self._done(self.deliveries.get(row.key, ()))]}}

    def _promised(self, row: Record) -> Json:
        measure = row.text("measure")
        parts = [{
            "id": _part_id(part), "measure": part.number("quantity"), "unit": self._unit(measure),
            "period": {"endDate": _moment(part.day("due"))},
            "relatedImplementationMilestone": {"id": _part_id(part), "title": part.text("title")},
        } for part in self.milestones.get(row.key, ())]
        return {"id": row.key, "title": self._title(measure), "observations": [self._observed(row, "due"), *parts]}

    def _done(self, rows: Iterable[Record]) -> Iterator[Json]:
        for measure, done in sorted(_by(rows, "measure").items()):
            yield {"id": measure, "title": self._title(measure),
                   "observations": [self._observed(row, "end") for row in done]}

    def _observed(self, row: Record, last: str) -> Json:
        fields = FIELDS[row.table.name]
        columns = [name for name in self.told.tables[row.table.name].names if name not in fields]
        said = {name: write_value(row.get(name)) for name in columns}
        return {
            "id": row.key, "measure": row.number("quantity"), "unit": self._unit(row.text("measure")),
            "period": {"startDate": _moment(row.day("start")), "endDate": _moment(row.day(last))},
            "dimensions": said, "notes": row.text("note")}

    def _title(self, measure: str) -> str:
        return self.measures[measure].text("title") if measure in self.measures else measure

    def _unit(self, measure: str) -> Json:
        return {"name": self.measures[measure].text("unit")} if measure in self.measures else {}


def _by(rows: Iterable[Record], column: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in rows:
        found.setdefault(row.text(column), []).append(row)
    return found


def _part_id(part: Record) -> str:
    return part.key.replace("/", "-")


def _milestone(part: Record) -> Json:
    return {"id": _part_id(part), "title": part.text("title"), "type": "delivery", "code": part.text("commitment"),
            "dueDate": _moment(part.day("due"))}


def _value(row: Record) -> Json:
    amount = row.number("value")
    return {} if amount is None else {"amount": amount, "currency": "GBP"}


def _moment(day: date | None) -> str:
    return f"{day.isoformat()}T00:00:00Z" if day else ""


def _scheme(identifier: str) -> tuple[str, str]:
    """The scheme and number of an id: GB-COH and 01234567 of gb-coh-01234567."""
    parts = identifier.split("-", 2)
    return ("-".join(parts[:2]).upper(), parts[2]) if len(parts) == 3 else (OWN_SCHEME, identifier)


def _filled(value: Any) -> Any:
    """The same without what is empty: the standard wants a field left out rather than left blank."""
    if isinstance(value, dict):
        found = {name: _filled(item) for name, item in value.items()}
        return {name: item for name, item in found.items() if item is not None and item not in ("", [], {})}
    return [_filled(item) for item in value] if isinstance(value, list) else value

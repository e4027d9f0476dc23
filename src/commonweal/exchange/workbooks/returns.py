"""The returns workbook of the command line: for one organisation and period of a book, and its answers as claims."""

from commonweal.basics.findings import Finding, Refused, Severity
from commonweal.basics.tables import Record
from commonweal.basics.told import told
from commonweal.exchange.arrival import Arrival
from commonweal.exchange.doors import Given
from commonweal.exchange.files import File
from commonweal.exchange.receipt import receipt
from commonweal.exchange.workbooks.answers import Said, read_return, whose
from commonweal.exchange.workbooks.asked import Asked, Span, asked_of, span_of
from commonweal.exchange.workbooks.reading import read_workbook
from commonweal.exchange.workbooks.return_sheets import ABOUT, TABS, write_return
from commonweal.ledger.asking import LASTING, claim_of_answer
from commonweal.ledger.book import Book
from commonweal.ledger.tables import DELIVERIES


def depart(book: Book, organisation: str, period: str) -> bytes:
    """The workbook for one organisation and one period of a book. Raises Refused where there is nothing to ask."""
    return write_return(asked_of(book, organisation, span_of(book, period)))


def arrive(file: File, book: Book, given: Given) -> Arrival:
    """The claims that a returns workbook brings: sent in, by whoever was asked."""
    read = read_workbook(file, TABS)
    about = whose(read)
    if not read.whole or "organisation" not in about:
        fault = Finding("RETURN-UNKNOWN", Severity.ERROR, told("the file does not say whose return it is."),
                        told("Bring the workbook that was sent, with its sheet about."), file.name)
        return Arrival(receipt(file, (), [*read.findings, *([fault] if read.whole else [])]))
    try:
        asked = asked_of(book, about["organisation"], _span(book, about))
    except Refused as error:
        fault = Finding("RETURN-UNKNOWN", Severity.ERROR, error.message, told(""), file.name, sheet=ABOUT.name)
        return Arrival(receipt(file, (), [*read.findings, fault]))
    found = read_return(file, asked)
    claims = {answer.place: _claim(book, asked, answer, given) for answer in found.answers}
    kept = [claim for claim in claims.values() if claim is not None]
    same = sum(answer.same for answer in found.answers)
    without = len(claims) - len(kept) - same
    notes = tuple(note for count, note in (
        (same, told("{count} answers are as they were.", count=same)),
        (without, told("{count} answers write nothing: they have no number yet, or say that there is nothing to report "
                       "of a level, a rate, or a yes or no.", count=without))) if count)
    origins = {(DELIVERIES.name, claim.key): (place,) for place, claim in claims.items() if claim is not None}
    return Arrival(found.receipt, {DELIVERIES.name: tuple(kept)} if kept else {}, notes=notes, origins=origins)


def _span(book: Book, about: dict[str, str]) -> Span:
    known = {period.id for period in book.settings.periods}
    period = about.get("period", "")
    return span_of(book, period if period in known else f"{about.get('from')}/{about.get('to')}")


def _claim(book: Book, asked: Asked, answer: Said, given: Given) -> Record | None:
    """The claim that an answer becomes; None where nothing is to be written."""
    line, said = answer.line, answer.said
    before = book.by_id(DELIVERIES.name).get(line.key)
    measure = asked.measures.get(line.measure)
    silent = said.get("nothing") and measure is not None and measure.text("counting") in LASTING
    if answer.same or silent or not (said.get("nothing") or said.get("quantity") is not None):
        return None
    return claim_of_answer(said, before, {
        "id": line.key, "activity": line.activity, "commitment": line.commitment or None, "measure": line.measure,
        "start": asked.span.start, "end": asked.span.end, "period_kind": asked.span.kind,
        "reported_by": asked.organisation, "stage": line.stage or "not-applicable",
        "reported_on": given.received or (before.get("reported_on") if before else None),
        "source": (before.text("source") if before else "") or f"Return {asked.reference(line.activity)}"})

"""Looking through a file that somebody brought: what it is, and what it would change or why not. Changes no record."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.told import Told, to_json, told
from commonweal.exchange.arrival import Arrival, Change, changes, why_nothing
from commonweal.exchange.doors import Given, door, usual_door
from commonweal.exchange.pairs import FILE as PAIRS_FILE
from commonweal.exchange.postcodes import NO_SHAPE
from commonweal.exchange.receipt import Receipt
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.checked import all_findings
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.web.register import kept_files, sifting
from commonweal.web.register.kept_files import content, joined_to
from commonweal.web.register.models import Import
from commonweal.web.register.packing import begun, unpack
from commonweal.web.register.reading import book, has_records
from commonweal.web.register.to_mend import has_copy
from commonweal.web.register.ways_in import ELSEWHERE, FIND_OUT, MAP, POSTCODES, SUPPLIERS, WHOLE
from commonweal.web.saying import kept

# So many findings are kept and shown of one file; how many there are in all is always said.
_MOST_SHOWN = 500
# What stands in the way of a file that cannot be opened: no column map would help.
_UNREAD = ("ARCHIVE-", "FILE-", "SHEET-WIDE")


def look_through(found: Import, why: Told | None = None) -> None:
    """Read a file that was brought, and note what it would change or why it is refused. Changes no record.

    A file that was decided on, or looked through already, is left as it is. `why` tells why it is looked through again.
    """
    if found.state != Import.State.WAITING:
        return
    try:
        if found.door == FIND_OUT:
            found.door = _found_out(found)
        said = _of_whole(found) if found.door == WHOLE else _of_rows(found)
    except Refused as refused:
        said = {"refused": to_json(refused.message), "findings": kept_findings(refused.findings)}
    found.said = json.dumps(said | ({"again": to_json(why)} if why else {}), ensure_ascii=False)
    found.state = (Import.State.LOOKED_THROUGH if "refused" not in said else
                   Import.State.NEEDS_MAP if _asks_which_column(found, said) else Import.State.REFUSED)
    # Only where nobody decided meanwhile: a job that is done a second time must not undo that.
    noted = Import.objects.filter(pk=found.pk, state=Import.State.WAITING).update(
        door=found.door, said=found.said, state=found.state)
    if noted and found.state == Import.State.REFUSED and not has_copy(found):
        kept_files.drop(found)


def _asks_which_column(found: Import, said: dict[str, Any]) -> bool:
    codes = {finding["code"] for finding in said.get("findings", ()) if finding["severity"] == Severity.ERROR}
    unread = any(code.startswith(_UNREAD) for code in codes)
    return (found.door == MAP and not unread) or (found.door == POSTCODES and NO_SHAPE in codes)


def _found_out(found: Import) -> str:
    """What a file is, by what is in it. Raises Refused for a return: its answers wait elsewhere until they are sent."""
    name = usual_door(content(found))
    if name in ELSEWHERE:
        raise Refused(told("{name} is the workbook of a return. Bring it on the page of that return, under “Answer in "
                           "a workbook instead”: there you see each answer before it is filled in.", name=found.name))
    return WHOLE if name == "workbook" and not has_records(found.body) else name


def _of_whole(found: Import) -> dict[str, Any]:
    if has_records(found.body):
        raise Refused(told("{name} has records already: a whole set is taken in only where there are none.",
                           name=found.body.name))
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work)
        receipt = begun(content(found), folder, joined_to(found).get)
        said = _receipt(found, receipt, {}) if receipt else {}
        read = read_book(folder if receipt else unpack(content(found), folder))
        findings = [*receipt.findings] if receipt and receipt.errors else all_findings(read)[0]
        said |= {"findings": kept_findings(findings), "of": len(findings)}
        errors = by_severity(findings, Severity.ERROR)
        if errors or read.book is None:
            return said | {"refused": to_json(told("{count} to fix before these records can be taken in.",
                                                   count=len(errors)))}
        return said | {"changes": [asdict(Change(table.name, len(rows), 0, 0)) for table in BOOK_TABLES
                                   if (rows := read.book.rows(table.name))]}


def _of_rows(found: Import) -> dict[str, Any]:
    before = book(found.body)
    arrival = arrival_of(found, before)
    # A list of names that could be read waits for answers, also where nothing in it is new.
    answers = found.door == SUPPLIERS and PAIRS_FILE in arrival.files
    if answers:
        # With the pairs that were found now, for a person to answer.
        kept_files.rewrite(found, arrival.files[PAIRS_FILE].encode())
    receipt, compared = arrival.receipt, changes(arrival, before)
    marks = sifting.marks(found.body, before, arrival)
    said = _receipt(found, receipt, marks) | {
        "findings": kept_findings(list(receipt.findings)), "of": len(receipt.findings),
        "changes": [asdict(change) for change in compared], "notes": [to_json(note) for note in arrival.notes]}
    why = None if answers else why_nothing(arrival, marks)
    return said | ({"refused": to_json(why)} if why else {})


def _receipt(found: Import, receipt: Receipt, stood: Mapping[str, str]) -> dict[str, Any]:
    """The receipt for the page; what was refused is noted for the copy, and what stands where it would write."""
    kept_files.note_look(found, [fault for fault in receipt.errors if fault.row is not None], stood)
    return {"receipt": [to_json(line) for line in receipt.lines], "sheets": [asdict(sheet) for sheet in receipt.sheets]}


def arrival_of(found: Import, before: Book) -> Arrival:
    """What a file would bring, without the rows that the records would have something to fix by."""
    def say(line: str) -> None:
        kept_files.say_how_far(found, line)

    say(told("{name}: opening it", name=found.name))
    arrival = door(found.door)(content(found), before, Given(found.map_text, joined_to(found).get, say))
    say(told("{name}: checking what it would add", name=found.name))
    return sifting.sifted(found.body, before, arrival)


def kept_findings(findings: list[Finding]) -> list[dict[str, Any]]:
    """What was found, as it is kept for the page: so much of it, the gravest first."""
    order = {Severity.ERROR: 0, Severity.STOP: 1, Severity.GAP: 2, Severity.NOTE: 3}
    return [kept(finding) for finding in
            sorted(findings, key=lambda finding: order[finding.severity])[:_MOST_SHOWN]]

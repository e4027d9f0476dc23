"""Files that people bring: looked through behind the page, agreed to as a whole, and the last one taken back."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.told import Told, listed, to_json, told
from commonweal.exchange.arrival import Arrival, changes
from commonweal.exchange.corrected import corrected_copy
from commonweal.exchange.doors import DOORS, Given, door, usual_door
from commonweal.exchange.files import File
from commonweal.exchange.maps.door import maps_for
from commonweal.exchange.maps.propose import propose
from commonweal.exchange.maps.remembered import FOLDER as MAPS
from commonweal.exchange.maps.remembered import Remembered
from commonweal.exchange.opening import open_file
from commonweal.exchange.pairs import FILE as PAIRS_FILE
from commonweal.exchange.postcodes import NO_SHAPE, proposed_shape
from commonweal.exchange.receipt import Receipt
from commonweal.ledger.book import Book, read_book
from commonweal.ledger.checked import all_findings
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.web.audit.actions import Actor
from commonweal.web.audit.reading import last_event
from commonweal.web.people.models import Body
from commonweal.web.register import kept_files, sifting
from commonweal.web.register.actions import ChangedMeanwhile, take_in
from commonweal.web.register.arrivals import bring_in, take_back
from commonweal.web.register.kept_files import content, rewrite
from commonweal.web.register.locks import Locked
from commonweal.web.register.models import ROWS, Import
from commonweal.web.register.packing import unpack
from commonweal.web.register.reading import book, framework_of
from commonweal.web.saying import kept

WHOLE = ""
# Found out from the file itself.
FIND_OUT = "find-out"
MAP = "map"
POSTCODES = "postcodes"
# Doors at which a person may say which column is what.
MAPPED = (MAP, POSTCODES)
# The list of suppliers' names with the answers so far.
SUPPLIERS = "suppliers"
# A return's workbook is brought to the return, where its answers wait to be sent; the list is answered on its own page.
_ELSEWHERE = {"return", SUPPLIERS}
# Nobody agreed to them yet, and nobody left them.
UNDECIDED = (Import.State.NEEDS_MAP, Import.State.LOOKED_THROUGH)
# So many findings are kept and shown of one file; how many there are in all is always said.
_MOST_SHOWN = 500
# So many of the rows that were changed since are named.
_MOST_NAMED = 5
# So often an agreement is begun anew because somebody wrote something while the file was read.
_TRIES = 3


def doors() -> tuple[str, ...]:
    """The names of the doors that a file can come through."""
    return tuple(sorted(DOORS.keys() - _ELSEWHERE))


def keep(body: Body, file: File, door_name: str, actor: Actor, map_text: str = "",
         beside: Sequence[File] = ()) -> Import:
    """Keep a file that was brought until it is decided on, with those that its map joins to it. None is served or run.

    `map_text` is the column map that somebody chose for it; blank where its headings tell, or nobody knows yet.
    """
    found = Import.objects.create(body=body, door=door_name, name=file.name, sha256=file.sha256, person=actor.person,
                                  map_text=map_text)
    kept_files.store(found, file, beside)
    kept_files.drop_forgotten(body)
    return found


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
        said = {"refused": to_json(refused.message), "findings": _kept(refused.findings)}
    found.said = json.dumps(said | ({"again": to_json(why)} if why else {}), ensure_ascii=False)
    found.state = (Import.State.LOOKED_THROUGH if "refused" not in said else
                   Import.State.NEEDS_MAP if _asks_which_column(found, said) else Import.State.REFUSED)
    # Only where nobody decided meanwhile: a job that is done a second time must not undo that.
    noted = Import.objects.filter(pk=found.pk, state=Import.State.WAITING).update(
        door=found.door, said=found.said, state=found.state)
    if noted and found.state == Import.State.REFUSED and not has_copy(found):
        kept_files.drop(found)


def _asks_which_column(found: Import, said: dict[str, Any]) -> bool:
    codes = {finding["code"] for finding in said.get("findings", ())}
    return found.door == MAP or (found.door == POSTCODES and NO_SHAPE in codes)


def put_in(found: Import, actor: Actor) -> None:
    """Write what was agreed to: all of it, or nothing and the reason.

    Where the file would not change what was seen when it was looked through, nothing is written: it is looked through
    again, and who agreed is told why.
    """
    try:
        if found.door == WHOLE:
            with tempfile.TemporaryDirectory() as work, transaction.atomic():
                take_in(actor, found.body, unpack(content(found), Path(work)))
                found.state = Import.State.IN
                found.save(update_fields=["state"])
        elif why := _put_in_rows(found, actor):
            Import.objects.filter(pk=found.pk, state=Import.State.AGREED).update(state=Import.State.WAITING)
            found.refresh_from_db()
            look_through(found, why)
            return
    except Refused as refused:
        found.refresh_from_db()
        found.state = Import.State.REFUSED
        found.said = json.dumps(json.loads(found.said) | {
            "refused": to_json(refused.message), "findings": _kept(refused.findings)}, ensure_ascii=False)
        found.save(update_fields=["said", "state"])
    if not has_copy(found):
        kept_files.drop(found)


def _put_in_rows(found: Import, actor: Actor) -> Told | None:
    """Write the rows of a file; or tell why they must be looked through again."""
    for _ in range(_TRIES):
        # Nothing may be written unseen between the comparing and the writing.
        known = last_event(found.body)
        before = book(found.body)
        arrival = _arrival(found, before)
        if why := _changed_since(found, sifting.marks(found.body, before, arrival)):
            return why
        try:
            bring_in(actor, found, arrival, known=known)
        except (Locked, ChangedMeanwhile):
            found.refresh_from_db()
        else:
            return None
    return told("Others were writing in the same records all the time, so nothing was written. Agree once more.")


def _changed_since(found: Import, now: dict[str, str]) -> Told | None:
    """Why what a file would change is not what was seen, with some of the rows; None where it is."""
    seen = kept_files.stood(found)
    differ = sorted(name for name in seen.keys() | now.keys() if seen.get(name) != now.get(name))
    if not differ:
        return None
    some = listed([*differ[:_MOST_NAMED], *(["…"] if len(differ) > _MOST_NAMED else [])])
    return told("The records were changed since you looked through this file, so nothing was written. Look again at "
                "what it would change now, and agree if that is right. It is about: {rows}.", rows=some)


def has_copy(found: Import) -> bool:
    """Whether there is a copy of a file to mend: it is kept, and rows of it were refused."""
    return (found.door not in (WHOLE, SUPPLIERS) and found.state in (*UNDECIDED, Import.State.REFUSED)
            and kept_files.is_kept(found) and bool(kept_files.refused_rows(found)))


def copy_to_mend(found: Import) -> bytes | None:
    """The rows of a file as a workbook, with what to mend beside each that was refused; None where there is none."""
    if not has_copy(found):
        return None
    return corrected_copy(open_file(content(found)), Receipt(found.name, found.sha256, (), tuple(
        kept_files.refused_rows(found))))


def maps_known(found: Import) -> list[Remembered]:
    """The maps that a body's records remember for the headings of a file."""
    return maps_for(open_file(content(found)), framework_of(found.body)) if found.door == MAP else []


def proposed_map(found: Import, table: str) -> str:
    """A map into one table, from the file's headings and what stands under them: a draft that a person corrects.

    For a look-up file of postcodes, which goes into no table that a person chooses, it is the file's shape.
    """
    if found.door == POSTCODES:
        return proposed_shape(content(found))
    opened = open_file(content(found))
    if not opened.sheets:
        raise Refused(told("{name} has no rows to look at.", name=found.name), list(opened.findings))
    return propose(opened, table)


def take_map(found: Import, text: str) -> bool:
    """Say which column is what, to have the file looked through by it; False where it was decided on meanwhile."""
    return bool(Import.objects.filter(pk=found.pk, door__in=MAPPED, state__in=UNDECIDED).update(
        map_text=text, state=Import.State.WAITING))


def leave(found: Import) -> None:
    """Leave a file that was looked through or refused: it is kept no longer, and changed nothing."""
    leaves = (*UNDECIDED, Import.State.REFUSED)
    if Import.objects.filter(pk=found.pk, state__in=leaves).update(state=Import.State.REFUSED):
        kept_files.drop(found)


def give_up(found: Import) -> None:
    """Say that something went wrong with a file that nobody foresaw; what it would have written is not written."""
    found.refresh_from_db()
    if found.state in (Import.State.WAITING, Import.State.AGREED):
        _end(found, told("Something went wrong with this file on our side, and nothing was written. Tell whoever runs "
                         "this site; they find the reason in its log."))


def leave_undecided() -> None:
    """Leave every file that nobody decided on in time: it may name people, and no other period reaches it."""
    for found in Import.objects.filter(state__in=UNDECIDED, at__lt=timezone.now() - kept_files.KEPT_FOR):
        with transaction.atomic():
            held = Import.objects.select_for_update().select_related("body").get(pk=found.pk)
            if held.state in UNDECIDED:
                _end(held, told("Nobody decided on this file for {days} days, so it is kept no longer, and nothing was "
                                "written. Bring it again.", days=kept_files.KEPT_FOR.days))
    for body in Body.objects.all():
        kept_files.drop_forgotten(body)


def _end(found: Import, why: Told) -> None:
    """Keep a file no longer, nor what was read in it, and say why."""
    found.state, found.said = Import.State.REFUSED, json.dumps({"refused": to_json(why)})
    found.save(update_fields=["said", "state"])
    kept_files.drop(found)


def undo(found: Import, actor: Actor) -> None:
    """Take an import back. Raises Refused unless it is the last one and nothing that it wrote was changed since."""
    if why := why_no_undo(found):
        raise Refused(why)
    try:
        take_back(actor, found)
    except Locked as locked:
        raise Refused(gettext("%(name)s was not taken back. %(why)s") % {
            "name": found.name, "why": locked}) from locked


def why_no_undo(found: Import) -> str:
    """Why an import cannot be taken back; empty if it can be tried."""
    if found.door == WHOLE:
        return gettext("All records that were taken in at once are not taken back: change what is wrong in them.")
    if found.state != Import.State.IN:
        return gettext("It is not in.")
    later = Import.objects.filter(body=found.body, state=Import.State.IN, id__gt=found.id).first()
    return gettext("%(name)s came in after it: take that back first.") % {"name": later.name} if later else ""


def has_records(body: Body) -> bool:
    """Whether a body has any records yet."""
    return any(model.objects.filter(body=body).exists() for model in ROWS.values())


def _found_out(found: Import) -> str:
    """What a file is, by what is in it. Raises Refused for a return: its answers wait elsewhere until they are sent."""
    name = usual_door(content(found))
    if name in _ELSEWHERE:
        raise Refused(told("{name} is the workbook of a return. Bring it on the page of that return, under “Answer in "
                           "a workbook instead”: there you see each answer before it is filled in.", name=found.name))
    return WHOLE if name == "workbook" and not has_records(found.body) else name


def _of_whole(found: Import) -> dict[str, Any]:
    if has_records(found.body):
        raise Refused(told("{name} has records already: a whole set is taken in only where there are none.",
                           name=found.body.name))
    with tempfile.TemporaryDirectory() as work:
        read = read_book(unpack(content(found), Path(work)))
        findings = all_findings(read)[0]
        errors = by_severity(findings, Severity.ERROR)
        if errors or read.book is None:
            return {"refused": to_json(told("{count} to fix before these records can be taken in.", count=len(errors))),
                    "findings": _kept(findings), "of": len(findings)}
        counts = [{"table": table.name, "new": len(read.book.rows(table.name)), "changed": 0, "same": 0}
                  for table in BOOK_TABLES if read.book.rows(table.name)]
        return {"findings": _kept(findings), "of": len(findings), "changes": counts}


def _of_rows(found: Import) -> dict[str, Any]:
    before = book(found.body)
    arrival = _arrival(found, before)
    if found.door == SUPPLIERS and PAIRS_FILE in arrival.files:
        # With the pairs that were found now, for a person to answer.
        rewrite(found, arrival.files[PAIRS_FILE].encode())
    receipt = arrival.receipt
    compared = changes(arrival, before)
    kept_files.note_look(found, [fault for fault in receipt.errors if fault.row is not None],
                         sifting.marks(found.body, before, arrival))
    said = {"receipt": [to_json(line) for line in receipt.lines], "sheets": [asdict(sheet) for sheet in receipt.sheets],
            "findings": _kept(list(receipt.findings)), "of": len(receipt.findings),
            "changes": [asdict(change) for change in compared], "notes": [to_json(note) for note in arrival.notes]}
    if not any(change.new or change.changed for change in compared) and not arrival.editions and not _brings(arrival):
        said["refused"] = to_json(receipt.why_nothing)
    return said


def _brings(arrival: Arrival) -> bool:
    """Whether an arrival brings a text that is worth writing by itself; a map that took no row is none."""
    return any(arrival.receipt.accepted or not path.startswith(f"{MAPS}/") for path in arrival.files)


def _arrival(found: Import, before: Book) -> Arrival:
    """What a file would bring, without the rows that the records would have something to fix by."""
    def say(line: str) -> None:
        kept_files.say_how_far(found, line)

    say(told("{name}: opening it", name=found.name))
    arrival = door(found.door)(content(found), before, Given(found.map_text, kept_files.joined_to(found).get, say))
    say(told("{name}: checking what it would add", name=found.name))
    return sifting.sifted(found.body, before, arrival)


def _kept(findings: list[Finding]) -> list[dict[str, Any]]:
    order = {Severity.ERROR: 0, Severity.STOP: 1, Severity.GAP: 2, Severity.NOTE: 3}
    return [kept(finding) for finding in
            sorted(findings, key=lambda finding: order[finding.severity])[:_MOST_SHOWN]]


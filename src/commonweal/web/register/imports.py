"""Files that people bring: looked through behind the page, agreed to as a whole, and the last one taken back."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Finding, Refused, Severity, by_severity
from commonweal.basics.told import Told, to_json, told
from commonweal.exchange.arrival import Arrival, changes
from commonweal.exchange.corrected import corrected_copy
from commonweal.exchange.doors import DOORS, Given, door, usual_door
from commonweal.exchange.files import File
from commonweal.exchange.maps.propose import propose
from commonweal.exchange.opening import open_file
from commonweal.exchange.pairs import FILE as PAIRS_FILE
from commonweal.ledger.book import read_book
from commonweal.ledger.checked import all_findings
from commonweal.ledger.tables import BOOK_TABLES
from commonweal.web.audit.actions import Actor
from commonweal.web.people.models import Body
from commonweal.web.register.actions import take_in
from commonweal.web.register.arrivals import bring_in, take_back
from commonweal.web.register.models import ROWS, Import
from commonweal.web.register.packing import unpack
from commonweal.web.register.reading import book
from commonweal.web.saying import kept

WHOLE = ""
# Found out from the file itself.
FIND_OUT = "find-out"
MAP = "map"
# The list of suppliers' names with the answers so far.
SUPPLIERS = "suppliers"
# A return's workbook is brought to the return, where its answers wait to be sent; the list is answered on its own page.
_ELSEWHERE = {"return", SUPPLIERS}
# Nobody agreed to them yet, and nobody left them.
UNDECIDED = (Import.State.NEEDS_MAP, Import.State.LOOKED_THROUGH)
_OWN = "brought"
_UNDECIDED = timedelta(days=30)
# So many findings are kept and shown of one file; how many there are in all is always said.
_MOST_SHOWN = 500


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
    folder = _folder(found)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _OWN).write_bytes(file.content)
    for number, other in enumerate(beside):
        (folder / f"{number}.name").write_text(other.name, encoding="utf-8")
        (folder / f"{number}.file").write_bytes(other.content)
    return found


def look_through(found: Import) -> None:
    """Read a file that was brought, and note what it would change or why it is refused. Changes no record."""
    try:
        if found.door == FIND_OUT:
            found.door = _found_out(found)
        said = _of_whole(found) if found.door == WHOLE else _of_rows(found)
    except Refused as refused:
        said = {"refused": to_json(refused.message), "findings": _kept(refused.findings)}
    found.said = json.dumps(said, ensure_ascii=False)
    found.state = (Import.State.LOOKED_THROUGH if "refused" not in said else
                   Import.State.NEEDS_MAP if found.door == MAP else Import.State.REFUSED)
    found.save(update_fields=["door", "said", "state"])
    if found.state == Import.State.REFUSED:
        _drop(found)


def put_in(found: Import, actor: Actor) -> None:
    """Write what was agreed to: all of it, or nothing and the reason."""
    try:
        if found.door == WHOLE:
            with tempfile.TemporaryDirectory() as work, transaction.atomic():
                take_in(actor, found.body, unpack(content(found), Path(work)))
                found.state = Import.State.IN
                found.save(update_fields=["state"])
        else:
            bring_in(actor, found, _arrival(found))
    except Refused as refused:
        found.refresh_from_db()
        found.state = Import.State.REFUSED
        found.said = json.dumps(json.loads(found.said) | {
            "refused": to_json(refused.message), "findings": _kept(refused.findings)}, ensure_ascii=False)
        found.save(update_fields=["said", "state"])
    _drop(found)


def content(found: Import) -> File:
    """The file as it was brought. Raises Refused where it is no longer kept."""
    try:
        return File(found.name, (_folder(found) / _OWN).read_bytes())
    except OSError as error:
        raise Refused(told("{name} is no longer kept: bring it again.", name=found.name)) from error


def rewrite(found: Import, said: bytes) -> None:
    """Have something else stand in a file that was made here: the list of names, once it is answered or matched."""
    (_folder(found) / _OWN).write_bytes(said)
    found.sha256 = File(found.name, said).sha256
    found.save(update_fields=["sha256"])


def copy_to_mend(found: Import) -> bytes | None:
    """The rows of a file as a workbook, with what to mend beside each that was refused; None once it is decided on."""
    if found.door in (WHOLE, SUPPLIERS) or found.state != Import.State.LOOKED_THROUGH:
        return None
    return corrected_copy(open_file(content(found)), _arrival(found).receipt)


def proposed_map(found: Import, table: str) -> str:
    """A map into one table, from the file's headings and what stands under them: a draft that a person corrects."""
    opened = open_file(content(found))
    if not opened.sheets:
        raise Refused(told("{name} has no rows to look at.", name=found.name), list(opened.findings))
    return propose(opened, table)


def take_map(found: Import, text: str) -> bool:
    """Say which column is what, to have the file looked through by it; False where it was decided on meanwhile."""
    return bool(Import.objects.filter(pk=found.pk, door=MAP, state__in=UNDECIDED).update(
        map_text=text, state=Import.State.WAITING))


def leave(found: Import) -> None:
    """Leave a file that was looked through: it is kept no longer, and changed nothing."""
    if Import.objects.filter(pk=found.pk, state__in=UNDECIDED).update(state=Import.State.REFUSED):
        _drop(found)


def give_up(found: Import) -> None:
    """Say that something went wrong with a file that nobody foresaw; what it would have written is not written."""
    found.refresh_from_db()
    _end(found, told("Something went wrong with this file on our side, and nothing was written. Tell whoever runs this "
                     "site; they find the reason in its log."))


def leave_undecided() -> None:
    """Leave every file that nobody decided on in time: it may name people, and no other period reaches it."""
    for found in Import.objects.filter(state__in=UNDECIDED, at__lt=timezone.now() - _UNDECIDED):
        with transaction.atomic():
            held = Import.objects.select_for_update().select_related("body").get(pk=found.pk)
            if held.state in UNDECIDED:
                _end(held, told("Nobody decided on this file for {days} days, so it is kept no longer, and nothing was "
                                "written. Bring it again.", days=_UNDECIDED.days))


def _end(found: Import, why: Told) -> None:
    """Keep a file no longer, nor what was read in it, and say why."""
    found.state, found.said = Import.State.REFUSED, json.dumps({"refused": to_json(why)})
    found.save(update_fields=["said", "state"])
    _drop(found)


def undo(found: Import, actor: Actor) -> None:
    """Take an import back. Raises Refused unless it is the last one and nothing that it wrote was changed since."""
    if why := why_no_undo(found):
        raise Refused(why)
    take_back(actor, found)


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
    arrival = _arrival(found)
    if found.door == SUPPLIERS and PAIRS_FILE in arrival.files:
        # With the pairs that were found now, for a person to answer.
        rewrite(found, arrival.files[PAIRS_FILE].encode())
    receipt = arrival.receipt
    compared = changes(arrival, book(found.body))
    said = {"receipt": [to_json(line) for line in receipt.lines], "sheets": [asdict(sheet) for sheet in receipt.sheets],
            "findings": _kept(list(receipt.findings)), "of": len(receipt.findings),
            "changes": [asdict(change) for change in compared], "notes": [to_json(note) for note in arrival.notes]}
    if not any(change.new or change.changed for change in compared) and not arrival.editions and not arrival.files:
        said["refused"] = to_json(told(
            "Nothing of {name} is new: the records have all of it already, or none could be read.", name=found.name))
    return said


def _arrival(found: Import) -> Arrival:
    return door(found.door)(content(found), book(found.body), Given(found.map_text, _beside(found).get))


def _beside(found: Import) -> dict[str, File]:
    """The files that came with it, by their names. On disk they are numbered: no name of a file is taken for a path."""
    names = sorted(_folder(found).glob("*.name"))
    return {name: File(name, path.with_suffix(".file").read_bytes())
            for path in names for name in [path.read_text(encoding="utf-8")]}


def _folder(found: Import) -> Path:
    return Path(settings.HOME) / "imports" / found.body.slug / str(found.pk)


def _drop(found: Import) -> None:
    shutil.rmtree(_folder(found), ignore_errors=True)


def _kept(findings: list[Finding]) -> list[dict[str, Any]]:
    order = {Severity.ERROR: 0, Severity.STOP: 1, Severity.GAP: 2, Severity.NOTE: 3}
    return [kept(finding) for finding in
            sorted(findings, key=lambda finding: order[finding.severity])[:_MOST_SHOWN]]


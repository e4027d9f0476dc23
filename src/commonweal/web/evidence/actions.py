"""Taking files in and away. Each writer is whole or nothing and records one event."""

import secrets
from collections.abc import Sequence
from datetime import date

from commonweal.basics.findings import Refused
from commonweal.exchange.files import File
from commonweal.exchange.sniffing import NotTaken
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.evidence.keeping import keep
from commonweal.web.evidence.models import Upload
from commonweal.web.evidence.scanning import scan
from commonweal.web.evidence.sorts import shown_name, sort_of
from commonweal.web.people.models import Body


@writes
def take(actor: Actor, body: Body, about: tuple[str, str, str], files: Sequence[File], kind: str,
         dated: date) -> list[Upload]:
    """Keep files as evidence, all or none; a file that is there already stays as it is.

    Of a photograph the place and the camera's other notes are taken out; then the event names what arrived too.
    `about` is the contract or project, the organisation and the answer. Raises NotTaken, with its name
    and the reason, for a file that is not taken.
    """
    activity, organisation, answer = about
    taken = []
    for file in files:
        try:
            sort = sort_of(file)
            content = sort.kept(file.content)
            taken.append((file, sort, content, scan(content)))
        except NotTaken as fault:
            raise NotTaken(fault.code, f"{shown_name(file.name)}: {fault}", fault.mend) from fault
    kept = []
    for file, sort, content, scanned in taken:
        upload, _ = Upload.objects.get_or_create(
            answer=answer, sha256=keep(content),
            defaults={"body": body, "key": secrets.token_hex(16), "activity": activity, "organisation": organisation,
                      "arrived": file.sha256 if content != file.content else "", "size": len(content),
                      "name": shown_name(file.name), "sort": sort.shown, "kind": kind, "dated": dated,
                      "scanned": scanned})
        kept.append(upload)
    arrived = {f"evidence/{upload.sha256}.arrived": upload.arrived for upload in kept if upload.arrived}
    record(actor, Change("take evidence", "answers", answer,
                         after={f"evidence/{upload.sha256}": upload.scanned for upload in kept} | arrived,
                         apart={f"name of {upload.sha256}": upload.name for upload in kept}))
    return kept


@writes
def take_away(actor: Actor, upload: Upload) -> None:
    """Take a file away that was not sent yet. Its bytes go when nothing else names them, by the keeping rules."""
    if upload.row:
        raise Refused("This file was sent with a return, and stays. Tell your contact if it should not have been.")
    record(actor, Change("take away evidence", "answers", upload.answer, before={f"evidence/{upload.sha256}": "kept"},
                         apart={f"name of {upload.sha256}": upload.name}))
    upload.delete()

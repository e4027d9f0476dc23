"""Taking files in and away. Each writer is whole or nothing and records one event."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.tables import ERASED
from commonweal.basics.told import told
from commonweal.exchange.files import File
from commonweal.exchange.sniffing import NotTaken
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.audit.models import Apart, Event
from commonweal.web.evidence.keeping import keep
from commonweal.web.evidence.models import Upload
from commonweal.web.evidence.scanning import scan
from commonweal.web.evidence.sorts import Sort, shown_name, sort_of
from commonweal.web.people.models import Body


def take(actor: Actor, body: Body, about: tuple[str, str, str], files: Sequence[File], kind: str,
         dated: date) -> list[Upload]:
    """Keep files as evidence, all or none; a file that is there already stays as it is.

    Of a photograph the place and the camera's other notes are taken out; then the event names what arrived too.
    `about` is the contract or project, the organisation and the answer. Raises NotTaken, with its name and the reason,
    for a file that is not taken. The same files again write nothing.
    """
    taken = [_as_kept(file) for file in files]
    hashes = {one.file.sha256 for one in taken}
    there = list(Upload.objects.filter(body=body, answer=about[2], sha256__in=hashes, destroyed=None))
    if {upload.sha256 for upload in there} == hashes:
        return there
    return _take(actor, body, about, taken, kind, dated)


@dataclass(frozen=True)
class _Taken:
    """A file as it is kept, with the hash that it arrived with where that was another."""

    file: File
    sort: Sort
    scanned: str
    arrived: str


def _as_kept(file: File) -> _Taken:
    try:
        sort = sort_of(file)
        kept = File(file.name, sort.kept(file.content))
        return _Taken(kept, sort, scan(kept.content), file.sha256 if kept.content != file.content else "")
    except NotTaken as fault:
        raise NotTaken(fault.code, told("{name}: {fault}", name=shown_name(file.name), fault=fault.message),
                       fault.mend) from fault


@writes
def _take(actor: Actor, body: Body, about: tuple[str, str, str], taken: Sequence[_Taken], kind: str,
          dated: date) -> list[Upload]:
    activity, organisation, answer = about
    kept = []
    for one in taken:
        # One whose bytes were destroyed is kept again.
        upload, _ = Upload.objects.update_or_create(
            body=body, answer=answer, sha256=keep(one.file.content), defaults={"destroyed": None}, create_defaults={
                "key": secrets.token_hex(16), "activity": activity, "organisation": organisation,
                "arrived": one.arrived, "size": len(one.file.content), "name": shown_name(one.file.name),
                "sort": one.sort.shown, "kind": kind, "dated": dated, "scanned": one.scanned})
        kept.append(upload)
    arrived = {f"evidence/{upload.sha256}.arrived": upload.arrived for upload in kept if upload.arrived}
    record(actor, Change("take evidence", "answers", answer,
                         after={f"evidence/{upload.sha256}": upload.scanned for upload in kept} | arrived,
                         apart={f"name of {upload.sha256}": upload.name for upload in kept}))
    for one in taken:
        # Again, as nobody can destroy bytes from here on: not even those that were there, and named by nobody else.
        keep(one.file.content)
    return kept


@writes
def take_away(actor: Actor, upload: Upload) -> None:
    """Take a file away that was not sent yet. Its bytes go within two days, when nothing else names them."""
    now = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if now is None:
        raise Refused(gettext("This file was taken away already."))
    if now.row:
        raise Refused(gettext(
            "This file was sent with a return, and stays. Tell your contact if it should not have been."))
    record(actor, Change("take away evidence", "answers", upload.answer, before={f"evidence/{upload.sha256}": "kept"},
                         apart={f"name of {upload.sha256}": upload.name}))
    now.delete()


def forget_names(body: str, column: str, keys: list[str], **_: Any) -> None:
    """Erase what files were called where the register erases it: here, and in the events that took them."""
    if column != "evidence.file_name":
        return
    uploads = Upload.objects.filter(body__slug=body, row__in=keys)
    for answer, sha256 in uploads.values_list("answer", "sha256"):
        events = Event.objects.filter(body=body, table="answers", key=answer).values("number")
        Apart.objects.filter(event__in=events, name=f"name of {sha256}").delete()
    uploads.update(name=ERASED)

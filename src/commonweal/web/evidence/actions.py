"""Taking files in and away. Each writer is whole or nothing and records one event."""

import secrets
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.exchange.files import File
from commonweal.web.audit.actions import Actor, Change, record, writes
from commonweal.web.evidence.keeping import keep
from commonweal.web.evidence.models import Upload
from commonweal.web.evidence.scanning import scan
from commonweal.web.evidence.sorts import Sort, shown_name, sort_of
from commonweal.web.people.models import Body


def take(actor: Actor, body: Body, about: tuple[str, str, str], files: Sequence[File], kind: str,
         dated: date) -> list[Upload]:
    """Keep files as evidence, all or none; a file that is there already stays as it is.

    `about` is the contract or project, the organisation and the answer. Raises NotTaken, with the reason, for a file
    that is not taken. The same files again write nothing.
    """
    there = list(Upload.objects.filter(answer=about[2], sha256__in=[file.sha256 for file in files]))
    if {upload.sha256 for upload in there} == {file.sha256 for file in files}:
        return there
    return _take(actor, body, about, [(file, sort_of(file), scan(file.content)) for file in files], kind, dated)


@writes
def _take(actor: Actor, body: Body, about: tuple[str, str, str], taken: Sequence[tuple[File, Sort, str]], kind: str,
          dated: date) -> list[Upload]:
    activity, organisation, answer = about
    kept = []
    for file, sort, scanned in taken:
        upload, _ = Upload.objects.get_or_create(
            answer=answer, sha256=keep(file.content),
            defaults={"body": body, "key": secrets.token_hex(16), "activity": activity, "organisation": organisation,
                      "size": len(file.content), "name": shown_name(file.name), "sort": sort.shown, "kind": kind,
                      "dated": dated, "scanned": scanned})
        kept.append(upload)
    record(actor, Change("take evidence", "answers", answer,
                         after={f"evidence/{upload.sha256}": upload.scanned for upload in kept},
                         apart={f"name of {upload.sha256}": upload.name for upload in kept}))
    return kept


@writes
def take_away(actor: Actor, upload: Upload) -> None:
    """Take a file away that was not sent yet. Its bytes go when nothing else names them, by the keeping rules."""
    if upload.row:
        raise Refused(gettext(
            "This file was sent with a return, and stays. Tell your contact if it should not have been."))
    record(actor, Change("take away evidence", "answers", upload.answer, before={f"evidence/{upload.sha256}": "kept"},
                         apart={f"name of {upload.sha256}": upload.name}))
    upload.delete()

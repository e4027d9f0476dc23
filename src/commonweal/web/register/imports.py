"""Files that people bring: looked through behind the page, agreed to as a whole, and the last one taken back."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.told import Told, listed, to_json, told
from commonweal.exchange.files import File
from commonweal.exchange.maps.door import maps_for
from commonweal.exchange.maps.propose import propose
from commonweal.exchange.maps.remembered import Remembered
from commonweal.exchange.opening import open_file
from commonweal.exchange.postcodes import proposed_shape
from commonweal.ledger.checked import check_book
from commonweal.web.audit.actions import Actor
from commonweal.web.audit.reading import last_event
from commonweal.web.people.models import Body
from commonweal.web.register import kept_files, sifting
from commonweal.web.register.actions import ChangedMeanwhile, take_in_checked
from commonweal.web.register.arrivals import bring_in, take_back
from commonweal.web.register.kept_files import content, joined_to
from commonweal.web.register.locks import Locked
from commonweal.web.register.looking import arrival_of, kept_findings, look_through
from commonweal.web.register.models import UNDECIDED, Import
from commonweal.web.register.packing import unpack
from commonweal.web.register.reading import book, framework_of
from commonweal.web.register.to_mend import has_copy
from commonweal.web.register.ways_in import MAP, MAPPED, POSTCODES, WHOLE

# So many of the rows that were changed since are named.
_MOST_NAMED = 5
# So often an agreement is begun anew because somebody wrote something while the file was read.
_TRIES = 3


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


def put_in(found: Import, actor: Actor) -> None:
    """Write what was agreed to: all of it, or nothing and the reason.

    Where the file would not change what was seen when it was looked through, nothing is written: it is looked through
    again, and who agreed is told why.
    """
    try:
        if found.door == WHOLE:
            with tempfile.TemporaryDirectory() as work:
                folder = unpack(content(found), Path(work), joined_to(found).get)
                checked = check_book(folder).book
                with transaction.atomic():
                    take_in_checked(actor, found.body, folder, checked)
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
            "refused": to_json(refused.message), "findings": kept_findings(refused.findings)}, ensure_ascii=False)
        found.save(update_fields=["said", "state"])
    if not has_copy(found):
        kept_files.drop(found)


def _put_in_rows(found: Import, actor: Actor) -> Told | None:
    """Write the rows of a file; or tell why they must be looked through again."""
    for _ in range(_TRIES):
        # Nothing may be written unseen between the comparing and the writing.
        known = last_event(found.body)
        before = book(found.body)
        arrival = arrival_of(found, before)
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

"""Names that may be one supplier: shown and answered while a matching was not agreed to yet, and erased in time."""

import base64
import hashlib
from collections.abc import Mapping
from functools import partial

from django.db import transaction
from django.utils.translation import gettext

from commonweal.basics.tables import Record
from commonweal.exchange.files import File
from commonweal.exchange.pairs import FILE, PAIRS, list_of, read_pairs, write_pairs
from commonweal.web.audit.actions import Actor
from commonweal.web.jobs import later
from commonweal.web.people.models import Body
from commonweal.web.register import imports, jobs, kept_files
from commonweal.web.register.actions import put_text
from commonweal.web.register.models import ROWS, UNDECIDED, Import, Text
from commonweal.web.register.reading import drop_old_texts, framework_of, settings_of
from commonweal.web.register.ways_in import SUPPLIERS


def begin(body: Body, threshold: str, actor: Actor) -> Import:
    """Have a body's suppliers matched, with all answers so far. Pairs are listed from this probability on."""
    with transaction.atomic():
        answers = list_of(framework_of(body)).content
        found = imports.keep(body, File(gettext("Suppliers of payments"), answers), SUPPLIERS, actor, threshold)
        later(jobs.look_through, found.pk)
    return found


def can_be_answered(found: Import) -> bool:
    """Whether this is a matching whose pairs can be answered."""
    return found.door == SUPPLIERS and found.state == Import.State.LOOKED_THROUGH


def pairs_of(found: Import) -> list[Record]:
    """The pairs of a matching: those without an answer first, and of these the ones to whom most was paid."""
    pairs = read_pairs(kept_files.content(found), settings_of(found.body).delimiter).records
    return sorted(pairs, key=lambda pair: (pair.get("answer") is not None, -pair.number_or_zero("paid"), pair.key))


def name_of(pair: Record) -> str:
    """What a pair is called in a form: it says nothing of the names, and stays when others come."""
    return hashlib.sha256("\0".join(pair.text(name) for name in PAIRS.key_columns).encode()).hexdigest()[:24]


def answer(found: Import, answers: Mapping[str, str], *, again: bool) -> bool:
    """Keep answers, each by the name of its pair: yes, no or blank. With `again`, have all of it matched by them.

    False, and nothing is kept, where it was decided on meanwhile or is being matched.
    """
    with transaction.atomic():
        held = Import.objects.select_for_update().select_related("body").get(pk=found.pk)
        if not can_be_answered(held):
            return False
        pairs = [Record(PAIRS, {**pair.values, "answer": answers[name] or None}) if (name := name_of(pair)) in answers
                 else pair for pair in pairs_of(held)]
        kept_files.rewrite(held, write_pairs(pairs, settings_of(held.body).delimiter).encode())
        if again:
            Import.objects.filter(pk=held.pk).update(state=Import.State.WAITING)
            later(jobs.look_through, held.pk)
    return True


def forget_names(body: Body) -> None:
    """Take every pair out of the list in which a name stands that no payment has any more, as when it was erased there:
    out of the list of today, as it stood before each import, and out of matchings that wait."""
    fewer = partial(_fewer, settings_of(body).delimiter, _paid(body))
    text = Text.objects.filter(body=body, path=FILE).first()
    was, now = (text.sha256, fewer(bytes(text.content))) if text else ("", b"")
    for found in Import.objects.select_for_update().filter(body=body).exclude(names=[]):
        for each in found.names:
            if each["before"] is not None:
                each["before"] = base64.b64encode(fewer(base64.b64decode(each["before"]))).decode()
            if each["sha256"] == was:  # It can still be taken back.
                each["sha256"] = hashlib.sha256(now).hexdigest()
        found.save(update_fields=["names"])
    if text:
        put_text(body, FILE, now)
    transaction.on_commit(partial(_forget_outside, body))


def _forget_outside(body: Body) -> None:
    """The same in files: those of texts are made again when they are asked for."""
    drop_old_texts(body)
    fewer = partial(_fewer, settings_of(body).delimiter, _paid(body))
    for found in Import.objects.filter(body=body, door=SUPPLIERS, state__in=[
            Import.State.WAITING, Import.State.AGREED, *UNDECIDED]):
        kept_files.rewrite(found, fewer(kept_files.content(found).content))


def _paid(body: Body) -> set[str]:
    return {*ROWS["payments"].objects.filter(body=body).values_list("supplier", flat=True).distinct()}


def _fewer(mark: str, paid: set[str], content: bytes) -> bytes:
    """A list without the pairs in which a name stands that no payment has; the names of organisations stay."""
    read = read_pairs(File(FILE, content), mark)
    kept = [pair for pair in read.records if pair.text("supplier") in paid
            and (pair.get("organisation") or pair.text("same_as") in paid)]
    # A row that cannot be read may hold the name.
    return content if len(kept) == read.rows_in - read.blank else write_pairs(kept, mark).encode()

"""Names that may be one supplier, as they wait in a matching that was not agreed to yet: shown, and answered."""

import hashlib
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext

from commonweal.basics.tables import Record
from commonweal.exchange.files import File
from commonweal.exchange.pairs import PAIRS, list_of, read_pairs, write_pairs
from commonweal.web.audit.actions import Actor
from commonweal.web.jobs import later
from commonweal.web.people.models import Body
from commonweal.web.register import imports, jobs, kept_files
from commonweal.web.register.models import Import
from commonweal.web.register.reading import framework_of, settings_of


def begin(body: Body, threshold: str, actor: Actor) -> Import:
    """Have a body's suppliers matched, with all answers so far. Pairs are listed from this probability on."""
    with transaction.atomic():
        answers = list_of(framework_of(body)).content
        found = imports.keep(body, File(gettext("Suppliers of payments"), answers), imports.SUPPLIERS, actor, threshold)
        later(jobs.look_through, found.pk)
    return found


def can_be_answered(found: Import) -> bool:
    """Whether this is a matching whose pairs can be answered."""
    return found.door == imports.SUPPLIERS and found.state == Import.State.LOOKED_THROUGH


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

"""What else holds words of payments that are erased: the list of names that may be one supplier, and what was told of
the files that the payments came with.
"""

import json
from collections.abc import Iterable
from datetime import date
from functools import partial

from django.db import transaction
from django.db.models import Q

from commonweal.basics.tables import Column
from commonweal.exchange.files import File
from commonweal.exchange.pairs import FILE as PAIRS_FILE
from commonweal.exchange.pairs import read_pairs, write_pairs
from commonweal.web.people.models import Body
from commonweal.web.register.actions import put_text
from commonweal.web.register.models import ROWS, Import, Text
from commonweal.web.register.reading import drop_old_texts, settings_of

_AT_ONCE = 500
# A finding quotes what stands in a cell. Files that wait for a decision go by their own time.
_TOLD = Q(state__in=(Import.State.IN, Import.State.REFUSED, Import.State.TAKEN_BACK), said__contains='"findings": [{')


def forget_names(body: Body, names: Iterable[str]) -> None:
    """Take names off the list of names that may be one supplier, but for those that a payment still has."""
    found = Text.objects.filter(body=body, path=PAIRS_FILE).first()
    if found is None:
        return
    gone, delimiter = set(names), settings_of(body).delimiter
    paid = ROWS["payments"].objects.filter(body=body)
    listed = sorted(gone)
    for start in range(0, len(listed), _AT_ONCE):
        gone -= set(paid.filter(supplier__in=listed[start:start + _AT_ONCE]).values_list("supplier", flat=True))
    read = read_pairs(File(PAIRS_FILE, bytes(found.content)), delimiter).records
    # An organisation is called what the records call it, whoever was paid.
    kept = [pair for pair in read if pair.text("supplier") not in gone
            and (pair.text("organisation") or pair.text("same_as") not in gone)]
    if len(kept) < len(read):
        put_text(body, PAIRS_FILE, write_pairs(kept, delimiter).encode())
        transaction.on_commit(partial(drop_old_texts, body))


def forget_findings(body: Body, column: Column, newest: date) -> None:
    """Forget what was found in files of payments whose time is over: of a file that is in, once none of its payments
    says anything in the column; of one that is not, once it is older than a payment that was erased.
    """
    for found in Import.objects.filter(_TOLD, body=body):
        if _still_says(found, column) if found.state == Import.State.IN else found.at.date() > newest:
            continue
        found.said = json.dumps(json.loads(found.said) | {"findings": []}, ensure_ascii=False)
        found.save(update_fields=["said"])


def _still_says(found: Import, column: Column) -> bool:
    """Whether a payment of this file says something in the column yet; a file without payments is none of these."""
    keys = [row["key"] for row in json.loads(found.before).get("rows", ()) if row["table"] == "payments"]
    rows = ROWS["payments"].objects.filter(body=found.body).exclude(
        Q(**{column.name: None}) | Q(**{column.name: column.erased}))
    return not keys or any(rows.filter(key__in=keys[start:start + _AT_ONCE]).exists()
                           for start in range(0, len(keys), _AT_ONCE))

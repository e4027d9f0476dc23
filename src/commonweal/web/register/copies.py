"""What was told of the files that payments came with: it quotes cells, and goes with the words that are erased."""

import json
from datetime import date

from django.db.models import Q

from commonweal.basics.tables import Column
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS, Import

_AT_ONCE = 500
# A finding quotes what stands in a cell. Files that wait for a decision go by their own time.
_TOLD = Q(state__in=(Import.State.IN, Import.State.REFUSED, Import.State.TAKEN_BACK), said__contains='"findings": [{')


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

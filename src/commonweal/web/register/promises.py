"""What was promised, and what is agreed anew: always another row that follows, as the lifecycle allows."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from commonweal.basics.tables import Record, Value
from commonweal.ledger.lifecycle import COMMITMENTS, NEW, why_not_move
from commonweal.ledger.tables import BY_NAME
from commonweal.web.people.models import Body
from commonweal.web.register.forms import RowForm
from commonweal.web.register.models import ROWS
from commonweal.web.register.words import choice

# Everybody who changes the register acts for the body; suppliers only report.
_WHO = "officer"


def form_for_promise(body: Body, data: Any, activity: str, measure: Record | None,
                     follows: Record | None = None) -> RowForm:
    """The form of a new promise, or of what is agreed anew about an earlier one; only moves that are allowed."""
    known = measure.key if measure else follows.text("measure") if follows else ""
    given: dict[str, Value] = {"activity": activity, "measure": known, "follows": follows.key if follows else None}
    if follows:
        given |= {name: follows.get(name) for name in ("part_of", "alternative_to", "person_stage")}
    first: dict[str, Value] = dict(follows.values) if follows else {"stage": "committed", "profile": "even"}
    first |= {"in_force_from": None, "internal_note": None} if follows else {}
    form = RowForm("commitments", body, data, given=given, first=first, activity=activity)
    before = follows.text("stage") if follows else NEW
    stage = form.fields["stage"]
    stage.choices = stage.widget.choices = [
        (state.name, _say(before, state.name)) for state in COMMITMENTS.states
        if why_not_move(COMMITMENTS, before, state.name, _WHO) is None]
    if measure:
        form.fields["quantity"].help_text = gettext("In this unit: %(unit)s. Blank where no number was promised.") % {
            "unit": measure.text("unit")}
    form.follows = follows
    if follows and not data:
        form.initial["in_force_from"] = timezone.localdate()
    return form


def why_no_change(body: Body, row: Record) -> str:
    """Why a row of a promise cannot be followed by another; empty if it can."""
    later = ROWS["commitments"].objects.filter(body=body, follows=row.key).values_list("key", flat=True).first()
    if later:
        return gettext("It was followed by another row already: change that one.")
    if row.text("stage") == "withdrawn":
        return gettext("It was withdrawn, and stays so. Add a new promise in its place.")
    return ""


def _say(before: str, after: str) -> str:
    if before == after == "committed":
        return gettext("Promised, with what changes (variation)")
    if before == "committed" and after == "withdrawn":
        return gettext("Withdrawn: the promise ends early")
    if before == "offered" and after == "committed":
        return gettext("Promised (award)")
    return str(choice(BY_NAME["commitments"].name, "stage", after))

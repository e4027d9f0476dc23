"""What was promised, and what is agreed anew: always another row that follows, as the lifecycle allows."""

from typing import Any

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


class PromiseForm(RowForm):
    """A new promise, or what is agreed anew about the one that it `follows`; only moves that are allowed."""

    def __init__(self, body: Body, data: Any, activity: str, measure: Record | None,
                 follows: Record | None = None) -> None:
        known = measure.key if measure else follows.text("measure") if follows else ""
        given: dict[str, Value] = {"activity": activity, "measure": known, "follows": follows.key if follows else None}
        first: dict[str, Value] = {"stage": "committed", "profile": "even"}
        if follows:
            given |= {name: follows.get(name) for name in ("part_of", "alternative_to", "person_stage")}
            first = dict(follows.values) | {"in_force_from": body.today(), "note": None, "internal_note": None}
        super().__init__("commitments", body, data, given=given, first=first, activity=activity)
        self.follows = follows
        before = follows.text("stage") if follows else NEW
        self.fields["stage"].choices = self.fields["stage"].widget.choices = [
            (state.name, _say(before, state.name)) for state in COMMITMENTS.states
            if why_not_move(COMMITMENTS, before, state.name, _WHO) is None]
        if measure:
            self.fields["quantity"].help_text = gettext(
                "In this unit: %(unit)s. Blank where no number was promised.") % {"unit": measure.text("unit")}

    def clean(self) -> dict[str, Any]:
        """As every row; and a promise ends only with its reason."""
        read = super().clean()
        if read.get("stage") == "withdrawn" and not (read.get("note") or read.get("internal_note")):
            self.add_error("note", gettext("Write why the promise ends: here for readers, or in the note for "
                                           "colleagues."))
        return read


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

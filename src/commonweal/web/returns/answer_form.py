"""The form of one answer. What is typed is read as in the files: one reader, one set of rules, one way to mend."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonweal.ledger.asking import LONGEST_NOTE, faults_of_answer
from commonweal.ledger.tables import DELIVERIES
from commonweal.web.register.columns import ColumnField, DayField
from commonweal.web.returns.models import Answer
from commonweal.web.returns.tasklist import Sheet, Task

# What is said where a rule of answers is broken. Fields that are not for a measure do not stand on its page.
_BROKEN = {
    "below-zero": _("This number cannot be below 0. Type what was done, or 0 if nothing was."),
    "not-yes-or-no": _("Choose yes or no."),
    "nothing-and-number": _("You typed a number and said that there is nothing to report. Take one of them away."),
    "part-over-whole": _("The part is larger than the whole. Check both numbers."),
    "outside-period": _("This day is not in %(label)s (%(start)s to %(end)s). Type a day within it."),
    "ends-before-start": _("The last day is before the first. Exchange them."),
    "too-long": _("This has %(length)s signs. Say it in at most %(most)s."),
    "event-without-share": _("An event and your share of it go together: fill in both, or none."),
}


def _typed(name: str, **more: Any) -> ColumnField:
    """A field for a column of what was done, which may be left blank."""
    return ColumnField(DELIVERIES, DELIVERIES.column(name), needed=False, **more)


class AnswerForm(forms.Form):
    """One measure: how much was done, and what somebody who counts needs to know of it."""

    nothing = forms.BooleanField(required=False, label=_("Nothing to report for this measure in this period"))
    quantity = _typed("quantity", label="")
    numerator = _typed("numerator", label=_("Of how many: the part"))
    denominator = _typed("denominator", label=_("Out of how many in all"))
    basis = forms.ChoiceField(required=False, label=_("Is this number"), widget=forms.RadioSelect, choices=[
        ("increment", _("Done in this period")), ("to-date", _("Total so far, since the start"))])
    place = forms.ChoiceField(required=False, label=_("Where"))
    note = _typed("note", label=_("Anything a reader should know"), widget=forms.Textarea({"rows": 3}),
                  help_text=_("Printed beside the number. Do not name people."))
    start = DayField(required=False, label=_("First day, if not the whole period"), help_text=_("For example 1 4 2025"))
    end = DayField(required=False, label=_("Last day, if not the whole period"), help_text=_("For example 30 6 2025"))
    event = _typed("event", label=_("Short name of the event, in small letters with hyphens"),
                   help_text=_("The same for all who took part, for example jobs-fair-may-2025"))
    event_share = _typed("event_share", label=_("Your share of it"),
                         help_text=_("Between 0 and 1: one half is 0.5. All shares together are at most 1"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    RARE = ("start", "end", "event", "event_share")

    def __init__(self, sheet: Sheet, task: Task, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        self.sheet, self.task = sheet, task
        answer = task.answer
        initial = {name: getattr(answer, name) for name in (*Answer.SAYS, "nothing", "version")}
        if task.unit == "£" and answer.quantity is not None and answer.quantity * 100 % 1 == 0:
            initial["quantity"] = f"{answer.quantity:.2f}"
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["quantity"].label = str(_("How many or how much (unit: %(unit)s)") % {
            "unit": task.unit or _("one")})
        self.fields["place"].choices = [("", _("The whole area")), *places]
        if task.counting == "yes-no":
            self.fields["quantity"].widget = forms.RadioSelect()
            self.fields["quantity"].label = _("Was this kept in this period?")
            self.fields["quantity"].choices = [("1", _("Yes")), ("0", _("No"))]
        if task.counting not in ("flow", "once"):
            del self.fields["basis"]
        if task.counting != "rate":
            del self.fields["numerator"], self.fields["denominator"]
        if task.counting in ("yes-no", "rate"):
            del self.fields["event"], self.fields["event_share"]

    @property
    def rare(self) -> list[forms.BoundField]:
        """The fields that few answers need."""
        return [self[name] for name in self.RARE if name in self.fields]

    @property
    def rare_open(self) -> bool:
        """Whether something stands in one of them."""
        return any(field.errors or any(field.value() or ()) for field in self.rare)

    def clean(self) -> dict[str, Any]:
        """The rules of an answer, which are the same in a workbook."""
        said = super().clean()
        opened, measure, note = self.sheet.round, self.task.measure, said.get("note") or ""
        about = {"label": opened.label, "start": opened.start, "end": opened.end, "length": len(note),
                 "most": LONGEST_NOTE}
        negative = bool(measure and measure.yes("negative"))
        for rule, name in [*faults_of_answer(said, self.task.counting, negative, opened.start, opened.end)]:
            # Where something cannot be read, nothing is said of what would belong to it.
            if not (rule == "event-without-share" and self.errors):
                self.add_error(name, ValidationError(_BROKEN[rule], params=about))
        return said

    @property
    def says(self) -> dict[str, Any]:
        """What the answer says, by its columns."""
        said = {name: self.cleaned_data.get(name) for name in (*Answer.SAYS, "nothing")}
        said["basis"] = said["basis"] or "increment"
        return {name: value if value != "" else None for name, value in said.items()}

"""The forms of a return. What is typed is read as in the files: one reader, one set of rules, one way to mend."""

from decimal import Decimal
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from commonweal.basics.periods import PeriodKind
from commonweal.basics.tables import Column, Kind, NotReadable, Value, read_value, write_value
from commonweal.ledger.tables import DELIVERIES, EVIDENCE, ORGANISATIONS
from commonweal.web.evidence.sorts import ACCEPT, MOST_BYTES, MOST_FILES
from commonweal.web.register.words import choices
from commonweal.web.returns.models import Answer
from commonweal.web.returns.tasklist import Sheet, Task

LONGEST_REASON = 2_000


class ColumnField(forms.CharField):
    """What is typed for one column of the ledger, read as the files are read."""

    def __init__(self, column: Column, **kwargs: Any) -> None:
        kwargs.setdefault("error_messages", {"required": _("Fill this in.")})
        super().__init__(required=kwargs.pop("required", False), strip=True, **kwargs)
        self.column = column

    def clean(self, value: Any) -> Value:
        """The value of the column's own kind."""
        text = super().clean(value) or ""
        try:
            return read_value(text, self.column)
        except NotReadable as error:
            # What the reader says of other columns is for files.
            said = str(error).partition("; put words")[0]
            raise ValidationError(f"{self.label}: {said[0].lower()}{said[1:]}.") from error

    def prepare_value(self, value: Any) -> Any:
        """The value as it was typed, or as the files write it."""
        return value if value is None or isinstance(value, str) else write_value(value)


def day_field(name: str, **kwargs: Any) -> ColumnField:
    """A day, as year-month-day."""
    return ColumnField(Column(name, Kind.DATE, ""), **kwargs)


class AnswerForm(forms.Form):
    """One measure: how much was done, and what somebody who counts needs to know of it."""

    nothing = forms.BooleanField(required=False, label=_("Nothing to report for this measure in this period"))
    quantity = ColumnField(DELIVERIES.column("quantity"))
    numerator = ColumnField(DELIVERIES.column("numerator"), label=_("Of how many: the part"))
    denominator = ColumnField(DELIVERIES.column("denominator"), label=_("Out of how many in all"))
    basis = forms.ChoiceField(required=False, label=_("Is this number"), widget=forms.RadioSelect, choices=[
        ("increment", _("Done in this period")), ("to-date", _("Total so far, since the start"))])
    place = forms.ChoiceField(required=False, label=_("Where"))
    note = ColumnField(DELIVERIES.column("note"), label=_("Anything a reader should know"), max_length=LONGEST_REASON,
                       widget=forms.Textarea(attrs={"rows": 3}),
                       help_text=_("Printed beside the number. Do not name people."))
    start = ColumnField(DELIVERIES.column("start"), label=_("First day, if not the whole period"),
                        help_text=_("Year-month-day, for example 2025-04-01"))
    end = ColumnField(DELIVERIES.column("end"), label=_("Last day, if not the whole period"),
                      help_text=_("Year-month-day, for example 2025-06-30"))
    event = ColumnField(DELIVERIES.column("event"), label=_("Short name of the event, in small letters with hyphens"),
                        help_text=_("The same for all who took part, for example jobs-fair-may-2025"))
    event_share = ColumnField(DELIVERIES.column("event_share"), label=_("Your share of it"),
                              help_text=_("Between 0 and 1: one half is 0.5. All shares together are at most 1"))
    version = forms.IntegerField(widget=forms.HiddenInput)
    RARE = ("start", "end", "event", "event_share")

    def __init__(self, sheet: Sheet, task: Task, places: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        self.sheet, self.task = sheet, task
        answer = task.answer
        initial = {name: getattr(answer, name) for name in (*Answer.SAYS, "nothing", "version")}
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
        return any(field.errors or field.value() for field in self.rare)

    def clean_quantity(self) -> Decimal | None:
        """Below nought only where the measure knows losses; yes is 1 and no is 0."""
        number = self.cleaned_data["quantity"]
        measure = self.task.measure
        if number is not None and number < 0 and not (measure and measure.yes("negative")):
            raise ValidationError(_("This number cannot be below 0. Type what was done, or 0 if nothing was."))
        if number is not None and self.task.counting == "yes-no" and number not in (0, 1):
            raise ValidationError(_("Choose yes or no."))
        return number

    def clean(self) -> dict[str, Any]:
        """What can only be told from two fields together."""
        said = super().clean()
        if said.get("nothing") and said.get("quantity"):
            self.add_error("nothing", _("You typed a number and said that there is nothing to report. Take one of them "
                                        "away."))
        part, whole = said.get("numerator"), said.get("denominator")
        if part is not None and whole is not None and part > whole:
            self.add_error("numerator", _("The part is larger than the whole. Check both numbers."))
        opened = self.sheet.round
        for name in ("start", "end"):
            day = said.get(name)
            if day and not opened.start <= day <= opened.end:
                self.add_error(name, _("This day is not in %(label)s (%(start)s to %(end)s). Type a day within it.") % {
                    "label": opened.label, "start": opened.start, "end": opened.end})
        if said.get("start") and said.get("end") and said["end"] < said["start"]:
            self.add_error("end", _("The last day is before the first. Exchange them."))
        if bool(said.get("event")) != (said.get("event_share") is not None) and not self.errors:
            self.add_error("event" if not said.get("event") else "event_share",
                           _("An event and your share of it go together: fill in both, or none."))
        return said

    @property
    def says(self) -> dict[str, Any]:
        """What the answer says, by its columns."""
        said = {name: self.cleaned_data.get(name) for name in (*Answer.SAYS, "nothing")}
        said["basis"] = said["basis"] or "increment"
        return {name: value if value != "" else None for name, value in said.items()}


class SeveralFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True
    input_type = "file"


class FilesField(forms.FileField):
    """Several files; each as it came."""

    widget = SeveralFiles(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All files, or why not."""
        files = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not files:
            raise ValidationError(_("Choose at least one file."))
        if len(files) > MOST_FILES:
            raise ValidationError(_("Bring at most %(most)s files at a time.") % {"most": MOST_FILES})
        for file in files:
            if file.size > MOST_BYTES:
                raise ValidationError(_("%(name)s is larger than %(most)s MB. Bring a smaller one.") % {
                    "name": file.name, "most": MOST_BYTES // 1_000_000})
        return files


class EvidenceForm(forms.Form):
    """Files that show what was done."""

    upload = FilesField(label=_("Files"), help_text=_(
        "PDF, PNG, JPEG, XLSX, DOCX, CSV, TXT or EML, up to 20 MB each. Take out names, addresses, faces and anything "
        "about health or pay before you upload: we need to see what was done, not who did it."))
    kind = forms.ChoiceField(label=_("What they are"), choices=partial(
        choices, "evidence", "kind", EVIDENCE.column("kind").choices))
    dated = day_field("dated", label=_("Day of the evidence"), required=True,
                      help_text=_("Year-month-day, for example 2025-06-30"))


class SendForm(forms.Form):
    """The declaration of a named person."""

    name = forms.CharField(label=_("Your name"), max_length=200,
                           error_messages={"required": _("Type the name of whoever declares this.")})
    office = forms.CharField(label=_("Your job or office"), max_length=200,
                             error_messages={"required": _("Type the job or office of whoever declares this.")})
    agreed = forms.BooleanField(error_messages={"required": _("Tick the declaration to send.")}, label=_(
        "I declare that these answers are right to the best of my knowledge, are about this contract or project and "
        "this period only, and are not counted elsewhere."))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class EnterForm(SendForm):
    """Sent by staff for somebody who told them by telephone, e-mail or paper."""

    how = forms.ChoiceField(label=_("How it was received"), widget=forms.RadioSelect, choices=[
        ("telephone", _("By telephone")), ("e-mail", _("By e-mail")), ("paper", _("On paper"))])
    received = day_field("received", label=_("Day it was received"), required=True,
                         help_text=_("Year-month-day, for example 2025-07-04"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the person who told you")
        self.fields["office"].label = _("Their job or office")
        self.fields["agreed"].label = _("They declared that these answers are right, are about this contract or "
                                        "project and this period only, and are not counted elsewhere.")

    def clean_received(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["received"]
        if day and day > timezone.localdate():
            raise ValidationError(_("This day is still to come. Type the day on which it was received."))
        return day


class AddForm(forms.Form):
    """Something that was done and never promised."""

    measure = forms.ChoiceField(label=_("What was done"))

    def __init__(self, measures: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = measures


class MoreTimeForm(forms.Form):
    """A later day, and why."""

    until = day_field("until", label=_("By when will you send it?"), required=True,
                      help_text=_("Year-month-day, for example 2025-07-31"))
    reason = forms.CharField(label=_("Why do you need more time?"), max_length=LONGEST_REASON,
                             widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Do not name people."),
                             error_messages={"required": _("Say in a sentence why you need more time.")})

    def __init__(self, due: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.due = due

    def clean_until(self) -> Any:
        """After the day it is due anyway."""
        day = self.cleaned_data["until"]
        if day and day <= max(self.due, timezone.localdate()):
            raise ValidationError(_("Type a day after the one it is due on, and not a day that has passed."))
        return day


class DecideForm(forms.Form):
    """Grant more time, or not."""

    granted = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect,
                                choices=[("yes", _("Give more time")), ("no", _("Do not"))])
    answer = forms.CharField(label=_("Reason, which the supplier reads"), max_length=LONGEST_REASON,
                             widget=forms.Textarea(attrs={"rows": 3}),
                             error_messages={"required": _("Give a reason in a sentence.")})


class InviteForm(forms.Form):
    """Somebody who shall answer too: a colleague, or a subcontractor."""

    email = forms.EmailField(label=_("Their e-mail address"))
    name = forms.CharField(label=_("Their name"), max_length=200)


class SubcontractorForm(InviteForm):
    """A subcontractor: one that is known, or a new one."""

    known = forms.ChoiceField(label=_("Which organisation"), required=False)
    title = ColumnField(ORGANISATIONS.column("name"), label=_("If it is not in the list: its name"))
    kind = forms.ChoiceField(label=_("And what sort of organisation it is"), required=False, choices=partial(
        choices, "organisations", "kind", ("company", "charity", "social-enterprise", "school", "college", "university",
                                           "public-body")))
    field_order = ("known", "title", "kind", "name", "email")

    def __init__(self, known: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].choices = [("", _("Another")), *known]

    def clean(self) -> dict[str, Any]:
        """One organisation, and only one."""
        said = super().clean()
        if bool(said.get("known")) == bool(said.get("title")):
            self.add_error("title", _("Choose an organisation from the list, or type the name of another."))
        return said


class RoundForm(forms.Form):
    """A period that asks for returns."""

    key = ColumnField(Column("key", Kind.ID, ""), label=_("Short name"), required=True, help_text=_(
        "Small letters, digits and hyphens, for example 2025-q1. For a whole year, its name in your settings."))
    label = forms.CharField(label=_("Name as people read it"), max_length=80,
                            help_text=_("For example April to June 2025"))
    period_kind = forms.ChoiceField(label=_("What kind of span"), choices=partial(choices, "", "period_kind", (
        PeriodKind.QUARTER, PeriodKind.FINANCIAL_YEAR, PeriodKind.CALENDAR_YEAR, PeriodKind.ACADEMIC_YEAR,
        PeriodKind.TWELVE_MONTHS)))
    start = day_field("start", label=_("First day"), required=True,
                      help_text=_("Year-month-day, for example 2025-04-01"))
    end = day_field("end", label=_("Last day"), required=True,
                    help_text=_("Year-month-day, for example 2025-06-30"))
    opens = day_field("opens", label=_("Suppliers can answer from"), required=True)
    due = day_field("due", label=_("Returns are due on"), required=True)

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        said = super().clean()
        if said.get("start") and said.get("end") and said["end"] < said["start"]:
            self.add_error("end", _("The last day is before the first. Exchange them."))
        if said.get("opens") and said.get("due") and said["due"] < said["opens"]:
            self.add_error("due", _("It is due before suppliers can answer. Type a later day."))
        return said

"""The forms around returns: sending one, asking for more time, inviting others, opening a period."""

from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from commonweal.basics.periods import PeriodKind
from commonweal.basics.tables import Column, Kind
from commonweal.ledger.tables import CALENDAR, ORGANISATIONS
from commonweal.web.register.columns import ColumnField, DayField
from commonweal.web.register.words import choices

LONGEST_REASON = 2_000


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

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today


class EnterForm(SendForm):
    """Sent by staff for somebody who told them by telephone, e-mail or paper."""

    how = forms.ChoiceField(label=_("How it was received"), widget=forms.RadioSelect, choices=[
        ("telephone", _("By telephone")), ("e-mail", _("By e-mail")), ("paper", _("On paper"))])
    received = DayField(label=_("Day it was received"), help_text=_("For example 4 7 2025"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the person who told you")
        self.fields["office"].label = _("Their job or office")
        self.fields["agreed"].label = _("They declared that these answers are right, are about this contract or "
                                        "project and this period only, and are not counted elsewhere.")

    def clean_received(self) -> Any:
        """Not a day to come."""
        day = self.cleaned_data["received"]
        if day and day > self.today:
            raise ValidationError(_("This day is still to come. Type the day on which it was received."))
        return day


class AddForm(forms.Form):
    """Something that was done and never promised."""

    measure = forms.ChoiceField(label=_("What was done"), error_messages={
        "required": _("Choose what was done.")})

    def __init__(self, measures: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", _("Choose")), *measures]


class MoreTimeForm(forms.Form):
    """A later day, and why."""

    until = DayField(label=_("By when will you send it?"), help_text=_("For example 31 7 2025"))
    reason = forms.CharField(label=_("Why do you need more time?"), max_length=LONGEST_REASON,
                             widget=forms.Textarea(attrs={"rows": 4}), help_text=_("Do not name people."),
                             error_messages={"required": _("Say in a sentence why you need more time.")})

    def __init__(self, due: date, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = max(due, today)

    def clean_until(self) -> Any:
        """After the day it is due anyway."""
        day = self.cleaned_data["until"]
        if day and day <= self.last:
            raise ValidationError(_("Type a day after the one it is due on, and not a day that has passed."))
        return day


class DecideForm(forms.Form):
    """Grant more time, or not."""

    granted = forms.ChoiceField(label=_("Your decision"), widget=forms.RadioSelect,
                                choices=[("yes", _("Give more time")), ("no", _("Keep the day"))])
    answer = forms.CharField(label=_("Reason, which the supplier reads"), max_length=LONGEST_REASON,
                             widget=forms.Textarea(attrs={"rows": 3}),
                             error_messages={"required": _("Give a reason in a sentence.")})


class LetInForm(forms.Form):
    """Let somebody in, or not."""

    agreed = forms.ChoiceField(label=_("Shall they report for this organisation?"), widget=forms.RadioSelect, choices=[
        ("yes", _("Yes: they see and answer all its returns to you")), ("no", _("No, let nobody in"))],
        error_messages={"required": _("Choose whether they are let in.")})
    seen = forms.IntegerField(widget=forms.HiddenInput)


class InviteForm(forms.Form):
    """Somebody who shall answer too: a colleague, or a subcontractor."""

    email = forms.EmailField(label=_("Their e-mail address"))
    name = forms.CharField(label=_("Their name"), max_length=200)


class SubcontractorForm(InviteForm):
    """A subcontractor: one that is known, or a new one."""

    known = forms.ChoiceField(label=_("Which organisation"), required=False)
    title = ColumnField(ORGANISATIONS, ORGANISATIONS.column("name"), needed=False,
                        label=_("If it is not in the list: its name"))
    kind = forms.ChoiceField(label=_("And what sort of organisation it is"), required=False, choices=partial(
        choices, "organisations", "kind", ("company", "charity", "social-enterprise", "school", "college", "university",
                                           "public-body")))
    field_order = ("known", "title", "kind", "name", "email")

    def __init__(self, known: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].choices = [("", _("Another")), *known]
        self.fields["name"].label = _("Name of the person there who will answer")

    def clean(self) -> dict[str, Any]:
        """One organisation, and only one."""
        said = super().clean()
        if bool(said.get("known")) == bool(said.get("title")):
            self.add_error("title", _("Choose an organisation from the list, or type the name of another."))
        return said


class RoundForm(forms.Form):
    """A period that asks for returns."""

    key = ColumnField(CALENDAR, Column("key", Kind.ID, "", required=True), label=_("Short name"), help_text=_(
        "Small letters, digits and hyphens, for example 2025-q1. For a whole year, its name in your settings."))
    label = forms.CharField(label=_("Name as people read it"), max_length=80,
                            help_text=_("For example April to June 2025"))
    period_kind = forms.ChoiceField(label=_("What kind of span"), choices=partial(choices, "", "period_kind", (
        PeriodKind.QUARTER, PeriodKind.FINANCIAL_YEAR, PeriodKind.CALENDAR_YEAR, PeriodKind.ACADEMIC_YEAR,
        PeriodKind.TWELVE_MONTHS)))
    start = DayField(label=_("First day"), help_text=_("For example 1 4 2025"))
    end = DayField(label=_("Last day"), help_text=_("For example 30 6 2025"))
    opens = DayField(label=_("Suppliers can answer from"))
    due = DayField(label=_("Returns are due on"))

    def clean(self) -> dict[str, Any]:
        """The days in their order."""
        said = super().clean()
        if said.get("start") and said.get("end") and said["end"] < said["start"]:
            self.add_error("end", _("The last day is before the first. Exchange them."))
        if said.get("opens") and said.get("due") and said["due"] < said["opens"]:
            self.add_error("due", _("It is due before suppliers can answer. Type a later day."))
        return said

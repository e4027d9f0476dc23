"""The form on which a footer page is written: its parts, in their order."""

from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from commonweal.web.notices.parts import CHOICE, COMPLIANCE, DAY, KINDS, UNSAID, Part
from commonweal.web.notices.reading import day_of
from commonweal.web.register.prose import DayField


class NoticeForm(forms.Form):
    """One footer page. An accessibility statement says how far rules are met only from a test, with its day."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, kind: str, said: dict[str, str], version: int, *sent: Any) -> None:
        self.kind = kind
        parts = KINDS[kind].parts
        super().__init__(*sent, initial={"row_version": version} | {
            part.name: day_of(said, part.name) if part.kind == DAY else said.get(part.name, "") for part in parts})
        for part in parts:
            self.fields[part.name] = _field(part)

    @property
    def said(self) -> dict[str, str]:
        """What was typed, as it is kept."""
        return {part.name: _kept(self.cleaned_data.get(part.name)) for part in KINDS[self.kind].parts}

    def clean(self) -> dict[str, Any]:
        """Days in their order, and no word on the rules without a test."""
        read = super().clean() or {}
        if self.kind == "accessibility":
            tested = read.get("tested_on") and read.get("tested_how")
            if (read.get("compliance") or UNSAID) != UNSAID and not tested:
                self.add_error("compliance", gettext(
                    "Write above on which day and how the site was tested, or choose “Nobody has said yet”: without a "
                    "test nobody can know."))
            prepared, reviewed = read.get("prepared"), read.get("reviewed")
            if prepared and reviewed and reviewed < prepared:
                self.add_error("reviewed", gettext("The statement was reviewed before it was prepared: correct one of "
                                                   "the two days."))
        return read


def _field(part: Part) -> forms.Field:
    said: dict[str, Any] = {"label": part.heading, "help_text": part.asks, "required": False}
    if part.kind == DAY:
        return DayField(**said)
    if part.kind == CHOICE:
        return forms.ChoiceField(**said, choices=list(COMPLIANCE.items()), widget=forms.RadioSelect)
    return forms.CharField(**said, max_length=20_000, widget=forms.Textarea({"rows": 5}), error_messages={
        "max_length": gettext_lazy("This is longer than 20,000 signs: shorten it.")})


def _kept(value: Any) -> str:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value.isoformat() if value else ""

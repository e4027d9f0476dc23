"""The settings that people change: a form over the lines of book.toml that hold them; all else stays as typed."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy

from commonweal.basics.periods import PeriodKind
from commonweal.basics.toml_files import toml_value
from commonweal.ledger.settings import Settings, read_settings
from commonweal.web.config.pages import capital
from commonweal.web.people.models import Body
from commonweal.web.register.models import Text
from commonweal.web.register.prose import DayField
from commonweal.web.register.reading import settings_of
from commonweal.web.register.words import choices
from commonweal.web.saying import in_full

FILE = "book.toml"
# Each field with the table and the key of book.toml that hold it.
_HELD: Mapping[str, tuple[str, str]] = {
    "title": ("book", "title"), "standing": ("book", "standing"), "contact": ("accessibility", "contact"),
    "prepared_by": ("release", "prepared_by"), "approved_by": ("release", "approved_by")}
_OF_A_PERIOD = ("id", "label", "kind", "start", "end")


class SettingsForm(forms.Form):
    """What people change of the settings, and the next period; what is made is read back before it is kept."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=gettext_lazy("Title of the report"))
    standing = forms.CharField(label=gettext_lazy("Sentence on every page"), required=False, help_text=gettext_lazy(
        "Such as: draft, not yet approved."))
    contact = forms.CharField(label=gettext_lazy("Whom readers can turn to"), required=False, help_text=gettext_lazy(
        "An office with its address; it stands in the accessibility statement."))
    prepared_by = forms.CharField(label=gettext_lazy("Office that prepares the report"), required=False)
    approved_by = forms.CharField(label=gettext_lazy("Office that approves it: another one"), required=False)
    period_id = forms.CharField(label=gettext_lazy("Id"), required=False, help_text=gettext_lazy("Such as 2025-26"))
    period_label = forms.CharField(label=gettext_lazy("How it is printed"), required=False,
                                   help_text=gettext_lazy("Such as 2025/26"))
    period_kind = forms.ChoiceField(label=gettext_lazy("Kind of period"), required=False)
    period_start = DayField(label=gettext_lazy("First day"), required=False)
    period_end = DayField(label=gettext_lazy("Last day"), required=False)

    def __init__(self, body: Body, *said: Any) -> None:
        self.now = settings_of(body)
        found = Text.objects.get(body=body, path=FILE)
        self.text, self.content = bytes(found.content).decode("utf-8-sig"), ""
        super().__init__(*said, initial={
            "row_version": found.version, "title": self.now.title, "standing": self.now.standing,
            "contact": self.now.accessibility.contact, "prepared_by": self.now.release.prepared_by,
            "approved_by": self.now.release.approved_by})
        self.fields["period_kind"].choices = [("", gettext("Choose")), *choices("", "period_kind", PeriodKind)]

    @property
    def kept(self) -> list[forms.BoundField]:
        """The fields of what stands there already."""
        return [self[name] for name in _HELD]

    @property
    def next_period(self) -> list[forms.BoundField]:
        """The fields of a further period."""
        return [self[f"period_{name}"] for name in _OF_A_PERIOD]

    def clean(self) -> dict[str, Any]:
        """Write the settings anew and read them back: only what was asked for may differ."""
        read = super().clean() or {}
        if self.errors:
            return read
        text = self.text
        for name, (table, key) in _HELD.items():
            if read[name] != self.initial[name]:
                text = with_setting(text, table, key, read[name])
        period = {name: read[f"period_{name}"] for name in _OF_A_PERIOD}
        if any(period.values()):
            for name in _OF_A_PERIOD:
                if not period[name]:
                    self.add_error(f"period_{name}", gettext("Fill this in too, or leave all of the period blank."))
            lines = "\n".join(f"{name} = {toml_value(value)}" for name, value in period.items())
            text = f"{text.rstrip()}\n\n[[periods]]\n{lines}\n"
        if self.errors:
            return read
        made, findings = _read_back(text)
        for finding in findings:
            field = "period_start" if finding.column == "periods" else finding.column
            self.add_error(field if field in self.fields else None, capital(in_full(finding)))
        if made and _expected(self.now, read, made) != made:
            self.add_error(None, gettext("The settings are written in a way that this page cannot change without "
                                         "changing more. Take the records out, and change book.toml by hand."))
        self.content = text
        return read


def with_setting(text: str, table: str, key: str, value: str) -> str:
    """The text of book.toml with one key of one table said anew; all else as it was typed.

    >>> with_setting('[book]\\nid = "a"\\ntitle = "Old"\\n\\n[prices]\\nyear = 2024\\n', "book", "title", "New")
    '[book]\\nid = "a"\\ntitle = "New"\\n\\n[prices]\\nyear = 2024\\n'
    """
    line = f"{key} = {toml_value(value)}"
    found = re.search(rf"^\[{table}\][ \t]*(?:#.*)?\n(?P<inside>.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    if found is None:
        return f"{text.rstrip()}\n\n[{table}]\n{line}\n"
    inside, times = re.subn(rf"^{key}\s*=.*$", lambda _: line, found["inside"], count=1, flags=re.MULTILINE)
    return text[:found.start("inside")] + (inside if times else f"{line}\n{inside}") + text[found.end("inside"):]


def _read_back(text: str) -> tuple[Settings | None, list[Any]]:
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / FILE).write_text(text, encoding="utf-8", newline="")
        return read_settings(Path(work))


def _expected(now: Settings, read: Mapping[str, Any], made: Settings) -> Settings:
    """The settings as they should be: those of now with what was asked for, and the further period if there is one."""
    more = made.periods[len(now.periods):] if read["period_id"] else ()
    return replace(
        now, title=read["title"], standing=read["standing"], periods=(*now.periods, *more),
        accessibility=replace(now.accessibility, contact=read["contact"]),
        release=replace(now.release, prepared_by=read["prepared_by"], approved_by=read["approved_by"]))

"""The forms by which the audit trail is searched, and by which a body says how long it keeps things."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from commonweal.web.audit.retention import KINDS, is_there, tables
from commonweal.web.people.models import Body, Person

_DAY = _("Enter a day, such as 31/3/2025")


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False, help_text=_("For example 31/3/2025"),
                           input_formats=["%d/%m/%Y", "%Y-%m-%d"], error_messages={"invalid": _DAY})


class Search(forms.Form):
    """Which events to show."""

    who = forms.ChoiceField(label=_("Who"), required=False)
    what = forms.CharField(label=_("What"), required=False, max_length=100)
    table = forms.CharField(label=_("Table"), required=False, max_length=100)
    key = forms.CharField(label=_("Thing"), required=False, max_length=200)
    since = _day(_("From"))
    until = _day(_("Until"))

    def __init__(self, body: Body, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(memberships__body=body).distinct().order_by("name")
        self.fields["who"].choices = [("", _("Anybody")), *((person.key, str(person)) for person in people)]

    def narrow(self, events: Any) -> Any:
        """The events that fit what was asked."""
        if self.is_bound and not self.is_valid():
            return events.none()
        said = self.cleaned_data if self.is_bound else {}
        asked = {"person": said.get("who"), "what__icontains": said.get("what"), "table": said.get("table"),
                 "key": said.get("key"), "at__date__gte": said.get("since"), "at__date__lte": said.get("until")}
        return events.filter(**{name: value for name, value in asked.items() if value})


class SetPeriod(forms.Form):
    """How long something is kept, and why."""

    kind = forms.ChoiceField(label=_("What is kept"),
                             error_messages={"required": _("Choose what is kept")})
    table = forms.CharField(label=_("Of which table"), required=False, max_length=100,
                            help_text=_("For values in the audit trail only. Leave empty for all."))
    column = forms.CharField(label=_("Of which column"), required=False, max_length=100,
                             help_text=_("For example: reason. Leave empty for all."))
    months = forms.IntegerField(
        label=_("How many months"), min_value=1, max_value=1200, widget=forms.TextInput({"inputmode": "numeric"}),
        error_messages={"required": _("Enter a number of months"), "invalid": _("Enter a whole number of months")})
    basis = forms.CharField(label=_("By which law or policy"), max_length=300,
                            error_messages={"required": _("Enter the law or policy that says so")})

    def __init__(self, body: Body, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        self.fields["kind"].choices = [("", _("Choose")), *((name, kind.shown) for name, kind in KINDS.items())]

    def clean(self) -> dict[str, Any]:
        """A rule that would never find anything, or finds more than it says, is no rule."""
        said = super().clean()
        if said.get("kind", "apart") != "apart" and (said.get("table") or said.get("column")):
            self.add_error("table", gettext(
                "Leave table and column empty: they are for values in the audit trail only"))
        elif (table := said.get("table")) and not is_there(self.body, table):
            self.add_error("table", _no_such_table(table))
        return said


def _no_such_table(table: str) -> str:
    return gettext("There is no table called '%(table)s'. Write one of: %(tables)s") % {
        "table": table, "tables": ", ".join(tables())}


class Once(forms.Form):
    """A form that writes once, however often it is sent."""

    form_token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form_token"].initial = uuid.uuid4().hex

    @property
    def token(self) -> str:
        """Its own random word, as it was sent."""
        return str(self.cleaned_data.get("form_token", "")) if self.is_valid() else ""


class SetHold(Once):
    """What must be kept whatever its time, and why."""

    table = forms.CharField(label=_("Table"), max_length=100, help_text=_("As the audit trail calls it."),
                            error_messages={"required": _("Enter the table, as the audit trail calls it")})
    key = forms.CharField(label=_("Thing"), required=False, max_length=200,
                          help_text=_("Its id, as the audit trail calls it. What belongs to it is held with it: with a "
                                      "contract its claims, their evidence and checks, its returns and stories. Leave "
                                      "empty to hold all of the table."))
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=forms.Textarea({"rows": 2}),
                             error_messages={"required": _("Enter why it must be kept")})

    def __init__(self, body: Body, *args: Any, **kwargs: Any) -> None:
        # It stands on one page with the other form, which has a table as well.
        super().__init__(*args, auto_id="hold_%s", **kwargs)
        self.body = body

    def clean(self) -> dict[str, Any]:
        """What is not there is held by nobody, and would be destroyed under another name."""
        said = super().clean()
        table, key = said.get("table"), said.get("key", "")
        if table and not is_there(self.body, table):
            self.add_error("table", _no_such_table(table))
        elif table and key and not is_there(self.body, table, key):
            self.add_error("key", gettext(
                "There is no '%(key)s' in '%(table)s', and the audit trail tells of none. Copy its id from the address "
                "of its page or from an event about it") % said)
        return said

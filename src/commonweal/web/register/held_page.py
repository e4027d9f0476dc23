"""The page on which auditors and administrators take out what was held about something on a day."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy

from commonweal.basics.findings import Refused
from commonweal.web.people.models import Body
from commonweal.web.register.held import file_of, held_about
from commonweal.web.register.models import ROWS
from commonweal.web.register.prose import DayField

_CALLED = {"activities": "title", "organisations": "name"}


class HeldForm(forms.Form):
    """About what, and on which day."""

    about = forms.ChoiceField(label=gettext_lazy("About what"), widget=forms.RadioSelect, choices=[
        ("activities", gettext_lazy("A contract or project")),
        ("organisations", gettext_lazy("An organisation, such as a supplier"))],
        error_messages={"required": gettext_lazy("Choose what it is about")})
    called = forms.CharField(label=gettext_lazy("Its name or its id"), max_length=300, help_text=gettext_lazy(
        "As the register has it now. The id stands in the address of its page, and also finds what was taken away."),
        error_messages={"required": gettext_lazy("Write its name or its id")})
    on = DayField(label=gettext_lazy("On which day"), help_text=gettext_lazy(
        "What was held at the end of that day, such as 31 3 2025."))

    def __init__(self, body: Body, *said: Any, **more: Any) -> None:
        self.body = body
        super().__init__(*said, **more)

    def clean_on(self) -> Any:
        """A day, for without one nothing is asked for."""
        day = self.cleaned_data["on"]
        if day is None:
            raise forms.ValidationError(gettext("Write the day, such as 31 3 2025."))
        return day

    def key(self) -> str:
        """The id of what was named: what was typed, or the only thing of that name."""
        table, called = self.cleaned_data["about"], self.cleaned_data["called"].strip()
        named = ROWS[table].objects.filter(body=self.body, **{f"{_CALLED[table]}__iexact": called})
        keys = list(named.values_list("key", flat=True)[:2])
        return keys[0] if len(keys) == 1 else called


def held(request: HttpRequest) -> HttpResponse:
    """The form; with it filled in, the file."""
    body = request.visit.body
    sent = "on_day" in request.GET
    form = HeldForm(body, request.GET) if sent else HeldForm(body, initial=request.GET.dict())
    if sent and form.is_valid():
        about, on = form.cleaned_data["about"], form.cleaned_data["on"]
        try:
            found = held_about(body, on, **{"activity" if about == "activities" else "organisation": form.key()})
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            name = f"held-{form.key()}-{on.isoformat()}.zip"
            return HttpResponse(file_of(found), content_type="application/zip", headers={
                "Content-Disposition": f'attachment; filename="{name}"'})
    return render(request, "register/held.html.jinja", {"form": form, "failed": bool(form.errors)})

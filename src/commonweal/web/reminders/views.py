"""The page on which somebody sees what they are reminded of, and switches it off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.web.audit.actions import Actor
from commonweal.web.reminders.actions import switch
from commonweal.web.reminders.forms import RemindersForm
from commonweal.web.reminders.models import SwitchedOff
from commonweal.web.reminders.rules import of_roles


def own_reminders(request: HttpRequest) -> HttpResponse:
    """What the visitor is reminded of, and the switch."""
    off = SwitchedOff.objects.filter(person=request.user).exists()
    form = RemindersForm(request.POST or None, initial={"wanted": "off" if off else "on"})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["wanted"] == "on"
        switch(Actor(request.user.key, where="POST own-reminders"), request.user, on)
        messages.success(request, _("You get reminders.") if on else _("You get no more reminders."))
        return redirect("own-reminders")
    return render(request, "reminders/own.html.jinja", {
        "form": form, "failed": bool(form.errors),
        "rules": of_roles(request.user.memberships.values_list("role", flat=True))})

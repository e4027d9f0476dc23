"""Pages of the body's own people about returns: opening a period, and wishes for more time."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.web.people.roles import May
from commonweal.web.register.reading import titles
from commonweal.web.returns.actions import NothingToDo
from commonweal.web.returns.arranging import decide_more_time, open_round
from commonweal.web.returns.forms import DecideForm, RoundForm
from commonweal.web.returns.models import MoreTime, Return


def new_round(request: HttpRequest) -> HttpResponse:
    """Open a period: everybody who promised something in it is asked. The same form again asks nobody twice."""
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        opened, returns, answers = open_round(request.visit.actor(May.OPEN_RETURNS), request.visit.body,
                                              form.cleaned_data)
        messages.success(request, _("%(label)s is open: %(returns)s new returns with %(answers)s questions.") % {
            "label": opened.label, "returns": returns, "answers": answers})
        return redirect("all-returns", body=request.visit.body.slug)
    return render(request, "returns/new_round.html.jinja", {"form": form, "failed": bool(form.errors)})


def wish(request: HttpRequest, reference: str) -> HttpResponse:
    """A wish for more time: grant it or not."""
    returned = Return.objects.select_related("round", "body").get(body=request.visit.body, key=reference)
    waiting = MoreTime.objects.filter(returned=returned, decision="").first()
    form = DecideForm(request.POST or None)
    if request.method == "POST" and waiting and form.is_valid():
        granted = form.cleaned_data["granted"] == "yes"
        with suppress(NothingToDo):  # The same form came twice: it is done already.
            decide_more_time(request.visit.actor(May.OPEN_RETURNS), waiting, granted, form.cleaned_data["answer"])
        messages.success(request, _("Decided. The supplier is told by e-mail."))
        return redirect("all-returns", body=request.visit.body.slug)
    body = request.visit.body
    return render(request, "returns/wish.html.jinja", {
        "returned": returned, "wish": waiting, "form": form, "failed": bool(form.errors),
        "activity": titles(body, "activities", [returned.activity])[returned.activity],
        "organisation": titles(body, "organisations", [returned.organisation], "name")[returned.organisation]})



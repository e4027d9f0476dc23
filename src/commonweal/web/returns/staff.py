"""Pages of the body's own people about returns: opening a period, wishes for more time, people to let in."""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.web.people.roles import May
from commonweal.web.register.reading import titles
from commonweal.web.returns.actions import NothingToDo
from commonweal.web.returns.arranging import decide_let_in, decide_more_time, open_round, take_back_round, to_let_in
from commonweal.web.returns.forms import DecideForm, LetInForm, RoundForm
from commonweal.web.returns.models import MoreTime, Return, Round


def new_round(request: HttpRequest) -> HttpResponse:
    """Open a period: everybody who promised something in it is asked. The same form again asks nobody twice."""
    form = RoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            opened, returns, answers = open_round(request.visit.actor(May.OPEN_RETURNS), request.visit.body,
                                                  form.cleaned_data)
        except Refused as refused:
            form.add_error("key", str(refused))
        else:
            messages.success(request, _("%(label)s is open: %(returns)s new returns with %(answers)s questions.") % {
                "label": opened.label, "returns": returns, "answers": answers})
            return redirect("all-returns", body=request.visit.body.slug)
    return render(request, "returns/new_round.html.jinja", {"form": form, "failed": bool(form.errors)})


def take_back(request: HttpRequest, span: str) -> HttpResponse:
    """Take a period back about which nobody has begun to answer."""
    try:
        take_back_round(request.visit.actor(May.OPEN_RETURNS), Round.objects.get(body=request.visit.body, key=span))
        messages.success(request, _("The period was taken back. You can open it again with other days."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("all-returns", body=request.visit.body.slug)


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
    return render(request, "returns/wish.html.jinja", {
        "returned": returned, "wish": waiting, "form": form, "failed": bool(form.errors), **_named(returned)})


def let_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Somebody whom a main supplier named for its subcontractor: let them in or not."""
    returned = Return.objects.select_related("round", "body").get(body=request.visit.body, key=reference)
    form = LetInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            decide_let_in(request.visit.actor(May.OPEN_RETURNS), returned, said["seen"], said["agreed"] == "yes")
        except Refused as refused:
            form.add_error(None, str(refused))
        except NothingToDo:
            pass  # The same form came twice: it is done already.
        if not form.errors:
            messages.success(request, _("Decided. Whoever is let in is told by e-mail."))
            return redirect("all-returns", body=request.visit.body.slug)
    name, email = to_let_in(returned)
    return render(request, "returns/let_in.html.jinja", {
        "returned": returned, "name": name, "email": email, "form": form, "failed": bool(form.errors),
        **_named(returned)})


def _named(returned: Return) -> dict[str, str]:
    """What a page calls the contract or project of a return, who is asked, and whose subcontractor they are."""
    names = titles(returned.body, "organisations", [returned.organisation, returned.under], "name")
    return {"activity": titles(returned.body, "activities", [returned.activity])[returned.activity],
            "organisation": names[returned.organisation], "main": names.get(returned.under, "")}

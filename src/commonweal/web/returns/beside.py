"""Pages beside the questions: the lists of returns, more time, others to invite, what one may take away."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.ledger.asking import DELIVERS
from commonweal.web.monitoring.models import Position
from commonweal.web.monitoring.overview import numbers
from commonweal.web.people.roles import May
from commonweal.web.register.models import ROWS
from commonweal.web.register.reading import titles
from commonweal.web.returns.actions import NothingToDo
from commonweal.web.returns.arranging import (
    ask_more_time,
    invite_colleague,
    invite_subcontractor,
    pass_on,
    why_not_take_back,
)
from commonweal.web.returns.forms import InviteForm, MoreTimeForm, SubcontractorForm
from commonweal.web.returns.listing import HISTORY, history, history_file, lines
from commonweal.web.returns.models import Return, Round
from commonweal.web.returns.tasklist import sheet_of
from commonweal.web.returns.views import Desk, csv_answer, returned_to, shown

PAGE = 50


def own_returns(request: HttpRequest) -> HttpResponse:
    """The returns of the organisations that the visitor speaks for: what is due first."""
    visit = request.visit
    chosen = Return.objects.filter(body=visit.body, organisation__in=visit.organisations,
                                   activity__in=visit.reach(May.ANSWER_RETURNS), round__opens__lte=visit.body.today())
    page = Paginator(chosen.order_by("-round__end", "due", "key"), PAGE).get_page(request.GET.get("page"))
    found = lines(visit.body, Return.objects.filter(
        pk__in=[held.pk for held in page]).order_by("-round__end", "due", "key"))
    return render(request, "returns/own.html.jinja", {
        "open": [line for line in found if line.state not in ("sent", "checked")],
        "past": [line for line in found if line.state in ("sent", "checked")], "page": page,
        "today": visit.body.today()})


def own_history(request: HttpRequest) -> HttpResponse:
    """Everything that was reported, as a file to take away."""
    return csv_answer(history_file(request.visit.body, request.visit.organisations), "what-we-reported.csv")


def own_summary(request: HttpRequest) -> HttpResponse:
    """What was promised and how far it came, a line a promise, on a page to print.

    What a contract comes to is known of the contract as a whole: where others deliver it too, and before results are
    made, the lines of the visitor's organisation stand instead.
    """
    visit = request.visit
    reach = visit.reach(May.ANSWER_RETURNS)
    shared = ROWS["parties"].objects.filter(body=visit.body, activity__in=reach, part__in=DELIVERS).exclude(
        organisation__in=visit.organisations).values_list("activity", flat=True)
    positions = Position.objects.filter(body=visit.body, activity__in=reach - set(shared)).order_by("activity")
    contracts = titles(visit.body, "activities", (found.activity for found in positions))
    told = [dict(zip(HISTORY, row, strict=True)) for row in history(
        visit.body, visit.organisations, {found.activity for found in positions})]
    told = [row | {"quantity": Decimal(row["quantity"]), "first_day": date.fromisoformat(row["first_day"]),
                   "last_day": date.fromisoformat(row["last_day"])} for row in told]
    names = titles(visit.body, "organisations", visit.organisations, "name")
    return render(request, "returns/summary.html.jinja", {
        "rows": told, "names": sorted(names.values()), "today": visit.body.today(),
        "contracts": [(contracts[found.activity], found.as_of, [numbers(row) for row in found.promises],
                       [numbers(row) for row in found.beyond]) for found in positions]})


def all_returns(request: HttpRequest) -> HttpResponse:
    """The returns of the contracts and projects within reach, for the body's own people."""
    visit = request.visit
    rounds = list(Round.objects.filter(body=visit.body))
    chosen = next((found for found in rounds if found.key == request.GET.get("period")), rounds[0] if rounds else None)
    asked = Return.objects.filter(body=visit.body, round=chosen)
    reach = visit.reach(May.READ_RETURNS)
    if reach is not None:
        asked = asked.filter(activity__in=reach)
    page = Paginator(asked.order_by("due", "key"), PAGE).get_page(request.GET.get("page"))
    found = lines(visit.body, Return.objects.filter(pk__in=[held.pk for held in page]).order_by("due", "key"))
    why_not_open = visit.why_not(May.OPEN_RETURNS)
    return render(request, "returns/all.html.jinja", {
        "rounds": rounds, "chosen": chosen, "lines": found, "page": page, "today": visit.body.today(),
        "may_enter": visit.may(May.ENTER_RETURNS) and not visit.body.read_only,
        "why_not_open": why_not_open,
        "may_take_back": chosen is not None and not why_not_open and not why_not_take_back(chosen)})


def more_time(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Ask for a later day."""
    returned = returned_to(request, desk, reference)
    form = MoreTimeForm(returned.due, returned.body.today(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        with suppress(NothingToDo):  # The same form came twice: it is done already.
            ask_more_time(request.visit.actor(desk.may), request.user, returned, form.cleaned_data["until"],
                          form.cleaned_data["reason"])
        messages.success(request, _("You asked for more time. The answer comes by e-mail, and stands here."))
        return desk.go(request, "", returned)
    return shown(request, desk, "more_time", sheet_of(returned, alone=True), form=form)


def colleague(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Invite somebody of the same organisation."""
    returned = returned_to(request, desk, reference)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            with suppress(NothingToDo):  # The same form came twice: it is done already.
                invite_colleague(request.visit.actor(desk.may), returned, form.cleaned_data["name"],
                                 form.cleaned_data["email"])
            messages.success(request, _("They can answer now, and get an e-mail with a link."))
            return desk.go(request, "", returned)
        except Refused as refused:
            form.add_error(None, str(refused))
    return shown(request, desk, "colleague", sheet_of(returned, alone=True), form=form)


def subcontractor(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Invite a subcontractor, whose lines are passed on and counted once."""
    returned = returned_to(request, desk, reference)
    parties = ROWS["parties"].objects.filter(body=request.visit.body, activity=returned.activity, part="subcontractor")
    keys = list(parties.values_list("organisation", flat=True))
    known = sorted(titles(request.visit.body, "organisations", keys, "name").items(), key=lambda choice: choice[1])
    form = SubcontractorForm(known, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invite_subcontractor(request.visit.actor(desk.may), returned, form.cleaned_data)
            # The same words whether the register knows them or not.
            messages.success(request, _("They are asked. Whoever may answer for them gets an e-mail with a link; if "
                                        "nobody may yet, %(body)s decides whether the person whom you named shall.") % {
                                            "body": returned.body.name})
            return desk.go(request, "", returned)
        except Refused as refused:
            form.add_error(None, str(refused))
    return shown(request, desk, "subcontractor", sheet_of(returned, alone=True), form=form)


def passing_on(request: HttpRequest, reference: str, desk: Desk) -> HttpResponse:
    """Agree that a subcontractor's lines are sent with this return, or no longer."""
    returned = returned_to(request, desk, reference)
    theirs = Return.objects.filter(body=request.visit.body, round=returned.round, activity=returned.activity,
                                   under=returned.organisation, key=request.POST.get("theirs", "")).first()
    if theirs is None:
        return desk.go(request, "", returned)
    try:
        pass_on(request.visit.actor(desk.may), theirs, request.POST.get("yes") == "yes")
    except NothingToDo:
        pass
    except Refused as refused:
        messages.error(request, str(refused))
    return desk.go(request, "", returned)

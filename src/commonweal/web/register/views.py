"""Pages of the register that are read: where work begins, the list of contracts and projects, and each of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from commonweal.web.people.roles import May
from commonweal.web.register.activity import facts, whole
from commonweal.web.register.listing import listing, pages_of
from commonweal.web.register.models import ROWS
from commonweal.web.register.particulars import PARTICULARS


def home(request: HttpRequest) -> HttpResponse:
    """Where somebody begins: what they may do here."""
    return render(request, "register/home.html.jinja", {"roles": request.visit.roles})


def activities(request: HttpRequest) -> HttpResponse:
    """The contracts and projects that the visitor may see."""
    visit = request.visit
    reach = visit.reach(May.READ_REGISTER)
    return render(request, "register/activities.html.jinja", {
        "list": listing(visit.body, reach, request.GET), "own_only": reach is not None,
        "may_add": not visit.why_not(May.WRITE_REGISTER)})


def activity(request: HttpRequest, activity: str) -> HttpResponse:
    """One contract or project: everything that the records hold of it, and what the visitor may do about it."""
    visit = request.visit
    row = ROWS["activities"].objects.get(body=visit.body, key=activity).to_record()
    found = whole(visit.body, row, timezone.localdate(), request.GET.get("page"))
    sections = [(gettext(heading), facts(row, found.named, [name for name in names if name != "title"]))
                for heading, names in PARTICULARS["activities"].sections]
    reach = visit.reach(May.READ_REGISTER)
    return render(request, "register/activity.html.jinja", {
        "whole": found, "row": row, "pages": pages_of(found.claims, request.GET),
        "sections": [(heading, said) for heading, said in sections if said],
        "may_write": not visit.why_not(May.WRITE_REGISTER, activity), "facts": facts,
        "reads": lambda key: reach is None or key in reach, "reads_all": reach is None,
        "ended": row.text("state") in ("ended-early", "novated")})

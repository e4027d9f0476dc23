"""Pages of the register."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from commonweal.web.people.roles import May
from commonweal.web.register.models import ROWS


def home(request: HttpRequest) -> HttpResponse:
    """Where somebody begins: what they may do here."""
    return render(request, "register/home.html.jinja", {"roles": request.visit.roles})


def activities(request: HttpRequest) -> HttpResponse:
    """The contracts and projects that the visitor may see."""
    rows = ROWS["activities"].objects.filter(body=request.visit.body).order_by("title")
    reach = request.visit.reach(May.READ_REGISTER)
    if reach is not None:
        rows = rows.filter(key__in=reach)
    return render(request, "register/activities.html.jinja", {"rows": rows[:50]})


def activity(request: HttpRequest, activity: str) -> HttpResponse:
    """One contract or project."""
    row = ROWS["activities"].objects.get(body=request.visit.body, key=activity)
    return render(request, "register/activity.html.jinja", {"row": row})

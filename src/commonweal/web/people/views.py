"""The pages on which people come in and find their work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from commonweal.web.people.models import Body


def front(request: HttpRequest) -> HttpResponse:
    """What this site is, and the way in."""
    return render(request, "people/front.html.jinja")


def start(request: HttpRequest) -> HttpResponse:
    """The bodies that somebody works with; straight to the only one."""
    bodies = list(Body.objects.filter(memberships__person=request.user).distinct().order_by("name"))
    if len(bodies) == 1:
        return redirect("home", body=bodies[0].slug)
    return render(request, "people/start.html.jinja", {"bodies": bodies})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, or not for this visitor."""
    return render(request, "not_found.html.jinja", status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form that came from elsewhere, or something else that Django itself turned down."""
    return render(request, "refused.html.jinja", {"why": str(exception)}, status=403)

"""The pages on which people come in and find their work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import get_template

from commonweal.web.people.access import Visit, lacks_second_factor
from commonweal.web.people.models import Body
from commonweal.web.publishing.models import Release


def front(request: HttpRequest) -> HttpResponse:
    """What this site is, the reports that anybody may read, and the way in."""
    return render(request, "people/front.html.jinja", {"published": Body.objects.filter(
        pk__in=Release.objects.filter(published__isnull=False).values("body")).order_by("name")})


def start(request: HttpRequest) -> HttpResponse:
    """What waits for somebody in each body that they work with; straight to the only one."""
    from commonweal.web.monitoring.to_do import to_do  # It reads what every room keeps, so not at the top.

    bodies = list(Body.objects.filter(memberships__person=request.user).distinct().order_by("name"))
    if len(bodies) == 1:
        return redirect("home", body=bodies[0].slug)
    came_by = request.session.get("came_by", "")
    visits = [Visit.of(request.user, body, came_by=came_by) for body in bodies]
    return render(request, "people/start.html.jinja", {
        "work": [(visit, [] if lacks_second_factor(visit, came_by) else to_do(visit)) for visit in visits]})


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page, or not for this visitor."""
    return render(request, "not_found.html.jinja", status=404)


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A form that came from elsewhere, or something else that Django itself turned down."""
    return render(request, "refused.html.jinja", {"why": str(exception)}, status=403)


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without the word that this site puts into its own."""
    return render(request, "people/form_refused.html.jinja", status=403)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of the site itself: nothing is asked of the database, and nothing about the visitor is shown."""
    return HttpResponse(get_template("failed.html.jinja").render(), status=500)

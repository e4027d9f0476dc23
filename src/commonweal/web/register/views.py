"""Pages of the register that are read: where work begins, the list of contracts and projects, and each of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from commonweal.web.people.roles import May
from commonweal.web.register.activity import facts, whole
from commonweal.web.register.faults import (
    DECLARED,
    OPEN,
    about,
    changed_since,
    faults_within,
    grouped,
    of_one_code,
    row_of,
)
from commonweal.web.register.jobs import look_over_all
from commonweal.web.register.listing import ON_A_PAGE, links_to_pages, listing
from commonweal.web.register.models import ROWS, Fault, LookedOver, Text
from commonweal.web.register.particulars import PARTICULARS
from commonweal.web.register.reading import has_begun, pages_of

_FIRST_FAULTS = 10


# Where work begins, by the first of these that somebody may do: for all of the body, or for what is their own. Every
# role may do one of them.
_BEGINS = ((May.READ_FIGURES, "overview", "progress"), (May.ANSWER_RETURNS, "returns", "returns"),
           (May.MANAGE_PEOPLE, "people", "people"), (May.READ_REGISTER, "activities", "activities"))


def home(request: HttpRequest) -> HttpResponse:
    """Lead somebody to their work, which begins with records."""
    visit = request.visit
    if visit.may(May.MOVE_BOOK) and not has_begun(visit.body):
        return redirect("bring", body=visit.body.slug)
    may, whole_page, own_page = next(begins for begins in _BEGINS if visit.may(begins[0]))
    return redirect(whole_page if visit.reach(may) is None else own_page, body=visit.body.slug)


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
    found = whole(visit.body, row, visit.body.today(), request.GET.get("page"))
    sections = [(gettext(heading), facts(row, found.named, [name for name in names if name != "title"]))
                for heading, names in PARTICULARS["activities"].sections]
    reach = visit.reach(May.READ_REGISTER)
    return render(request, "register/activity.html.jinja", {
        "whole": found, "row": row, "pages": links_to_pages(found.claims, request.GET),
        "sections": [(heading, said) for heading, said in sections if said],
        "may_write": not visit.why_not(May.WRITE_REGISTER, activity), "facts": facts,
        "reads": lambda key: reach is None or key in reach, "reads_all": reach is None,
        "stories": [page for page in pages_of(visit.body, "stories") if page.say("activity") == activity],
        "found": faults_within(visit.body, frozenset({activity})).filter(**OPEN).order_by("id")[:_FIRST_FAULTS],
        "ended": row.text("state") in ("ended-early", "novated")})


def faults(request: HttpRequest) -> HttpResponse:
    """What the checks found in all records, grouped, each with the form that mends it; looked for again on request."""
    visit = request.visit
    if request.method == "POST":
        look_over_all.enqueue(visit.body.pk)
        return redirect("faults", body=visit.body.slug)
    reach = visit.reach(May.READ_REGISTER)
    looked, code = LookedOver.objects.filter(body=visit.body).first(), request.GET.get("code", "")
    changeable = visit.may(May.WRITE_REGISTER) and not visit.body.read_only
    writes = visit.reach(May.WRITE_REGISTER) if changeable else frozenset()

    written = set(Text.objects.filter(body=visit.body, path__endswith=".md").values_list("path", flat=True)
                  if writes is None else ())

    def may_write(fault: Fault) -> bool:
        within = writes is None or fault.activity in writes
        return fault.file in written or (within and fault.file.removesuffix(".csv") in PARTICULARS)

    def mend_at(fault: Fault) -> str:
        if fault.file in written:
            return reverse("text", kwargs={"body": visit.body.slug, "text": fault.file})
        if not row_of(fault):
            return ""
        table = fault.file.removesuffix(".csv")
        form = "row-change" if may_write(fault) and table != "commitments" else "row"
        return reverse(form, kwargs={"body": visit.body.slug, "row": row_of(fault)})

    shown: dict[str, Any] = {
        "code": code, "looked": looked, "mend_at": mend_at, "may_write": may_write,
        "may_declare": not visit.why_not(May.WRITE_REGISTER),
        "title": about(code) if code else gettext("Records to fix")}
    if code:
        page = Paginator(of_one_code(visit.body, reach, looked, code), ON_A_PAGE).get_page(request.GET.get("page"))
        return render(request, "register/faults.html.jinja", {
            **shown, "page": page, "pages": links_to_pages(page, request.GET)})
    groups = grouped(visit.body, reach, looked)
    words = {"error": gettext("to fix"), "stop": gettext("that stop publication"), "gap": gettext("missing"),
             "note": gettext("to check")}
    return render(request, "register/faults.html.jinja", {
        **shown, "stale": changed_since(visit.body, looked), "groups": groups,
        "counts": [(said, sum(group["count"] for group in groups if group["severity"] == severity))
                   for severity, said in words.items()],
        "known": faults_within(visit.body, reach).filter(**DECLARED).order_by("place", "id")[
            :ON_A_PAGE]})

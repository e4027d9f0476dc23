"""The pages on which an administrator lets people in, says what they may do, and ends it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.web.people import actions
from commonweal.web.people.forms import Assign, GiveRole, Invite, Part, SetGroup, activities_of, organisations_of
from commonweal.web.people.models import DirectoryGroup, Membership, Person
from commonweal.web.people.roles import ROLES, May
from commonweal.web.register.reading import titles as called


def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a role here, and what each role is for."""
    body = request.visit.body
    memberships = list(Membership.objects.filter(body=body).select_related("person").order_by("person__name", "id"))
    names = called(body, "organisations", (held.organisation for held in memberships), "name")
    found: dict[Person, list[str]] = {}
    for held in memberships:
        role = _(ROLES[held.role].shown)
        shown = f"{role} ({names.get(held.organisation, held.organisation)})" if held.organisation else role
        found.setdefault(held.person, []).append(shown)
    return render(request, "people/people.html.jinja", {
        "people": found, "roles": ROLES.values(), "has_directory": body.slug in settings.DIRECTORIES})


def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody by their address."""
    form = Invite(request.visit.body, request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        if _done(request, form, actions.invite, said["name"], said["address"], said["role"], said["organisation"]):
            messages.success(request, _("%(name)s has been invited.") % {"name": said["name"]})
            return redirect("people", body=request.visit.body.slug)
    return render(request, "people/invite.html.jinja", {"form": form, "failed": bool(form.errors)})


def person(request: HttpRequest, person: str, forms: dict[str, Form] | None = None) -> HttpResponse:
    """One person: their roles, what they look after, and what can be done."""
    found, body = Person.objects.get(key=person), request.visit.body
    held = list(Membership.objects.filter(person=found, body=body).order_by("id"))
    names, looks_after = dict(organisations_of(body)), _looks_after(found, body)
    given = {"give": GiveRole(body), "part": Part(), **(forms or {})}
    titles = dict(activities_of(body))
    return render(request, "people/person.html.jinja", {
        "person": found, "failed": any(form.errors for form in given.values()), "forms": given,
        "held": [(each, ROLES[each.role], names.get(each.organisation, each.organisation),
                  actions.why_not_take(each)) for each in held],
        "looks_after": [titles.get(key, key) for key in looks_after],
        "manages": any(each.role == "manager" for each in held)})


def give(request: HttpRequest, person: str) -> HttpResponse:
    """Give one more role."""
    form = GiveRole(request.visit.body, request.POST)
    if form.is_valid() and _done(request, form, actions.give, _person(person), form.cleaned_data["role"],
                                 form.cleaned_data["organisation"]):
        return _back(request, person, _("The role has been given."))
    return _again(request, person, "give", form)


def take(request: HttpRequest, person: str) -> HttpResponse:
    """Take one role away."""
    rows = Membership.objects.filter(body=request.visit.body, person__key=person).select_related("person", "body")
    held = rows.filter(pk=_number(request, "role")).first()
    form = Part()
    if held and not _done(request, form, lambda actor, body: actions.take(actor, held)):
        return _again(request, person, "part", form)
    if not rows.exists():
        messages.success(request, _("The role has been taken away. It was the only one."))
        return redirect("people", body=request.visit.body.slug)
    return _back(request, person, _("The role has been taken away."))


def assign(request: HttpRequest, person: str) -> HttpResponse:
    """Say what somebody looks after."""
    found, body = _person(person), request.visit.body
    form = Assign(body, request.POST if request.method == "POST" else None,
                  initial={"activities": _looks_after(found, body)})
    if form.is_valid() and _done(request, form, actions.assign, found, form.cleaned_data["activities"]):
        return _back(request, person, _("Saved."))
    return render(request, "people/assign.html.jinja", {"form": form, "failed": bool(form.errors), "person": found})


def write_again(request: HttpRequest, person: str) -> HttpResponse:
    """Mail the way in once more."""
    actions.write_again(request.visit.actor(May.MANAGE_PEOPLE), request.visit.body, _person(person))
    return _back(request, person, _("An e-mail is on its way."))


def forget_factors(request: HttpRequest, person: str) -> HttpResponse:
    """For somebody who lost their phone and their recovery codes."""
    form = Part()
    if _done(request, form, actions.forget_factors, _person(person)):
        return _back(request, person, _("They set up a second factor anew when they next sign in."))
    return _again(request, person, "part", form)


def part(request: HttpRequest, person: str) -> HttpResponse:
    """End everything that somebody may do here."""
    form = Part(request.POST)
    if form.is_valid() and _done(request, form, actions.part, _person(person), form.cleaned_data["reason"]):
        messages.success(request, _("Their access has ended."))
        return redirect("people", body=request.visit.body.slug)
    return _again(request, person, "part", form)


def groups(request: HttpRequest) -> HttpResponse:
    """Which groups of the body's own directory have which roles."""
    body, form = request.visit.body, SetGroup(request.POST or None)
    dropped = DirectoryGroup.objects.filter(body=body, pk=_number(request, "drop")).first()
    if dropped:
        actions.drop_group(request.visit.actor(May.MANAGE_PEOPLE), dropped)
        return redirect("groups", body=body.slug)
    if form.is_valid() and _done(request, form, actions.set_group, form.cleaned_data["group"],
                                 form.cleaned_data["role"]):
        return redirect("groups", body=body.slug)
    return render(request, "people/groups.html.jinja", {
        "form": form, "failed": bool(form.errors), "directory": settings.DIRECTORIES.get(body.slug),
        "groups": [(found, ROLES[found.role]) for found in DirectoryGroup.objects.filter(body=body).order_by("group")]})


def _done(request: HttpRequest, form: Form, action: Callable[..., Any], *said: Any) -> bool:
    """Do it; if it is refused, say so on the form."""
    try:
        action(request.visit.actor(May.MANAGE_PEOPLE), request.visit.body, *said)
    except Refused as refused:
        form.full_clean()
        form.add_error(None, str(refused))
        return False
    return True


def _person(key: str) -> Person:
    return Person.objects.get(key=key)


def _looks_after(found: Person, body: Any) -> list[str]:
    return sorted(found.assignments.filter(body=body).values_list("activity", flat=True))


def _back(request: HttpRequest, key: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("person", body=request.visit.body.slug, person=key)


def _again(request: HttpRequest, key: str, name: str, form: Form) -> HttpResponse:
    return person(request, key, {name: form})


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0

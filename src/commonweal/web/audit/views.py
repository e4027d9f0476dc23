"""Pages of the audit trail, and of how long things are kept."""

import json
import re
from collections import Counter
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.web.audit import actions, retention
from commonweal.web.audit.actions import PostedBefore
from commonweal.web.audit.forms import Once, Search, SetHold, SetPeriod
from commonweal.web.audit.models import Apart, Disposal, Event, Hold, Period
from commonweal.web.audit.reading import MOST_COUNTED, events_of, names_of, stretch
from commonweal.web.people.models import Person
from commonweal.web.people.roles import ROLES, May

ON_A_PAGE = 50
# So many things of a kind are named on a list of what to destroy.
_MOST_NAMED = 20
_IS_NUMBER = re.compile(r"[0-9]{1,18}")


def trail(request: HttpRequest) -> HttpResponse:
    """What was written, the newest first, and what was asked for of it; with a thing named, its history."""
    form = Search(request.visit.body, request.GET or None)
    before = request.GET.get("before", "")
    found = stretch(request.visit.body, form.narrow, int(before) if _IS_NUMBER.fullmatch(before) else None, ON_A_PAGE)
    kept = request.GET.copy()
    kept.pop("before", None)
    return render(request, "audit/trail.html.jinja", {
        "form": form, "failed": bool(form.errors), "found": found, "most": f"{MOST_COUNTED:,}",
        "names": names_of(found.events),
        "asked": kept.urlencode()})


def event(request: HttpRequest, event: int) -> HttpResponse:
    """One event: what stood there before and after, and where it stands in the chain."""
    found = events_of(request.visit.body).get(number=event)
    before, after = json.loads(found.before), json.loads(found.after)
    apart = dict(Apart.objects.filter(event=event).values_list("name", "value"))
    return render(request, "audit/event.html.jinja", {
        "event": found, "names": names_of([found]),
        "role": ROLES[found.role].shown if found.role in ROLES else found.role,
        "columns": [(name, before.get(name, ""), after.get(name, "")) for name in sorted(before.keys() | after.keys())],
        # A name without its value: it was destroyed when its time was over.
        "apart": [(name, apart.get(name)) for name in json.loads(found.apart)]})


def kept(request: HttpRequest, forms: dict[str, Any] | None = None) -> HttpResponse:
    """How long things are kept, what is due, what is held, and what was destroyed."""
    body, slug = request.visit.body, request.visit.body.slug
    given = {"period": SetPeriod(body), "hold": SetHold(body), "propose": Once()} | (forms or {})
    due = retention.due(slug)
    counted = Counter(period.pk for period, _each in due if period)
    at_once = Counter(each.kind for period, each in due if not period)
    return render(request, "audit/kept.html.jinja", {
        "periods": [(period, retention.KINDS[period.kind], counted[period.pk])
                    for period in Period.objects.filter(body=slug).order_by("id")],
        "at_once": [(retention.KINDS[kind], number) for kind, number in at_once.items()],
        "suggested": [(retention.KINDS[row[0]], *row[1:]) for row in retention.SUGGESTED],
        "holds": Hold.objects.filter(body=slug, ended=None).order_by("id"), "due": len(due),
        "disposals": Disposal.objects.filter(body=slug).order_by("-id")[:20], "forms": given,
        "failed": any(form.errors for form in given.values()), "may": request.visit.may(May.KEEP_RULES)})


def set_periods(request: HttpRequest) -> HttpResponse:
    """Set or drop a period, or begin with the suggested ones."""
    actor, form = request.visit.actor(May.KEEP_RULES), SetPeriod(request.visit.body, request.POST)
    dropped = Period.objects.filter(body=request.visit.body.slug, pk=_number(request, "drop")).first()
    if dropped:
        actions.drop_period(actor, dropped)
    elif "suggested" in request.POST:
        for row in retention.SUGGESTED:
            actions.set_period(actor, *row)
    elif form.is_valid():
        actions.set_period(actor, **form.cleaned_data)
    else:
        return kept(request, {"period": form})
    return redirect("kept", body=request.visit.body.slug)


def set_holds(request: HttpRequest) -> HttpResponse:
    """Hold something, or end a hold."""
    actor, form = request.visit.actor(May.KEEP_RULES), SetHold(request.visit.body, request.POST)
    ended = Hold.objects.filter(body=request.visit.body.slug, ended=None, pk=_number(request, "end")).first()
    if ended:
        actions.end_hold(actor, ended)
    elif form.is_valid():
        with suppress(PostedBefore):  # It is held: the same form came twice.
            actions.hold(actor, **form.cleaned_data)
    else:
        return kept(request, {"hold": form})
    return redirect("kept", body=request.visit.body.slug)


def propose(request: HttpRequest) -> HttpResponse:
    """Propose that everything due is destroyed."""
    try:
        made = actions.propose_disposal(request.visit.actor(May.KEEP_RULES), Once(request.POST).token).pk
    except PostedBefore as before:
        made = int(before.key)
    except Refused as refused:
        messages.info(request, str(refused))
        return redirect("kept", body=request.visit.body.slug)
    return redirect("disposal", body=request.visit.body.slug, disposal=made)


def disposal(request: HttpRequest, disposal: int) -> HttpResponse:
    """One list of what to destroy: what is on it, and the decision of somebody else."""
    found = Disposal.objects.get(pk=disposal)
    why_not = request.visit.why_not(May.KEEP_RULES) or actions.why_not_decide(found, request.user.key)
    if request.method == "POST" and not why_not:
        try:
            actions.decide_disposal(request.visit.actor(May.KEEP_RULES), found, "approve" in request.POST)
            messages.success(request, _("Decided."))
        except Refused as refused:  # Decided by another form a moment ago.
            messages.error(request, str(refused))
        return redirect("disposal", body=request.visit.body.slug, disposal=disposal)
    names = {person.key: str(person) for person in Person.objects.filter(
        key__in=[found.proposed_by, found.decided_by])}
    return render(request, "audit/disposal.html.jinja", {
        "disposal": found, "names": names, "why_not": why_not, "kinds": _counted(found)})


def _counted(found: Disposal) -> list[tuple[str, int, str]]:
    """How many of each kind are on a list, and which: of values in the audit trail, from the events of which tables."""
    things: dict[str, list[str]] = {}
    for thing in found.things.split("\n"):
        kind, _, name = thing.partition(" ")
        things.setdefault(kind, []).append(name)
    numbers = [name.partition(" ")[0] for name in things.get("apart", [])]
    tables = Event.objects.filter(number__in=numbers).values("table").annotate(events=Count("number")).order_by("table")
    told = {kind: ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
            for kind, names in things.items() if kind != "people"}
    told["apart"] = ", ".join(f"{row['table'] or '–'}: {row['events']}" for row in tables)
    return [(retention.KINDS[kind].shown, len(names), told.get(kind, "")) for kind, names in things.items()]


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0

"""Pages of checking: the queue, one claim, accepting clean ones together, and the recipient's page."""

from contextlib import suppress
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from commonweal.basics.findings import Refused
from commonweal.web.audit.actions import PostedBefore
from commonweal.web.evidence.views import give_back
from commonweal.web.people.access import Visit
from commonweal.web.people.roles import May
from commonweal.web.register.actions import ChangedMeanwhile
from commonweal.web.register.models import ROWS, Row
from commonweal.web.register.reading import measures, records, titles
from commonweal.web.review.actions import accept_many, decide
from commonweal.web.review.confirming import answer, ask_recipient, question_of, said_of
from commonweal.web.review.deciding import beside, decided_late, files_of, why_maker, why_not_decide
from commonweal.web.review.forms import DecisionForm, RecipientForm
from commonweal.web.review.models import CLEAN, Waiting
from commonweal.web.review.weighing import how_ordered, why_here

PAGE = 50
MOST_TOGETHER = 200


def _waiting(request: HttpRequest):
    """What waits within the visitor's reach."""
    reach = request.visit.reach(May.CHECK_CLAIMS)
    found = Waiting.objects.filter(body=request.visit.body)
    if reach is None:
        return found
    # Those of some contracts are looked up first: SQLite would go through all in their order until it met enough.
    return Waiting.objects.filter(pk__in=found.filter(activity__in=reach).values("pk"))


def _named(request: HttpRequest, rows: list[Waiting]) -> list[dict[str, object]]:
    """Waiting claims with what people call things, and their numbers."""
    body = request.visit.body
    claims = {row.key: row for row in ROWS["deliveries"].objects.filter(body=body, key__in=[row.claim for row in rows])}
    activities = titles(body, "activities", (row.activity for row in rows))
    organisations = titles(body, "organisations", (row.organisation for row in rows), "name")
    known = measures(body)
    return [{"waiting": row, "claim": claims[row.claim], "activity": activities[row.activity],
             "organisation": organisations.get(row.organisation, ""), "measure": known.get(row.measure),
             "why_here": why_here(row)}
            for row in rows if row.claim in claims]


def queue(request: HttpRequest) -> HttpResponse:
    """What waits for a decision, the most £ times risk first; all of it, or of some contracts or one measure."""
    body = request.visit.body
    asked = {name: request.GET.get(name, "").replace("\0", "").strip() for name in ("contract", "measure")}
    found, known = _waiting(request), measures(body)
    if asked["contract"]:
        fitting = ROWS["activities"].objects.filter(body=body, title__icontains=asked["contract"])
        found = found.filter(activity__in=fitting.values("key"))
    if asked["measure"] in known:
        found = found.filter(measure=asked["measure"])
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "review/queue.html.jinja", {
        "rows": _named(request, list(page)), "page": page, "most": MOST_TOGETHER,
        # As many as can be accepted together are counted, and no more.
        "clean": _waiting(request).filter(**CLEAN)[:MOST_TOGETHER + 1].count(),
        "asked": asked, "how_ordered": how_ordered(), "kept": f"{urlencode(asked)}&" if any(asked.values()) else "",
        "measures": sorted(((key, row.text("title")) for key, row in known.items()), key=lambda choice: choice[1]),
        "today": request.visit.body.today()})


def clean(request: HttpRequest) -> HttpResponse:
    """Claims without a finding and with evidence: listed and counted, then accepted together."""
    found = _waiting(request).filter(**CLEAN)
    if request.method == "POST":
        seen = _seen(request.POST.getlist("claim")[:MOST_TOGETHER])
        own = found.filter(claim__in=seen).values_list("claim", flat=True)
        try:
            accepted, left = accept_many(request.visit, {key: seen[key] for key in own},
                                         _("Clean: no finding of the checks, evidence held."))
            messages.success(request, _("%(number)s accepted.") % {"number": len(accepted)})
            for why_not in sorted(set(left.values())):
                messages.error(request, _("Left as they are: %(why)s") % {"why": why_not})
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("queue", body=request.visit.body.slug)
    rows = _named(request, list(found[:MOST_TOGETHER]))
    return render(request, "review/clean.html.jinja", {
        "rows": rows, "all": found.count(),
        "late": decided_late(request.visit.body, (row["claim"].to_record() for row in rows))})


def _seen(ticked: list[str]) -> dict[str, int]:
    """The claims that were ticked, each with the version in which it was shown."""
    parted = (each.partition("/") for each in ticked)
    return {key: _version(version) for version, _, key in parted}


def _version(text: str) -> int:
    """The version of a claim that a form was made from; 0, which none has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def claim(request: HttpRequest, claim: str) -> HttpResponse:
    """One claim with all that stands beside it, and the decision."""
    visit = request.visit
    row = ROWS["deliveries"].objects.get(body=visit.body, key=claim)
    form, reasons = _decision_form(visit, row, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["version"] != row.row_version:
            form.add_error(None, _("It was changed meanwhile. What stands here now is new: decide again."))
        else:
            try:
                decide(visit, row.to_record(), form.cleaned_data["decision"], form.cleaned_data["reason"])
                messages.success(request, _("Decided."))
                return redirect("queue", body=visit.body.slug)
            except (Refused, ChangedMeanwhile) as error:
                form.add_error(None, str(error))
        form.data = form.data.copy()
        form.data["version"] = row.row_version
    return _claim_page(request, row, form, reasons, RecipientForm(visit.body, row.reported_by))


def _decision_form(visit: Visit, row: Row, data: QueryDict | None) -> tuple[DecisionForm, dict[str, str | None]]:
    """The form with the decisions that the visitor may make, and why not each of the others."""
    form = DecisionForm(data, initial={"version": row.row_version})
    reasons = {decision: why_not_decide(visit, row.to_record(), decision) for decision in ("verify", "query", "reject")}
    choices = form.fields["decision"].choices
    form.fields["decision"].choices = [choice for choice in choices if not reasons[choice[0]]] or choices
    return form, reasons


def _claim_page(request: HttpRequest, row: Row, form: DecisionForm, reasons: dict[str, str | None],
                recipient: RecipientForm) -> HttpResponse:
    visit, found = request.visit, row.to_record()
    return render(request, "review/claim.html.jinja", {
        "found": beside(visit.body, found, visit.body.today()), "form": form,
        "late": decided_late(visit.body, [found]),
        "failed": bool(form.errors or recipient.errors), "reasons": reasons, "maker": why_maker(visit, found),
        "said": said_of(visit.body, row.key), "recipient": recipient})


def claim_evidence(request: HttpRequest, claim: str) -> HttpResponse:
    """A file that supports a claim, to save."""
    body, asked = request.visit.body, request.GET.get("file", "")
    for found in files_of(body, records(body, "evidence", delivery=claim)).values():
        if found.key == asked:
            return give_back(found)
    return redirect("claim", body=body.slug, claim=claim)


def ask(request: HttpRequest, claim: str) -> HttpResponse:
    """Ask the recipient; back to the claim, with the reason beside the field, where something is missing."""
    visit = request.visit
    row = ROWS["deliveries"].objects.get(body=visit.body, key=claim)
    form = RecipientForm(visit.body, row.reported_by, request.POST)
    if form.is_valid():
        try:
            with suppress(PostedBefore):  # The same form came twice: they are asked already.
                ask_recipient(visit, row.to_record(), **form.cleaned_data)
            messages.success(request, _("They are asked by e-mail."))
            return redirect("claim", body=visit.body.slug, claim=claim)
        except Refused as refused:
            form.add_error("organisation", str(refused))
    return _claim_page(request, row, *_decision_form(visit, row, None), form)


def confirm(request: HttpRequest, secret: str) -> HttpResponse:
    """The recipient's page: looking shows what is asked, the button answers it, once."""
    asked = question_of(secret)
    if asked is None:
        return render(request, "review/no_link.html.jinja", status=410)
    row = ROWS["deliveries"].objects.filter(body=asked.body, key=asked.claim).first()
    if row is None:
        raise Http404
    if request.method == "POST" and not asked.answered and request.POST.get("says") in ("yes", "no"):
        with suppress(Refused):  # Answered by the same link a moment ago.
            answer(asked, request.POST["says"] == "yes", _version(request.POST.get("version", "")))
        return redirect("confirm", secret=secret)
    found = row.to_record()
    return render(request, "review/confirm.html.jinja", {
        "asked": asked, "claim": found, "version": row.row_version,
        "measure": measures(asked.body).get(found.text("measure")),
        "names": titles(asked.body, "organisations", [asked.organisation, found.text("reported_by")], "name")})

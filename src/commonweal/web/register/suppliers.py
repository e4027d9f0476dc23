"""Pages on which an officer says who was paid: suppliers are matched, and names that are only alike are answered."""

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from commonweal.web.people.roles import May
from commonweal.web.register import pairs
from commonweal.web.register.listing import links_to_pages
from commonweal.web.register.models import ROWS, Import
from commonweal.web.register.ways_in import SUPPLIERS
from commonweal.web.register.words import state_of_import

ON_A_PAGE = 25
_LISTED = 20
_USUAL = "0.5"


class MatchForm(forms.Form):
    """How alike two names must be to be asked about."""

    threshold = forms.ChoiceField(
        label=gettext_lazy("Which pairs of names do you want to be asked about?"), widget=forms.RadioSelect,
        initial=_USUAL, help_text=gettext_lazy(
            "What is sure is not asked about: the same company number, or the same name but for case, points and the "
            "way Ltd is written."),
        choices=[
            ("0.8", gettext_lazy("Only names that are the same but for what stands for Ltd (probability 0.8 or more)")),
            (_USUAL, gettext_lazy("Also names that are nearly the same, such as one letter apart (0.5 or more)")),
            ("0.25", gettext_lazy("Also where one name begins with all of the other (0.25 or more)")),
        ], error_messages={"required": gettext_lazy("Choose which pairs you want to be asked about."),
                           "invalid_choice": gettext_lazy("Choose one of these.")})


def suppliers(request: HttpRequest) -> HttpResponse:
    """How many payments say who was paid, the form that has the others matched, and what was matched before."""
    visit = request.visit
    form = MatchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = pairs.begin(visit.body, form.cleaned_data["threshold"], visit.actor(May.MOVE_BOOK))
        return redirect("matching", body=visit.body.slug, brought=found.pk)
    known = Q(organisation__isnull=False) & ~Q(organisation="")
    return render(request, "register/suppliers.html.jinja", {
        "form": form, "failed": bool(form.errors), "said": state_of_import,
        "counts": ROWS["payments"].objects.filter(body=visit.body).aggregate(
            payments=Count("id"), known=Count("id", filter=known)),
        "matchings": Import.objects.filter(body=visit.body, door=SUPPLIERS).defer("said", "before").order_by(
            "-id")[:_LISTED]})


def answer_pairs(request: HttpRequest, brought: int) -> HttpResponse:
    """The pairs of names of one matching, each to be answered by yes or no."""
    visit = request.visit
    found = Import.objects.select_related("body").get(body=visit.body, pk=brought)
    back = redirect("matching", body=visit.body.slug, brought=found.pk)
    if not pairs.can_be_answered(found):
        return back
    if request.method == "POST":
        given = {name.removeprefix("pair-"): value for name, value in request.POST.items()
                 if name.startswith("pair-") and value in ("yes", "no", "")}
        more = request.POST.get("do") == "more"
        kept = pairs.answer(found, given, again=not more)
        return redirect("pairs", body=visit.body.slug, brought=found.pk) if kept and more else back
    listed = pairs.pairs_of(found)
    page = Paginator(listed, ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "register/pairs.html.jinja", {
        "found": found, "page": page, "links": links_to_pages(page, request.GET), "name_of": pairs.name_of,
        "waiting": sum(pair.get("answer") is None for pair in listed)})

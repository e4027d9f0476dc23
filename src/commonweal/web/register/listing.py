"""The list of contracts and projects: what is searched, filtered, sorted and shown fifty at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from commonweal.ledger.asking import DELIVERS
from commonweal.ledger.tables import ACTIVITIES, ROLES
from commonweal.web.people.models import Body
from commonweal.web.register.models import ROWS
from commonweal.web.register.words import choices

ON_A_PAGE = 50
# The orders a list can have: what people choose, and the column behind it. What is blank comes last on every database.
SORTS = {
    "title": (gettext_lazy("Title"), F("title").asc()),
    "latest": (gettext_lazy("First day, latest first"), F("start").desc(nulls_last=True)),
    "ending": (gettext_lazy("Last day, soonest first"), F("end").asc(nulls_last=True)),
    "value": (gettext_lazy("Worth most"), F("value").desc(nulls_last=True)),
}


class Filters(forms.Form):
    """What is looked for. Nothing that is typed here is wrong: what is not known finds nothing."""

    q = forms.CharField(label=gettext_lazy("Search"), required=False,
                        help_text=gettext_lazy("Words of the title, an id, or the name of an organisation"))
    kind = forms.ChoiceField(label=gettext_lazy("What sort"), required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Where it stands"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    owner = forms.ChoiceField(label=gettext_lazy("Office that answers for it"), required=False)
    promises = forms.ChoiceField(label=gettext_lazy("Promises"), required=False)
    sort = forms.ChoiceField(label=gettext_lazy("Sort by"), required=False)

    def __init__(self, asked: QueryDict, places: Iterable[tuple[str, str]], owners: Iterable[str]) -> None:
        super().__init__(asked)
        everything = [("", gettext("All"))]
        for name in ("kind", "role", "state"):
            words = ROLES if name == "role" else ACTIVITIES.column(name).choices
            self.fields[name].choices = everything + choices("activities", name, words)
        self.fields["place"].choices = [*everything, *places]
        self.fields["owner"].choices = everything + [(owner, owner) for owner in owners]
        self.fields["promises"].choices = [*everything, ("yes", gettext("With promises")),
                                           ("no", gettext("Without promises"))]
        self.fields["sort"].choices = [(name, words) for name, (words, _) in SORTS.items()]

    def said(self, name: str) -> str:
        """What is asked for under a name; empty where that is not one of its choices."""
        text = str(self.data.get(name, "")).replace("\0", "").strip()
        choices = getattr(self.fields[name], "choices", None)
        return text if choices is None or text in dict(choices) else ""

    @property
    def chosen(self) -> list[dict[str, str]]:
        """Each thing that narrows the list, in words, with the address of the list without it."""
        found = []
        for name, field in self.fields.items():
            said = self.said(name)
            if said and name != "sort":
                rest = self.data.copy()
                rest.pop(name, None)
                rest.pop("page", None)
                shown = dict(getattr(field, "choices", ())).get(said, f"“{said}”")
                found.append({"text": f"{field.label}: {shown}", "href": f"?{rest.urlencode()}"})
        return found


@dataclass(frozen=True)
class Listing:
    """One page of the list: the filters, its rows with what stands beside each, and how many there are in all."""

    filters: Filters
    page: Page
    rows: list[dict[str, Any]]
    of_all: int
    pages: dict[str, Any]


def listing(body: Body, reach: frozenset[str] | None, asked: QueryDict) -> Listing:
    """The list as it was asked for, in a number of queries that does not depend on how many rows there are."""
    within = ROWS["activities"].objects.filter(body=body)
    if reach is not None:
        within = within.filter(key__in=reach)
    places = dict(ROWS["places"].objects.filter(body=body).order_by("name").values_list("key", "name"))
    owners = within.exclude(owner=None).order_by("owner").values_list("owner", flat=True).distinct()
    filters = Filters(asked, places.items(), owners)
    order = SORTS[filters.said("sort") or "title"][1]
    found = _found(body, within, filters).order_by(order, "key")
    page = Paginator(found.values("key", "title", "kind", "role", "state", "end", "place"), ON_A_PAGE).get_page(
        asked.get("page"))
    rows = [{**row, "place": places.get(row["place"] or "", "")} for row in page]
    _beside(body, rows)
    return Listing(filters, page, rows, within.count(), links_to_pages(page, asked))


def _found(body: Body, rows: QuerySet, filters: Filters) -> QuerySet:
    words = filters.said("q")
    if words:
        named = ROWS["organisations"].objects.filter(body=body, name__icontains=words)
        taking_part = ROWS["parties"].objects.filter(body=body, organisation__in=named.values("key"))
        rows = rows.filter(Q(title__icontains=words) | Q(key__icontains=words)
                           | Q(key__in=taking_part.values("activity")))
    for name in ("kind", "role", "state", "owner"):
        if said := filters.said(name):
            rows = rows.filter(**{name: said})
    if place := filters.said("place"):
        # Further places are ids parted by semicolons.
        rows = rows.filter(Q(place=place) | Q(other_places=place) | Q(other_places__startswith=f"{place};")
                           | Q(other_places__endswith=f";{place}") | Q(other_places__contains=f";{place};"))
    if promises := filters.said("promises"):
        has = Exists(ROWS["commitments"].objects.filter(body=body, activity=OuterRef("key")))
        rows = rows.filter(has if promises == "yes" else ~has)
    return rows


def _beside(body: Body, rows: list[dict[str, Any]]) -> None:
    """Put beside each row who delivers it and how many promises it has."""
    keys = [row["key"] for row in rows]
    parties = list(ROWS["parties"].objects.filter(body=body, activity__in=keys, part__in=DELIVERS)
                   .order_by("row_position").values_list("activity", "organisation"))
    names = dict(ROWS["organisations"].objects.filter(body=body, key__in={name for _, name in parties})
                 .values_list("key", "name"))
    promises = dict(ROWS["commitments"].objects.filter(body=body, activity__in=keys, follows=None)
                    .values_list("activity").order_by("activity").annotate(Count("id")))
    for row in rows:
        delivering = [names.get(name, name) for activity, name in parties if activity == row["key"]]
        row["who"] = list(dict.fromkeys(delivering))
        row["promises"] = promises.get(row["key"], 0)


def links_to_pages(page: Page, asked: QueryDict) -> dict[str, Any]:
    """The links to the other pages of a list, as the pattern wants them; empty where all is on one page."""
    if page.paginator.num_pages < 2:
        return {}

    def link(number: int) -> str:
        return f"?{urlencoded(asked, page=str(number))}"

    items = [{"ellipsis": True} if number == Paginator.ELLIPSIS else
             {"number": number, "current": number == page.number, "href": link(number),
              "visuallyHiddenText": gettext("Page %(number)s") % {"number": number}}
             for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)]
    links: dict[str, Any] = {"items": items, "landmarkLabel": gettext("Pages")}
    if page.has_previous():
        links["previous"] = {"href": link(page.previous_page_number()), "text": gettext("Previous page")}
    if page.has_next():
        links["next"] = {"href": link(page.next_page_number()), "text": gettext("Next page")}
    return links


def urlencoded(asked: QueryDict, **said: str) -> str:
    """What was asked for in an address, with some of it said anew."""
    again = asked.copy()
    for name, value in said.items():
        again[name] = value
    return again.urlencode()

"""Pages on which rows are kept: the tables, one row, and the forms that add, change and take away."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from commonweal.basics.findings import Refused
from commonweal.basics.tables import Record
from commonweal.web.audit.actions import PostedBefore, latest
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.register.actions import ChangedMeanwhile, take_away, write_row
from commonweal.web.register.activity import facts, told
from commonweal.web.register.forms import RowForm
from commonweal.web.register.listing import ON_A_PAGE, links_to_pages
from commonweal.web.register.models import ROWS
from commonweal.web.register.particulars import MENDABLE, PARTICULARS
from commonweal.web.register.promises import PromiseForm, why_no_change
from commonweal.web.register.reading import measures_in_force
from commonweal.web.register.references import activity_behind, names, parted
from commonweal.web.register.weighing import standing, weigh_without
from commonweal.web.register.words import in_words, label, name_of

# What a list of a table shows beside each row's name.
_SHOWN = ("kind", "role", "state", "due", "on", "place", "organisation", "policy", "by")


def tables(request: HttpRequest) -> HttpResponse:
    """Every table of the whole body, and how many rows each has."""
    body = request.visit.body
    listed = [(name, found, ROWS[name].objects.filter(body=body).count())
              for name, found in PARTICULARS.items() if found.whole and name != "activities"]
    return render(request, "register/tables.html.jinja", {"tables": listed})


def table(request: HttpRequest, table: str) -> HttpResponse:
    """The rows of one table, with a search."""
    body, found = request.visit.body, _particulars(table)
    if not found.whole or table == "activities":
        return redirect("activities", body=body.slug)
    model = ROWS[table]
    rows = model.objects.filter(body=body).order_by("row_position", "id")
    words = request.GET.get("q", "").replace("\0", "").strip()
    if words:
        named = next(name for name in ("title", "name", "scheme", "step", "finding") if name in model.TABLE.names)
        rows = rows.filter(**{f"{named}__icontains": words}) | rows.filter(key__icontains=words)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    records = [row.to_record() for row in page]
    columns = [model.TABLE.column(name) for name in _SHOWN if name in model.TABLE.names][:3]
    named_rows = names(body, records)
    return render(request, "register/table.html.jinja", {
        "particulars": found, "table": table, "words": words, "page": page, "pages": links_to_pages(page, request.GET),
        "columns": [label(model.TABLE, column) for column in columns],
        "rows": [(row, name_of(row, named_rows), [named_rows.get((column.refers_to, row.text(column.name)))
                                      or in_words(model.TABLE, column, row.get(column.name)) for column in columns])
                 for row in records],
        "of_all": model.objects.filter(body=body).count(), "may_add": not request.visit.why_not(May.WRITE_REGISTER)})


def row(request: HttpRequest, row: str) -> HttpResponse:
    """One row: what stands in it, what the checks say of it, its history, and what may be done."""
    visit, found = request.visit, _found(request.visit.body, row)
    record = found.to_record()
    name, activity = record.table.name, activity_behind(visit.body, record)
    kept = PARTICULARS.get(name)
    sections = kept.sections if kept else ((gettext("What stands in it"), record.table.names),)
    shown = {column for _, columns in sections for column in columns}
    first = [column for column in record.table.names if column not in shown]
    named = names(visit.body, [record])
    may = kept is not None and not visit.why_not(May.WRITE_REGISTER, activity or None)
    return render(request, "register/row.html.jinja", {
        "record": record, "row": row, "name": name_of(record, named), "activity": activity, "particulars": kept,
        "activity_name": named.get(("activities", activity)) or activity,
        "sections": [(gettext(heading), said) for heading, columns in ((gettext("Which"), first), *sections)
                     if (said := facts(record, named, columns))],
        "found": standing(visit.body, record), "events": told(latest(visit.body.slug, {name: [record.key]}, ON_A_PAGE)),
        "may_write": may, "is_promise": name == "commitments",
        "why_no_change": why_no_change(visit.body, record) if name == "commitments" else ""})


def add(request: HttpRequest, table: str) -> HttpResponse:
    """Add a row of the whole body: an organisation, a place, a contract or project, a pledge."""
    if not _particulars(table).whole:
        return redirect("activities", body=request.visit.body.slug)
    first = {name: value for name, value in request.GET.items() if name in PARTICULARS[table].asked}
    form = RowForm(table, request.visit.body, request.POST or None, first=first)
    return _written(request, form, None) or _form_page(request, form, _say_add(table), _list_of(request, table))


def own_add(request: HttpRequest, activity: str, table: str) -> HttpResponse:
    """Add a row of one contract or project: who takes part, a promise, a milestone, a reduction, an action."""
    visit, kept = request.visit, _particulars(table)
    if not kept.own:
        return redirect("row-add", body=visit.body.slug, table=table)
    back = reverse("activity", kwargs={"body": visit.body.slug, "activity": activity})
    given: dict[str, Any] = {"activity": activity} if "activity" in ROWS[table].TABLE.names else {}
    if table == "commitments":
        measure = request.GET.get("measure", "")
        edition, offered = measures_in_force(visit.body, visit.body.today())
        chosen = next((found for found in offered if found.key == measure), None)
        if chosen is None:
            return render(request, "register/measures.html.jinja", {
                "edition": edition, "themes": _by_theme(offered), "activity": activity, "back": back})
        form = PromiseForm(visit.body, request.POST or None, activity, chosen)
    else:
        chosen = None
        first = {name: value for name, value in request.GET.items() if name in kept.asked}
        form = RowForm(table, visit.body, request.POST or None, given=given, first=first, activity=activity)
    done = _written(request, form, activity)
    return done or _form_page(request, form, _say_add(table), back, measure=chosen)


def change(request: HttpRequest, row: str) -> HttpResponse:
    """Change a row. A promise is never changed itself: what is agreed anew is another row that follows it."""
    visit, found = request.visit, _found(request.visit.body, row)
    record = found.to_record()
    name, activity = record.table.name, activity_behind(visit.body, record) or None
    here = reverse("row", kwargs={"body": visit.body.slug, "row": row})
    if name not in PARTICULARS or (name == "commitments" and why_no_change(visit.body, record)):
        return redirect(here)
    if name == "commitments":
        _, offered = measures_in_force(visit.body, visit.body.today())
        measure = next((known for known in offered if known.key == record.text("measure")), None)
        form = PromiseForm(visit.body, request.POST or None, activity or "", measure, follows=record)
        say = gettext("What is agreed anew")
    else:
        measure, say = None, gettext("Change “%(name)s”") % {"name": name_of(record, names(visit.body, [record]))}
        first = {key: value for key, value in request.GET.items() if key in PARTICULARS[name].asked}
        form = RowForm(name, visit.body, request.POST or None, now=record, version=found.row_version, first=first,
                       activity=activity or "")
    return _written(request, form, activity) or _form_page(request, form, say, here, measure=measure)


def mend(request: HttpRequest, row: str) -> HttpResponse:
    """Put right what was written about a promise, where that changes nothing of what was promised."""
    visit, found = request.visit, _found(request.visit.body, row)
    record = found.to_record()
    here = reverse("row", kwargs={"body": visit.body.slug, "row": row})
    if record.table.name != "commitments":
        return redirect("row-change", body=visit.body.slug, row=row)
    form = RowForm("commitments", visit.body, request.POST or None, now=record, version=found.row_version,
                   only=MENDABLE, activity=record.text("activity"))
    say = gettext("Put right what was written about this promise")
    return _written(request, form, record.text("activity")) or _form_page(request, form, say, here)


def remove(request: HttpRequest, row: str) -> HttpResponse:
    """Take a row away, with the reason; refused where another row would be left without what it names."""
    visit, found = request.visit, _found(request.visit.body, row)
    record = found.to_record()
    activity = activity_behind(visit.body, record)
    here = reverse("row", kwargs={"body": visit.body.slug, "row": row})
    if record.table.name not in PARTICULARS:
        return redirect(here)
    name = name_of(record, names(visit.body, [record]))
    in_the_way = weigh_without(visit.body, record).errors
    reason, failed = request.POST.get("reason", "").strip(), ""
    if request.method == "POST" and not in_the_way:
        failed = "" if reason else gettext("Write why it is taken away: colleagues will find it in the history.")
        if not failed:
            try:
                take_away(visit.actor(May.WRITE_REGISTER), visit.body, record.table.name, record.key,
                          int(request.POST.get("row_version") or 0), reason)
            except (ChangedMeanwhile, ValueError):
                failed = gettext("Somebody changed it meanwhile. Look at it as it is now, and decide again.")
            except Refused as refused:
                failed = str(refused)
            else:
                messages.success(request, gettext("“%(name)s” was taken away.") % {"name": name})
                gone = record.table.name == "activities"
                return redirect("activity", body=visit.body.slug, activity=activity) if activity and not gone else (
                    redirect(_list_of(request, record.table.name)))
    return render(request, "register/remove.html.jinja", {
        "name": name, "back": here, "in_the_way": in_the_way, "reason": reason, "failed": failed,
        "version": found.row_version, "particulars": PARTICULARS[record.table.name]})


def _particulars(table: str) -> Any:
    if table not in PARTICULARS:
        raise Http404
    return PARTICULARS[table]


def _found(body: Body, row: str) -> Any:
    table, key = parted(row)
    found = ROWS[table].objects.filter(body=body, key=key).first() if table in ROWS else None
    if found is None:
        raise Http404
    return found


def _written(request: HttpRequest, form: RowForm, activity: str | None) -> HttpResponse | None:
    """Where to go once the form was written; None where it is to be shown (again)."""
    if request.method != "POST" or not form.is_valid() or form.record is None:
        return None
    visit = request.visit
    try:
        write_row(visit.actor(May.WRITE_REGISTER), visit.body, form.record, form.cleaned_data["row_version"] or 0,
                  form.cleaned_data.get("change_reason", ""), form.cleaned_data["form_token"])
    except PostedBefore as before:
        messages.success(request, gettext("This form was saved before, and not a second time. To change more, open it "
                                          "again."))
        return redirect("row", body=visit.body.slug, row=f"{before.table}/{before.key}")
    except ChangedMeanwhile as changed:
        form.meet(changed.now, changed.version)
        return None
    advice = len(form.weighed.advice)
    said = gettext("Saved. There is something to check: it stands below.") if advice else gettext("Saved.")
    messages.success(request, said)
    return redirect("row", body=visit.body.slug, row=f"{form.table.name}/{form.record.key}")


def _form_page(request: HttpRequest, form: RowForm, say: str, back: str, **more: Any) -> HttpResponse:
    return render(request, "register/row_form.html.jinja", {
        "form": form, "say": say, "back": back, "failed": bool(form.errors), **more})


def _say_add(table: str) -> str:
    return gettext("Add: %(what)s") % {"what": gettext(PARTICULARS[table].one)}


def _list_of(request: HttpRequest, table: str) -> str:
    slug = request.visit.body.slug
    if table == "activities" or not PARTICULARS[table].whole:
        return reverse("activities", kwargs={"body": slug})
    return reverse("table", kwargs={"body": slug, "table": table})


def _by_theme(offered: tuple[Record, ...]) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for measure in offered:
        found.setdefault(measure.text("theme"), []).append(measure)
    return found

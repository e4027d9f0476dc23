"""Addresses of the register."""

from commonweal.web.config.menu import Group
from commonweal.web.config.routes import Open, owner, page
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.register import held_page, mapping, moving, rows, spending, suppliers, taking_out, texts, views
from commonweal.web.register.models import ROWS, Import, Text
from commonweal.web.register.reading import pages_of
from commonweal.web.register.references import activity_of, parted


@owner("activity")
def _activity(body: Body, key: str) -> str | None:
    return key if ROWS["activities"].objects.filter(body=body, key=key).exists() else None


@owner("row")
def _row(body: Body, row: str) -> str | None:
    return activity_of(body, *parted(row))


@owner("brought")
def _brought(body: Body, number: int) -> str | None:
    return "" if Import.objects.filter(body=body, pk=number).exists() else None


@owner("text")
def _text(body: Body, path: str) -> str | None:
    if not Text.objects.filter(body=body, path=path).exists():
        return None
    about = (page.say("activity") for page in pages_of(body, "stories") if page.file == path)
    return next(about, "")


_MOVE = May.MOVE_BOOK
_READ, _WRITE = May.READ_REGISTER, May.WRITE_REGISTER
_GROUP = Group.RECORDS
urlpatterns = [
    page("<slug:body>/", views.home, "home", sees=Open.MEMBER),
    page("<slug:body>/activities/", views.activities, "activities", sees=_READ, filtered=True,
         group=_GROUP, listed="Contracts and projects"),
    page("<slug:body>/activities/<str:activity>/", views.activity, "activity", sees=_READ),
    page("<slug:body>/activities/<str:activity>/add/<slug:table>/", rows.own_add, "own-add", sees=_WRITE, does=_WRITE),
    page("<slug:body>/records/", rows.tables, "tables", sees=_READ, group=_GROUP, listed="All records"),
    page("<slug:body>/records/<slug:table>/", rows.table, "table", sees=_READ),
    page("<slug:body>/records/<slug:table>/add/", rows.add, "row-add", sees=_WRITE, does=_WRITE),
    page("<slug:body>/row/<path:row>/", rows.row, "row", sees=_READ, group=_GROUP),
    page("<slug:body>/change/<path:row>/", rows.change, "row-change", sees=_WRITE, does=_WRITE, group=_GROUP),
    page("<slug:body>/mend/<path:row>/", rows.mend, "row-mend", sees=_WRITE, does=_WRITE, group=_GROUP),
    page("<slug:body>/take-away/<path:row>/", rows.remove, "row-remove", sees=_WRITE, does=_WRITE,
         group=_GROUP),
    page("<slug:body>/to-fix/", views.faults, "faults", sees=_READ, does=_WRITE, filtered=True,
         group=_GROUP, listed="Records to fix"),
    page("<slug:body>/texts/", texts.texts, "texts", sees=_READ, group=_GROUP, listed="Stories and chapters"),
    page("<slug:body>/texts/add/<slug:table>/", texts.add_text, "text-add", sees=_WRITE, does=_WRITE),
    page("<slug:body>/texts/<path:text>/", texts.change_text, "text", sees=_WRITE, does=_WRITE),
    page("<slug:body>/settings/", texts.settings, "settings", sees=_READ, does=_WRITE, group=_GROUP),
    page("<slug:body>/bring-in/", moving.bring, "bring", sees=_MOVE, does=_MOVE, group=_GROUP,
         listed="Bring records in"),
    page("<slug:body>/bring-in/<int:brought>/", moving.brought, "brought", sees=_MOVE, does=_MOVE),
    page("<slug:body>/bring-in/<int:brought>/columns/", mapping.columns, "brought-columns", sees=_MOVE, does=_MOVE),
    page("<slug:body>/bring-in/<int:brought>/copy/", moving.copy, "brought-copy", sees=_MOVE),
    page("<slug:body>/suppliers/", suppliers.suppliers, "suppliers", sees=_MOVE, does=_MOVE, group=_GROUP,
         listed="Suppliers of payments"),
    page("<slug:body>/suppliers/<int:brought>/", moving.brought, "matching", sees=_MOVE, does=_MOVE),
    page("<slug:body>/suppliers/<int:brought>/pairs/", suppliers.answer_pairs, "pairs", sees=_MOVE, does=_MOVE),
    page("<slug:body>/local-spend/", spending.local_spend, "local-spend", sees=_MOVE, does=_MOVE, group=_GROUP,
         listed="Local spend"),
    page("<slug:body>/local-spend/workbook/", spending.workbook, "local-spend-workbook", sees=_MOVE),
    page("<slug:body>/local-spend/tables/", spending.tables, "local-spend-tables", sees=_MOVE),
    page("<slug:body>/take-out/", taking_out.take_out, "take-out", sees=_MOVE, group=_GROUP, listed="Take records out"),
    page("<slug:body>/take-out/all/", taking_out.take_out_all, "take-out-all", sees=_MOVE),
    page("<slug:body>/take-out/<slug:form>/", taking_out.take_out_form, "take-out-form", sees=_MOVE),
    page("<slug:body>/held/", held_page.held, "held", sees=May.READ_AUDIT),
]

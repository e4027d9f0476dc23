"""Addresses of returns: the same pages at the supplier's desk, and at that of staff who enter what they were told."""

from collections.abc import Iterator
from functools import partial

from django.urls import URLPattern

from commonweal.web.config.menu import Group
from commonweal.web.config.routes import owner, page
from commonweal.web.evidence.models import Upload
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.returns import answering, beside, staff, views, workbook
from commonweal.web.returns.models import Answer, Return


@owner("reference")
def _return(body: Body, key: str) -> str | None:
    return Return.objects.filter(body=body, key=key).values_list("activity", flat=True).first()


@owner("answer")
def _answer(body: Body, key: str) -> str | None:
    return Answer.objects.filter(returned__body=body, key=key).values_list("returned__activity", flat=True).first()


@owner("upload")
def _upload(body: Body, key: str) -> str | None:
    return Upload.objects.filter(body=body, key=key).values_list("activity", flat=True).first()


def _pages(desk: views.Desk, folder: str) -> Iterator[URLPattern]:
    """The pages at one desk."""
    one, start = f"<slug:body>/{folder}/<str:reference>/", f"{desk.name}-"

    def at(route: str, view, name: str, *, shows: bool, sends: bool) -> URLPattern:
        return page(route, partial(view, desk=desk), name, sees=desk.may if shows else None,
                    does=desk.may if sends else None, group=Group.RETURNS)

    yield at(one, views.tasks, desk.name, shows=True, sends=False)
    yield at(f"{one}nothing/", views.nothing, f"{start}nothing", shows=False, sends=True)
    yield at(f"{one}add/", views.add, f"{start}add", shows=True, sends=True)
    yield at(f"{one}check/", views.check, f"{start}check", shows=True, sends=True)
    yield at(f"{one}receipt/", views.receipt, f"{start}receipt", shows=True, sends=False)
    yield at(f"{one}file/", views.sent_file, f"{start}file", shows=True, sends=False)
    yield at(f"{one}time/", beside.more_time, f"{start}time", shows=True, sends=True)
    if desk is views.SUPPLIER:
        # Nobody who checks may choose who reports.
        yield at(f"{one}colleague/", beside.colleague, f"{start}colleague", shows=True, sends=True)
        yield at(f"{one}subcontractor/", beside.subcontractor, f"{start}subcontractor", shows=True, sends=True)
    yield at(f"{one}workbook/", workbook.workbook, f"{start}workbook", shows=True, sends=True)
    yield at(f"{one}workbook/file/", workbook.workbook_file, f"{start}workbook-file", shows=True, sends=False)
    yield at(f"{one}passing-on/", beside.passing_on, f"{start}passing-on", shows=False, sends=True)
    part = f"<slug:body>/{folder}/answers/<str:answer>/"
    yield at(part, answering.answer, f"{start}answer", shows=True, sends=True)
    yield at(f"{part}away/", answering.take_answer_away, f"{start}answer-away", shows=False, sends=True)
    yield at(f"<slug:body>/{folder}/evidence/<str:upload>/", answering.evidence_file, f"{start}evidence-file",
             shows=True, sends=False)


urlpatterns = [
    page("<slug:body>/returns/", beside.own_returns, "returns", sees=May.ANSWER_RETURNS, filtered=True,
         group=Group.RETURNS, listed="Your returns"),
    page("<slug:body>/what-we-reported.csv", beside.own_history, "own-history", sees=May.ANSWER_RETURNS, filtered=True),
    page("<slug:body>/what-we-reported/", beside.own_summary, "own-summary", sees=May.ANSWER_RETURNS, filtered=True,
         group=Group.RETURNS),
    page("<slug:body>/all-returns/", beside.all_returns, "all-returns", sees=May.READ_RETURNS, filtered=True,
         group=Group.RETURNS, listed="Returns"),
    page("<slug:body>/all-returns/open/", staff.new_round, "new-round", sees=May.OPEN_RETURNS, does=May.OPEN_RETURNS),
    page("<slug:body>/all-returns/<str:span>/take-back/", staff.take_back, "round-back", sees=None,
         does=May.OPEN_RETURNS),
    page("<slug:body>/all-returns/<str:reference>/time/", staff.wish, "wish", sees=May.OPEN_RETURNS,
         does=May.OPEN_RETURNS),
    page("<slug:body>/all-returns/<str:reference>/let-in/", staff.let_in, "let-in", sees=May.OPEN_RETURNS,
         does=May.OPEN_RETURNS),
    *_pages(views.SUPPLIER, "returns"), *_pages(views.STAFF, "entries"),
]

"""Addresses of checking."""

from commonweal.web.config.menu import Group
from commonweal.web.config.routes import Open, owner, page
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.register.models import ROWS
from commonweal.web.returns.models import Round
from commonweal.web.review import periods, views


@owner("claim")
def _claim(body: Body, key: str) -> str | None:
    return ROWS["deliveries"].objects.filter(body=body, key=key).values_list("activity", flat=True).first()


@owner("span")
def _span(body: Body, key: str) -> str | None:
    return "" if Round.objects.filter(body=body, key=key).exists() else None


urlpatterns = [
    page("<slug:body>/to-check/", views.queue, "queue", sees=May.CHECK_CLAIMS, filtered=True,
         group=Group.CHECKING, listed="To check"),
    page("<slug:body>/to-check/clean/", views.clean, "clean", sees=May.CHECK_CLAIMS, does=May.CHECK_CLAIMS,
         filtered=True),
    page("<slug:body>/reported/<str:claim>/", views.claim, "claim", sees=May.READ_RETURNS, does=May.CHECK_CLAIMS,
         group=Group.CHECKING),
    page("<slug:body>/reported/<str:claim>/evidence/", views.claim_evidence, "claim-evidence", sees=May.READ_RETURNS),
    page("<slug:body>/reported/<str:claim>/recipient/", views.ask, "ask-recipient", sees=None, does=May.CHECK_CLAIMS),
    page("<slug:body>/periods/", periods.periods, "periods", sees=May.READ_RETURNS, filtered=True,
         group=Group.CHECKING, listed="Periods"),
    page("<slug:body>/periods/<str:span>/", periods.period, "period", sees=May.READ_RETURNS),
    page("<slug:body>/periods/<str:span>/prepare/", periods.prepare_period, "prepare-period", sees=None,
         does=May.OPEN_RETURNS),
    page("<slug:body>/periods/<str:span>/approve/", periods.approve_period, "approve-period", sees=None,
         does=May.APPROVE_PERIOD),
    page("<slug:body>/periods/<str:span>/reopen/", periods.reopen_period, "reopen-period", sees=None,
         does=May.REOPEN_PERIOD),
    page("<slug:body>/periods/<str:span>/draw/", periods.draw, "draw", sees=None, does=May.CHECK_CLAIMS),
    page("<slug:body>/periods/<str:span>/sample/", periods.sample, "sample", sees=May.READ_RETURNS,
         does=May.CHECK_CLAIMS),
    # The secret of the link is what gives access.
    page("confirm/<str:secret>/", views.confirm, "confirm", sees=Open.EVERYBODY, does=Open.EVERYBODY),
]

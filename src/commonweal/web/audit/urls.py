"""Addresses of the audit trail, and of how long things are kept."""

from commonweal.web.audit import views
from commonweal.web.audit.models import Disposal
from commonweal.web.audit.reading import events_of
from commonweal.web.config.menu import Group
from commonweal.web.config.routes import owner, page
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May


@owner("event")
def _event(body: Body, number: int) -> str | None:
    return "" if events_of(body).filter(number=number).exists() else None


@owner("disposal")
def _disposal(body: Body, number: int) -> str | None:
    return "" if Disposal.objects.filter(body=body.slug, pk=number).exists() else None


urlpatterns = [
    page("<slug:body>/audit/", views.trail, "audit", sees=May.READ_AUDIT, group=Group.AUDIT,
         listed="Audit trail"),
    page("<slug:body>/audit/<int:event>/", views.event, "event", sees=May.READ_AUDIT),
    page("<slug:body>/kept/", views.kept, "kept", sees=May.READ_AUDIT, group=Group.AUDIT,
         listed="How long things are kept"),
    page("<slug:body>/kept/periods/", views.set_periods, "set-periods", sees=None, does=May.KEEP_RULES),
    page("<slug:body>/kept/holds/", views.set_holds, "set-holds", sees=None, does=May.KEEP_RULES),
    page("<slug:body>/kept/propose/", views.propose, "propose-disposal", sees=None, does=May.KEEP_RULES),
    page("<slug:body>/kept/<int:disposal>/", views.disposal, "disposal", sees=May.READ_AUDIT, does=May.KEEP_RULES),
]

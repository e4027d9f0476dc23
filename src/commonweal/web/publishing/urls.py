"""Addresses of publishing, and the public address of reports."""

from commonweal.web.config.menu import Group
from commonweal.web.config.routes import Open, owner, page
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.publishing import views
from commonweal.web.publishing.models import Frozen, Release


@owner("frozen")
def _frozen(body: Body, key: int) -> str | None:
    return "" if Frozen.objects.filter(body=body, pk=key).exists() else None


@owner("release")
def _release(body: Body, number: int) -> str | None:
    return "" if Release.objects.filter(body=body, number=number).exists() else None


_RELEASE = "<slug:body>/reports/<int:release>/"
urlpatterns = [
    page("published/<slug:body>/", views.published, "published", sees=Open.EVERYBODY),
    page("published/<slug:body>/<int:number>/", views.published_release, "published-release", sees=Open.EVERYBODY),
    page("published/<slug:body>/<int:number>/<path:file>", views.published_release, "published-release-file",
         sees=Open.EVERYBODY),
    page("published/<slug:body>/<path:file>", views.published, "published-file", sees=Open.EVERYBODY),
    page("approve/<slug:body>/<int:number>/", views.approve_asked, "approve-asked", sees=Open.NAMED,
         does=Open.NAMED),
    page("approve/<slug:body>/<int:number>/<path:file>", views.asked_preview, "approve-asked-file", sees=Open.NAMED),
    page("<slug:body>/reports/", views.reports, "reports", sees=May.READ_FIGURES, does=May.FREEZE_FIGURES,
         group=Group.PUBLISHING, listed="Reports"),
    page("<slug:body>/reports/frozen/<int:frozen>/prepare/", views.prepare_release, "prepare-release", sees=None,
         does=May.FREEZE_FIGURES),
    page(_RELEASE, views.release, "release", sees=May.READ_FIGURES),
    page(f"{_RELEASE}ask/", views.ask_approver, "ask-approver", sees=None, does=May.FREEZE_FIGURES),
    page(f"{_RELEASE}approve/", views.approve_release, "approve-release", sees=None, does=May.APPROVE_REPORT),
    page(f"{_RELEASE}publish/", views.publish_release, "publish-release", sees=None, does=May.PUBLISH_REPORT),
    page(f"{_RELEASE}preview/<path:file>", views.preview, "preview", sees=May.READ_FIGURES),
]

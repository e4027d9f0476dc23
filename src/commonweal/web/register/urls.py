"""Addresses of the register."""

from commonweal.web.config.routes import Open, owner, page
from commonweal.web.people.models import Body
from commonweal.web.people.roles import May
from commonweal.web.register import views
from commonweal.web.register.models import ROWS


@owner("activity")
def _activity(body: Body, key: str) -> str | None:
    return key if ROWS["activities"].objects.filter(body=body, key=key).exists() else None


urlpatterns = [
    page("<slug:body>/", views.home, "home", sees=Open.MEMBER),
    page("<slug:body>/activities/", views.activities, "activities", sees=May.READ_REGISTER, filtered=True,
         listed="Contracts and projects"),
    page("<slug:body>/activities/<str:activity>/", views.activity, "activity", sees=May.READ_REGISTER),
]

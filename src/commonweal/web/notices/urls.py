"""Addresses of the footer pages: the public ones stay, so that anybody can keep a link to them."""

from commonweal.web.config.menu import Group
from commonweal.web.config.routes import Open, page
from commonweal.web.notices import views
from commonweal.web.people.roles import May

urlpatterns = [
    page("about/<str:notice>/", views.anywhere, "notice-anywhere", sees=Open.EVERYBODY),
    page("about/<slug:body>/<str:notice>/", views.public, "notice", sees=Open.EVERYBODY),
    page("<slug:body>/notices/", views.notices, "notices", sees=May.WRITE_NOTICES, group=Group.PUBLISHING,
         listed="Footer pages"),
    page("<slug:body>/notices/<str:notice>/", views.write, "write-notice", sees=May.WRITE_NOTICES,
         does=May.WRITE_NOTICES),
]

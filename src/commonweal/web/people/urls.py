"""Addresses for coming in."""

from django.contrib.auth.views import LoginView, LogoutView

from commonweal.web.config.routes import Open, page
from commonweal.web.people import views

urlpatterns = [
    page("", views.front, "front", sees=Open.EVERYBODY),
    page("sign-in/", LoginView.as_view(template_name="people/sign_in.html.jinja"), "sign-in",
         sees=Open.EVERYBODY, does=Open.EVERYBODY),
    page("sign-out/", LogoutView.as_view(), "sign-out", sees=None, does=Open.SIGNED_IN),
    page("start/", views.start, "start", sees=Open.SIGNED_IN),
]

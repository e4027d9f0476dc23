"""Addresses of the interface and of the pages about it."""

from commonweal.web.config.routes import Open, page
from commonweal.web.interface import figures, register, returns, views  # noqa: F401 (they hold the operations)
from commonweal.web.interface.operations import ROOT, addresses

urlpatterns = [
    page(ROOT, views.about, "interface", sees=Open.EVERYBODY),
    page(f"{ROOT}openapi.json", views.openapi, "openapi", sees=Open.EVERYBODY),
    *addresses(),
    page("<slug:body>/tokens/", views.tokens, "tokens", sees=Open.MEMBER, does=Open.MEMBER),
    page("<slug:body>/tokens/take-away/", views.take_away, "token-away", sees=None, does=Open.MEMBER),
]

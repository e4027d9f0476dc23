"""The address of one's own reminders."""

from commonweal.web.config.routes import Open, page
from commonweal.web.reminders import views

urlpatterns = [
    page("you/reminders/", views.own_reminders, "own-reminders", sees=Open.SIGNED_IN, does=Open.SIGNED_IN),
]

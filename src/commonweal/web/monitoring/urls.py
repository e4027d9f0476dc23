"""Addresses of what is due and what is late."""

from commonweal.web.config.menu import Group
from commonweal.web.config.routes import page
from commonweal.web.monitoring import views
from commonweal.web.people.roles import May

urlpatterns = [
    page("<slug:body>/overview/", views.overview, "overview", sees=May.READ_FIGURES, group=Group.PROGRESS,
         listed="Overview"),
    page("<slug:body>/progress/", views.progress, "progress", sees=May.READ_FIGURES, filtered=True,
         group=Group.PROGRESS, listed="What is due and late"),
    page("<slug:body>/quarters/", views.by_quarter, "quarters", sees=May.READ_FIGURES, group=Group.PROGRESS,
         listed="Quarters and partners"),
    page("<slug:body>/progress/<str:activity>/", views.activity_progress, "activity-progress", sees=May.READ_FIGURES),
]

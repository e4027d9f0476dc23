"""All addresses of the site, gathered from its rooms."""

from commonweal.web.config.routes import refuse_unowned
from commonweal.web.monitoring.urls import urlpatterns as monitoring
from commonweal.web.people.urls import urlpatterns as people
from commonweal.web.publishing.urls import urlpatterns as publishing
from commonweal.web.register.urls import urlpatterns as register

urlpatterns = [*people, *publishing, *register, *monitoring]
refuse_unowned()
handler404 = "commonweal.web.people.views.not_found"
handler403 = "commonweal.web.people.views.refused"

"""All addresses of the site, gathered from its rooms."""

from commonweal.web.audit.urls import urlpatterns as audit
from commonweal.web.config.routes import RULES, refuse_unowned
from commonweal.web.interface.operations import OPERATIONS
from commonweal.web.interface.urls import urlpatterns as interface
from commonweal.web.monitoring.urls import urlpatterns as monitoring
from commonweal.web.notices.urls import urlpatterns as notices
from commonweal.web.people.urls import urlpatterns as people
from commonweal.web.publishing.urls import urlpatterns as publishing
from commonweal.web.register.urls import urlpatterns as register
from commonweal.web.reminders.urls import urlpatterns as reminders
from commonweal.web.returns.urls import urlpatterns as returns
from commonweal.web.review.urls import urlpatterns as review

urlpatterns = [*people, *interface, *publishing, *register, *returns, *review, *monitoring, *audit, *reminders,
               *notices]
# The menu shows the pages of a group in the order of these rooms.
for name in [pattern.name for pattern in urlpatterns if pattern.name in RULES]:
    RULES[name] = RULES.pop(name)
refuse_unowned([*RULES.values(), *OPERATIONS.values()])
handler404 = "commonweal.web.people.views.not_found"
handler500 = "commonweal.web.people.views.failed"
handler403 = "commonweal.web.people.views.refused"

"""The site as a WSGI application, for any server; `commonweal site serve` runs it under waitress."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commonweal.web.config.settings")
application = get_wsgi_application()

"""The audit trail as a part of the site."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.audit"
    verbose_name = "Audit trail"

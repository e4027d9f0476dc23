"""The room as a part of the site."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Names the part."""

    name = "commonweal.web.evidence"
    verbose_name = "Evidence"

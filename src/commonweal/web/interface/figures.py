"""Operations on figures: what was frozen, the figures of it, and the reports that were published."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from pydantic import BaseModel, Field

from commonweal.indicators.figure import FIGURES
from commonweal.web.interface.operations import operation
from commonweal.web.interface.paging import AfterId, Limit, Page, by_id
from commonweal.web.interface.register import ActivityId
from commonweal.web.interface.shapes import read_shape
from commonweal.web.people.roles import May
from commonweal.web.publishing.models import Frozen, FrozenFigure, Release, Work

Figure = read_shape(FIGURES, "Figure")


class FrozenShape(BaseModel):
    """The records as they stood on a day, frozen for a report."""

    number: int = Field(description="What names them.")
    as_of: date
    asked: datetime
    state: str = Field(description="waiting, ready or refused.")
    refusal: str = Field(description="Why they could not be frozen; empty where they could.")
    fingerprint: str = Field(description="SHA-256 over the frozen records and framework versions.")
    facts: int = Field(description="How many facts went in.")
    audit: str = Field(description="Where the audit trail ended, as NUMBER:PLACE.")
    figures_kept: int | None = Field(description="How many figures there are; null until they are made, moments after.")


class Publication(BaseModel):
    """One published release of the report of a period."""

    period: str = Field(description="The id of the reporting period that it reports on.")
    release: int = Field(description="Its number: the report of each period begins with release 1.")
    published: datetime
    frozen: int = Field(description="The number of the frozen figures that it was made of.")
    fingerprint: str = Field(description="SHA-256 over every file of it.")
    report: str = Field(description="Where people read it.")
    data: str = Field(description="The description of its data package, from which anybody recalculates it.")


_SHARED = {"scope": "read-figures", "needs": May.READ_FIGURES}


def _frozen(found: Frozen) -> dict[str, Any]:
    return {"number": found.pk, **{name: getattr(found, name) for name in FrozenShape.model_fields if name != "number"}}


@operation("GET", "{slug:body}/frozen", "list-frozen", answers=Page[FrozenShape], **_SHARED)
def list_frozen(request: HttpRequest, body: str, after: AfterId = None, limit: Limit = 50) -> Any:
    """List the frozen figures of the body."""
    cut = by_id(Frozen.objects.filter(body=request.visit.body), after, limit)
    return {"items": [_frozen(found) for found in cut.rows], "next": cut.next}


@operation("GET", "{slug:body}/frozen/{int:frozen}", "read-frozen", answers=FrozenShape, **_SHARED)
def read_frozen(request: HttpRequest, body: str, frozen: int) -> Any:
    """Read what is known of frozen figures."""
    return _frozen(Frozen.objects.get(body=request.visit.body, pk=frozen))


@operation("GET", "{slug:body}/frozen/{int:frozen}/figures", "list-figures", answers=Page[Figure], **_SHARED)
def list_figures(request: HttpRequest, body: str, frozen: int, after: AfterId = None, limit: Limit = 50,
                 activity: ActivityId = None) -> Any:
    """List the figures of what was frozen.

    Each with unit, status, period, price year, what it covers and the rule that makes it, as in the published
    figures.csv: numbers are text, exactly as printed, and `[c]` stands for one that is withheld.
    """
    rows = FrozenFigure.objects.filter(frozen__body=request.visit.body, frozen=frozen, frozen__state=Work.READY)
    cut = by_id(rows.filter(activity=activity) if activity else rows, after, limit)
    return {"items": [dict.fromkeys(FIGURES.names) | row.says for row in cut.rows], "next": cut.next}


@operation("GET", "{slug:body}/publications", "list-publications", answers=Page[Publication], **_SHARED)
def list_publications(request: HttpRequest, body: str, after: AfterId = None, limit: Limit = 50) -> Any:
    """List the published releases of the report."""
    cut = by_id(Release.objects.filter(body=request.visit.body, published__isnull=False), after, limit)
    return {"items": [_publication(request, found) for found in cut.rows], "next": cut.next}


def _publication(request: HttpRequest, found: Release) -> dict[str, Any]:
    parts = {"body": request.visit.body.slug, "number": found.number}
    data = reverse("published-release-file", kwargs={**parts, "file": "data/datapackage.json"})
    return {"period": found.period, "release": found.release, "published": found.published, "frozen": found.frozen_id,
            "fingerprint": found.fingerprint, "report": settings.ADDRESS + reverse("published-release", kwargs=parts),
            "data": settings.ADDRESS + data}

"""The jobs behind publishing: freezing figures, and preparing a release of them. Each is made whole or refused."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django_tasks import task

from commonweal.basics.findings import Refused
from commonweal.basics.memory import uncollected
from commonweal.basics.told import to_json, told
from commonweal.indicators.figure import to_record
from commonweal.indicators.frozen import figures_of
from commonweal.report.build import Built, build_report
from commonweal.snapshot.store import read_snapshot, write_snapshot
from commonweal.web.audit.actions import anchor
from commonweal.web.audit.reading import at_one_moment
from commonweal.web.jobs import later
from commonweal.web.publishing.models import Frozen, FrozenFigure, Made, Release, Work
from commonweal.web.register.reading import checking
from commonweal.web.saying import kept

_FAULT = Refused(told(
    "Something failed that your records are not to blame for. Whoever runs the site finds it in the log."))


@task
def freeze(pk: int) -> None:
    """Freeze a body's records as they stand now, as of the day that was asked for."""
    frozen = Frozen.objects.get(pk=pk)
    if frozen.state != Work.WAITING:
        return  # It was done; its worker was killed before that was noted.
    try:
        frozen.folder.parent.mkdir(parents=True, exist_ok=True)
        with uncollected(), ExitStack() as checks:
            with at_one_moment() as end:
                checked = checks.enter_context(checking(frozen.body))
            audit = "{}:{}".format(*end)
            manifest = write_snapshot(checked.book, frozen.as_of, frozen.folder, findings=checked.found, audit=audit)
        period = checked.book.settings.period
        with transaction.atomic():
            anchor(f"frozen figures {pk} of {frozen.body.slug}", end)
            _settle(frozen, state=Work.READY, facts=checked.facts, fingerprint=manifest.digest, audit=audit,
                    period=period.id, period_end=period.span.end)
            later(keep_figures, pk)
    except Refused as refused:
        _refuse(frozen, refused)
    except Exception:
        _refuse(frozen, _FAULT)
        raise  # Whoever runs the site finds the reason in the log.


@task
def keep_figures(pk: int) -> None:
    """Keep the figures of what was frozen, for programs that ask for them. A report does not wait for it."""
    frozen = Frozen.objects.get(pk=pk)
    figures = [to_record(figure) for figure in figures_of(read_snapshot(frozen.folder))[1]]
    with transaction.atomic():
        FrozenFigure.objects.filter(frozen=frozen).delete()
        FrozenFigure.objects.bulk_create((
            FrozenFigure(frozen=frozen, activity=figure.text("activity"),
                         says={name: text for name, text in figure.values.items() if text})
            for figure in figures), batch_size=500)
        Frozen.objects.filter(pk=pk).update(figures_kept=len(figures))


@task
def prepare(pk: int) -> None:
    """Make the report of a release in all its forms, and go through the check list."""
    release = Release.objects.get(pk=pk)
    if release.state != Work.WAITING:
        return
    try:
        release.prepared.parent.mkdir(parents=True, exist_ok=True)
        built = build(release, release.prepared)
        given_away = [kept(found) for found in built.given_away]
        _settle(release, state=Work.READY, fingerprint=built.fingerprint, findings=given_away, checklist=[
            {"name": to_json(line.name), "asks": to_json(line.asks),
             "findings": [kept(found) for found in line.findings]}
            for line in built.lines])
    except Refused as refused:
        _refuse(release, refused)
    except Exception:
        _refuse(release, _FAULT)
        raise


def build(release: Release, target: Path) -> Built:
    """Make the report of a release from its frozen figures, the release before it and last year's, into a folder."""
    before, years_ago = release.before, release.last_year
    return build_report(release.frozen.folder, target, release=release.release,
                        previous=before.folder if before else None,
                        last_year=years_ago.folder if years_ago else None, approvers=settings.APPROVERS)


def _refuse(made: Made, refused: Refused) -> None:
    _settle(made, state=Work.REFUSED, refusal=str(refused), findings=[kept(found) for found in refused.findings])


def _settle(made: Made, **said: Any) -> None:
    """Say what came of a piece of work; not where it was asked for anew, of other figures: that is another job's."""
    waits = type(made).objects.filter(pk=made.pk, state=Work.WAITING)
    (waits.filter(frozen=made.frozen_id) if isinstance(made, Release) else waits).update(**said)

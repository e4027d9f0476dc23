"""The jobs behind publishing: freezing figures, and preparing a release of them. Each is made whole or refused."""

import tempfile
from dataclasses import asdict
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django_tasks import task

from commonweal.basics.findings import Finding, Refused
from commonweal.indicators.figure import to_record
from commonweal.indicators.frozen import figures_of
from commonweal.ledger.checked import check_book, findings_to_json
from commonweal.report.build import build_report
from commonweal.snapshot.store import read_snapshot, write_snapshot
from commonweal.web.publishing.models import Frozen, FrozenFigure, Made, Release, Work
from commonweal.web.register.actions import take_out

_FAULT = Refused("Something failed that your records are not to blame for. Whoever runs the site finds it in the log.")


@task
def freeze(pk: int) -> None:
    """Freeze a body's records as they stand now, as of the day that was asked for."""
    frozen = Frozen.objects.get(pk=pk)
    try:
        with tempfile.TemporaryDirectory() as folder:
            take_out(frozen.body, Path(folder))
            checked = check_book(Path(folder))
            frozen.folder.parent.mkdir(parents=True, exist_ok=True)
            manifest = write_snapshot(checked.book, frozen.as_of, frozen.folder, findings=findings_to_json(checked),
                                      audit=frozen.audit)
        figures = [to_record(figure) for figure in figures_of(read_snapshot(frozen.folder))[1]]
        frozen.facts, frozen.fingerprint, frozen.state = checked.facts, manifest.digest, Work.READY
        with transaction.atomic():
            FrozenFigure.objects.bulk_create((
                FrozenFigure(frozen=frozen, activity=figure.text("activity"),
                             says={name: text for name, text in figure.values.items() if text})
                for figure in figures), batch_size=500)
            frozen.save(update_fields=["facts", "fingerprint", "state"])
    except Refused as refused:
        _refuse(frozen, refused)
    except Exception:
        _refuse(frozen, _FAULT)
        raise  # Whoever runs the site finds the reason in the log.


@task
def prepare(pk: int) -> None:
    """Make the report of a release in all its forms, and go through the check list."""
    release = Release.objects.get(pk=pk)
    before = Release.objects.filter(body=release.body, number=release.number - 1, published__isnull=False).first()
    try:
        release.prepared.parent.mkdir(parents=True, exist_ok=True)
        built = build_report(release.frozen.folder, release.prepared, release=release.number,
                             previous=before.folder if before else None, approvers=settings.APPROVERS)
        release.checklist = [
            {"name": line.name, "asks": line.asks, "findings": [told(found) for found in line.findings]}
            for line in built.lines]
        release.fingerprint, release.state = built.fingerprint, Work.READY
        release.save(update_fields=["checklist", "fingerprint", "state"])
    except Refused as refused:
        _refuse(release, refused)
    except Exception:
        _refuse(release, _FAULT)
        raise


def _refuse(made: Made, refused: Refused) -> None:
    made.state, made.refusal = Work.REFUSED, str(refused)
    made.findings = [told(finding) for finding in refused.findings]
    made.save(update_fields=["state", "refusal", "findings"])


def told(finding: Finding) -> dict[str, object]:
    """A finding as it is kept: without its blanks, and with the place in words."""
    said = {name: value for name, value in asdict(finding).items() if value not in ("", None)}
    return said | {"where": finding.where}

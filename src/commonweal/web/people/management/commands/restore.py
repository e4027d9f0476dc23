"""`restore FILE`: a backup put into an empty home, compared with what it was, and its last reports made anew."""

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.report.verify import changed_files
from commonweal.web import backup
from commonweal.web.audit.actions import destroy_again, verify
from commonweal.web.audit.retention import KINDS
from commonweal.web.evidence.keeping import damaged
from commonweal.web.evidence.models import Upload
from commonweal.web.people.management.commands.begin import OPERATOR
from commonweal.web.people.models import Body
from commonweal.web.publishing.making import build
from commonweal.web.publishing.models import Release


class Command(BaseCommand):
    """Restores, and says of everything that can be recalculated whether it is as it was."""

    help = "put a backup into an empty home and an empty database; exit 1 where something is not as it was"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from, and what was destroyed since."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--erased", type=Path, metavar="LIST",
                            help="what `erased` printed later than the backup was made: it is destroyed again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        try:
            erased = _listed(options["erased"]) if options["erased"] else []
            found = backup.read(options["file"])
        except (Refused, OSError, UnicodeDecodeError) as error:
            raise CommandError(str(error)) from error
        call_command("prepare", verbosity=0, stdout=StringIO())
        self.stdout.write(f"Restored {len(found.files):,} files of {', '.join(found.bodies) or 'no body'}, as they "
                          f"were at {found.made}. The fingerprint of the backup is {found.fingerprint}")
        wrong = list(self._looked_at(found))
        for fault in wrong:
            self.stdout.write(f"NOT AS IT WAS: {fault}")
        for body, things in groupby(sorted(erased), key=lambda thing: thing[0]):
            listed = [f"{kind} {name}" for _, kind, name in things]
            again = destroy_again(OPERATOR, body, listed)
            self.stdout.write(f"Destroyed again in {body}: {again:,} of {len(listed):,} things on the list; the others "
                              "were gone already, or in use, when the backup was made.")
        if wrong:
            sys.exit(1)

    def _looked_at(self, found: backup.Archive) -> Iterator[str]:
        """Say what was recalculated; gives what is not as it was."""
        number, _, place = found.audit.partition(":")
        events, faults = verify([(int(number), place)] if place else ())
        yield from map(str, faults[:10])
        self.stdout.write(f"The audit trail: {events:,} events, recalculated from the first one on.")
        kept = list(Upload.objects.filter(destroyed=None).values_list("sha256", flat=True))
        yield from (f"evidence {sha256}" for sha256 in damaged(kept))
        self.stdout.write(f"Evidence: {len(set(kept)):,} files, each compared with its fingerprint.")
        if _another_secret(found):
            yield ("the site's secret: set COMMONWEAL_SECRET as it was, or leave it out where it was left out; with "
                   "another one second factors and mailed links open nothing")
        for body in Body.objects.order_by("slug"):
            last = Release.objects.filter(body=body, published__isnull=False).order_by("-published").first()
            if last is None:
                continue
            if changed_files(last.folder) != (last.fingerprint, []):
                yield f"release {last.number} of {body.slug} as it was published"
            with tempfile.TemporaryDirectory() as work:
                made = build(last, Path(work) / "report").fingerprint
            self.stdout.write(f"Release {last.number} of {body.slug}, made anew from its frozen figures: {made}")
            if made != last.fingerprint:
                yield f"release {last.number} of {body.slug} was published as {last.fingerprint}"


def _another_secret(found: backup.Archive) -> bool:
    """Whether the site now has another secret than when the backup was made."""
    given = os.environ.get("COMMONWEAL_SECRET", "")
    if "secret" not in found.files:
        return not given
    return given not in ("", (Path(settings.HOME) / "secret").read_text(encoding="ascii"))


def _listed(file: Path) -> list[list[str]]:
    """The body, kind and name of each thing on a list that `erased` printed."""
    things = [line.split(" ", 2) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    for thing in things:
        if len(thing) < 3 or thing[1] not in KINDS:
            raise Refused(told("{file} is no list that `erased` printed ({thing}): nothing was restored.", file=file,
                               thing=" ".join(thing)[:60]))
    return things

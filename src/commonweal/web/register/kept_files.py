"""Files as they were brought, with what belongs to each: kept in the site's home until they are decided on.

None is served or run. Beside the file lie those that it is joined to, how far reading it is, and what looking through
it found: the rows that were refused, and what stood where it would write.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from commonweal.basics.findings import Finding, Refused
from commonweal.basics.told import to_json, told
from commonweal.exchange.files import File
from commonweal.web.people.models import Body
from commonweal.web.register.models import Import

_OWN, _FAR, _REFUSED, _STOOD = "brought", "how-far", "refused", "stood"
# So long a file that was refused is kept for its copy, where nobody leaves it.
KEPT_FOR = timedelta(days=30)


def store(found: Import, file: File, beside: Sequence[File]) -> None:
    """Keep a file with those that it is joined to. On disk they are numbered: no name of a file is taken for a path."""
    folder = _folder(found)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _OWN).write_bytes(file.content)
    for number, other in enumerate(beside):
        (folder / f"{number}.name").write_text(other.name, encoding="utf-8")
        (folder / f"{number}.file").write_bytes(other.content)


def content(found: Import) -> File:
    """The file as it was brought. Raises Refused where it is no longer kept."""
    try:
        return File(found.name, (_folder(found) / _OWN).read_bytes())
    except OSError as error:
        raise Refused(told("{name} is no longer kept: bring it again.", name=found.name)) from error


def rewrite(found: Import, said: bytes) -> None:
    """Have something else stand in a file that was made here: the list of names, once it is answered or matched."""
    (_folder(found) / _OWN).write_bytes(said)
    found.sha256 = File(found.name, said).sha256
    found.save(update_fields=["sha256"])


def joined_to(found: Import) -> dict[str, File]:
    """The files that came with it, by their names."""
    names = sorted(_folder(found).glob("*.name"))
    return {name: File(name, path.with_suffix(".file").read_bytes())
            for path in names for name in [path.read_text(encoding="utf-8")]}


def is_kept(found: Import) -> bool:
    """Whether the file still lies here."""
    return (_folder(found) / _OWN).is_file()


def drop(found: Import) -> None:
    """Keep a file no longer, nor anything beside it."""
    shutil.rmtree(_folder(found), ignore_errors=True)


def drop_forgotten(body: Body) -> None:
    """Keep no longer what was refused long ago and never left."""
    for found in Import.objects.select_related("body").filter(
            body=body, state=Import.State.REFUSED, at__lt=timezone.now() - KEPT_FOR).only("id", "body"):
        drop(found)


def say_how_far(found: Import, line: str) -> None:
    """Note how far reading a file is. A file and no row: it is seen while a transaction goes on, and stops nobody."""
    (_folder(found) / _FAR).write_text(json.dumps(to_json(line)), encoding="utf-8")


def how_far(found: Import) -> Any:
    """How far reading a file is, as it was noted last, to be said; blank where nothing was."""
    try:
        return json.loads((_folder(found) / _FAR).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # None yet, or it is just being written.
        return ""


def note_look(found: Import, refused: Sequence[Finding], stood: Mapping[str, str]) -> None:
    """Note what looking through a file found: what was refused, and the mark of each row and text it would change."""
    lines = [json.dumps(finding.to_json(), ensure_ascii=False) for finding in refused]
    (_folder(found) / _REFUSED).write_text("\n".join(lines), encoding="utf-8")
    (_folder(found) / _STOOD).write_text(json.dumps(stood), encoding="utf-8")


def refused_rows(found: Import) -> list[Finding]:
    """What was refused of a file when it was looked through, each row with its reason."""
    try:
        text = (_folder(found) / _REFUSED).read_text(encoding="utf-8")
    except OSError:
        return []
    return [Finding.from_json(json.loads(line)) for line in text.split("\n") if line]


def stood(found: Import) -> Mapping[str, str]:
    """The marks that `note_look` noted."""
    try:
        marks: Mapping[str, str] = json.loads((_folder(found) / _STOOD).read_text(encoding="utf-8"))
        return marks
    except OSError:
        return {}


def _folder(found: Import) -> Path:
    return Path(settings.HOME) / "imports" / found.body.slug / str(found.pk)

"""Backups: everything that a site keeps in one file, and that file put into an empty home again.

The file is a compressed tar archive. Its last member, `manifest.json`, names every other one with its SHA-256, so an
archive that was cut short or changed is found before anything is put anywhere. The records are copied first and the
files after them: whatever the records name was on disk before they named it, so the site may run meanwhile.
"""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from commonweal import __version__
from commonweal.basics.findings import Refused
from commonweal.basics.told import Told, told
from commonweal.web.audit.models import Head
from commonweal.web.people.models import Body

MANIFEST = "manifest.json"
# What of the home is kept: folders of what people brought and what was made of it, and the site's own secret.
FOLDERS = ("evidence", "imports", "frozen", "prepared", "published")
FILES = ("secret", "directories.toml")
_RECORDS = {"sqlite": "records.sqlite3", "postgresql": "records.dump"}
# What is being written just now has such a name, and gets its own when it is whole; these are of evidence alone, for a
# page of a report may be called so.
_UNFINISHED, _UNFINISHED_EVIDENCE = ".", ("tmp", "incoming-")
_PIECE = 1024 * 1024


@dataclass(frozen=True)
class Archive:
    """What an archive says of itself; `fingerprint` is that of its manifest, and so of everything in it."""

    fingerprint: str
    made: str
    version: str
    audit: str
    bodies: list[str]
    files: dict[str, str]


def write(target: Path) -> Archive:
    """Write everything that the site keeps into one file, for its owner's eyes only. Refused where there is one."""
    if target.exists():
        raise Refused(told("{file} is there already: name another file.", file=target))
    unfinished = target.with_name(f"{target.name}.part")
    home = Path(settings.HOME)
    try:
        with tempfile.TemporaryDirectory(dir=home, prefix=".backup-") as work:
            unfinished.touch(mode=0o600)
            head, bodies = Head.objects.first(), list(Body.objects.order_by("slug").values_list("slug", flat=True))
            records = _copy_records(Path(work))
            with tarfile.open(unfinished, "w:gz", compresslevel=6) as archive:
                sums = {records.name: _add(archive, records, records.name)}
                for path, name in _kept(home):
                    with contextlib.suppress(FileNotFoundError):  # It was decided on meanwhile.
                        sums[name] = _add(archive, path, name)
                said = {"made": timezone.now().isoformat(timespec="seconds"), "version": __version__, "bodies": bodies,
                        "audit": f"{head.number}:{head.chain}" if head else "", "files": sums}
                manifest = Path(work) / MANIFEST
                manifest.write_text(json.dumps(said, indent=1, ensure_ascii=False), encoding="utf-8")
                fingerprint = _add(archive, manifest, MANIFEST)
        # Windows has nothing on disk of a file that is open for reading only.
        with unfinished.open("r+b") as file:
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise Refused(told("{file} cannot be written: {why}.", file=target, why=error.strerror or error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return Archive(fingerprint=fingerprint, **said)


def _kept(home: Path) -> Iterator[tuple[Path, str]]:
    for path in [home / name for name in FILES] + [
            path for folder in FOLDERS for path in sorted((home / folder).rglob("*"))]:
        parts = path.relative_to(home).parts
        unfinished = any(part.startswith(_UNFINISHED) for part in parts) or (
            parts[0] == "evidence" and path.name.startswith(_UNFINISHED_EVIDENCE))
        if path.is_file() and not path.is_symlink() and not unfinished:
            yield path, "/".join(parts)


def _add(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add one file and return the fingerprint of the very bytes that were added."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        info = archive.gettarinfo(arcname=name, fileobj=file)
        info.uid, info.gid, info.uname, info.gname, info.mode = 0, 0, "", "", 0o600
        archive.addfile(info, _Read(file, digest))
    return digest.hexdigest()


class _Read:
    """A file that is read through, with the fingerprint of what was read."""

    def __init__(self, file: Any, digest: Any) -> None:
        self.file, self.digest = file, digest

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        piece: bytes = self.file.read(size)
        self.digest.update(piece)
        return piece


def _copy_records(work: Path) -> Path:
    """The records as they stand at one moment, while others go on writing."""
    target = work / _RECORDS[connection.vendor]
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        with sqlite3.connect(target) as copy:
            connection.connection.backup(copy)
        copy.close()
    else:
        _postgres("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return target


def _postgres(program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's own programs on the site's database; the password is not on its command line."""
    found = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    surroundings = {**os.environ, **{name: str(found[key]) for name, key in names.items() if found[key]}}
    if program == "pg_restore":
        arguments = (f"--dbname={found['NAME']}", *arguments)
    try:
        done = subprocess.run([program, *arguments], env=surroundings, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise Refused(told("{program} is not on this machine: install PostgreSQL's client programs.",
                           program=program)) from error
    if done.returncode:
        raise Refused(told("{program} failed: {why}", program=program, why=done.stderr.strip()))


def why_not_empty() -> Told | None:
    """Why nothing may be restored into this home; None where it is empty. A secret or a list of directories may be."""
    home = Path(settings.HOME)
    full = [name for name in FOLDERS if (home / name).is_dir() and any((home / name).iterdir())]
    if connection.introspection.table_names():
        return told("There are records in the database already: restore into an empty home and an empty database.")
    return told("{folder} holds something: restore into an empty home.", folder=home / full[0]) if full else None


def read(source: Path) -> Archive:
    """Put everything of an archive into the empty home of this site.

    Refused, and nothing is put anywhere, where the home holds something, the archive is damaged, or its records are
    those of another kind of database.
    """
    if why_not := why_not_empty():
        raise Refused(why_not)
    home, name = Path(settings.HOME), _RECORDS[connection.vendor]
    with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as work:
        found = unpack(source, Path(work))
        if name not in found.files:
            other = next((each for each in _RECORDS.values() if each in found.files), "no database")
            raise Refused(told("The archive holds {other}, and this site keeps {name}: set COMMONWEAL_DATABASE as it "
                               "was.", other=other, name=name))
        if connection.vendor == "sqlite":
            connection.close()
            shutil.move(Path(work) / name, connection.settings_dict["NAME"])
        else:
            _postgres("pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
                      str(Path(work) / name))
        for kept in (*FOLDERS, *FILES):
            if (Path(work) / kept).exists():
                shutil.rmtree(home / kept, ignore_errors=True)
                os.replace(Path(work) / kept, home / kept)
    return found


def unpack(source: Path, work: Path) -> Archive:
    """Unpack an archive into a folder, and compare every byte with the manifest."""
    sums: dict[str, str] = {}
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                place = PurePosixPath(member.name)
                if not member.isreg() or place.is_absolute() or ".." in place.parts or place.parts[0] not in (
                        *FOLDERS, *FILES, *_RECORDS.values(), MANIFEST):
                    raise Refused(told("It holds '{name}', which no backup does.", name=member.name))
                sums[member.name] = _keep(archive, member, work / place)
        said = json.loads((work / MANIFEST).read_text(encoding="utf-8"))
        fingerprint = sums.pop(MANIFEST)
        wrong = sorted(name for name in sums.keys() | said["files"].keys() if sums.get(name) != said["files"].get(name))
        if wrong:
            raise Refused(
                told("{file} is not as it was when the backup was made, nor are {count} others.", file=wrong[0],
                     count=len(wrong) - 1) if len(wrong) > 1 else
                told("{file} is not as it was when the backup was made.", file=wrong[0]))
        return Archive(fingerprint=fingerprint, **said)
    except Refused as refused:
        raise Refused(told("{file} is damaged, and nothing was restored. {why}", file=source,
                           why=refused.message)) from refused
    except FileNotFoundError as error:
        raise Refused(told("{file} is not there, or ends before its end: nothing was restored.",
                           file=source)) from error
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise Refused(told("{file} is no backup, or is damaged, and nothing was restored: {why}.", file=source,
                           why=error)) from error


def _keep(archive: tarfile.TarFile, member: tarfile.TarInfo, place: Path) -> str:
    place.parent.mkdir(parents=True, exist_ok=True)
    digest, content = hashlib.sha256(), archive.extractfile(member)
    assert content is not None  # A regular file always has one.
    with content, place.open("xb") as file:
        while piece := content.read(_PIECE):
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    place.chmod(_MODES.get(PurePosixPath(member.name).parts[0], 0o644))
    return digest.hexdigest()


# Evidence is never written again; the secret is for its owner's eyes only.
_MODES = {"evidence": 0o400, **dict.fromkeys((*FILES, *_RECORDS.values(), "imports"), 0o600)}

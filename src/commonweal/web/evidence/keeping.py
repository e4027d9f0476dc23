"""Keeping bytes by their fingerprint: written whole or not at all, never changed, never found by a name."""

import contextlib
import hashlib
import os
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

_LEFT_FOR = 24 * 60 * 60


class Damaged(Exception):
    """A kept file is gone, or its bytes are no longer those that were kept."""


def place_of(sha256: str) -> Path:
    """Where bytes of that fingerprint lie."""
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a fingerprint")
    return Path(settings.HOME) / "evidence" / sha256[:2] / sha256


def keep(content: bytes) -> str:
    """Keep bytes and return their fingerprint. What is there already stays, as if it had come just now."""
    sha256 = hashlib.sha256(content).hexdigest()
    place = place_of(sha256)
    with contextlib.suppress(FileNotFoundError):  # It is not there yet, or was destroyed this moment: it is written.
        os.utime(place)
        return sha256
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, work = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    # For the site's own user to read; for nobody to run or write.
    os.chmod(work, 0o400)
    os.replace(work, place)
    _flush(place.parent)
    return sha256


def _flush(folder: Path) -> None:
    """Have the name of a new file on disk as well, before any record names it; where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sweep() -> int:
    """Take away what a crash left half written more than a day ago, and say how much it was. Nothing names it."""
    old = time.time() - _LEFT_FOR
    left = [path for pattern in ("incoming-*", "??/tmp*") for path in (Path(settings.HOME) / "evidence").glob(pattern)
            if path.stat().st_mtime < old]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def left_alone() -> Iterator[str]:
    """The fingerprints of all bytes that nobody brought in the last day; what names none of them may have gone."""
    old = time.time() - _LEFT_FOR
    for place in (Path(settings.HOME) / "evidence").glob("??/" + "[0-9a-f]" * 64):
        with contextlib.suppress(FileNotFoundError):  # Another run took it away meanwhile.
            if place.stat().st_mtime < old:
                yield place.name


def read(sha256: str) -> bytes:
    """The bytes of that fingerprint. Raises Damaged where they are gone or have changed."""
    try:
        content = place_of(sha256).read_bytes()
    except OSError as error:
        raise Damaged(f"{sha256} is gone.") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(f"{sha256} was changed on disk.")
    return content


def damaged(fingerprints: Iterable[str]) -> Iterator[str]:
    """Those fingerprints whose bytes are gone or have changed; for a check by night."""
    for sha256 in sorted(set(fingerprints)):
        try:
            read(sha256)
        except Damaged:
            yield sha256

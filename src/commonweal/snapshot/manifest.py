"""The manifest: what a snapshot holds, and the fingerprint that names it.

The fingerprint is SHA-256 over the fingerprint of each part: every table as canonical CSV in key order,
every framework version, the settings and the prose. Parquet's own bytes, and who froze it and when, are outside it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told

FILE = "manifest.json"
SUMS = "SHA256SUMS"
FORMAT = 1


@dataclass(frozen=True)
class Manifest:
    """What is in a snapshot: the book, the day, the fingerprint of each part, and how many rows each table has.

    `audit` is where a site's audit trail ended when it was frozen, as NUMBER:PLACE; it is outside the fingerprint.
    """

    book: str
    as_of: date
    parts: Mapping[str, str]
    rows: Mapping[str, int]
    audit: str = ""

    @property
    def digest(self) -> str:
        """The snapshot's fingerprint, as 64 hex digits."""
        listed = [f"commonweal snapshot {FORMAT}", self.book, self.as_of.isoformat()]
        listed += [f"{digest}  {name}" for name, digest in sorted(self.parts.items())]
        return sha256("\n".join(listed) + "\n")

    def to_json(self) -> str:
        """The manifest as it stands on disk."""
        return json.dumps({
            "format": FORMAT, "book": self.book, "as_of": self.as_of.isoformat(), "digest": self.digest,
            "parts": dict(sorted(self.parts.items())), "rows": dict(sorted(self.rows.items())),
            **({"audit": self.audit} if self.audit else {}),
        }, indent=1, ensure_ascii=False) + "\n"


def from_json(text: str) -> Manifest:
    """A manifest read back; Refused if it does not say what it should."""
    try:
        data = json.loads(text)
        manifest = Manifest(data["book"], date.fromisoformat(data["as_of"]), data["parts"], data["rows"],
                            str(data.get("audit", "")))
    except (ValueError, KeyError, TypeError) as error:
        raise Refused(told("{file} cannot be read: this is no snapshot, or it was changed.", file=FILE)) from error
    if data.get("digest") != manifest.digest or data.get("format") != FORMAT:
        raise Refused(told("{file} was changed: its fingerprint is not that of its content.", file=FILE))
    return manifest


def sha256(text: str | bytes) -> str:
    """SHA-256 of text (as UTF-8) or bytes, in hex."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def write_sums(folder: Path) -> str:
    """Write SHA256SUMS over every file of a folder, in name order; returns the text."""
    text = sums_of(folder)
    (folder / SUMS).write_bytes(text.encode())
    return text


def sums_of(folder: Path) -> str:
    """What SHA256SUMS must say of a folder as it is now."""
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return "".join(f"{sha256((folder / name).read_bytes())}  {name}\n" for name in names if name != SUMS)


def changed_files(folder: Path) -> list[str]:
    """The files that differ from SHA256SUMS, are missing from it or from the folder; SHA256SUMS itself if it is odd."""
    try:
        written = (folder / SUMS).read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return [SUMS]
    now = sums_of(folder)
    if written == now:
        return []
    told, found = _parse(written), _parse(now)
    names = sorted(name for name in told.keys() | found.keys() if told.get(name) != found.get(name))
    return names or [SUMS]


def _parse(text: str) -> dict[str, str]:
    return {line[66:]: line[:64] for line in text.splitlines()}

"""Maps that a book remembers: under maps/, named by the fingerprint of the headings that they are for."""

import re
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told

FOLDER = "maps"


def remembered(folder: Path, fingerprint: str) -> list[Path]:
    """The maps that a book has for these headings."""
    return sorted((folder / FOLDER).glob(f"{fingerprint}-*.toml"))


def path_of(fingerprint: str, title: str) -> str:
    """Where a map is kept in a book."""
    return f"{FOLDER}/{fingerprint}-{re.sub(r'[^a-z0-9]+', '-', title.casefold()).strip('-')[:60] or 'map'}.toml"


def the_one(found: list[Path], name: str) -> str:
    """The text of the one map that is remembered. Raises Refused where there are several: which is meant is asked."""
    if len(found) > 1:
        listed = ", ".join(f"{FOLDER}/{path.name}" for path in found)
        raise Refused(told("Several maps are for the headings of {name}: say which with --map. There are: {listed}.",
                           name=name, listed=listed))
    return found[0].read_text(encoding="utf-8")

"""Maps that a book remembers: under maps/, named by the fingerprint of the headings that they are for and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from commonweal.basics.findings import Refused
from commonweal.basics.told import told
from commonweal.exchange.maps.model import ColumnMap
from commonweal.exchange.maps.reading import read_map

FOLDER = "maps"


@dataclass(frozen=True)
class Remembered:
    """One map that a book remembers: where it is kept in the book, what it is called, and its text."""

    path: str
    title: str
    text: str


def remembered(folder: Path, fingerprint: str) -> list[Remembered]:
    """The maps that a book has for these headings.

    Older books may have several into one table, named by their titles: where one has the table's own name, it was
    brought last and is taken alone.
    """
    by_path = {f"{FOLDER}/{path.name}": path.read_text(encoding="utf-8")
               for path in sorted((folder / FOLDER).glob(f"{fingerprint}-*.toml"))}
    read = {path: read_map(text, path)[0] for path, text in by_path.items()}
    own = {path: path_of(fingerprint, found) if found else path for path, found in read.items()}
    return [Remembered(path, found.title if (found := read[path]) else path, text) for path, text in by_path.items()
            if own[path] == path or own[path] not in by_path]


def path_of(fingerprint: str, found: ColumnMap) -> str:
    """Where a map is kept in a book: a corrected one takes the place of the one before. Named by its first table."""
    return f"{FOLDER}/{fingerprint}-{found.into[0].table.name}.toml"


def the_one(found: Sequence[Remembered], name: str) -> str:
    """The text of the one map that is remembered. Raises Refused where there are several: which is meant is asked."""
    if len(found) > 1:
        raise Refused(told("Several maps are for the headings of {name}: {listed}. Say which is meant (on the command "
                           "line: with --map).", name=name, listed=", ".join(each.path for each in found)))
    return found[0].text
